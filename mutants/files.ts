import { globSync } from 'node:fs';
import path from 'node:path';

/** The files in which no limit, code or status may change without a test that notices. */
export const MUTATED = [
  'src/providers/*/{wire,answers,capabilities,render-status}.ts',
  'src/core/domain/**/*.ts',
];

/** Without a database and in short time: what tells of a mutant has to tell soon. */
const TESTS_OF_THE_DOMAIN = ['test/core/domain/**/*.test.ts'];
const testsOfProvider = (name: string) => [
  `test/providers/${name}/**/*.test.ts`,
  'test/providers/*.test.ts',
];
const NEEDS_A_DATABASE = '.postgres.test.ts';

export function mutatedFiles(only: string): readonly string[] {
  return globSync(MUTATED)
    .filter((file) => file.includes(only))
    .sort();
}

/**
 * The tests that are to notice a change in this file, the likeliest first: the one that has its
 * name, those of its folder, then the others.
 */
export function testsOf(file: string): readonly string[] {
  const { name, dir } = path.parse(file);
  const provider = /^src\/providers\/([^/]+)\//.exec(file)?.[1];
  const all = globSync(provider === undefined ? TESTS_OF_THE_DOMAIN : testsOfProvider(provider));
  const distance = (test: string) => {
    if (path.basename(test).startsWith(`${name}.`)) return 0;
    return path.dirname(test) === dir.replace('src', 'test') ? 1 : 2;
  };
  return all
    .filter((test) => !test.endsWith(NEEDS_A_DATABASE))
    .sort((a, b) => distance(a) - distance(b) || a.localeCompare(b));
}
