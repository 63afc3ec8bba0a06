import { expect, it } from 'vitest';
import { createClockSkew } from '../../src/bots/clock-skew.ts';

it('takes a clock for right until three in a row come equally late', () => {
  const skew = createClockSkew();
  expect(skew.ageOf(4_100)).toBe(4_100);
  expect(skew.dropped(4_100)).toBe(false);
  expect(skew.dropped(4_050)).toBe(false);
  expect(skew.dropped(4_300)).toBe(true);
  expect(skew.ageOf(4_200)).toBe(150);
});

it('does not take a replay for a clock that is ahead', () => {
  const skew = createClockSkew();
  expect([60_000, 30_000, 4_000].map((it) => skew.dropped(it))).toEqual([false, false, false]);
  expect(skew.ageOf(4_000)).toBe(4_000);
});

it('notices that the clock was set right', () => {
  const skew = createClockSkew();
  for (const late of [4_000, 4_000, 4_000]) skew.dropped(late);
  expect(skew.ageOf(100)).toBe(0);
  expect(skew.ageOf(3_000)).toBe(2_900);
});
