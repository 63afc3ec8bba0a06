/** Keeps a provider's rate limit, and the pause it asked for, over all workers. */
export interface RateLimiter {
  /**
   * Books a number of calls, the first at the returned time and each further one an interval
   * later; null, and nothing booked, when the first would come after `latest`.
   */
  book(
    provider: string,
    calls: number,
    intervalMs: number,
    now: Date,
    latest: Date,
  ): Promise<Date | null>;
  /** Those that nobody may call right now. */
  closed(providers: readonly string[], now: Date): Promise<ReadonlySet<string>>;
  /** Nobody calls before then. */
  pause(provider: string, until: Date): Promise<void>;
}
