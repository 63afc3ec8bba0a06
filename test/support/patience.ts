import { setTimeout as delay } from 'node:timers/promises';

/**
 * How many times slower than a quiet machine this one was when the run began; 1 where it is as fast.
 * `vitest.config.ts` measures it, `TEST_SLOWNESS` overrides it.
 */
export const slowness = Math.max(1, Number(process.env.TEST_SLOWNESS ?? 1));

/**
 * The longest time to wait for something that should come at once on a quiet machine. It may get
 * busy after the run began, and who waits in vain has failed anyway: so it is never short. Whole
 * milliseconds, which is all that timers of the platform take.
 */
export function patience(ms: number, times = slowness): number {
  return Math.ceil(ms * Math.max(6, 2 * times));
}

/**
 * Lets what is under way in this process come to its end, where nothing tells that it has: for a
 * test that something does not happen. Counted in turns of the event loop and not in time, because
 * a process that gets no processor has its timers before its network.
 */
export async function settled(turns = 50): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await delay(1);
}
