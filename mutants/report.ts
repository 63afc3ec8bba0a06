import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Mutant } from './mutant.ts';

const DOCUMENT = 'docs/mutants.md';

interface Row {
  readonly of: string;
  readonly mutants: number;
  readonly noticed: number;
}

/** As soon as it is known: whoever mends need not wait for the end. */
export function printFile(
  file: string,
  mutants: readonly Mutant[],
  unnoticed: readonly Mutant[],
): void {
  console.log(`${file}: ${mutants.length - unnoticed.length} of ${mutants.length}`);
  for (const { line, before, after } of unnoticed) {
    console.log(`  ${file}:${line}  ${short(before)}  →  ${short(after)}`);
  }
}

/** @returns the share of mutants that were noticed, 0 to 1 */
export function printScore(all: readonly Mutant[], unnoticed: readonly Mutant[]): number {
  const { noticed, mutants } = rowOf('all', all, unnoticed);
  console.log(`\n${noticed} of ${mutants} changes turn a test red: ${share(noticed, mutants)}`);
  return mutants === 0 ? 1 : noticed / mutants;
}

/** The figures by folder, for whoever wants to know what the tests would notice. */
export function writeDocument(all: readonly Mutant[], unnoticed: readonly Mutant[]): void {
  const folders = [...new Set(all.map((it) => path.dirname(it.file)))].sort();
  const rows = folders.map((folder) => {
    const inside = (it: Mutant) => path.dirname(it.file) === folder;
    return rowOf(`\`${folder}\``, all.filter(inside), unnoticed.filter(inside));
  });
  const table = [...rows, rowOf('All', all, unnoticed)].map(
    ({ of, mutants, noticed }) =>
      `| ${of} | ${mutants} | ${noticed} | ${share(noticed, mutants)} |`,
  );
  writeFileSync(
    DOCUMENT,
    [
      '# What the tests notice',
      '',
      'Every limit, code, status and condition of what a provider can do and says, and of the',
      'domain, is changed, one at a time: a number by one or a tenth, a code to another one, `<`',
      'to `<=`, a condition to its contrary. A change is noticed if a test turns red. What the',
      'compiler refuses is not tried.',
      '',
      '| Folder | Changes | Noticed | |',
      '| --- | ---: | ---: | ---: |',
      ...table,
      '',
      'Written by `npm run mutants -- --write`, which takes an hour or two and lists every change',
      'that no test noticed; stopped, it goes on where it was, unless a file or its tests changed',
      'or it is told `--anew`. `npm run mutants -- --only crun/wire` tries one file.',
      '',
    ].join('\n'),
  );
}

function rowOf(of: string, all: readonly Mutant[], unnoticed: readonly Mutant[]): Row {
  return { of, mutants: all.length, noticed: all.length - unnoticed.length };
}

function share(part: number, whole: number): string {
  return `${((part / whole) * 100).toFixed(1)} %`;
}

function short(code: string): string {
  const line = code.replaceAll(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
