import { PLAIN } from '../../core/video/domain/capabilities.ts';
import type { ModelCapabilities } from '../../core/video/domain/capabilities.ts';
import type { CheckAdvice } from '../../core/providers/domain/check-advice.ts';
import { HAPPYHORSE_EDIT_SOURCE, HAPPYHORSE_IMAGE } from '../shared/happyhorse-limits.ts';

export const NAME = 'crun';
export const EDIT_MODEL = 'happyhorse-1-0-video-edit';
export const REPLACE_MODEL = 'wan/2-2-animate-replace';

const MEGABYTE = 1_000_000;

/** What only models without a source have. */
const ON_A_VIDEO = {
  ...PLAIN,
  // The source decides the shape.
  aspects: ['16:9'],
  aspectFollowsImage: true,
  // What becomes of the sound of the source an edit says; of a replacement nobody does.
  sound: null,
  guidance: null,
  frames: { first: false, last: 'no' },
  shots: null,
  elements: null,
  inputs: 'either',
} as const satisfies Partial<ModelCapabilities>;

/**
 * crun publishes neither limits nor prices of these two: the README of this folder says where each
 * number comes from.
 */
export const models: readonly ModelCapabilities[] = [
  {
    ...ON_A_VIDEO,
    model: EDIT_MODEL,
    title: 'HappyHorse 1.0 Video Edit',
    kinds: ['edit'],
    seconds: { min: 1, max: 15, default: 5 },
    qualities: ['std', 'pro'],
    defaultQuality: 'std',
    prompt: { min: 1, max: 2500 },
    image: HAPPYHORSE_IMAGE,
    source: HAPPYHORSE_EDIT_SOURCE,
    resolutions: { std: '720p', pro: '1080p' },
    rates: {
      source: 'https://crun.ai/pricing',
      checked: '2026-11-22',
      // Not said to be those of an edit.
      assumed: ['std', 'pro'],
      perSecond: { std: { silent: 20, sound: 20 }, pro: { silent: 35, sound: 35 } },
    },
  },
  {
    ...ON_A_VIDEO,
    model: REPLACE_MODEL,
    title: 'Wan 2.2 Animate Replace',
    kinds: ['replace'],
    seconds: { min: 1, max: 30, default: 5 },
    qualities: ['std'],
    defaultQuality: 'std',
    prompt: { min: 0, max: 0 },
    image: {
      types: ['image/jpeg', 'image/png', 'image/webp'],
      maxBytes: 5 * MEGABYTE,
      minSide: 200,
      maxSide: 4096,
      maxRatio: 3,
    },
    source: {
      limits: {
        types: ['video/mp4', 'video/quicktime'],
        maxBytes: 200 * MEGABYTE,
        minSeconds: 2,
        maxSeconds: 30,
        minSide: 200,
        maxSide: 2048,
        maxRatio: 3,
        minFps: 1,
      },
      mostSeconds: 30,
      billed: 'output',
      images: { min: 0, max: 0 },
      keepsSound: false,
    },
    resolutions: { std: '720p' },
    rates: {
      source: 'https://kie.ai/wan-animate',
      checked: '2026-11-22',
      // Those of another seller.
      assumed: ['std'],
      perSecond: { std: { silent: 12.5, sound: 12.5 } },
    },
  },
];

/** Nothing is asked for; their own client looks every 5 s, and renders take minutes. */
export const checks: CheckAdvice = {
  firstMs: 15_000,
  everyMs: 10_000,
  growMs: 5_000,
  mostMs: 30_000,
  patienceMs: 30 * 60_000,
  // A guess: other sellers of the same models speak of one to five minutes.
  typicalMs: (seconds) => 60_000 + 15_000 * seconds,
};
