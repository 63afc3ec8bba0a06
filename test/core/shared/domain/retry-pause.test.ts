import { expect, it } from 'vitest';
import { retryPauseMs } from '../../../../src/core/shared/domain/retry-pause.ts';

it('doubles the pause between tries from a second to a minute', () => {
  const pauses = [0, 1, 2, 3, 4, 5, 6, 7, 9_999].map((tries) => retryPauseMs(tries) / 1_000);
  expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
});
