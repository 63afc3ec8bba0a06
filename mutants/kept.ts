import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { testsOf } from './files.ts';
import type { Mutant } from './mutant.ts';

const FOLDER = 'node_modules/.cache/mutants';

/**
 * The mutants of a file that went unnoticed when they were tried last, so that a run which was
 * stopped goes on where it was; null when the file or a test of it is another by now.
 */
export function unnoticedBefore(file: string, own: readonly Mutant[]): readonly Mutant[] | null {
  try {
    const kept = JSON.parse(readFileSync(placeOf(file, own), 'utf8')) as readonly number[];
    return kept.flatMap((index) => own[index] ?? []);
  } catch {
    return null;
  }
}

export function keepUnnoticed(
  file: string,
  own: readonly Mutant[],
  unnoticed: readonly Mutant[],
): void {
  mkdirSync(FOLDER, { recursive: true });
  const indexes = unnoticed.map((it) => own.indexOf(it));
  writeFileSync(placeOf(file, own), JSON.stringify(indexes));
}

function placeOf(file: string, own: readonly Mutant[]): string {
  const hash = createHash('sha256');
  for (const it of [file, ...testsOf(file)]) hash.update(it).update(readFileSync(it));
  for (const { start, end, after } of own) hash.update(`${start} ${end} ${after}\n`);
  return path.join(FOLDER, `${hash.digest('hex')}.json`);
}
