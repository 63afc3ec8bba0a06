import { expect, it } from 'vitest';
import { createClockSkew } from '../../../src/bots/shared/clock-skew.ts';

/** Dropped at separate moments. */
function dropped(skew: ReturnType<typeof createClockSkew>, ...late: readonly number[]): boolean[] {
  return late.map((it, index) => skew.dropped(it, index * 5_000));
}

it('takes a clock for right until three in a row come equally late', () => {
  const skew = createClockSkew();
  expect(skew.ageOf(4_100)).toBe(4_100);
  expect(dropped(skew, 4_100, 4_050, 4_300)).toEqual([false, false, true]);
  expect(skew.ageOf(4_200)).toBe(150);
});

it('does not take a replay for a clock that is ahead', () => {
  const skew = createClockSkew();
  expect(dropped(skew, 60_000, 30_000, 4_000)).toEqual([false, false, false]);
  expect(skew.ageOf(4_000)).toBe(4_000);
});

it('does not take what was held up together for a clock that is ahead', () => {
  const skew = createClockSkew();
  const together = [4_000, 4_010, 4_020, 4_030].map((it, index) => skew.dropped(it, index * 10));
  expect(together).toEqual([false, false, false, false]);
  expect(skew.ageOf(4_000)).toBe(4_000);
});

it('notices that the clock was set right', () => {
  const skew = createClockSkew();
  dropped(skew, 4_000, 4_000, 4_000);
  expect(skew.ageOf(100)).toBe(0);
  expect(skew.ageOf(3_000)).toBe(2_900);
});
