import type { Clock } from '../../../src/core/shared/ports/clock.ts';

/**
 * Runs as fast as the wall's, and can be moved on: what nobody works at is skipped, what somebody
 * works at takes the time that it takes. So no deadline gets shorter, as it would on a clock that
 * is merely fast, and a render of twenty minutes is over at once.
 */
export interface SkippingClock extends Clock {
  /** With `speed`, what `skippingClock` needs in another process to show the same time. */
  readonly offsetMs: number;
  readonly speed: number;
  /** From now on it runs at this speed, here alone. */
  setSpeed(speed: number): void;
  skipTo(moment: Date): void;
  /** The first moment at which a sleep longer than this, and shorter than that, ends. */
  nextWake(longerThanMs: number, shorterThanMs?: number): Date | null;
}

/** A Wednesday noon: no period of credits ends soon after it. */
const START_MS = Date.UTC(2026, 10, 18, 12);

interface Sleeper {
  readonly ms: number;
  readonly endsAt: number;
  readonly end: () => void;
  timer: NodeJS.Timeout;
}

/** The same in every process of this machine, whenever it was started. */
const wallMs = () => performance.timeOrigin + performance.now();

/**
 * A speed below 1 gives a process that has to do much within a deadline the time that it would
 * have on a machine of its own.
 */
export function skippingClock(
  startSpeed = 1,
  offsetMs: number = START_MS - startSpeed * wallMs(),
): SkippingClock {
  let speed = startSpeed;
  let offset = offsetMs;
  const nowMs = () => speed * wallMs() + offset;
  const sleepers = new Set<Sleeper>();

  const timerFor = (sleeper: Pick<Sleeper, 'endsAt' | 'end'>) =>
    setTimeout(sleeper.end, Math.min(Math.max((sleeper.endsAt - nowMs()) / speed, 0), 2 ** 31 - 1));

  const rescheduleAll = () => {
    for (const sleeper of [...sleepers]) {
      clearTimeout(sleeper.timer);
      sleeper.timer = timerFor(sleeper);
    }
  };

  return {
    get speed() {
      return speed;
    },
    get offsetMs() {
      return offset;
    },
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
        const sleeper: Sleeper = { ms, endsAt, end, timer: timerFor({ endsAt, end }) };
        sleepers.add(sleeper);
        signal.addEventListener('abort', end, { once: true });
      }),
    skipTo(moment) {
      const byMs = moment.getTime() - nowMs();
      if (byMs <= 0) return;
      offset += byMs;
      rescheduleAll();
    },
    setSpeed(faster) {
      offset += (speed - faster) * wallMs();
      speed = faster;
      rescheduleAll();
    },
    nextWake(longerThanMs, shorterThanMs = Infinity) {
      const ends = [...sleepers]
        .filter((it) => it.ms > longerThanMs && it.ms < shorterThanMs)
        .map((it) => it.endsAt);
      return ends.length === 0 ? null : new Date(Math.min(...ends));
    },
  };
}
