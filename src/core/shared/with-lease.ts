import type { Clock } from './ports/clock.ts';

/** How long a step that may take minutes is held at a time, and how often that is renewed. */
export const LEASE_MS = 60_000;
const RENEW_EVERY_MS = 20_000;

export interface Lease {
  /** Aborted once somebody else has taken the work. */
  readonly signal: AbortSignal;
  /**
   * For right before what others would see: asks where a renewal is overdue, as after a pause of
   * the whole process. False when somebody else has taken the work.
   */
  isHeld(): Promise<boolean>;
}

/**
 * Does slow work under a short lease that is renewed while it goes on: if this process dies, the
 * work is free for another one soon, however long it would have taken. `taken` is when the lease
 * began, `renew` says whether it is still ours.
 */
export async function withLease<result>(
  clock: Clock,
  taken: Date,
  renew: () => Promise<boolean>,
  work: (lease: Lease) => Promise<result>,
): Promise<result> {
  const over = new AbortController();
  const lost = new AbortController();
  let renewed = taken;
  const isHeld = async () => {
    const now = clock.now();
    if (await renew()) renewed = now;
    else lost.abort();
    return !lost.signal.aborted;
  };
  const renewing = (async () => {
    for (;;) {
      await clock.sleep(RENEW_EVERY_MS, over.signal);
      if (over.signal.aborted) return;
      // A renewal that fails is tried again in time; the lease outlasts two of them.
      await isHeld().catch(() => undefined);
    }
  })();
  try {
    return await work({
      signal: lost.signal,
      isHeld: async () =>
        clock.now().getTime() - renewed.getTime() < 2 * RENEW_EVERY_MS || (await isHeld()),
    });
  } finally {
    over.abort();
    // A renewal under way must not outlive the work and take back what is handed back after it.
    await renewing;
  }
}
