/** Interactions in a row that come equally late are not late: the clocks differ. */
const IN_A_ROW = 3;
const EQUALLY_MS = 2_000;
/** Those that come together were held up together, by a connection or by this process. */
const TOGETHER_MS = 1_000;

export interface ClockSkew {
  /** The age of what was made at a moment of the chat's clock, as that clock would have it. */
  ageOf(measuredMs: number): number;
  /**
   * What was dropped for its age. True when it shows that our clock runs ahead.
   * @param at milliseconds, by our clock
   */
  dropped(measuredMs: number, at: number): boolean;
}

/**
 * A request carries the time of the chat's clock. If ours runs ahead by more than an
 * acknowledgement may take, everything looks too old; a few that were lost tell by how much.
 */
export function createClockSkew(): ClockSkew {
  let aheadMs = 0;
  let late: number[] = [];
  let lastAt: number | null = null;
  return {
    ageOf(measuredMs) {
      // Nothing is younger than new: what seems so says that the clock was set right.
      aheadMs = Math.max(0, Math.min(aheadMs, measuredMs));
      return measuredMs - aheadMs;
    },
    dropped(measuredMs, at) {
      const together = lastAt !== null && at - lastAt < TOGETHER_MS;
      lastAt = at;
      if (together) return false;
      late = [...late, measuredMs].slice(-IN_A_ROW);
      const least = Math.min(...late);
      if (late.length < IN_A_ROW || Math.max(...late) - least > EQUALLY_MS) return false;
      aheadMs = least;
      late = [];
      return true;
    },
  };
}
