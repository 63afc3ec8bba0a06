import { expect, it } from 'vitest';
import { patience } from './patience.ts';

it.each([1, 3, 3.3, 16.6, 200 / 3])(
  'a timer takes it where a machine is %f times slower',
  (slow) => {
    for (const ms of [1, 15_000, 60_000, 240_000]) {
      expect(patience(ms, slow)).toBeGreaterThanOrEqual(ms * Math.max(6, 2 * slow));
      expect(() => AbortSignal.timeout(patience(ms, slow))).not.toThrow();
    }
  },
);
