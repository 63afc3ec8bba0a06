import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Logger } from '../core/shared/ports/logger.ts';
import type { Environment } from '../settings/settings.ts';

/** A terminal that closes says SIGHUP; left to its default it would leave our Postgres behind. */
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
const LOOK_EVERY_MS = 500;

/** What is not over by then is left to whoever comes next. */
const STOP_WITHIN_MS = { asked: 75_000, faulty: 30_000 } as const;

/** Why the process is to stop. */
export class StopRequested extends Error {
  override readonly name = 'StopRequested';
}

/** Something failed where nobody was there to catch it: what else was cut off, nobody knows. */
export class FaultFound extends Error {
  override readonly name = 'FaultFound';
}

/**
 * Aborted when this process is asked to stop, for good: a terminal and npm both pass a Ctrl-C on,
 * so a second signal says nothing new, and must not cut the stop off.
 */
export function listenForStop(environment: Environment, logger: Logger): AbortSignal {
  const stop = new AbortController();
  for (const kind of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(kind, (thrown: unknown) => {
      logger.error({ err: asError(thrown), kind }, 'a fault that nobody caught: stopping');
      // Whoever supervises it starts it afresh.
      process.exitCode = 1;
      stop.abort(new FaultFound(kind));
    });
  }
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

/** What is thrown may be anything, and a stranger's request hang on it. */
function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(`no error, but: ${typeof thrown}`);
}

/** Ends a process whose stop takes too long. */
export function stopWithTimeout(
  stop: AbortSignal,
  logger: Logger,
  { within = STOP_WITHIN_MS, exit = () => process.exit(1) }: StopOptions = {},
): void {
  const begin = () => {
    const withinMs = stop.reason instanceof FaultFound ? within.faulty : within.asked;
    logger.info({ why: String(stop.reason), withinMs }, 'stopping');
    setTimeout(() => {
      logger.error({}, 'stopped without waiting any longer');
      exit();
    }, withinMs).unref();
  };
  stop.addEventListener('abort', begin, { once: true });
}

interface StopOptions {
  readonly within?: { readonly asked: number; readonly faulty: number };
  readonly exit?: () => void;
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
export async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}
