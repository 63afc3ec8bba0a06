import { PLAIN } from '../../core/video/domain/capabilities.ts';
import type { ModelCapabilities } from '../../core/video/domain/capabilities.ts';
import type { CheckAdvice } from '../../core/providers/domain/check-advice.ts';
import { ASPECTS } from '../../core/video/domain/video-request.ts';
import type { Quality } from '../../core/video/domain/video-request.ts';
import { HAPPYHORSE_EDIT_SOURCE, HAPPYHORSE_IMAGE } from '../shared/happyhorse-limits.ts';

export const NAME = 'acedata';

/** Ids that one question may hold: their own tools refuse more. */
export const BATCH = 50;

export const RESOLUTIONS = { std: '720P', pro: '1080P' } as const satisfies Record<Quality, string>;

/** Dollars a second in thousandths: one of them is a credit. */
export const RATES = { std: 105, pro: 180 } as const satisfies Record<Quality, number>;

const COMMON = {
  ...PLAIN,
  seconds: { min: 3, max: 15, default: 5 },
  qualities: ['std', 'pro'],
  defaultQuality: 'std',
  aspects: ASPECTS,
  aspectFollowsImage: false,
  // It has no switch; the maker of the models says that they make picture and sound together.
  sound: { default: true, choice: false },
  guidance: null,
  // As many as are read of a Chinese prompt; of others 5,000 are. The rest is cut without a word.
  prompt: { min: 1, max: 2500 },
  frames: { first: false, last: 'no' },
  shots: null,
  elements: null,
  advanced: { ...PLAIN.advanced, seed: { min: 0, max: 2_147_483_647 } },
  image: HAPPYHORSE_IMAGE,
  inputs: 'link',
  resolutions: { std: '720p', pro: '1080p' },
  rates: {
    source: 'https://platform.acedata.cloud/documents/happyhorse-videos-integration',
    checked: '2026-11-22',
    assumed: [],
    perSecond: {
      std: { silent: RATES.std, sound: RATES.std },
      pro: { silent: RATES.pro, sound: RATES.pro },
    },
  },
} as const satisfies Partial<ModelCapabilities>;

type Version = '1.1' | '1.0';

const textToVideo = (version: Version): ModelCapabilities => ({
  ...COMMON,
  model: `happyhorse-${version}-t2v`,
  title: `HappyHorse ${version} Text to Video`,
  kinds: ['text'],
});

const imageToVideo = (version: Version): ModelCapabilities => ({
  ...COMMON,
  model: `happyhorse-${version}-i2v`,
  title: `HappyHorse ${version} Image to Video`,
  kinds: ['frames'],
  aspectFollowsImage: true,
  frames: { first: true, last: 'no' },
  prompt: { min: 0, max: 2500 },
});

const referenceToVideo = (version: Version): ModelCapabilities => ({
  ...COMMON,
  model: `happyhorse-${version}-r2v`,
  title: `HappyHorse ${version} Reference to Video`,
  kinds: ['references'],
  references: { min: 1, max: 9 },
  image: { ...HAPPYHORSE_IMAGE, minSide: 400 },
});

const videoEdit: ModelCapabilities = {
  ...COMMON,
  model: 'happyhorse-1.0-video-edit',
  title: 'HappyHorse 1.0 Video Edit',
  kinds: ['edit'],
  aspectFollowsImage: true,
  source: HAPPYHORSE_EDIT_SOURCE,
};

/** The newer version of each comes first: it is their default, and the one that is taken when nobody chooses. */
export const models: readonly ModelCapabilities[] = [
  textToVideo('1.1'),
  textToVideo('1.0'),
  imageToVideo('1.1'),
  imageToVideo('1.0'),
  referenceToVideo('1.1'),
  referenceToVideo('1.0'),
  videoEdit,
];

/** As asked for: a first look about 15 s after the start, then one every 15 s. */
export const checks: CheckAdvice = {
  firstMs: 15_000,
  everyMs: 15_000,
  growMs: 0,
  mostMs: 15_000,
  patienceMs: 15 * 60_000,
  // A guess within the 1–5 min that the maker of the model names.
  typicalMs: (seconds) => 60_000 + 15_000 * seconds,
};
