import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { PEOPLE } from './drafts.ts';
import { singleHold } from './single-hold.ts';

const run = promisify(execFile);

/** Has pgbench hold for the person that each of its clients is, each time for a new job. */
function script(): string {
  // Cast, because pgbench sends its variables as texts of unknown type.
  const statement = singleHold(
    "'person-' || :client_id::text",
    "'job-' || :client_id || '-' || :n",
  );
  return `\\set n random(1, 9000000000000000)\n${statement};\n`;
}

/** Where pgbench is on this machine, the newest first; null when it is nowhere. */
export async function findPgbench(): Promise<string | null> {
  const packaged = '/usr/lib/postgresql';
  const versions = existsSync(packaged) ? await readdir(packaged) : [];
  const folders = [
    ...versions
      .toSorted((one, other) => Number(other) - Number(one))
      .map((it) => path.join(packaged, it, 'bin')),
    ...(process.env.PATH ?? '').split(path.delimiter),
  ];
  return folders.map((it) => path.join(it, 'pgbench')).find((it) => existsSync(it)) ?? null;
}

/** Holds per second with one connection a person, each holding so many times. */
export async function runPgbench(pgbench: string, url: string, each: number): Promise<number> {
  const folder = await mkdtemp(path.join(tmpdir(), 'showrunner-pgbench-'));
  try {
    const file = path.join(folder, 'hold.sql');
    await writeFile(file, script());
    const { stdout } = await run(pgbench, [
      ...['--no-vacuum', '--protocol=prepared', '--client', String(PEOPLE), '--jobs', '2'],
      ...['--transactions', String(each), '--file', file, url],
    ]);
    const tps = /^tps = ([\d.]+)/m.exec(stdout)?.[1];
    if (tps === undefined) throw new Error(`pgbench told no rate:\n${stdout}`);
    return Number(tps);
  } finally {
    await rm(folder, { recursive: true });
  }
}
