import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type {
  ImageLimits,
  ImageRef,
  ImageType,
  MediaProblem,
  MediaSource,
} from '../../core/media/domain/media.ts';
import type { ImageIngested, TranscodeOptions } from '../../core/media/ports/media-store.ts';
import { DecodeFailed } from '../decoder/decode-failed.ts';
import type { ImageResult } from '../decoder/messages.ts';
import { sniff } from '../shared/sniff.ts';
import { imageRefSchema, readStored } from '../storage/stored-media.ts';
import type { MediaDependencies } from '../shared/media-dependencies.ts';
import { ingest, refused, type GivenFile } from './ingest.ts';

export const IMAGE_ENDINGS: Readonly<Record<ImageType, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
};

/** What no model takes, and what is turned into something that they do. */
const CONVERTED: readonly string[] = ['HEIC', 'AVIF', 'TIFF', 'GIF'];

/** What could be made smaller is fetched although it is too big: so much, or so many times. */
const ADJUSTABLE = { bytes: 50_000_000, times: 4 };

export function ingestImage(
  dependencies: MediaDependencies,
  source: MediaSource,
  limits: ImageLimits,
  { allowTranscode, signal }: TranscodeOptions,
): Promise<ImageIngested> {
  const maxBytes = mostImageBytesFetched(limits);
  const store = (given: GivenFile) => storeImage(given, limits, allowTranscode);
  const image = { media: 'image', maxBytes, totalTimeoutMs: 60_000, store } as const;
  return ingest(dependencies, source, image, signal);
}

async function storeImage(
  given: GivenFile,
  limits: ImageLimits,
  allowTranscode: boolean,
): Promise<ImageIngested> {
  const { name, file } = given;
  const image = await normalised(given, limits);
  if ('code' in image) return refused(image);
  // The smaller one is made before anybody is asked, so that whoever agrees has it at once.
  const smaller = file.bytes > limits.maxBytes || image.changes?.resized === true;
  return smaller && !allowTranscode
    ? { status: 'unfit', name, transcode: { seconds: null, encode: true } }
    : { status: 'taken', media: image };
}

async function normalised(given: GivenFile, limits: ImageLimits): Promise<ImageRef | MediaProblem> {
  const { files, file, name } = given;
  // The same original under the same limits becomes the same file, without decoding it again.
  const note = `image-${file.hash}-${hashOf(limits)}`;
  const known = await readStored(files, note, imageRefSchema);
  if (known) return known;
  const sniffed = await sniff(file.path);
  if (sniffed.kind !== 'image' && !isConverted(sniffed.found)) {
    const { types } = limits;
    return { media: 'image', code: 'wrong-type', name, found: sniffed.found, types };
  }
  const output = join(given.folder, 'normalised');
  const result = await normalise(given, output, limits);
  if (result.status !== 'done') return problemOf(result, name, limits);
  const { bytes, width, height, type, changes } = result;
  const { key } = await files.put(output, IMAGE_ENDINGS[type]);
  const unchanged = Object.keys(changes).length === 0;
  const image: ImageRef = {
    kind: 'image',
    key,
    contentType: type,
    bytes,
    width,
    height,
    ...(unchanged ? {} : { changes }),
  };
  await files.writeNote(note, JSON.stringify(image));
  return image;
}

/** What was too much for a process may be little for another that takes less of it at a time. */
async function normalise(
  { decoder, file, signal }: GivenFile,
  output: string,
  limits: ImageLimits,
): Promise<ImageResult> {
  try {
    return await decoder.normaliseImage(file.path, output, limits, { signal });
  } catch (error) {
    const tooMuch =
      error instanceof DecodeFailed && ['crashed', 'too-much-memory'].includes(error.code);
    if (!tooMuch) throw error;
    return await decoder.normaliseImage(file.path, output, limits, { thrifty: true, signal });
  }
}

function isConverted(found: unknown): boolean {
  return (
    typeof found === 'object' &&
    found !== null &&
    'format' in found &&
    CONVERTED.some((it) => it === found.format)
  );
}

function problemOf(
  result: Exclude<ImageResult, { status: 'done' }>,
  name: string,
  { maxBytes, minSide, maxRatio }: ImageLimits,
): MediaProblem {
  const about = { media: 'image', name } as const;
  switch (result.status) {
    case 'too-big':
      return { ...about, code: 'too-big', bytes: result.bytes, maxBytes };
    case 'bomb':
      return { ...about, code: 'bomb' };
    case 'broken':
      return { ...about, code: 'broken', share: result.share };
    case 'side': {
      const { width, height } = result;
      return { ...about, code: 'wrong-side', width, height, minSide };
    }
    case 'ratio': {
      const { width, height } = result;
      return { ...about, code: 'wrong-ratio', width, height, maxRatio };
    }
  }
}

/** The most that is fetched of a file, so that a smaller version of it can be offered. */
export function mostImageBytesFetched({ maxBytes }: ImageLimits): number {
  return Math.max(ADJUSTABLE.bytes, maxBytes * ADJUSTABLE.times);
}

function hashOf({ types, maxBytes, minSide, maxSide, maxRatio }: ImageLimits): string {
  const text = JSON.stringify([types, maxBytes, minSide, maxSide, maxRatio]);
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}
