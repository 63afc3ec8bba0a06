import type {
  AudioRef,
  ClipRef,
  ImageRef,
  InputRef,
} from '../../../src/core/media/domain/media.ts';
import type { VideoRequest, VideoSettings } from '../../../src/core/video/domain/video-request.ts';
import type { Operation, RenderStatus } from '../../../src/core/providers/ports/video-provider.ts';
import { createAcedataProvider } from '../../../src/providers/acedata/provider.ts';
import type { AcedataOptions } from '../../../src/providers/acedata/provider.ts';
import { respond, startLoopback, turn } from '../loopback.ts';

export const T2V = 'happyhorse-1.1-t2v';
export const I2V = 'happyhorse-1.1-i2v';
export const R2V = 'happyhorse-1.1-r2v';
export const EDIT = 'happyhorse-1.0-video-edit';
export const TOKEN = 'acedata-token-0123456789';
export const NOW = new Date('2026-11-22T12:00:00Z');

export const aProvider = (baseUrl: string, options: Partial<AcedataOptions> = {}) =>
  createAcedataProvider({
    apiToken: TOKEN,
    baseUrl,
    inFlight: 1_000,
    callsPerSecond: 0.9,
    timeoutMs: 2_000,
    clock: { now: () => NOW },
    ...options,
  });

export const anImage = (name: string): ImageRef => ({
  kind: 'image',
  key: `${name}.png`,
  contentType: 'image/png',
  bytes: 1_000,
  width: 640,
  height: 480,
});

export const images = (count: number): ImageRef[] =>
  Array.from({ length: count }, (_, index) => anImage(`image-${index + 1}`));

export const aClip: ClipRef = {
  kind: 'clip',
  key: 'clip.mp4',
  contentType: 'video/mp4',
  bytes: 1_000_000,
  width: 1280,
  height: 720,
  seconds: 8,
  fps: 30,
  sound: true,
};

export const aSound: AudioRef = {
  kind: 'audio',
  key: 'sound.mp3',
  contentType: 'audio/mpeg',
  bytes: 100_000,
  seconds: 5,
};

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

export const operation = (taskId = 'task-a') => ({ taskId });

export const batch = (...items: unknown[]) => ({ items, count: items.length });

/** What a check tells when it is answered like this. */
export async function checkAt(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
  asked: Operation = operation(),
): Promise<RenderStatus | undefined> {
  await using server = await startLoopback((_, response) => {
    respond(response, status, body, headers);
  });
  const { signal } = new AbortController();
  return (await aProvider(server.url).check([asked], { signal, slot: turn }))[0];
}

/** What is told of a task whose record holds this. */
export const told = (record: Readonly<Record<string, unknown>>) =>
  checkAt(200, batch({ id: 'task-a', ...record }));

export const TRACE = 'fb751e1e-4705-49ea-9fd4-5024b7865ea2';
export const VIDEO = 'https://cdn.acedata.cloud/happyhorse/c8cbf53aa0.mp4';

/** The documented success, with other fields of its video. */
export const aSuccess = (fields: Readonly<Record<string, unknown>> = {}) => ({
  response: {
    success: true,
    task_id: 'task-a',
    trace_id: TRACE,
    data: [{ id: 'x', video_url: VIDEO, state: 'succeeded', ...fields }],
  },
});
