import { PLAIN } from '../../core/video/domain/capabilities.ts';
import type { ModelCapabilities } from '../../core/video/domain/capabilities.ts';
import type { CheckAdvice } from '../../core/providers/domain/check-advice.ts';
import type { AudioLimits, ClipLimits, ImageLimits } from '../../core/media/domain/media.ts';
import { CAMERA_MOTIONS } from '../../core/video/domain/video-request.ts';

export const NAME = 'happyhorse-customer';

/** No model is named in a request: the plan of the account decides. */
export const MODEL = 'happyhorse';

/** Whether a megabyte is 1,000,000 or 1,048,576 bytes is not said; this fits both. */
const MB = 1_000_000;

/** Types and bytes are documented; sides are not, and those here only keep nonsense out. */
export const IMAGE: ImageLimits = {
  types: ['image/png', 'image/jpeg', 'image/webp'],
  maxBytes: 10 * MB,
  minSide: 1,
  maxSide: 8192,
  maxRatio: 100,
};

export const VIDEO: ClipLimits = {
  types: ['video/mp4', 'video/quicktime', 'video/webm'],
  maxBytes: 50 * MB,
  minSeconds: 0,
  maxSeconds: 3600,
  minSide: 1,
  maxSide: 8192,
  maxRatio: 100,
  minFps: 0,
};

export const AUDIO: AudioLimits = {
  types: ['audio/mpeg', 'audio/wav', 'audio/webm'],
  maxBytes: 15 * MB,
};

/** From the Customer API document where the README of this folder says nothing else. */
export const models: readonly ModelCapabilities[] = [
  {
    ...PLAIN,
    model: MODEL,
    title: 'HappyHorse',
    kinds: ['text', 'frames'],
    seconds: { min: 3, max: 12, default: 5 },
    qualities: ['std', 'pro'],
    defaultQuality: 'std',
    aspects: ['16:9', '9:16', '1:1'],
    aspectFollowsImage: false,
    // The document never speaks of it.
    sound: null,
    guidance: { min: 0, max: 1 },
    prompt: { min: 3, max: 2000 },
    frames: { first: true, last: 'without-first' },
    shots: null,
    elements: null,
    mediaReferences: { video: VIDEO, audio: AUDIO },
    advanced: {
      seed: null,
      styleLength: 50,
      cameraMotions: CAMERA_MOTIONS,
      motionIntensity: { min: 1, max: 5 },
    },
    image: IMAGE,
    inputs: 'upload',
    resolutions: { std: '720p', pro: '1080p' },
    // Length and resolution decide, by numbers that nobody publishes: these are guesses.
    rates: {
      source: 'https://www.happyhorseaiplus.com/docs',
      checked: '2026-11-22',
      assumed: ['std', 'pro'],
      perSecond: { std: { silent: 10, sound: 10 }, pro: { silent: 20, sound: 20 } },
    },
  },
];

/** As asked for: a look every 5 to 10 s. */
export const checks: CheckAdvice = {
  firstMs: 10_000,
  everyMs: 5_000,
  growMs: 1_000,
  mostMs: 10_000,
  patienceMs: 15 * 60_000,
  // A guess: no render time is published.
  typicalMs: (seconds) => 40_000 + 20_000 * seconds,
};
