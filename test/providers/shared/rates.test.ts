import { describe, expect, it } from 'vitest';
import { quoteFor } from '../../../src/core/video/domain/prices.ts';
import { readRate, ratedModel, ratedProvider } from '../../../src/providers/shared/rates.ts';
import type { RateSetting } from '../../../src/providers/shared/rates.ts';
import { createFakeProvider, fakeModel } from '../../support/fakes/fake-provider.ts';
import { turn } from '../loopback.ts';
import { patience } from '../../support/patience.ts';

const settings = { seconds: 5, quality: 'std', sound: false } as const;
const rates = (...texts: string[]): RateSetting[] =>
  texts.flatMap((text) => {
    const rate = readRate(text);
    if (rate === null) throw new Error(text);
    return [rate];
  });
const cost = (each: number, ...texts: string[]) =>
  quoteFor(ratedModel('fake', fakeModel, each, rates(...texts)), settings, 'text');

describe('a price', () => {
  it('is in team credits, whatever the provider counts in', () => {
    expect(cost(1)).toBe(50);
    expect(cost(2)).toBe(100);
    expect(cost(0.4)).toBe(20);
  });

  it('is as the operator says', () => {
    expect(cost(2, 'fake=3')).toBe(150);
    expect(cost(2, 'other=3')).toBe(100);
    expect(cost(2, 'fake/fake-1:std=7/9')).toBe(35);
    expect(cost(2, 'fake/fake-1:pro=7')).toBe(100);
    expect(cost(2, 'fake=3', 'fake=1')).toBe(50);
  });

  it('is known once the operator names it, and no longer assumed', () => {
    const guessed = {
      ...fakeModel,
      rates: { ...fakeModel.rates, assumed: ['std', 'pro'] as const },
    };
    const assumed = (...texts: string[]) =>
      ratedModel('fake', guessed, 1, rates(...texts)).rates.assumed;
    expect(assumed()).toEqual(['std', 'pro']);
    expect(assumed('fake=3', 'other/fake-1:std=7')).toEqual(['std', 'pro']);
    expect(assumed('fake/fake-1:std=7/9')).toEqual(['pro']);
    expect(assumed('fake/fake-1:std=7/9', 'fake/fake-1:pro=9')).toEqual([]);
  });

  it.each(['fake', 'fake=', 'fake=0', 'fake=-1', 'fake/x=1', 'fake/x:mid=1', '=2', 'a=1/2'])(
    'is not read from %s',
    (text) => {
      expect(readRate(text)).toBeNull();
    },
  );
});

describe('a provider with a unit of its own', () => {
  it('tells what it took in team credits, whole ones', async () => {
    const fake = createFakeProvider({ name: 'fake' });
    const rated = ratedProvider(fake, 0.4, []);
    const started = await rated.start(
      'fake-1',
      {
        scene: { kind: 'text', prompt: 'a horse' },
        settings: { ...settings, aspect: '16:9', guidance: null },
      },
      {
        linkTo: () => '',
        open: () => Promise.reject(new Error('none')),
        callbackUrl: null,
        slot: turn,
        signal: AbortSignal.timeout(patience(1_000)),
      },
    );
    if (started.status !== 'started') throw new Error(started.status);
    fake.succeed('a horse', 7);
    const signal = AbortSignal.timeout(patience(1_000));
    expect(await rated.check([started.operation], { signal, slot: turn })).toMatchObject([
      { consumed: 3 },
    ]);
    const priced = ratedProvider(fake, 0.4, rates('fake/fake-1:std=7'));
    expect(await priced.check([started.operation], { signal, slot: turn })).toMatchObject([
      { consumed: null },
    ]);
    // Whoever names the prices: what was taken for nothing is a loss.
    fake.fail('a horse', 'provider-fault', 'no', 7);
    for (const each of [rated, priced]) {
      expect(await each.check([started.operation], { signal, slot: turn })).toMatchObject([
        { consumed: 3 },
      ]);
    }
  });
});
