import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { DecodeFailed } from './decode-failed.ts';
import { reportSchema, type Order, type Task } from './messages.ts';

export interface Bounds {
  /** Of processor time: as much on a busy machine as on any. */
  readonly timeoutMs: number;
  /** So many times as long by the clock, because the processor is shared with others. */
  readonly patience: number;
  readonly maxRssBytes: number;
  readonly signal: AbortSignal;
}

/** One child process; it does one task at a time. */
export interface DecoderChild {
  readonly pid: number | undefined;
  readonly alive: boolean;
  /** It did many tasks, or kept much of the memory that the last one took. */
  readonly worn: boolean;
  /** @throws {DecodeFailed} or the signal's reason */
  run(task: Task, bounds: Bounds): Promise<unknown>;
  /** Ends it at once; resolves when it is gone. */
  kill(): Promise<void>;
}

const CHILD = fileURLToPath(new URL('./codecs/child.ts', import.meta.url));
/** What JavaScript itself may use; pictures live outside of it and are watched as a whole. */
const HEAP_MEGABYTES = 256;
/** So that what leaks does not add up, and no task pays for the memory of those before it. */
const TASKS_PER_CHILD = 100;
const KEPT_MEMORY_SHARE = 0.4;
const WATCH_EVERY_MS = 50;
/** In which Linux counts a process's time. */
const TICK_MS = 10;
const STDERR_KEPT = 2000;

interface Settle {
  readonly order: number;
  readonly done: (result: unknown) => void;
  readonly failed: (error: unknown) => void;
}

/** @param niceness how far others come before it, 0 to 19 */
export function startDecoderChild(niceness: number): DecoderChild {
  const child = fork(CHILD, [String(niceness), String(process.pid)], {
    // Nothing of ours is in its reach: no environment, no open files but the channel.
    env: {},
    execArgv: [`--max-old-space-size=${HEAP_MEGABYTES}`],
    // Always there, unlike any other folder.
    cwd: path.parse(CHILD).root,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const gone = new Promise<void>((resolve) => {
    child.once('close', () => {
      resolve();
    });
    child.on('error', () => {
      resolve();
    });
  });
  let alive = true;
  let tasksDone = 0;
  let worn = false;
  let orders = 0;
  let current: Settle | null = null;
  let lastWords = '';
  let reportedRss = 0;

  child.stderr
    ?.setEncoding('utf8')
    .on('error', () => undefined)
    .on('data', (words: string) => {
      lastWords = (lastWords + words).slice(-STDERR_KEPT);
    });
  child.on('message', (message) => {
    const report = reportSchema.safeParse(message);
    if (!report.success) {
      child.kill('SIGKILL');
    } else if ('rss' in report.data) {
      reportedRss = report.data.rss;
    } else if (current?.order === report.data.order) {
      if (report.data.ok) current.done(report.data.result);
      else current.failed(new DecodeFailed(report.data.fault, report.data.message));
    }
  });
  const onGone = (how: string): void => {
    alive = false;
    current?.failed(new DecodeFailed('crashed', `the decoder ended: ${how} ${lastWords}`.trim()));
  };
  child.once('exit', (code, signal) => {
    onGone(signal ?? `code ${String(code)}`);
  });
  // More than once: of what could not be sent to it, and of what could not end it.
  child.on('error', (error) => {
    onGone(error.message);
  });

  const resident = (): number => residentBytes(child) ?? reportedRss;

  async function kill(): Promise<void> {
    alive = false;
    child.kill('SIGKILL');
    await gone;
  }

  async function run(task: Task, bounds: Bounds): Promise<unknown> {
    bounds.signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    orders += 1;
    const order = orders;
    current = { order, done: resolve, failed: reject };
    // What has gone too far is not asked to stop: it is ended.
    const end = (reason: unknown): void => {
      reject(reason);
      void kill();
    };
    const abort = (): void => {
      end(bounds.signal.reason);
    };
    const spentBefore = processorMs(child);
    const clockMs = bounds.timeoutMs * bounds.patience;
    const timer = setTimeout(() => {
      // Where processor time is told, it was not the file that used this up.
      const code = spentBefore === null ? 'too-long' : 'too-slow';
      end(new DecodeFailed(code, `more than ${clockMs} ms by the clock`));
    }, clockMs);
    const watch = setInterval(() => {
      const spent = (processorMs(child) ?? 0) - (spentBefore ?? 0);
      if (spent > bounds.timeoutMs) {
        end(new DecodeFailed('too-long', `more than ${bounds.timeoutMs} ms of processor time`));
      }
      const rss = resident();
      if (rss > bounds.maxRssBytes) {
        end(new DecodeFailed('too-much-memory', `${rss} bytes, at most ${bounds.maxRssBytes}`));
      }
    }, WATCH_EVERY_MS);
    bounds.signal.addEventListener('abort', abort, { once: true });
    try {
      if (alive) child.send({ order, task: withAbsolutePaths(task) } satisfies Order);
      else reject(new DecodeFailed('crashed', 'the decoder had ended'));
      return await promise;
    } finally {
      clearTimeout(timer);
      clearInterval(watch);
      bounds.signal.removeEventListener('abort', abort);
      current = null;
      tasksDone += 1;
      worn = tasksDone >= TASKS_PER_CHILD || resident() > bounds.maxRssBytes * KEPT_MEMORY_SHARE;
    }
  }

  return {
    pid: child.pid,
    get alive() {
      return alive;
    },
    get worn() {
      return worn;
    },
    run,
    kill,
  };
}

/** The child works in another folder, where what is relative here means something else. */
function withAbsolutePaths(task: Task): Task {
  const input = path.resolve(task.input);
  return 'output' in task
    ? { ...task, input, output: path.resolve(task.output) }
    : { ...task, input };
}

/** What a process has in memory, native code included; null where the system does not tell. */
function residentBytes(child: ChildProcess): number | null {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(toldOf(child, 'status') ?? '')?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}

/** What all its threads have had of the processor; null where the system does not tell. */
function processorMs(child: ChildProcess): number | null {
  // Behind its name, which may hold blanks: state, ten numbers, then its own time and the system's.
  const told = /\) \S+(?: -?\d+){10} (\d+) (\d+) /.exec(toldOf(child, 'stat') ?? '');
  return told === null ? null : (Number(told[1]) + Number(told[2])) * TICK_MS;
}

function toldOf(child: ChildProcess, file: 'status' | 'stat'): string | null {
  if (process.platform !== 'linux' || child.pid === undefined) return null;
  try {
    return readFileSync(`/proc/${child.pid}/${file}`, 'latin1');
  } catch {
    // It has just ended.
    return null;
  }
}
