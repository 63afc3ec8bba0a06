import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { mutatedFiles } from './files.ts';
import { keepUnnoticed, unnoticedBefore } from './kept.ts';
import type { Mutant } from './mutant.ts';
import { printFile, printScore, writeDocument } from './report.ts';
import { mutantsOf } from './sites.ts';
import { openTrial, type Trial } from './trial.ts';

/** What the tests have to notice at least. */
const LEAST_SHARE = 0.9;

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
    anew: { type: 'boolean', default: false },
    workers: { type: 'string', default: '2' },
  },
});

const files = mutatedFiles(values.only);
if (files.length === 0) {
  console.error(`No mutated file has "${values.only}" in its path.`);
  process.exit(2);
}
const mutants = mutantsOf(files);
const waiting = [...files];
const unnoticed: Mutant[] = [];

const runFolder = await mkdtemp(path.join(tmpdir(), 'showrunner-mutants-'));

async function tryFiles(): Promise<void> {
  await using trial = openTrial(runFolder);
  for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
    const own = mutants.filter((it) => it.file === file);
    const before = values.anew ? null : unnoticedBefore(file, own);
    const missed = before ?? (await triedBy(trial, own));
    keepUnnoticed(file, own, missed);
    printFile(file, own, missed);
    unnoticed.push(...missed);
  }
}

async function triedBy(trial: Trial, own: readonly Mutant[]): Promise<readonly Mutant[]> {
  const missed: Mutant[] = [];
  for (const mutant of own) if (!(await trial.isNoticed(mutant))) missed.push(mutant);
  return missed;
}

await Promise.all(Array.from({ length: Number(values.workers) }, tryFiles));
await rm(runFolder, { recursive: true, force: true });

const share = printScore(mutants, unnoticed);
if (values.write) writeDocument(mutants, unnoticed);
process.exitCode = share < LEAST_SHARE ? 1 : 0;
