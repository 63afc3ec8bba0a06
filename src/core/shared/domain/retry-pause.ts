const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

/** How long to wait after so many tries before the next, and before it is said again. */
export function retryPauseMs(tries: number): number {
  return Math.min(FIRST_MS * 2 ** tries, LONGEST_MS);
}
