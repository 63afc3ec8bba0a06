import { DecodeFailed } from './decode-failed.ts';
import { createTaskQueue } from './task-queue.ts';
import { startDecoderChild, type Bounds, type DecoderChild } from './decoder-child.ts';
import type { Task } from './messages.ts';

export interface Lane {
  /** Those who wait take turns by owner: many tasks of one hold nobody up for longer than one. */
  run(task: Task, bounds: Bounds, owner: string): Promise<unknown>;
  /** Of the children that run now. */
  pids(): readonly number[];
  close(): Promise<void>;
}

/** A few children that take tasks. They start when first needed. */
export function createLane(options: {
  readonly children: number;
  /** How many of them one owner may keep busy: the others are for everybody else. */
  readonly perOwner?: number;
  /** A child with nothing to do is ended after this long. */
  readonly idleMs: number;
  readonly niceness: number;
  readonly start?: () => DecoderChild;
}): Lane {
  const start = options.start ?? (() => startDecoderChild(options.niceness));
  const idle: { readonly child: DecoderChild; readonly timer: NodeJS.Timeout }[] = [];
  const busy = new Set<DecoderChild>();
  const line = createTaskQueue();
  const ending = new Set<Promise<void>>();
  const { perOwner = options.children } = options;
  const running = new Map<string, number>();
  let free = options.children;
  let closed = false;

  function end(child: DecoderChild): void {
    const gone = child.kill().finally(() => ending.delete(gone));
    ending.add(gone);
  }

  function take(): DecoderChild {
    for (let spare = idle.pop(); spare; spare = idle.pop()) {
      clearTimeout(spare.timer);
      if (spare.child.alive) return spare.child;
    }
    return start();
  }

  function giveBack(child: DecoderChild): void {
    if (!child.alive || closed || child.worn) {
      end(child);
      return;
    }
    const timer = setTimeout(() => {
      idle.splice(
        idle.findIndex((it) => it.child === child),
        1,
      );
      end(child);
    }, options.idleMs);
    idle.push({ child, timer });
  }

  const mayRun = (owner: string): boolean => (running.get(owner) ?? 0) < perOwner;

  function begin(owner: string): void {
    free -= 1;
    running.set(owner, (running.get(owner) ?? 0) + 1);
  }

  function finish(owner: string): void {
    free += 1;
    const left = (running.get(owner) ?? 1) - 1;
    if (left > 0) running.set(owner, left);
    else running.delete(owner);
    // The turn goes straight to the next in line; only without one is it free for anybody.
    while (free > 0) {
      const next = line.next(mayRun);
      if (next === null) return;
      begin(next);
    }
  }

  async function run(task: Task, bounds: Bounds, owner: string): Promise<unknown> {
    bounds.signal.throwIfAborted();
    if (free > 0 && mayRun(owner)) begin(owner);
    else await line.wait(owner, bounds.signal);
    try {
      if (closed) throw new DecodeFailed('closed', 'the decoder is closed');
      return await runOn(take(), task, bounds);
    } finally {
      finish(owner);
    }
  }

  async function runOn(child: DecoderChild, task: Task, bounds: Bounds): Promise<unknown> {
    busy.add(child);
    try {
      return await child.run(task, bounds);
    } catch (error) {
      // Also a task that was under way when the service began to stop.
      if (closed) throw new DecodeFailed('closed', 'the decoder is closed');
      throw error;
    } finally {
      busy.delete(child);
      giveBack(child);
    }
  }

  return {
    run,
    pids: () =>
      [...idle.map((it) => it.child), ...busy]
        .map((child) => child.pid)
        .filter((pid) => pid !== undefined),
    async close() {
      closed = true;
      for (const { child, timer } of idle.splice(0)) {
        clearTimeout(timer);
        end(child);
      }
      for (const child of busy) end(child);
      for (let next = line.next(); next !== null; next = line.next()) begin(next);
      await Promise.all(ending);
    },
  };
}
