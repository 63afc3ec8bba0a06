import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The files in which no limit, code or status may change without a test that notices. */
const MUTATED = [
  'src/providers/*/{wire,answers,capabilities,render-status}.ts',
  'src/core/*/domain/**/*.ts',
];

/** Without a database and in short time: what tells of a mutant has to tell soon. */
const TESTS_OF_THE_DOMAIN = ['test/core/*/domain/**/*.test.ts'];
/** What is declared for both chats is read by what each makes of it, and by the document of it. */
const TESTS_OF_COMMANDS = [
  ...TESTS_OF_THE_DOMAIN,
  'test/config/commands-document.test.ts',
  'test/bots/*/commands/**/*.test.ts',
  'test/bots/slack/forms/{form-price,video-view}.test.ts',
];
const testsOfProvider = (name: string) => [
  `test/providers/${name}/**/*.test.ts`,
  'test/providers/*.test.ts',
];
/** What has a database, or waits for what doesn't come, or tries thousands of cases. */
const TOO_SLOW = /\.(postgres|property)\.test|\/(contract|late-answers)\.test/;

export function mutatedFiles(only: string): readonly string[] {
  return globSync(MUTATED)
    .filter((file) => file.includes(only))
    .sort();
}

/**
 * The tests that are to notice a change in this file, the likeliest first: those that come to it
 * by the fewest imports. Who never comes to it can't notice.
 */
export function testsOf(file: string): readonly string[] {
  const provider = /^src\/providers\/([^/]+)\//.exec(file)?.[1];
  const domain = file.startsWith('src/core/commands/') ? TESTS_OF_COMMANDS : TESTS_OF_THE_DOMAIN;
  const steps = new Map(
    globSync(provider === undefined ? domain : testsOfProvider(provider))
      .filter((test) => !TOO_SLOW.test(test))
      .map((test) => [test, importsTo(file, test)]),
  );
  const nearest = (test: string) => steps.get(test) ?? Infinity;
  return [...steps.keys()]
    .filter((test) => nearest(test) < Infinity)
    .sort((a, b) => nearest(a) - nearest(b) || a.localeCompare(b));
}

/** How many imports lead from one file to another; Infinity: none do. */
function importsTo(file: string, from: string): number {
  const seen = new Set<string>();
  let reached = [from];
  for (let steps = 0; reached.length > 0; steps += 1) {
    if (reached.includes(file)) return steps;
    for (const it of reached) seen.add(it);
    reached = reached.flatMap(importsOf).filter((it) => !seen.has(it));
  }
  return Infinity;
}

const known = new Map<string, readonly string[]>();

function importsOf(file: string): readonly string[] {
  const already = known.get(file);
  if (already !== undefined) return already;
  const found = [
    ...readFileSync(file, 'utf8').matchAll(/^(?!import type).*from '(\.[^']*\.ts)'/gm),
  ];
  const imports = found.map((it) => path.join(path.dirname(file), it[1] ?? ''));
  known.set(file, imports);
  return imports;
}
