/** How a provider wants to be asked, from its own documentation. All durations in ms. */
export interface CheckAdvice {
  /** From the start to the first look. */
  readonly firstMs: number;
  /** Between looks: the first interval, what each further one adds, and the longest. */
  readonly everyMs: number;
  readonly growMs: number;
  readonly mostMs: number;
  /** How long a render is watched closely; after that slowly. */
  readonly patienceMs: number;
  /** A guess at a usual render of so many seconds of video, until real ones were seen. */
  readonly typicalMs: (seconds: number) => number;
}

/** How long renders like this one took lately: half of them at most `halfMs`. */
export interface RenderTimes {
  readonly count: number;
  readonly fastMs: number;
  readonly halfMs: number;
  readonly mostMs: number;
}

/** A render that is still going after a day is not coming. */
export const GIVE_UP_MS = 24 * 60 * 60 * 1000;

/** Past the provider's patience: one look in so long. */
export const SLOW_WATCH_MS = 3 * 60 * 1000;

/** Fewer renders than this say little about the next one. */
const ENOUGH_RENDERS = 5;

/**
 * From the start to the first look. Where enough renders were seen, asking before nearly the
 * fastest of them would be for nothing; a tenth earlier, because providers get faster too.
 */
export function firstCheckMs(advice: CheckAdvice, seen: RenderTimes | null): number {
  if (seen === null || seen.count < ENOUGH_RENDERS) return advice.firstMs;
  return Math.min(Math.max(advice.firstMs, seen.fastMs * 0.9), advice.patienceMs);
}

/** The intervals that follow the first look, in order; the last one is repeated. */
export function checkIntervalsMs(advice: CheckAdvice): readonly number[] {
  const intervals = [advice.everyMs];
  if (advice.growMs <= 0) return intervals;
  for (let next = advice.everyMs + advice.growMs; next < advice.mostMs; next += advice.growMs) {
    intervals.push(next);
  }
  return [...intervals, advice.mostMs];
}

/** What a render of this kind usually takes: seen, or else guessed. */
export function expectedMs(
  advice: CheckAdvice,
  seconds: number,
  seen: RenderTimes | null,
): { readonly halfMs: number; readonly mostMs: number } {
  if (seen !== null && seen.count >= ENOUGH_RENDERS) return seen;
  const guess = advice.typicalMs(seconds);
  return { halfMs: guess, mostMs: guess * 2 };
}

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
