import { describe, expect, it } from 'vitest';
import { isOfModel, pauseMs } from '../../../../src/core/providers/domain/provider-failure.ts';
import type { ProviderFailure } from '../../../../src/core/providers/domain/provider-failure.ts';

describe('the time a provider is left alone', () => {
  it.each<[ProviderFailure, readonly number[]]>([
    ['key-refused', [60, 120, 240, 480, 960, 1_920, 1_920]],
    ['out-of-credit', [60, 120, 240, 480, 960, 1_920, 1_920]],
    ['redirected', [60, 120, 240, 480, 960, 1_920, 1_920]],
    ['not-found', [300, 600, 1_200, 1_920, 1_920]],
    ['no-uploads', [300, 600, 1_200, 1_920, 1_920]],
    ['disabled', [300, 600, 1_200, 1_920, 1_920]],
    ['failing', [60, 120, 240, 480, 480]],
    ['maintenance', [5, 10, 20, 40, 80, 160, 300, 300]],
  ])('doubles until it is long enough: %s', (trouble, seconds) => {
    const pauses = seconds.map((_, index) => pauseMs(trouble, index + 1, null) / 1_000);
    expect(pauses).toEqual(seconds);
    expect(pauseMs(trouble, 30_000, null)).toBe(seconds.at(-1)! * 1_000);
  });

  it('is as told, but never none', () => {
    expect(pauseMs('maintenance', 9, 42_000)).toBe(42_000);
    expect(pauseMs('maintenance', 1, 7_200_000)).toBe(7_200_000);
    expect(pauseMs('maintenance', 1, 0)).toBe(1_000);
  });
});

it.each<[ProviderFailure, boolean]>([
  ['not-found', true],
  ['disabled', true],
  ['no-uploads', true],
  ['key-refused', false],
  ['out-of-credit', false],
  ['redirected', false],
  ['maintenance', false],
  ['failing', false],
])('is trouble of one model alone and not of its provider: %s, %s', (trouble, onlyOne) => {
  expect(isOfModel(trouble)).toBe(onlyOne);
});
