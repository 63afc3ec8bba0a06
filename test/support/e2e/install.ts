import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:fs';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { patience } from '../patience.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const run = promisify(execFile);

/** Names such as people give to folders. */
const NAME = 'Mein Büro';

/** `nobody` on every Linux, for what root may do and others may not. */
const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;

export type Variables = Readonly<Record<string, string>>;

/**
 * What somebody has who got the project and let npm install it: its tracked files and no others, in
 * a folder that only they may enter.
 */
export interface Install extends AsyncDisposable {
  readonly folder: string;
  /** Copies `.env.example` to `.env` and fills these in. */
  fillIn(settings: Variables): Promise<void>;
  /** A script, such as `start`, in a terminal of its own. */
  npm(args: readonly string[], environment?: Variables): Npm;
  /** The same by somebody who did not install it, and may not write where others do. */
  npmOfAnother(args: readonly string[], environment?: Variables): Promise<Npm>;
}

export interface Npm extends AsyncDisposable {
  /** Everything that was written so far. */
  readonly output: () => string;
  /** Resolves to the exit status once everything that it started is gone. */
  readonly ended: Promise<number | null>;
  /** Ctrl+C, and waits until it is over. */
  interrupt(): Promise<void>;
}

export async function anInstall(): Promise<Install> {
  await using opening = new AsyncDisposableStack();
  const above = await fs.mkdtemp(path.join(await temporaryFolder(), 'showrunner-install-'));
  opening.defer(() => fs.rm(above, { recursive: true, force: true }));
  const folder = path.join(above, NAME);
  await copyTracked(folder);
  await linkPackages(folder);
  // What one start compiled the next one need not.
  const usual = { NODE_COMPILE_CACHE: path.join(above, 'compiled') };
  const opened = opening.move();
  return {
    folder,
    async fillIn(settings) {
      let text = await fs.readFile(path.join(folder, '.env.example'), 'utf8');
      for (const [variable, value] of Object.entries(settings)) {
        const line = new RegExp(`^(?:# )?${variable}=.*$`, 'm');
        if (!line.test(text)) throw new Error(`.env.example has no ${variable}`);
        text = text.replace(line, () => `${variable}=${value}`);
      }
      await fs.writeFile(path.join(folder, '.env'), text);
    },
    npm: (args, environment) => startNpm(args, folder, { ...usual, ...environment }),
    async npmOfAnother(args, environment) {
      await fs.chmod(above, 0o755);
      const as = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
      return startNpm(args, folder, { ...environment }, as);
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** On the disk of the packages where there is such a one, so that they need not be copied. */
async function temporaryFolder(): Promise<string> {
  const { dev } = await fs.stat(ROOT);
  for (const folder of [tmpdir(), '/tmp']) {
    const found = await fs.stat(folder).catch(() => null);
    if (found?.dev === dev) return folder;
  }
  return tmpdir();
}

async function copyTracked(folder: string): Promise<void> {
  const { stdout } = await run('git', ['ls-files', '-z'], { cwd: ROOT, maxBuffer: 10_000_000 });
  for (const file of stdout.split('\0').filter((it) => it !== '')) {
    await fs.mkdir(path.join(folder, path.dirname(file)), { recursive: true });
    await fs.copyFile(path.join(ROOT, file), path.join(folder, file));
  }
}

/** As `npm ci` leaves them, without fetching them once more: the same files under another name. */
async function linkPackages(folder: string): Promise<void> {
  const from = path.join(ROOT, 'node_modules');
  const to = path.join(folder, 'node_modules');
  try {
    await run('cp', ['-al', from, to]);
  } catch {
    // Another disk, or another `cp`.
    await fs.rm(to, { recursive: true, force: true });
    const mode = constants.COPYFILE_FICLONE;
    await fs.cp(from, to, { recursive: true, verbatimSymlinks: true, mode });
  }
}

function startNpm(
  args: readonly string[],
  folder: string,
  environment: Variables,
  as: { readonly uid?: number; readonly gid?: number } = {},
): Npm {
  // The Node that it is run by is the package's own: ours is not handed on.
  const paths = (process.env.PATH ?? '').split(path.delimiter);
  const PATH = paths.filter((it) => !it.includes('node_modules')).join(path.delimiter);
  const child = spawn('npm', [...args], {
    cwd: folder,
    env: { PATH, HOME: process.env.HOME, npm_config_update_notifier: 'false', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group, as a terminal has for everything that a command starts.
    detached: true,
    ...as,
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  let isOver = false;
  const ended = once(child, 'close').then(([code]) => {
    isOver = true;
    return code as number | null;
  });
  const signal = (name: NodeJS.Signals) => {
    if (!isOver && child.pid !== undefined) process.kill(-child.pid, name);
  };
  const interrupt = async () => {
    signal('SIGINT');
    await ended;
  };
  return {
    output: () => output,
    ended,
    interrupt,
    async [Symbol.asyncDispose]() {
      // In order if that can be, so that its Postgres is not left behind.
      await Promise.race([interrupt(), delay(patience(10_000), null, { ref: false })]);
      signal('SIGKILL');
      await ended;
    },
  };
}
