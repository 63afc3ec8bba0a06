import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answers } from '../../../src/db/connection/connection.ts';
import { startEmbeddedPostgres } from '../../../src/db/server/embedded-postgres.ts';
import type { EmbeddedPostgres } from '../../../src/db/server/embedded-postgres.ts';
import { connect } from '../../support/database/sql.ts';
import { patience } from '../../support/patience.ts';

let above: string;
let folder: string;
let server: EmbeddedPostgres;
// One server for all of these: each takes up where the one before left it.
beforeAll(async () => {
  above = await mkdtemp(path.join(tmpdir(), 'embedded-'));
  folder = path.join(above, 'Büro $HOME `pwd` "1"');
  server = await open();
});
afterAll(async () => {
  await server.stop();
  await rm(above, { recursive: true, force: true });
});

function open(): Promise<EmbeddedPostgres> {
  // What is killed here is the server, not the machine: nothing need reach the disk.
  const settings = ['fsync=off'];
  return startEmbeddedPostgres({ folder: path.join(folder, 'postgres'), settings });
}

async function read(url: string, statement: string): Promise<unknown> {
  const sql = connect(url, { connections: 1 });
  try {
    return await sql`${sql.raw(statement)}`;
  } finally {
    await sql.end();
  }
}

/** There while it runs. */
const lock = () => path.join(folder, 'postgres', 'cluster', 'postmaster.pid');

/** As a machine does that runs out of memory: nothing is told and nothing is cleared up. */
async function killServer(): Promise<void> {
  const pid = Number((await readFile(lock(), 'utf8')).split('\n')[0]);
  process.kill(pid, 'SIGKILL');
  const gone = () => {
    try {
      process.kill(pid, 0);
      return false;
    } catch {
      return true;
    }
  };
  while (!gone()) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('the embedded Postgres', () => {
  it('answers, keeps to the machine and asks for its password', async () => {
    const url = new URL(server.url);
    expect(url.hostname).toBe('127.0.0.1');
    await read(server.url, `create table kept as select 'here' as it`);
    url.password = 'wrong';
    await expect(read(url.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it('is found running by a process that starts after one that died', async () => {
    const again = await open();
    expect(again.url).toBe(server.url);
    expect(await read(again.url, 'select it from kept')).toEqual([{ it: 'here' }]);
  });

  it('is left alone by a revival while it runs', async () => {
    const begun = await read(server.url, 'select pg_postmaster_start_time()::text as at');
    await server.revive();
    expect(await read(server.url, 'select pg_postmaster_start_time()::text as at')).toEqual(begun);
  });

  it('comes back on the same port after it was killed, and pools find it again', async () => {
    const sql = connect(server.url, { connections: 2 });
    expect(await answers(sql, 5_000)).toBe(true);
    await killServer();
    await expect(read(server.url, 'select 1')).rejects.toThrow();
    expect(await answers(sql, 5_000)).toBe(false);
    await server.revive();
    expect(await read(server.url, 'select it from kept')).toEqual([{ it: 'here' }]);
    await expect.poll(() => answers(sql, 5_000)).toBe(true);
    await sql.end();
  });

  it('stops by itself once it is let go, and being let go again says nothing', async () => {
    server.letGo();
    await expect.poll(() => existsSync(lock()), { timeout: patience(20_000) }).toBe(false);
    server.letGo();
    server = await open();
    expect(await read(server.url, 'select it from kept')).toEqual([{ it: 'here' }]);
  });

  it('runs in a folder whose name means something to a shell', async () => {
    const data_directory = path.join(folder, 'postgres', 'cluster');
    expect(await read(server.url, 'show data_directory')).toEqual([{ data_directory }]);
  });

  it('stops, and stops again without a word, and starts again where it was', async () => {
    await server.stop();
    await expect(read(server.url, 'select 1')).rejects.toThrow();
    await server.stop();
    server = await open();
    expect(await read(server.url, 'select it from kept')).toEqual([{ it: 'here' }]);
  });
});

/** Runs a process that opens the database of the folder and then goes on as is said. */
function openedElsewhere(then: string) {
  const opened = pathToFileURL(path.resolve('src/db/server/open-database.ts')).href;
  const program = `
    const { openDatabase } = await import(${JSON.stringify(opened)});
    const log = () => undefined;
    const database = await openDatabase({
      url: null,
      folder: ${JSON.stringify(path.join(folder, 'postgres'))},
      clock: { sleep: (_ms, signal) => new Promise((end) => signal.addEventListener('abort', end)) },
      logger: { debug: log, info: log, warn: log, error: log },
      stop: new AbortController().signal,
    });
    ${then}`;
  return spawn(process.execPath, ['--input-type=module', '--eval', program]);
}

describe('a folder that is in use', () => {
  it('is refused to a second process, which leaves the server of the first one running', async () => {
    await server.stop();
    const first = openedElsewhere(`console.log('open'); process.stdin.resume();`);
    await once(first.stdout, 'data');
    const second = openedElsewhere('');
    let said = '';
    second.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    expect(await once(second, 'close')).toEqual([1, null]);
    expect(said).toContain('is not set, and another process already runs the Postgres in');
    expect(said).toContain('Stop that process, set DATA_DIR to another folder');
    expect(existsSync(lock())).toBe(true);

    // Killed, it has it no longer, and whoever comes next takes the server over as it runs.
    first.kill('SIGKILL');
    await once(first, 'exit');
    expect(existsSync(lock())).toBe(true);
    const third = openedElsewhere(`await database[Symbol.asyncDispose]();`);
    expect(await once(third, 'exit')).toEqual([0, null]);
    expect(existsSync(lock())).toBe(false);
    server = await open();
  });

  it('is taken by one of several that begin at once', async () => {
    await server.stop();
    const all = [1, 2, 3].map(() =>
      openedElsewhere(`console.log('open'); process.stdin.resume();`),
    );
    const left = () => all.filter((it) => it.exitCode === null);
    await expect.poll(() => left().length, { timeout: patience(30_000) }).toBe(1);
    expect(all.map((it) => it.exitCode).toSorted()).toEqual([1, 1, null]);
    for (const it of left()) it.kill('SIGKILL');
    server = await open();
    expect(await read(server.url, 'select it from kept')).toEqual([{ it: 'here' }]);
  });
});

it('goes with a process that opened it and ends in a way of its own', async () => {
  await server.stop();
  const child = openedElsewhere('process.exit(7);');
  expect(await once(child, 'exit')).toEqual([7, null]);
  await expect.poll(() => existsSync(lock()), { timeout: patience(20_000) }).toBe(false);
  server = await open();
});

describe('a folder that somebody else left', () => {
  it('is used though a process died while it made the cluster', async () => {
    const half = path.join(folder, 'half');
    await mkdir(path.join(half, 'cluster.new'), { recursive: true });
    await writeFile(path.join(half, 'cluster.new', 'PG_VERSION'), '18');
    await writeFile(path.join(half, 'password'), '');
    const other = await startEmbeddedPostgres({ folder: half, settings: ['fsync=off'] });
    expect(await read(other.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await other.stop();
  });
});
