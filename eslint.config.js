import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Each begins a process of its own. */
const COMMANDS = ['src/cli/*.ts'];

const SYNTAX = [
  {
    selector: 'ExportDefaultDeclaration',
    message: 'Export by name: a default export has no name to search for.',
  },
  {
    selector:
      'ImportDeclaration[source.value=/^(fs|path|url|http|https|crypto|stream|timers|child_process|os|util|events|net|assert|buffer|zlib|dns)(\\u002F|$)/]',
    message: "Write Node's own modules with the node: protocol.",
  },
  {
    selector: 'ObjectExpression > SpreadElement > ObjectExpression',
    message: 'Write its properties here: in a spread the compiler does not see one too many.',
  },
  {
    selector:
      "CallExpression[callee.object.name='vi'][callee.property.name='waitFor'][arguments.length=1]",
    message: 'Say how long: a busy machine takes longer than a second. Use patience().',
  },
];

const ENVIRONMENT = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'The environment is read once, in main.ts.',
};

export default defineConfig(
  globalIgnores(['node_modules', 'data', 'demo-output', 'coverage']),
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      'no-console': 'error',
      'prefer-const': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-depth': ['error', 3],
      'no-restricted-syntax': ['error', ...SYNTAX, ENVIRONMENT],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unsafe-type-assertion': 'error',
    },
  },
  {
    // The command line is where these speak to a person.
    files: ['sandbox/**', 'bench/**', 'mutants/**', 'src/main.ts', ...COMMANDS],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['src/main.ts', ...COMMANDS, 'test/**', 'bench/**', 'sandbox/demo.ts'],
    rules: { 'no-restricted-syntax': ['error', ...SYNTAX] },
  },
  {
    // Their tools want a default export.
    files: ['*.config.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    // Tests and emulators read what they themselves wrote.
    files: ['test/**', 'bench/**', 'mutants/**', 'sandbox/**'],
    rules: {
      '@typescript-eslint/no-unsafe-type-assertion': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
);
