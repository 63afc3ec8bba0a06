import { PLAIN } from '../../core/video/domain/capabilities.ts';
import type { ModelCapabilities } from '../../core/video/domain/capabilities.ts';
import type { CheckAdvice } from '../../core/providers/domain/check-advice.ts';
import { HAPPYHORSE_IMAGE } from '../shared/happyhorse-limits.ts';

export const NAME = 'happyhorse-app';
export const MODEL = 'happyhorse-1.0/video';

/** From https://happyhorse.app/docs where the README of this folder says nothing else. */
export const models: readonly ModelCapabilities[] = [
  {
    ...PLAIN,
    model: MODEL,
    title: 'HappyHorse 1.0',
    kinds: ['text', 'frames', 'shots', 'references'],
    seconds: { min: 3, max: 15, default: 5 },
    qualities: ['std', 'pro'],
    defaultQuality: 'std',
    aspects: ['16:9', '9:16', '1:1'],
    aspectFollowsImage: true,
    sound: { default: true, choice: true },
    guidance: { min: 0, max: 1 },
    prompt: { min: 1, max: 2500 },
    frames: { first: true, last: 'with-first' },
    shots: { most: 5, promptLength: 500, seconds: { min: 1, max: 12 } },
    elements: { most: 3, images: { min: 2, max: 4 }, beside: ['frames', 'shots'] },
    image: HAPPYHORSE_IMAGE,
    inputs: 'link',
    rates: {
      source: 'https://happyhorse.app/docs',
      checked: '2026-11-22',
      assumed: [],
      perSecond: { std: { silent: 40, sound: 60 }, pro: { silent: 54, sound: 80 } },
    },
  },
];

/** As asked for: a first look after 8–10 s, then every 10–20 s, and 15 min of active waiting. */
export const checks: CheckAdvice = {
  firstMs: 9_000,
  everyMs: 10_000,
  growMs: 2_000,
  mostMs: 20_000,
  patienceMs: 15 * 60_000,
  // A guess: no render time is published.
  typicalMs: (seconds) => 40_000 + 20_000 * seconds,
};
