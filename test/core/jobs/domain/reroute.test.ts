import { describe, expect, it } from 'vitest';
import type { ModelCapabilities } from '../../../../src/core/video/domain/capabilities.ts';
import type { Offer } from '../../../../src/core/video/domain/validate.ts';
import { otherRoute } from '../../../../src/core/jobs/domain/reroute.ts';
import { USUAL_TEAM } from '../../../../src/core/teams/domain/team-settings.ts';
import type { ModelRules } from '../../../../src/core/teams/domain/team-settings.ts';
import type { VideoRequest } from '../../../../src/core/video/domain/video-request.ts';
import { aClip, aJob, anImage, aRequest, aSound } from '../../../support/builders.ts';
import { anOffer, fakeArtist, fakeEditor, pricedAt } from '../../../support/fake-models.ts';
import { fakeModel } from '../../../support/fakes/fake-provider.ts';
import { STATES } from './states.ts';

const anyModel = USUAL_TEAM.models;
const settings = { ...aRequest().settings, sound: true };
const framed: VideoRequest = {
  scene: { kind: 'frames', prompt: 'a horse', first: anImage, last: null },
  settings,
};
const edited: VideoRequest = {
  scene: { kind: 'edit', prompt: 'by night', source: aClip, images: [], keepSound: true },
  settings: { ...settings, seconds: 13 },
};

/** Where a job that waits at A goes, held for at most so much. */
function otherThan(request: VideoRequest, quote: number, offers: readonly Offer[]): string | null {
  const job = aJob(STATES.waiting, { provider: 'a', model: 'fake-1', request, quote });
  return otherRoute(job, offers, new Set(['a']), anyModel)?.provider ?? null;
}

const a = anOffer('a');
const b = (over: Partial<ModelCapabilities> = {}) => anOffer('b', { ...pricedAt(10), ...over });

describe('another route', () => {
  it('is the cheapest of those that can, and never one that is left alone', () => {
    const offers = [a, anOffer('dear', pricedAt(15)), b()];
    expect(otherThan(aRequest(), 100, offers)).toBe('b');
    const job = aJob(STATES.waiting, { provider: 'a', request: aRequest(), quote: 100 });
    expect(otherRoute(job, offers, new Set(['a', 'b']), anyModel)).toEqual({
      provider: 'dear',
      model: 'fake-1',
      price: 75,
    });
    expect(otherRoute(job, offers, new Set(['a', 'b/fake-1']), anyModel)?.provider).toBe('dear');
    expect(otherRoute(job, offers, new Set(['a', 'b', 'dear']), anyModel)).toBeNull();
  });

  it('is none that the team does not let its people use', () => {
    const offers = [a, anOffer('dear', pricedAt(15)), b()];
    const job = aJob(STATES.waiting, { provider: 'a', request: aRequest(), quote: 100 });
    const to = (rules: Partial<ModelRules>) =>
      otherRoute(job, offers, new Set(['a']), { ...anyModel, ...rules })?.provider ?? null;
    expect(to({ deny: ['b/fake-1'] })).toBe('dear');
    expect(to({ allow: ['dear/fake-1'] })).toBe('dear');
    expect(to({ allow: ['a/fake-1'] })).toBeNull();
  });

  it('is one whose price is known before one whose price is only assumed', () => {
    const guessed = pricedAt(5);
    const guess = anOffer('guess', {
      ...guessed,
      rates: { ...guessed.rates, assumed: ['std', 'pro'] },
    });
    expect(otherThan(aRequest(), 100, [a, guess, b()])).toBe('b');
    expect(otherThan(aRequest(), 49, [a, guess, b()])).toBe('guess');
  });

  it('never costs more than is held', () => {
    expect(otherThan(aRequest(), 50, [a, b()])).toBe('b');
    expect(otherThan(aRequest(), 49, [a, b()])).toBeNull();
  });

  it('makes all that was accepted', () => {
    expect(otherThan(aRequest(), 100, [a, b({ kinds: ['frames'] })])).toBeNull();
    expect(otherThan(aRequest(), 100, [a, b({ qualities: ['pro'] })])).toBeNull();
    const seconds = { min: 6, max: 15, default: 6 };
    expect(otherThan(aRequest(), 100, [a, b({ seconds })])).toBeNull();
    const seeded = aRequest({ settings: { ...settings, extras: { seed: 1 } } });
    expect(otherThan(seeded, 100, [a, b()])).toBeNull();
    expect(otherThan(seeded, 100, [a, b({ advanced: fakeArtist.advanced })])).toBe('b');
  });

  it('is as sharp as what was accepted, where that is known', () => {
    const sharp = anOffer('a', { ...fakeModel, resolutions: { std: '720p' } });
    expect(otherThan(aRequest(), 100, [sharp, b({ resolutions: { std: '480p' } })])).toBeNull();
    expect(otherThan(aRequest(), 100, [sharp, b({ resolutions: { std: '720p' } })])).toBe('b');
    expect(otherThan(aRequest(), 100, [sharp, b()])).toBe('b');
    // Another model of the same provider says nothing about this one.
    const blurred = { ...fakeModel, model: 'fake-2', resolutions: { std: '480p' } };
    const offers = [anOffer('a', blurred), sharp, b({ resolutions: { std: '480p' } })];
    expect(otherThan(aRequest(), 100, offers)).toBeNull();
    expect(otherThan(aRequest(), 100, [b({ resolutions: { std: '480p' } })])).toBe('b');
  });

  it('sounds as was promised, and where nothing was, as it does', () => {
    const quiet = aRequest({ settings: { ...settings, sound: false } });
    expect(otherThan(quiet, 100, [a, b()])).toBe('b');
    expect(otherThan(aRequest(), 100, [a, b({ sound: null })])).toBeNull();
    expect(otherThan(quiet, 100, [a, b({ sound: null })])).toBeNull();
    const open = aRequest({ settings: { ...settings, sound: null } });
    expect(otherThan(open, 100, [a, b()])).toBe('b');
    expect(otherThan(open, 100, [a, b({ sound: null })])).toBe('b');
    // With sound, as it does by itself.
    expect(otherThan(open, 99, [a, anOffer('b')])).toBeNull();
    expect(otherThan(open, 100, [a, anOffer('b')])).toBe('b');
  });

  it('has the same shape, where a picture may decide it', () => {
    const own = b({ aspectFollowsImage: false });
    expect(otherThan(framed, 100, [a, b()])).toBe('b');
    expect(otherThan(framed, 100, [a, own])).toBeNull();
    expect(otherThan(aRequest(), 100, [a, own])).toBe('b');
  });
});

describe('another route for what was given', () => {
  const { image } = fakeModel;

  it.each<[string, Partial<ModelCapabilities['image']>]>([
    ['types', { types: ['image/png'] }],
    ['bytes', { maxBytes: anImage.bytes - 1 }],
    ['the short side', { minSide: 481 }],
    ['the long side', { maxSide: 639 }],
    ['the ratio', { maxRatio: 1.3 }],
  ])('takes the pictures as they are: %s', (_, limits) => {
    expect(otherThan(framed, 100, [a, b({ image: { ...image, ...limits } })])).toBeNull();
  });

  it('takes the pictures that are just within its limits', () => {
    const { bytes, width, height } = anImage;
    const just = { maxBytes: bytes, minSide: height, maxSide: width, maxRatio: width / height };
    expect(otherThan(framed, 100, [a, b({ image: { ...image, ...just } })])).toBe('b');
  });

  const editor = (over: Partial<NonNullable<ModelCapabilities['source']>> = {}) =>
    anOffer('b', {
      ...fakeEditor,
      source: fakeEditor.source === null ? null : { ...fakeEditor.source, ...over },
    });
  const limits = fakeEditor.source!.limits;

  it.each<[string, Parameters<typeof editor>[0]]>([
    ['types', { limits: { ...limits, types: ['video/webm'] } }],
    ['bytes', { limits: { ...limits, maxBytes: 8_999_999 } }],
    ['too short', { limits: { ...limits, minSeconds: 12.4 } }],
    ['too long', { limits: { ...limits, maxSeconds: 12 } }],
    ['the short side', { limits: { ...limits, minSide: 721 } }],
    ['the long side', { limits: { ...limits, maxSide: 1279 } }],
    ['the ratio', { limits: { ...limits, maxRatio: 1.7 } }],
    ['the pace', { limits: { ...limits, minFps: 30 } }],
    ['the sound', { keepsSound: false }],
    ['a shorter result', { mostSeconds: 10 }],
  ])('takes the video as it is: %s', (_, over) => {
    expect(otherThan(edited, 900, [a, editor()])).toBe('b');
    expect(otherThan(edited, 900, [a, editor(over)])).toBeNull();
  });

  it('takes the video that is just within its limits', () => {
    const { bytes, width, height, seconds } = aClip;
    const just = {
      maxBytes: bytes,
      minSeconds: seconds,
      maxSeconds: seconds,
      minSide: height,
      maxSide: width,
      maxRatio: width / height,
    };
    expect(otherThan(edited, 900, [a, editor({ limits: { ...limits, ...just } })])).toBe('b');
  });

  it('makes no longer a video of it either', () => {
    const cut: VideoRequest = { ...edited, settings: { ...edited.settings, seconds: 10 } };
    expect(otherThan(cut, 900, [a, editor({ mostSeconds: 10 })])).toBe('b');
    expect(otherThan(cut, 900, [a, editor()])).toBeNull();
  });

  it('counts what is read, too', () => {
    expect(otherThan(edited, 13 * 20, [a, editor({ billed: 'output' })])).toBe('b');
    expect(otherThan(edited, 13 * 20, [a, editor()])).toBeNull();
    expect(otherThan(edited, 13 * 40, [a, editor()])).toBe('b');
  });

  it('takes what guides it as it is', () => {
    const withReferences: VideoRequest = {
      scene: { kind: 'text', prompt: 'a horse', guides: { video: aClip, audio: aSound } },
      settings,
    };
    const artist = (audio: ModelCapabilities['mediaReferences']['audio'], maxSeconds = 60) =>
      anOffer('b', { ...fakeArtist, mediaReferences: { video: { ...limits, maxSeconds }, audio } });
    const audio = { types: ['audio/mpeg'], maxBytes: 90_000 } as const;
    expect(otherThan(withReferences, 100, [a, artist(audio)])).toBe('b');
    expect(otherThan(withReferences, 100, [a, artist(audio, 12)])).toBeNull();
    expect(otherThan(withReferences, 100, [a, artist({ ...audio, maxBytes: 89_999 })])).toBeNull();
    expect(
      otherThan(withReferences, 100, [a, artist({ ...audio, types: ['audio/wav'] })]),
    ).toBeNull();
    expect(otherThan(withReferences, 100, [a, b()])).toBeNull();
  });

  it('can get at it', () => {
    expect(otherThan(framed, 100, [a, anOffer('b', fakeModel, false)])).toBeNull();
    expect(otherThan(aRequest(), 100, [a, anOffer('b', fakeModel, false)])).toBe('b');
  });
});
