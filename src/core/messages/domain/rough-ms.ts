const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/**
 * A duration no more exact than it is told: 20 s, 3 min, 2 h. Told durations that read the same
 * are the same.
 */
export function roughMs(durationMs: number): number {
  const seconds = Math.round(durationMs / SECOND_MS);
  if (seconds <= 90) return Math.max(5, Math.ceil(seconds / 5) * 5) * SECOND_MS;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return minutes * MINUTE_MS;
  return Math.round(minutes / 60) * HOUR_MS;
}
