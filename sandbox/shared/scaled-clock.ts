/** A clock that can run faster than the wall's: then a long render fits into a short wait. */
export interface ScaledClock {
  now(): Date;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** So many times as fast as the wall's from now on, for those who sleep already as well. */
  runAt(speed: number): void;
}

interface Sleeper {
  readonly endsAt: number;
  readonly end: () => void;
  timer: NodeJS.Timeout;
}

/** Begins at the wall's pace. */
export function createScaledClock(): ScaledClock {
  let speed = 1;
  let since = performance.now();
  let then = Date.now();
  const nowMs = () => then + (performance.now() - since) * speed;
  const sleepers = new Set<Sleeper>();
  const arm = (sleeper: Omit<Sleeper, 'timer'> & { timer?: NodeJS.Timeout }): NodeJS.Timeout => {
    const { endsAt, end } = sleeper;
    const ring = () => {
      // A timer rings early by as long as the process was busy when it was set.
      if (nowMs() < endsAt) sleeper.timer = arm(sleeper);
      else end();
    };
    return setTimeout(ring, Math.min(Math.max(endsAt - nowMs(), 0) / speed + 1, 2 ** 31 - 1));
  };

  return {
    now: () => new Date(nowMs()),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted || ms <= 0) {
          resolve();
          return;
        }
        const endsAt = nowMs() + ms;
        const end = () => {
          clearTimeout(sleeper.timer);
          sleepers.delete(sleeper);
          signal.removeEventListener('abort', end);
          resolve();
        };
        const sleeping: { endsAt: number; end: () => void; timer?: NodeJS.Timeout } = {
          endsAt,
          end,
        };
        const sleeper: Sleeper = Object.assign(sleeping, { timer: arm(sleeping) });
        sleepers.add(sleeper);
        signal.addEventListener('abort', end, { once: true });
      }),
    runAt(next) {
      [then, since, speed] = [nowMs(), performance.now(), next];
      for (const sleeper of sleepers) {
        clearTimeout(sleeper.timer);
        sleeper.timer = arm(sleeper);
      }
    },
  };
}
