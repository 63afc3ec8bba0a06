/** Time comes in by this door. */
export interface Clock {
  now(): Date;
  /** Resolves early, without an error, when the signal is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}
