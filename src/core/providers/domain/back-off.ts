/**
 * The wait after a call that was turned away for now: doubling from 5 s to 5 min. As told where that
 * is longer; otherwise half a minute at most, for whoever tells knows better.
 */
export function backOffMs(times: number, toldMs: number | null): number {
  const mostMs = toldMs === null ? 300_000 : 30_000;
  return Math.max(toldMs ?? 0, Math.min(FIRST_WAIT_MS * 2 ** times, mostMs));
}

/** The same after a call that did not come through: that may be over any moment. */
export function networkBackOffMs(times: number, toldMs: number | null): number {
  return Math.min(backOffMs(times, toldMs), Math.max(toldMs ?? 0, 30_000));
}

const FIRST_WAIT_MS = 5_000;

/** Until a render is looked at again after a look that said nothing: longer than it would have been. */
export function afterNoAnswerMs(intervalMs: number): number {
  return Math.max(intervalMs, Math.min(intervalMs * 2, 60_000));
}
