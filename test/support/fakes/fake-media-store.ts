import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  ImageLimits,
  MediaProblem,
  ImageRef,
  InputRef,
  VideoRef,
} from '../../../src/core/media/domain/media.ts';
import { ResultNotFetched } from '../../../src/core/shared/domain/errors.ts';
import type { ImageIngested, MediaStore } from '../../../src/core/media/ports/media-store.ts';
import type { Refused } from '../../../src/media/ingest/ingest.ts';
import { mostImageBytesFetched } from '../../../src/media/ingest/ingest-image.ts';
import {
  fakeAudioIngested,
  fakeClipIngested,
  foundIn,
  keyOf,
  sidesWithin,
} from './fake-attachments.ts';
import type { FakeContent } from './fake-content.ts';

export interface FakeMediaStore extends MediaStore {
  /** Sets what a link leads to from now on. */
  put(url: string, content: FakeContent): void;
  /** What was asked of it, in order. */
  readonly calls: readonly string[];
}

export const anImage = {
  kind: 'image',
  type: 'image/jpeg',
  width: 1024,
  height: 1024,
  bytes: 40_000,
} as const satisfies FakeContent;

export const aVideo = {
  kind: 'video',
  width: 1280,
  height: 720,
  seconds: 5,
  sound: true,
  bytes: 4_000_000,
} as const satisfies FakeContent;

export const aClip = {
  kind: 'clip',
  type: 'video/mp4',
  width: 1280,
  height: 720,
  seconds: 6,
  fps: 30,
  sound: true,
  bytes: 3_000_000,
} as const satisfies FakeContent;

export const anAudio = {
  kind: 'audio',
  type: 'audio/mpeg',
  seconds: 8,
  bytes: 130_000,
} as const satisfies FakeContent;

const ENDINGS = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp' } as const;

const LEAST_BITRATE = 100_000;

/**
 * A store that holds no media but their descriptions. A link that nothing was put behind leads to
 * a fine image, or a fine video or sound, whichever is asked for.
 */
export function createFakeMediaStore(
  options: { readonly publicUrl?: string | null } = {},
): FakeMediaStore {
  const publicUrl = options.publicUrl === undefined ? 'https://media.test' : options.publicUrl;
  const contents = new Map<string, FakeContent>();
  const kept = new Map<string, number>();
  const copies = new Map<string, readonly string[]>();
  const calls: string[] = [];

  function keep<media extends InputRef | VideoRef>(media: media): media {
    kept.set(media.key, media.bytes);
    return media;
  }

  return {
    calls,
    put: (url, content) => contents.set(url, content),

    async ingestImage(attachment, limits, { allowTranscode, signal }): Promise<ImageIngested> {
      await Promise.resolve();
      calls.push(`ingestImage ${attachment.url}`);
      signal.throwIfAborted();
      const { name } = attachment;
      const content = contents.get(attachment.url) ?? anImage;
      const refused = (problem: MediaProblem): Refused => ({ status: 'refused', problem });
      switch (content.kind) {
        case 'image': {
          const bytes = Math.max(attachment.bytes ?? 0, content.bytes);
          const problem = problemOf({ ...content, bytes }, name, limits);
          if (problem) return refused(problem);
          const type = limits.types.find((it) => it === content.type) ?? limits.types[0]!;
          const key = keyOf(content, ENDINGS[type]);
          const sides = sidesWithin(content, limits.maxSide);
          const resized = bytes > limits.maxBytes || sides.width < content.width;
          if (resized && !allowTranscode) {
            return { status: 'unfit', name, transcode: { seconds: null, encode: true } };
          }
          const changes = {
            ...(resized ? { resized } : {}),
            ...(type === content.type ? {} : { converted: true }),
          };
          const image = { kind: 'image', key, contentType: type, bytes: content.bytes } as const;
          const media = keep({ ...image, ...sides });
          return {
            status: 'taken',
            media: Object.keys(changes).length === 0 ? media : { ...media, changes },
          };
        }
        case 'video':
        case 'clip':
        case 'audio':
        case 'text':
          return refused({
            media: 'image',
            code: 'wrong-type',
            name,
            found: foundIn(content),
            types: limits.types,
          });
        case 'broken':
          return refused({ media: 'image', code: 'broken', name });
        case 'withheld':
          return refused({ media: 'image', code: 'withheld', name });
        case 'missing':
        case 'failing':
        case 'unsaved':
          return refused({ media: 'image', code: 'unreachable', name });
        case 'problem':
          return refused({ media: 'image', code: content.code, name });
      }
    },

    async ingestClip(source, limits, { allowTranscode, signal }) {
      await Promise.resolve();
      calls.push(`ingestClip ${source.url}${allowTranscode ? ' adjusted' : ''}`);
      signal.throwIfAborted();
      const content = contents.get(source.url) ?? aClip;
      const taken = fakeClipIngested(content, source, limits, allowTranscode);
      if (taken.status === 'taken') keep(taken.media);
      return taken;
    },

    async ingestAudio(source, limits, signal) {
      await Promise.resolve();
      calls.push(`ingestAudio ${source.url}`);
      signal.throwIfAborted();
      const taken = fakeAudioIngested(contents.get(source.url) ?? anAudio, source, limits);
      if (taken.status === 'taken') keep(taken.media);
      return taken;
    },

    async collectVideo(url, signal) {
      await Promise.resolve();
      calls.push(`collectVideo ${url}`);
      signal.throwIfAborted();
      const content = contents.get(url) ?? aVideo;
      if (content.kind === 'failing') throw new ResultNotFetched('the fake server is failing');
      if (content.kind === 'unsaved') throw new Error('the fake disk is full');
      if (content.kind !== 'video') return { status: 'unusable', why: content.kind };
      const { width, height } = content;
      const poster = keep<ImageRef>({
        kind: 'image',
        key: keyOf({ poster: content }, 'jpg'),
        contentType: 'image/jpeg',
        bytes: 9000,
        width,
        height,
      });
      const key = keyOf(content, 'mp4');
      const video = keep<VideoRef>({ ...content, key, contentType: 'video/mp4', poster });
      return { status: 'collected', video };
    },

    async fit(video, maxBytes, signal) {
      await Promise.resolve();
      calls.push(`fit ${video.key} ${maxBytes}`);
      signal.throwIfAborted();
      if (video.bytes <= maxBytes) return video;
      if ((maxBytes * 8) / video.seconds < LEAST_BITRATE) return null;
      const copy = keep({ ...video, key: keyOf({ video, maxBytes }, 'mp4'), bytes: maxBytes });
      copies.set(video.key, [...new Set([...(copies.get(video.key) ?? []), copy.key])]);
      return copy;
    },

    async copiesOf(key) {
      await Promise.resolve();
      return copies.get(key) ?? [];
    },

    async remove(key) {
      await Promise.resolve();
      calls.push(`remove ${key}`);
      kept.delete(key);
      copies.delete(key);
      return true;
    },

    async open(media) {
      calls.push(`open ${media.key}`);
      const bytes = kept.get(media.key);
      if (bytes === undefined) throw new Error(`no file ${media.key}`);
      const folder = await mkdtemp(join(tmpdir(), 'fake-media-'));
      const path = join(folder, media.key);
      await writeFile(path, Buffer.alloc(bytes));
      return {
        path,
        bytes,
        [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
      };
    },

    link: (media, expiresAt) =>
      publicUrl && `${publicUrl}/media/${media.key}?expires=${expiresAt.getTime()}`,
    player: (video, expiresAt) =>
      publicUrl && `${publicUrl}/player/${video.key}?expires=${expiresAt.getTime()}`,
  };
}

function problemOf(
  image: Extract<FakeContent, { kind: 'image' }>,
  name: string,
  limits: ImageLimits,
): MediaProblem | null {
  const { width, height, bytes } = image;
  const { minSide, maxRatio } = limits;
  const maxBytes = mostImageBytesFetched(limits);
  if (bytes > maxBytes) return { media: 'image', code: 'too-big', name, bytes, maxBytes };
  const short = Math.min(width, height);
  const long = Math.max(width, height);
  if (short < minSide) return { media: 'image', code: 'wrong-side', name, width, height, minSide };
  return long / short > maxRatio
    ? { media: 'image', code: 'wrong-ratio', name, width, height, maxRatio }
    : null;
}
