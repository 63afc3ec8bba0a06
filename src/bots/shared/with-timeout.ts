import type { Clock } from '../../core/shared/ports/clock.ts';

/** What came in time; null if nothing did. The clock's time, so that tests can move it. */
export async function withTimeout<value>(
  clock: Clock,
  patienceMs: number,
  asked: Promise<value>,
): Promise<value | null> {
  const waiting = new AbortController();
  const late = clock.sleep(patienceMs, waiting.signal).then(() => null);
  try {
    return await Promise.race([asked, late]);
  } finally {
    waiting.abort();
  }
}
