import { describe, expect, it } from 'vitest';
import type { ModelCapabilities } from '../../../src/core/domain/capabilities.ts';
import type { Offer } from '../../../src/core/domain/fit.ts';
import { chooseRoute } from '../../../src/core/domain/routing.ts';
import type { VideoWish } from '../../../src/core/domain/video-request.ts';
import { fakeModel } from '../../support/fake-provider.ts';

function offer(model: string, perSecond: number, over: Partial<ModelCapabilities> = {}): Offer {
  const rate = { silent: perSecond, sound: perSecond };
  const rates = { ...fakeModel.rates, perSecond: { std: rate, pro: rate } };
  return {
    ...{ provider: 'fake', providerTitle: 'Fake provider', canTakeMedia: true },
    model: { ...fakeModel, model, rates, ...over },
  };
}

const wish = (over: Partial<VideoWish> = {}): VideoWish => ({
  scene: { kind: 'text', prompt: 'a horse' },
  settings: { seconds: 10, quality: null, aspect: null, sound: null, guidance: null },
  ...over,
});

function modelOf(asked: VideoWish, ...offers: Offer[]): string | null {
  const routed = chooseRoute(asked, offers);
  return routed.status === 'routed' ? routed.route.offer.model.model : null;
}

function refusalOf(asked: VideoWish, ...offers: Offer[]) {
  const routed = chooseRoute(asked, offers);
  return routed.status === 'unroutable' ? routed.refusal : null;
}

const short = { seconds: { min: 3, max: 8, default: 5 } };

describe('the route', () => {
  it('is the cheapest model that can make it', () => {
    expect(modelOf(wish(), offer('dear', 9), offer('cheap', 3), offer('middle', 5))).toBe('cheap');
  });

  it('passes over a cheaper one that cannot', () => {
    expect(modelOf(wish(), offer('dear', 9), offer('cheap', 3, short))).toBe('dear');
  });

  it('is the first of two that cost the same', () => {
    expect(modelOf(wish(), offer('one', 3), offer('other', 3))).toBe('one');
  });

  it('compares what this video costs, not what a second does', () => {
    const loud = offer('loud', 5, { seconds: { min: 3, max: 15, default: 15 } });
    const open = { ...wish().settings, seconds: null };
    expect(modelOf(wish({ settings: open }), loud, offer('brief', 9))).toBe('brief');
    expect(modelOf(wish(), loud, offer('brief', 9))).toBe('loud');
  });

  it('comes with its settings and its price', () => {
    expect(chooseRoute(wish(), [offer('one', 3)])).toMatchObject({
      ...{ status: 'routed' },
      route: { quote: 30, settings: { seconds: 10, quality: 'std', aspect: '16:9', sound: true } },
    });
  });
});

describe('where there is no route', () => {
  it('nothing is set up', () => {
    expect(refusalOf(wish())).toEqual({ code: 'no-provider' });
  });

  it('says what is wrong with the only one', () => {
    expect(refusalOf(wish(), offer('one', 3, short))).toMatchObject({
      code: 'seconds-out-of-range',
    });
  });

  it('listens to a model that makes this kind of video rather than to one that does not', () => {
    const other = offer('frames only', 3, { kinds: ['frames'] });
    expect(refusalOf(wish(), other, offer('one', 3, short))).toMatchObject({
      code: 'seconds-out-of-range',
    });
    expect(refusalOf(wish(), other)).toEqual({ code: 'kind-not-offered', kind: 'text' });
  });
});
