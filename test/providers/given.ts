import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { AudioRef, ClipRef, ImageRef, InputRef } from '../../src/core/media/domain/media.ts';
import type { MediaFile } from '../../src/core/media/ports/media-store.ts';
import type {
  Operation,
  StartOptions,
  VideoProvider,
} from '../../src/core/providers/ports/video-provider.ts';
import type { VideoRequest, VideoSettings } from '../../src/core/video/domain/video-request.ts';
import type {
  HttpProviderDefinition,
  HttpProviderOptions,
} from '../../src/providers/shared/http-provider.ts';
import { runFolder } from '../support/run-folder.ts';
import { answering, startLoopback, turn } from './loopback.ts';

/* What tests of every provider begin with. */

export const NOW = new Date('2026-11-22T12:00:00Z');

/** Opens a provider at an address, unless told otherwise with these. */
export const opener =
  ({ connect }: HttpProviderDefinition, own: Partial<HttpProviderOptions> & { key: string }) =>
  (baseUrl: string, options: Partial<HttpProviderOptions> = {}): VideoProvider =>
    connect({
      baseUrl,
      inFlight: 5,
      callsPerSecond: 1,
      timeoutMs: 2_000,
      uploadWaitMs: 2_000,
      clock: { now: () => NOW },
      ...own,
      ...options,
    });

export const anImage = (name: string, more: Partial<ImageRef> = {}): ImageRef => ({
  kind: 'image',
  key: `${name}.png`,
  contentType: 'image/png',
  bytes: 1_000,
  width: 640,
  height: 480,
  ...more,
});

export const aClip = (more: Partial<ClipRef> = {}): ClipRef => ({
  kind: 'clip',
  key: 'clip.mp4',
  contentType: 'video/mp4',
  bytes: 20_000,
  width: 1280,
  height: 720,
  seconds: 8,
  fps: 30,
  sound: true,
  ...more,
});

export const aSound = (more: Partial<AudioRef> = {}): AudioRef => ({
  kind: 'audio',
  key: 'sound.mp3',
  contentType: 'audio/mpeg',
  bytes: 10_000,
  seconds: 5,
  ...more,
});

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

export const aFirstFrame: VideoRequest['scene'] = {
  kind: 'frames',
  prompt: 'x',
  first: anImage('a'),
  last: null,
};

export const linkTo = (media: InputRef): string => `https://showrunner.test/media/${media.key}`;

export const noAddress = (): never => {
  throw new Error('no public address');
};

/** Of a start where everything can be linked to, and nothing is uploaded. */
export const linking = (more: Partial<StartOptions> = {}): StartOptions => ({
  linkTo,
  open: () => Promise.reject(new Error('nothing is uploaded here')),
  callbackUrl: null,
  slot: turn,
  signal: new AbortController().signal,
  ...more,
});

const folder = runFolder('provider-inputs');

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

/** What a provider makes of an answer like this. */
export const asking =
  <answer>(
    open: (baseUrl: string) => VideoProvider,
    ask: (provider: VideoProvider) => Promise<answer>,
  ) =>
  async (
    status: number,
    body: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<answer> => {
    await using server = await startLoopback(answering(status, body, headers));
    return await ask(open(server.url));
  };

/** Of one render alone. */
export const checking = (open: (baseUrl: string) => VideoProvider, operation: Operation) =>
  asking(open, async (provider) => {
    const { signal } = new AbortController();
    return (await provider.check([operation], { signal, slot: turn }))[0];
  });

export const accountOf = (open: (baseUrl: string) => VideoProvider) =>
  asking(open, (provider) =>
    provider.account({ signal: new AbortController().signal, slot: turn }),
  );
