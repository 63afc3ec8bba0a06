import { describe, expect, it } from 'vitest';
import { isLow, USUAL_VIDEOS } from '../../../../src/core/providers/domain/low-balance.ts';

describe('a balance at a provider', () => {
  it('is low below the threshold, and not at it', () => {
    expect(isLow(999, 1_000, false)).toBe(true);
    expect(isLow(1_000, 1_000, false)).toBe(false);
  });

  it('that was low is fine again a fifth above the threshold', () => {
    expect(isLow(1_199, 1_000, true)).toBe(true);
    expect(isLow(1_200, 1_000, true)).toBe(false);
  });

  it('lasts for ten usual videos where nobody set a threshold', () => {
    expect(USUAL_VIDEOS).toBe(10);
  });
});
