import type { Clock } from '../../src/core/shared/ports/clock.ts';
import { START } from './builders.ts';

export interface ManualClock extends Clock {
  /**
   * Moves the time on and wakes who sleeps until then, the earliest first. What the woken do
   * before they wait for anything outside is done at the moment of their waking.
   */
  advance(ms: number): Promise<void>;
  /** Resolves once somebody sleeps for so long from now: a step that was begun has come so far. */
  untilSleeping(ms: number): Promise<void>;
  /** How long from now each sleeper still sleeps, in the order of waking. */
  readonly sleepingMs: readonly number[];
}

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

/** A clock whose time moves only when it is told to. */
export function createManualClock(start: Date = START): ManualClock {
  let time = start.getTime();
  let sleepers: readonly Sleeper[] = [];
  let watchers: readonly { readonly until: number; readonly seen: () => void }[] = [];

  function add(sleeper: Sleeper): void {
    sleepers = [...sleepers, sleeper].toSorted((one, other) => one.until - other.until);
    const seen = watchers.filter((it) => it.until === sleeper.until);
    watchers = watchers.filter((it) => !seen.includes(it));
    for (const watcher of seen) watcher.seen();
  }

  return {
    now: () => new Date(time),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted || ms <= 0) {
          resolve();
          return;
        }
        const wake = () => {
          sleepers = sleepers.filter((it) => it !== sleeper);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        const sleeper = { until: time + ms, wake };
        signal.addEventListener('abort', wake, { once: true });
        add(sleeper);
      }),
    async advance(ms) {
      const end = time + ms;
      for (;;) {
        await turn();
        const [next] = sleepers;
        if (next === undefined || next.until > end) break;
        time = Math.max(time, next.until);
        next.wake();
      }
      time = end;
      await turn();
    },
    untilSleeping(ms) {
      const until = time + ms;
      if (sleepers.some((it) => it.until === until)) return Promise.resolve();
      return new Promise((seen) => {
        watchers = [...watchers, { until, seen }];
      });
    },
    get sleepingMs() {
      return sleepers.map((it) => it.until - time);
    },
  };
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
