import type { CheckAdvice, RenderTimes } from '../../providers/domain/check-advice.ts';

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

/** The intervals at which a render is polled after the first look; the last one is repeated. */
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
