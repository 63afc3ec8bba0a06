import type { Clock } from '../core/shared/ports/clock.ts';

/** The longest a timer of Node's can wait. */
const LONGEST_MS = 2 ** 31 - 1;

/** The machine's own time. Workers that share a database must agree on it within seconds. */
export const systemClock: Clock = {
  now: () => new Date(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal.aborted || ms <= 0) {
        resolve();
        return;
      }
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, Math.min(ms, LONGEST_MS));
      signal.addEventListener('abort', end, { once: true });
    }),
};
