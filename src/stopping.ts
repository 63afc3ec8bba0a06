import { readFileSync } from 'node:fs';
import type { Environment } from './settings.ts';

/** A terminal that closes says SIGHUP; left to its default it would leave our Postgres behind. */
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
const LOOK_EVERY_MS = 500;

/** Why the process is to stop. */
export class StopRequested extends Error {
  override readonly name = 'StopRequested';
}

/**
 * Aborted when this process is asked to stop, for good: a terminal and npm both pass a Ctrl-C on,
 * so a second signal says nothing new, and must not cut the stop off.
 */
export function listenForStop(environment: Environment): AbortSignal {
  const stop = new AbortController();
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      stop.abort(new StopRequested(signal));
    });
  }
  if (environment.npm_lifecycle_event !== undefined) {
    watchStarter(() => {
      stop.abort(new StopRequested('npm has ended'));
    });
  }
  return stop.signal;
}

/**
 * npm passes signals on to its shell, which may die of them without a word to what it runs; killed,
 * npm passes on nothing. Either way we are given another parent, or our parent is.
 */
function watchStarter(gone: () => void): void {
  const starters = parents();
  const watching = setInterval(() => {
    if (parents().join() === starters.join()) return;
    clearInterval(watching);
    gone();
  }, LOOK_EVERY_MS);
  watching.unref();
}

/** From our parent up to the first that is no shell: who started the script. */
function parents(): readonly number[] {
  const found: number[] = [];
  for (let pid: number | null = process.ppid; pid !== null;) {
    found.push(pid);
    const { name, parent } = processOf(pid);
    pid = SHELL.test(name) ? parent : null;
  }
  return found;
}

const SHELL = /^(ba|da|a|z|k)?sh$|^busybox$/;

/** Known on Linux; elsewhere the shell steps aside for the only command it is given. */
function processOf(pid: number): { readonly name: string; readonly parent: number | null } {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [, name = '', parent = ''] = /^\d+ \((.*)\) \S (\d+) /s.exec(stat) ?? [];
    return { name, parent: Number(parent) };
  } catch {
    return { name: '', parent: null };
  }
}

/** Resolves once it is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else
      signal.addEventListener(
        'abort',
        () => {
          resolve();
        },
        { once: true },
      );
  });
}
