import { later } from '../shared/domain/later.ts';
import type { Slot, VideoProvider } from './ports/video-provider.ts';
import type { RateLimiter } from './ports/rate-limiter.ts';
import type { Clock } from '../shared/ports/clock.ts';

export interface RateSlotDependencies {
  readonly rateLimiter: RateLimiter;
  readonly clock: Clock;
}

/** Ms from one to the next of so many a second; null: there is no limit. */
export function intervalMs(perSecond: number | null): number {
  return perSecond === null ? 0 : 1000 / perSecond;
}

/**
 * Books calls at a rate limiter, also where they are not limited: the provider may have asked to be left
 * alone. Null when the first of them would come later than `withinMs` from now.
 */
export function bookSlot(
  deps: RateSlotDependencies,
  gate: string,
  calls: { readonly count: number; readonly perSecond: number | null },
  withinMs: number,
): Promise<Date | null> {
  const now = deps.clock.now();
  const latest = later(now, withinMs);
  return deps.rateLimiter.book(gate, calls.count, intervalMs(calls.perSecond), now, latest);
}

/** How long a call waits for its slot before it is left to another time. */
const CALL_SLOT_MS = 10_000;

/**
 * Slots for the calls of one step.
 * @param booked how many of them have had theirs already
 */
export function slotsOf(
  deps: RateSlotDependencies,
  { name, limits }: VideoProvider,
  booked: number,
): Slot {
  let left = booked;
  return async (signal) => {
    left -= 1;
    if (left >= 0) return true;
    const calls = { count: 1, perSecond: limits.callsPerSecond };
    const slot = await bookSlot(deps, name, calls, CALL_SLOT_MS);
    return slot !== null && (await untilSlot(deps, slot, signal));
  };
}

/** Waits for a slot that was booked; false when it was cut short and no call may be made. */
export async function untilSlot(
  deps: { readonly clock: Clock },
  slot: Date,
  signal: AbortSignal,
): Promise<boolean> {
  // From now on: to book it took time as well, and whoever comes late comes too close to the next.
  await deps.clock.sleep(slot.getTime() - deps.clock.now().getTime(), signal);
  return !signal.aborted;
}
