import { describe, expect, it } from 'vitest';
import type { ModelCapabilities } from '../../../../src/core/video/domain/capabilities.ts';
import { quoteFor } from '../../../../src/core/video/domain/prices.ts';
import { fakeEditor } from '../../../support/fake-models.ts';
import { fakeModel } from '../../../support/fakes/fake-provider.ts';

const settings = { seconds: 5, quality: 'std', sound: true } as const;

function rated(silent: number, sound = silent): ModelCapabilities {
  return { ...fakeModel, rates: { ...fakeModel.rates, perSecond: { std: { silent, sound } } } };
}

describe('a quote', () => {
  it.each([
    ['std', true, 100],
    ['std', false, 50],
    ['pro', true, 200],
    ['pro', false, 150],
  ] as const)('is seconds times the rate: %s, sound %s', (quality, sound, quote) => {
    expect(quoteFor(fakeModel, { seconds: 5, quality, sound }, 'text')).toBe(quote);
  });

  it('is for what the model does by itself where nobody decided on sound', () => {
    const open = { ...settings, sound: null };
    expect(quoteFor({ ...fakeModel, sound: { default: true, choice: true } }, open, 'text')).toBe(
      100,
    );
    expect(quoteFor({ ...fakeModel, sound: { default: false, choice: true } }, open, 'text')).toBe(
      50,
    );
    // Whether there is any is not known: what it may cost is.
    expect(quoteFor({ ...fakeModel, sound: null }, open, 'text')).toBe(100);
  });

  it('is rounded up to whole credits', () => {
    expect(quoteFor(rated(0.5), settings, 'text')).toBe(3);
    expect(quoteFor(rated(0.01), settings, 'text')).toBe(1);
  });

  it('is not rounded up for what only the computer made of it', () => {
    // 16.6 × 15 is 249.00000000000003 here.
    expect(quoteFor(rated(16.6), { ...settings, seconds: 15 }, 'text')).toBe(249);
    // But a part of a credit is one, however small.
    expect(quoteFor(rated(16.601), { ...settings, seconds: 15 }, 'text')).toBe(250);
  });

  it('is nothing where nothing is asked', () => {
    expect(quoteFor(rated(0), settings, 'text')).toBe(0);
  });

  it('is not made up where the rate card has a gap', () => {
    expect(() => quoteFor(rated(1), { ...settings, quality: 'pro' }, 'text')).toThrow(
      'no rate for pro',
    );
  });

  it.each([
    ['edit', 200],
    ['replace', 200],
    ['text', 100],
    ['frames', 100],
    ['shots', 100],
    ['references', 100],
  ] as const)('counts the seconds that are read where a video is worked on: %s', (kind, quote) => {
    expect(quoteFor(fakeEditor, settings, kind)).toBe(quote);
  });

  it('counts a millionth of a credit and nothing smaller', () => {
    expect(quoteFor(rated(20.000_000_4), settings, 'text')).toBe(101);
    expect(quoteFor(rated(20.000_000_02), settings, 'text')).toBe(100);
  });
});
