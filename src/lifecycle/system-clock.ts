import { setTimeout } from 'node:timers/promises';
import type { Clock } from '../core/shared/ports/clock.ts';

/** The longest a timer of Node's can wait. */
const LONGEST_MS = 2 ** 31 - 1;

/** The machine's own time. Workers that share a database must agree on it within seconds. */
export const systemClock: Clock = {
  now: () => new Date(),
  async sleep(ms, signal) {
    // It fails only where it is called off, which is an end as good as any.
    if (ms > 0) await setTimeout(Math.min(ms, LONGEST_MS), null, { signal }).catch(() => null);
  },
};
