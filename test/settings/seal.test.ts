import { describe, expect, it } from 'vitest';
import { createSeal } from '../../src/settings/seal.ts';

const seal = createSeal('a secret that is long enough to be one', 'tokens');

describe('what was sealed', () => {
  it('opens again, and shows nothing of itself', () => {
    const sealed = seal.seal('xoxb-1-secret', 'slack T1');
    expect(sealed).not.toContain('secret');
    expect(seal.open(sealed, 'slack T1')).toBe('xoxb-1-secret');
  });

  it('looks different every time', () => {
    expect(seal.seal('a', 'n')).not.toBe(seal.seal('a', 'n'));
  });

  it.each([
    ['for something else', (it: string) => seal.open(it, 'slack T2')],
    ['with another secret', (it: string) => createSeal('b'.repeat(40), 'tokens').open(it, 'n')],
    [
      'for another purpose',
      (it: string) =>
        createSeal('a secret that is long enough to be one', 'cookies').open(it, 'slack T1'),
    ],
    ['when it is cut short', (it: string) => seal.open(it.slice(0, 20), 'slack T1')],
    ['when it is empty', () => seal.open('', 'slack T1')],
    [
      'when it was changed',
      (it: string) => seal.open(`${it.slice(0, -2)}${it.endsWith('AA') ? 'BB' : 'AA'}`, 'slack T1'),
    ],
  ])('does not open %s', (_how, open) => {
    const sealed = seal.seal('xoxb-1-secret', 'slack T1');
    expect(() => open(sealed)).toThrow();
  });
});
