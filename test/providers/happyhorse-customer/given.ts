import type http from 'node:http';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type {
  AudioRef,
  ClipRef,
  ImageRef,
  InputRef,
} from '../../../src/core/media/domain/media.ts';
import type { VideoRequest, VideoSettings } from '../../../src/core/video/domain/video-request.ts';
import type { MediaFile } from '../../../src/core/media/ports/media-store.ts';
import type { StartOptions } from '../../../src/core/providers/ports/video-provider.ts';
import { createHappyhorseCustomerProvider } from '../../../src/providers/happyhorse-customer/provider.ts';
import type { HappyhorseCustomerOptions } from '../../../src/providers/happyhorse-customer/provider.ts';
import { runFolder } from '../../support/run-folder.ts';
import { respond, startLoopback, turn } from '../loopback.ts';
import type { LoopbackRequest } from '../loopback.ts';

export const MODEL = 'happyhorse';
export const KEY = 'hh_live_0123456789';
export const NOW = new Date('2026-11-22T12:00:00Z');
export const PRESIGN = '/api/v1/uploads/presign';
export const VIDEOS = '/api/v1/videos';

export const aProvider = (baseUrl: string, options: Partial<HappyhorseCustomerOptions> = {}) =>
  createHappyhorseCustomerProvider({
    apiKey: KEY,
    baseUrl,
    inFlight: 5,
    callsPerSecond: 1,
    timeoutMs: 2_000,
    uploadWaitMs: 2_000,
    clock: { now: () => NOW },
    ...options,
  });

export const anImage = (name: string, more: Partial<ImageRef> = {}): ImageRef => ({
  kind: 'image',
  key: `${name}.png`,
  contentType: 'image/png',
  bytes: 1_000,
  width: 640,
  height: 360,
  ...more,
});

export const aClip = (more: Partial<ClipRef> = {}): ClipRef => ({
  kind: 'clip',
  key: 'clip.mp4',
  contentType: 'video/mp4',
  bytes: 20_000,
  width: 480,
  height: 320,
  seconds: 3,
  fps: 12,
  sound: true,
  ...more,
});

export const aSound = (more: Partial<AudioRef> = {}): AudioRef => ({
  kind: 'audio',
  key: 'sound.mp3',
  contentType: 'audio/mpeg',
  bytes: 10_000,
  seconds: 3,
  ...more,
});

export const withFirst: VideoRequest['scene'] = {
  kind: 'frames',
  prompt: 'it moves',
  first: anImage('first'),
  last: null,
};

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

const folder = runFolder('happyhorse-customer-provider');

/** A file with the given content, as the media store opens one. */
export function aFile(name: string, content: Buffer | string): MediaFile {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return {
    path: file,
    bytes: Buffer.byteLength(content),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

export const openAny = (media: InputRef): Promise<MediaFile> =>
  Promise.resolve(aFile(media.key, `the bytes of ${media.key}`));

export const options = (more: Partial<StartOptions> = {}): StartOptions => ({
  linkTo: () => {
    throw new Error('nothing is linked to here');
  },
  open: openAny,
  callbackUrl: null,
  slot: turn,
  signal: new AbortController().signal,
  ...more,
});

export type Answer = (request: LoopbackRequest, response: http.ServerResponse) => void;

export const answering =
  (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer =>
  (_, response) => {
    respond(response, status, body, headers);
  };

export const created = answering(201, { id: 'video-a', status: 'queued' });

/** A Customer API that takes uploads unless told otherwise, and answers the rest as it is told. */
export async function startApi(told: { create?: Answer; presign?: Answer; put?: Answer } = {}) {
  let keys = 0;
  const server = await startLoopback((request, response) => {
    const origin = `http://${request.headers.host ?? ''}`;
    if (request.target.startsWith('/put/')) {
      (told.put ?? answering(200, ''))(request, response);
    } else if (request.target === PRESIGN && told.presign !== undefined) {
      told.presign(request, response);
    } else if (request.target === PRESIGN) {
      keys += 1;
      const key = `videos/inputs/user/${keys}`;
      respond(response, 200, {
        uploadUrl: `${origin}/put/${keys}?sign=x`,
        key,
        publicUrl: `${origin}/cdn/${key}`,
        kind: 'image',
      });
    } else (told.create ?? created)(request, response);
  });
  const those = (isOne: (target: string, method: string) => boolean) =>
    server.requests.filter(({ target, method }) => isOne(target, method));
  return {
    ...server,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
    creates: () => those((target) => target === VIDEOS),
    presigns: () => those((target) => target === PRESIGN),
    puts: () => those((_, method) => method === 'PUT'),
  };
}
