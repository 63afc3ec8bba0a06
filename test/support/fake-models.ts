import type { ModelCapabilities } from '../../src/core/video/domain/capabilities.ts';
import type { Offer } from '../../src/core/video/domain/validate.ts';
import type { ClipLimits } from '../../src/core/media/domain/media.ts';
import { fakeModel } from './fakes/fake-provider.ts';

const clipLimits: ClipLimits = {
  types: ['video/mp4', 'video/quicktime'],
  maxBytes: 100_000_000,
  minSeconds: 3,
  maxSeconds: 60,
  minSide: 320,
  maxSide: 2160,
  maxRatio: 2.5,
  minFps: 8,
};

/** Works on given videos; what is read is paid for, too. */
export const fakeEditor: ModelCapabilities = {
  ...fakeModel,
  model: 'fake-edit',
  title: 'Fake editor',
  kinds: ['edit', 'replace'],
  guidance: null,
  source: {
    limits: clipLimits,
    mostSeconds: 15,
    billed: 'input-and-output',
    images: { min: 0, max: 5 },
    keepsSound: true,
  },
};

/** Has every setting and takes everything but a video to work on. */
export const fakeArtist: ModelCapabilities = {
  ...fakeModel,
  model: 'fake-artist',
  title: 'Fake artist',
  references: { min: 1, max: 9 },
  mediaReferences: {
    video: clipLimits,
    audio: { types: ['audio/mpeg', 'audio/wav'], maxBytes: 15_000_000 },
  },
  advanced: {
    seed: { min: 0, max: 2_147_483_647 },
    styleLength: 100,
    cameraMotions: ['static', 'orbit'],
    motionIntensity: { min: 1, max: 5 },
  },
};

/** The model at the same price a second, whatever the quality. */
export function pricedAt(perSecond: number, model: ModelCapabilities = fakeModel) {
  const rate = { silent: perSecond, sound: perSecond };
  return { ...model, rates: { ...model.rates, perSecond: { std: rate, pro: rate } } };
}

export function anOffer(
  provider: string,
  model: ModelCapabilities = fakeModel,
  canTakeMedia = true,
): Offer {
  return { provider, providerTitle: `The ${provider} API`, model, canTakeMedia };
}
