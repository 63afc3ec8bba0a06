import { describe, expect, it } from 'vitest';
import type { ModelCapabilities } from '../../../../src/core/video/domain/capabilities.ts';
import type { Offer } from '../../../../src/core/video/domain/validate.ts';
import { chooseRoute } from '../../../../src/core/video/domain/routing.ts';
import type { VideoDraft } from '../../../../src/core/video/domain/video-request.ts';
import { fakeModel } from '../../../support/fakes/fake-provider.ts';

function offer(model: string, perSecond: number, over: Partial<ModelCapabilities> = {}): Offer {
  const rate = { silent: perSecond, sound: perSecond };
  const rates = { ...fakeModel.rates, perSecond: { std: rate, pro: rate } };
  return {
    provider: 'fake',
    providerTitle: 'Fake provider',
    canTakeMedia: true,
    model: { ...fakeModel, model, rates, ...over },
  };
}

const draft = (over: Partial<VideoDraft> = {}): VideoDraft => ({
  scene: { kind: 'text', prompt: 'a horse' },
  settings: { seconds: 10, quality: null, aspect: null, sound: null, guidance: null },
  ...over,
});

function modelOf(asked: VideoDraft, ...offers: Offer[]): string | null {
  const routed = chooseRoute(asked, offers);
  return routed.status === 'routed' ? routed.route.offer.model.model : null;
}

function refusalOf(asked: VideoDraft, ...offers: Offer[]) {
  const routed = chooseRoute(asked, offers);
  return routed.status === 'unroutable' ? routed.refusal : null;
}

const short = { seconds: { min: 3, max: 8, default: 5 } };

describe('the route', () => {
  it('is the cheapest model that can make it', () => {
    expect(modelOf(draft(), offer('dear', 9), offer('cheap', 3), offer('middle', 5))).toBe('cheap');
  });

  it('passes over a cheaper one that cannot', () => {
    expect(modelOf(draft(), offer('dear', 9), offer('cheap', 3, short))).toBe('dear');
  });

  it('is the first of two that cost the same', () => {
    expect(modelOf(draft(), offer('one', 3), offer('other', 3))).toBe('one');
  });

  it('compares videos of the same length, the shortest that one of them makes by itself', () => {
    const long = offer('long', 5, { seconds: { min: 3, max: 15, default: 15 } });
    const open = draft({ settings: { ...draft().settings, seconds: null } });
    const routed = chooseRoute(open, [long, offer('brief', 9)]);
    expect(routed).toMatchObject({
      route: { offer: { model: { model: 'long' } }, settings: { seconds: 5 }, quote: 25 },
    });
    // Alone, it is as long as it makes them.
    expect(chooseRoute(open, [long])).toMatchObject({ route: { settings: { seconds: 15 } } });
    // One that makes none as short is not compared with those that do.
    const longer = offer('longer', 1, { seconds: { min: 9, max: 15, default: 9 } });
    expect(modelOf(open, longer, offer('brief', 9))).toBe('brief');
    expect(modelOf(draft(), longer, offer('brief', 9))).toBe('longer');
  });

  it('compares videos of the same quality, the plainest that one of them makes by itself', () => {
    const fine = offer('fine', 2, { defaultQuality: 'pro' });
    const routed = chooseRoute(draft(), [fine, offer('plain', 3)]);
    expect(routed).toMatchObject({
      route: { offer: { model: { model: 'fine' } }, settings: { quality: 'std' } },
    });
    const onlyFine = offer('fine', 2, { qualities: ['pro'], defaultQuality: 'pro' });
    expect(modelOf(draft(), onlyFine, offer('plain', 3))).toBe('plain');
    expect(chooseRoute(draft(), [fine])).toMatchObject({ route: { settings: { quality: 'pro' } } });
  });

  it('compares videos of the same resolution', () => {
    const coarse = offer('coarse', 1, { resolutions: { std: '480p', pro: '720p' } });
    const usual = offer('usual', 3, { resolutions: { std: '720p', pro: '1080p' } });
    expect(modelOf(draft(), coarse, usual)).toBe('usual');
    // One that does not say is taken to mean what the others do.
    expect(modelOf(draft(), coarse, offer('unsaid', 4))).toBe('unsaid');
    expect(modelOf(draft(), usual, offer('unsaid', 2))).toBe('unsaid');
    const pro = draft({ settings: { ...draft().settings, quality: 'pro' } });
    expect(modelOf(pro, coarse, usual)).toBe('usual');
    expect(modelOf(draft(), coarse)).toBe('coarse');
  });

  it('compares videos with sound, unless somebody wants none', () => {
    const unknown = offer('unknown', 1, { sound: null });
    const mute = offer('mute', 1, { sound: { default: false, choice: false } });
    const both = offer('both', 9);
    expect(modelOf(draft(), unknown, mute, both)).toBe('both');
    const silent = draft({ settings: { ...draft().settings, sound: false } });
    expect(modelOf(silent, unknown, mute, both)).toBe('mute');
    const loud = draft({ settings: { ...draft().settings, sound: true } });
    expect(modelOf(loud, unknown, mute, both)).toBe('both');
    expect(modelOf(draft(), unknown)).toBe('unknown');
  });

  it('takes a price that is known before one that is only assumed', () => {
    const assumed = (perSecond: number, assumed: readonly ('std' | 'pro')[]) => {
      const guessed = offer('guessed', perSecond);
      return {
        ...guessed,
        model: { ...guessed.model, rates: { ...guessed.model.rates, assumed } },
      };
    };
    expect(modelOf(draft(), assumed(1, ['std', 'pro']), offer('known', 9))).toBe('known');
    expect(modelOf(draft(), assumed(1, ['pro']), offer('known', 9))).toBe('guessed');
    expect(modelOf(draft(), assumed(1, ['std']))).toBe('guessed');
  });

  it('comes with its settings and its price', () => {
    expect(chooseRoute(draft(), [offer('one', 3)])).toMatchObject({
      status: 'routed',
      route: { quote: 30, settings: { seconds: 10, quality: 'std', aspect: '16:9', sound: true } },
    });
  });
});

describe('where there is no route', () => {
  it('tells the limit of the model that allows most', () => {
    const long = draft({ settings: { ...draft().settings, seconds: 90 } });
    const longer = offer('longer', 3, { seconds: { min: 3, max: 60, default: 5 } });
    for (const offers of [
      [offer('one', 3), longer],
      [longer, offer('one', 3)],
    ]) {
      expect(refusalOf(long, ...offers)).toMatchObject({ max: 60 });
    }
    const brief = draft({ scene: { kind: 'text', prompt: 'a' } });
    const asking = (min: number) => offer(`at least ${min}`, 3, { prompt: { min, max: 9 } });
    expect(refusalOf(brief, asking(5), asking(3))).toMatchObject({ least: 3 });
    const wordy = draft({ scene: { kind: 'text', prompt: 'x'.repeat(20) } });
    const upTo = (max: number) => offer(`up to ${max}`, 3, { prompt: { min: 1, max } });
    expect(refusalOf(wordy, upTo(9), upTo(12))).toMatchObject({ most: 12 });
  });

  it('nothing is set up', () => {
    expect(refusalOf(draft())).toEqual({ code: 'no-provider' });
  });

  it('says what is wrong with the only one', () => {
    expect(refusalOf(draft(), offer('one', 3, short))).toMatchObject({
      code: 'seconds-out-of-range',
    });
  });

  it('listens to a model that makes this kind of video rather than to one that does not', () => {
    const other = offer('frames only', 3, { kinds: ['frames'] });
    expect(refusalOf(draft(), other, offer('one', 3, short))).toMatchObject({
      code: 'seconds-out-of-range',
    });
    expect(refusalOf(draft(), other)).toEqual({ code: 'kind-not-offered', kind: 'text' });
  });
});
