import type http from 'node:http';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ClipRef, ImageRef, InputRef } from '../../../src/core/media/domain/media.ts';
import type { VideoRequest, VideoSettings } from '../../../src/core/video/domain/video-request.ts';
import type { MediaFile } from '../../../src/core/media/ports/media-store.ts';
import type { StartOptions } from '../../../src/core/providers/ports/video-provider.ts';
import { EDIT_MODEL, REPLACE_MODEL } from '../../../src/providers/crun/capabilities.ts';
import { createCrunProvider } from '../../../src/providers/crun/provider.ts';
import type { CrunOptions } from '../../../src/providers/crun/provider.ts';
import { runFolder } from '../../support/run-folder.ts';
import { respond, startLoopback, turn } from '../loopback.ts';
import type { LoopbackRequest } from '../loopback.ts';

export const NOW = new Date('2026-11-22T12:00:00Z');
export const KEY = 'ak_0123456789abcdef0123456789abcdef';
export const EDIT = EDIT_MODEL;
export const REPLACE = REPLACE_MODEL;
export const JOB = '/api/v1/client/job';
export const UPLOAD_URL = '/api/v1/client/files/upload-url';

export const aProvider = (baseUrl: string, options: Partial<CrunOptions> = {}) =>
  createCrunProvider({
    apiKey: KEY,
    baseUrl,
    inFlight: 5,
    callsPerSecond: 5,
    createsPerSecond: 1,
    timeoutMs: 2_000,
    uploadWaitMs: 2_000,
    clock: { now: () => NOW },
    ...options,
  });

export const anImage = (name: string): ImageRef => ({
  kind: 'image',
  key: `${name}.jpg`,
  contentType: 'image/jpeg',
  bytes: 1_000,
  width: 400,
  height: 400,
});

export const aClip = (name: string, more: Partial<ClipRef> = {}): ClipRef => ({
  kind: 'clip',
  key: `${name}.mp4`,
  contentType: 'video/mp4',
  bytes: 20_000,
  width: 480,
  height: 320,
  seconds: 3,
  fps: 12,
  sound: true,
  ...more,
});

export const aRequest = (
  scene: VideoRequest['scene'],
  settings: Partial<VideoSettings> = {},
): VideoRequest => ({
  scene,
  settings: {
    seconds: 3,
    quality: 'std',
    aspect: '16:9',
    sound: true,
    guidance: null,
    ...settings,
  },
});

type Edit = Extract<VideoRequest['scene'], { kind: 'edit' }>;

export const anEdit = (more: Partial<Edit> = {}): Edit => ({
  kind: 'edit',
  prompt: 'let it snow',
  source: aClip('source'),
  images: [],
  keepSound: false,
  ...more,
});

export const aReplacement = (): VideoRequest['scene'] => ({
  kind: 'replace',
  character: anImage('character'),
  driving: aClip('driving'),
});

const folder = runFolder('crun-provider');

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
  linkTo: () => null,
  open: openAny,
  callbackUrl: null,
  slot: turn,
  signal: new AbortController().signal,
  ...more,
});

export type Answer = (request: LoopbackRequest, response: http.ServerResponse) => void;

/** A crun that takes uploads and answers everything else as it is told. */
export async function startCrunLoopback(answer: Answer) {
  let links = 0;
  const server = await startLoopback((request, response) => {
    const origin = `http://${request.headers.host ?? ''}`;
    if (request.target.startsWith('/put/')) respond(response, 200, '');
    else if (request.target.startsWith(UPLOAD_URL)) {
      links += 1;
      const data = {
        presigned_url: `${origin}/put/${links}`,
        file_url: `${origin}/files/${links}`,
      };
      respond(response, 200, { code: 200, message: 'success', data });
    } else answer(request, response);
  });
  return {
    ...server,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
    /** The calls that are not about uploads. */
    calls: () => server.requests.filter(({ target }) => target.startsWith(JOB)),
    puts: () => server.requests.filter(({ method }) => method === 'PUT'),
  };
}
