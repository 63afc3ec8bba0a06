import type { ImageRef, InputRef } from '../../../src/core/media/domain/media.ts';
import type { VideoRequest, VideoSettings } from '../../../src/core/video/domain/video-request.ts';
import { createHappyhorseAppProvider } from '../../../src/providers/happyhorse-app/provider.ts';
import type { HappyhorseAppOptions } from '../../../src/providers/happyhorse-app/provider.ts';
import { turn } from '../loopback.ts';

export const MODEL = 'happyhorse-1.0/video';
export const KEY = 'hh-key-0123456789';

export const aProvider = (baseUrl: string, options: Partial<HappyhorseAppOptions> = {}) =>
  createHappyhorseAppProvider({
    apiKey: KEY,
    baseUrl,
    inFlight: 3,
    callsPerSecond: 1,
    timeoutMs: 2_000,
    clock: { now: () => new Date('2026-11-22T12:00:00Z') },
    ...options,
  });

export const anImage = (name: string): ImageRef => ({
  kind: 'image',
  key: `${name}.png`,
  contentType: 'image/png',
  bytes: 1_000,
  width: 640,
  height: 360,
});

export const linkTo = (media: InputRef): string => `https://showrunner.test/media/${media.key}`;

export const aRequest = (
  scene: VideoRequest['scene'] = { kind: 'text', prompt: 'a horse' },
  settings: Partial<VideoSettings> = {},
): VideoRequest => ({
  scene,
  settings: {
    seconds: 5,
    quality: 'std',
    aspect: '16:9',
    sound: true,
    guidance: null,
    ...settings,
  },
});

export const options = (signal: AbortSignal = new AbortController().signal) => ({
  linkTo,
  open: () => Promise.reject(new Error('nothing is uploaded here')),
  callbackUrl: null,
  slot: turn,
  signal,
});
