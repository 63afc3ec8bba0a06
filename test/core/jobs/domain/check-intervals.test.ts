import { describe, expect, it } from 'vitest';
import {
  afterNoAnswerMs,
  backOffMs,
  networkBackOffMs,
} from '../../../../src/core/providers/domain/back-off.ts';
import {
  checkIntervalsMs,
  expectedMs,
  firstCheckMs,
} from '../../../../src/core/jobs/domain/check-intervals.ts';
import { advice } from '../../cards/domain/card-context.ts';

const seen = { count: 5, fastMs: 40_000, halfMs: 60_000, mostMs: 90_000 };

describe('the first look', () => {
  it('comes when the provider advises it while nothing was seen', () => {
    expect(firstCheckMs(advice, null)).toBe(9_000);
  });

  it('comes a tenth before the fastest of enough renders', () => {
    expect(firstCheckMs(advice, seen)).toBe(36_000);
  });

  it('does not believe a few renders', () => {
    expect(firstCheckMs(advice, { ...seen, count: 4 })).toBe(9_000);
  });

  it('never comes earlier than advised', () => {
    expect(firstCheckMs(advice, { ...seen, fastMs: 9_999 })).toBe(9_000);
    expect(firstCheckMs(advice, { ...seen, fastMs: 11_000 })).toBe(9_900);
  });

  it('never comes after the patience has ended', () => {
    expect(firstCheckMs(advice, { ...seen, fastMs: 99_000_000 })).toBe(900_000);
  });
});

describe('the looks after it', () => {
  it('grow to the longest interval, which is repeated', () => {
    expect(checkIntervalsMs(advice)).toEqual([10_000, 12_000, 14_000, 16_000, 18_000, 20_000]);
  });

  it('end in the longest interval where growing would step over it', () => {
    expect(checkIntervalsMs({ ...advice, growMs: 7_000 })).toEqual([10_000, 17_000, 20_000]);
  });

  it('stay at one interval where nothing grows', () => {
    expect(checkIntervalsMs({ ...advice, growMs: 0 })).toEqual([10_000]);
  });
});

describe('what a render usually takes', () => {
  it('is what was seen', () => {
    expect(expectedMs(advice, 5, seen)).toMatchObject({ halfMs: 60_000, mostMs: 90_000 });
  });

  it('is a guess by its seconds until enough were seen', () => {
    const guess = { halfMs: 140_000, mostMs: 280_000 };
    expect(expectedMs(advice, 5, null)).toEqual(guess);
    expect(expectedMs(advice, 5, { ...seen, count: 4 })).toEqual(guess);
    expect(expectedMs(advice, 10, null)).toEqual({ halfMs: 240_000, mostMs: 480_000 });
  });
});

describe('the wait after a call that was turned away', () => {
  it.each([
    [0, 5_000],
    [1, 10_000],
    [2, 20_000],
    [5, 160_000],
    [6, 300_000],
    [50, 300_000],
    [100_000, 300_000],
  ])('doubles: after %d times it is %d ms', (times, ms) => {
    expect(backOffMs(times, null)).toBe(ms);
  });

  it('is what the provider says where that is longer', () => {
    expect(backOffMs(0, 42_000)).toBe(42_000);
    expect(backOffMs(9, 42_000)).toBe(42_000);
    expect(backOffMs(0, 600_000)).toBe(600_000);
  });

  it('grows all the same when it says less, but not for long', () => {
    expect(backOffMs(0, 1_000)).toBe(5_000);
    expect(backOffMs(1, 1_000)).toBe(10_000);
    expect(backOffMs(9, 1_000)).toBe(30_000);
  });

  it('is half a minute at most after a call that did not come through', () => {
    expect([0, 1, 2, 3, 99].map((it) => networkBackOffMs(it, null))).toEqual([
      ...[5_000, 10_000, 20_000, 30_000, 30_000],
    ]);
    expect(networkBackOffMs(0, 42_000)).toBe(42_000);
  });
});

describe('a look that had no answer', () => {
  it.each([
    [8_000, 16_000],
    [10_000, 20_000],
    [30_000, 60_000],
    [45_000, 60_000],
    [180_000, 180_000],
  ])('where the next one was to come after %d ms makes it %d ms', (booked, expected) => {
    expect(afterNoAnswerMs(booked)).toBe(expected);
  });
});
