import { describe, expect, it } from 'vitest';
import { roughMs } from '../../../../src/core/messages/domain/rough-ms.ts';
import { roughly } from '../../../../src/messages/figures.ts';

const MINUTE = 60_000;

describe('a duration', () => {
  it.each([
    [0, 5, 'seconds'],
    [3_000, 5, 'seconds'],
    [5_000, 5, 'seconds'],
    [5_600, 10, 'seconds'],
    [61_000, 65, 'seconds'],
    [90_499, 90, 'seconds'],
    [90_500, 2, 'minutes'],
    [149_000, 2, 'minutes'],
    [150_000, 3, 'minutes'],
    [89 * MINUTE, 89, 'minutes'],
    [90 * MINUTE, 2, 'hours'],
    [149 * MINUTE, 2, 'hours'],
    [150 * MINUTE, 3, 'hours'],
    [24 * 60 * MINUTE, 24, 'hours'],
  ] as const)('of %d ms is told as %d %s', (ms, count, unit) => {
    expect(roughly(ms)).toEqual({ count, unit });
    expect(roughly(roughMs(ms))).toEqual({ count, unit });
  });

  it('is never told shorter than a shorter one', () => {
    for (let seconds = 1; seconds < 4 * 3_600; seconds += 7) {
      expect(roughMs(seconds * 1_000)).toBeLessThanOrEqual(roughMs((seconds + 7) * 1_000));
    }
  });
});
