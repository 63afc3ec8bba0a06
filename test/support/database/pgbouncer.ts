import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, it } from 'vitest';
import { freePort } from '../../../src/db/server/free-port.ts';

/** A pooler before a server, in transaction mode: statements of one connection go to any session. */
export interface PgBouncer extends AsyncDisposable {
  /** The same database by way of the pooler. */
  through(databaseUrl: string): string;
}

export interface PgBouncerOptions {
  /** Sessions with the server, of each database. Few, so that they are shared. */
  readonly sessions?: number;
  /** The one of a pooler that was there before. */
  readonly port?: number;
}

/** `nobody`: it refuses to run as root. */
const UNPRIVILEGED = 65534;

/** Debian has it where only root looks for programs. */
const binary = await firstThatRuns(['pgbouncer', '/usr/sbin/pgbouncer']);

/** Whether this machine has one; `.ci/run` brings it where it can. */
export const hasPgBouncer = binary !== null;

/** Says, where there is none, that what needs one was not run. */
export function describeUntried(): void {
  if (hasPgBouncer) return;
  describe('PgBouncer', () => {
    it('is not installed here, so that nothing was tried through it', (test) => {
      test.skip('apt-get install pgbouncer');
    });
  });
}

async function firstThatRuns(files: readonly string[]): Promise<string | null> {
  for (const file of files) if (await runs(file, ['--version'])) return file;
  return null;
}

function runs(file: string, args: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(file, [...args], { stdio: 'ignore' });
    child.once('error', () => {
      resolve(false);
    });
    child.once('exit', (code) => {
      resolve(code === 0);
    });
  });
}

export async function startPgBouncer(
  serverUrl: string,
  options: PgBouncerOptions = {},
): Promise<PgBouncer> {
  const server = new URL(serverUrl);
  const folder = await mkdtemp(path.join(tmpdir(), 'pgbouncer-'));
  const { sessions = 3, port = await freePort() } = options;
  const users = path.join(folder, 'users.txt');
  const settings = path.join(folder, 'pgbouncer.ini');
  await writeFile(users, `"${server.username}" "${server.password}"\n`);
  // Nothing is said of startup parameters: it refuses what it does not know, as it does out of the box.
  await writeFile(
    settings,
    `[databases]
* = host=${server.hostname} port=${server.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${users}
pool_mode = transaction
default_pool_size = ${sessions}
max_client_conn = 500
`,
  );
  const root = process.getuid?.() === 0;
  if (root) for (const it of [folder, users, settings]) await chown(it, UNPRIVILEGED, UNPRIVILEGED);
  const child = spawn(binary ?? 'pgbouncer', [settings], {
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(root ? { uid: UNPRIVILEGED, gid: UNPRIVILEGED } : {}),
  });
  let told = '';
  child.stderr.on('data', (chunk: Buffer) => (told += chunk.toString()));
  const gone = once(child, 'close');
  while (!(await listens(port))) {
    if (child.exitCode !== null) throw new Error(`PgBouncer did not start:\n${told}`);
    await delay(20);
  }
  return {
    through(databaseUrl) {
      const url = new URL(databaseUrl);
      url.host = `127.0.0.1:${port}`;
      return url.href;
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}
