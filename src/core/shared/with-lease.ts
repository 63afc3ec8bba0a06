import type { Clock } from './ports/clock.ts';

/** How long a step that may take minutes is held at a time, and how often that is renewed. */
export const LEASE_MS = 60_000;
const RENEW_EVERY_MS = 20_000;

/**
 * Does slow work under a short lease that is renewed while it goes on: if this process dies, the
 * work is free for another one soon, however long it would have taken.
 */
export async function withLease<result>(
  clock: Clock,
  renew: () => Promise<unknown>,
  work: () => Promise<result>,
): Promise<result> {
  const over = new AbortController();
  const renewing = (async () => {
    for (;;) {
      await clock.sleep(RENEW_EVERY_MS, over.signal);
      if (over.signal.aborted) return;
      // A renewal that fails is tried again in time; the lease outlasts two of them.
      await renew().catch(() => undefined);
    }
  })();
  try {
    return await work();
  } finally {
    over.abort();
    // A renewal under way must not outlive the work and take back what is handed back after it.
    await renewing;
  }
}
