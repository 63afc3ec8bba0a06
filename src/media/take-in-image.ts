import { join } from 'node:path';
import type {
  ImageLimits,
  ImageProblem,
  ImageRef,
  ImageType,
  MediaSource,
} from '../core/domain/media.ts';
import type { ImageTakenIn } from '../core/ports/media-store.ts';
import { DecodeFailed } from './decoder/decode-failed.ts';
import type { Decoder } from './decoder/decoder.ts';
import type { ImageResult } from './decoder/messages.ts';
import { download, type Downloaded } from './download.ts';
import { FetchRefused } from './fetch-refused.ts';
import type { FetchFile } from './guarded-fetch.ts';
import type { MediaFiles } from './media-files.ts';
import type { MediaLogger } from './media-logger.ts';
import { sniff } from './sniff.ts';
import { imageRefSchema } from './stored-media.ts';

export const IMAGE_ENDINGS: Readonly<Record<ImageType, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
};

const TOTAL_TIMEOUT_MS = 60_000;
const IDLE_TIMEOUT_MS = 10_000;

export interface TakeInDependencies {
  readonly files: MediaFiles;
  readonly decoder: Decoder;
  readonly fetchFile: FetchFile;
  readonly logger: MediaLogger;
}

export async function takeInImage(
  dependencies: TakeInDependencies,
  source: MediaSource,
  limits: ImageLimits,
  signal: AbortSignal,
): Promise<ImageTakenIn> {
  const { name, bytes } = source;
  const { maxBytes } = limits;
  if (bytes !== null && bytes > maxBytes) {
    return refused({ code: 'image-too-big', name, bytes, maxBytes });
  }
  await using workspace = await dependencies.files.workspace();
  const fetched = await fetchImage(dependencies, source, limits, workspace.path, signal);
  if ('code' in fetched) return refused(fetched);
  // Instead of a file that it keeps to itself a chat may answer with a page to sign in on.
  if (source.headers !== undefined && isPage(fetched))
    return refused({ code: 'image-withheld', name });
  const type = await imageType(fetched.path, name, limits);
  if (typeof type !== 'string') return refused(type);

  // The same original under the same limits becomes the same file, without decoding it again.
  const note = `image-${fetched.hash}-${maxBytes}-${limits.minSide}`;
  const known = await readKnown(dependencies.files, note);
  if (known) {
    const problem = problemOfSides(known, name, limits);
    return problem ? refused(problem) : { status: 'taken', image: known };
  }

  const output = join(workspace.path, 'normalised');
  const result = await normalise(dependencies, fetched.path, output, {
    type,
    name,
    limits,
    signal,
  });
  if ('code' in result) return refused(result);
  const { key } = await dependencies.files.put(output, IMAGE_ENDINGS[type]);
  const { width, height } = result;
  const image: ImageRef = {
    kind: 'image',
    key,
    contentType: type,
    bytes: result.bytes,
    width,
    height,
  };
  await dependencies.files.writeNote(note, JSON.stringify(image));
  return { status: 'taken', image };
}

async function fetchImage(
  { fetchFile, logger }: TakeInDependencies,
  { url, name, headers }: MediaSource,
  { maxBytes }: ImageLimits,
  folder: string,
  signal: AbortSignal,
): Promise<Downloaded | ImageProblem> {
  try {
    return await download(fetchFile, url, join(folder, 'original'), {
      maxBytes,
      signal,
      totalTimeoutMs: TOTAL_TIMEOUT_MS,
      idleTimeoutMs: IDLE_TIMEOUT_MS,
      ...(headers === undefined ? {} : { headers }),
    });
  } catch (error) {
    if (!(error instanceof FetchRefused)) throw error;
    logger.warn({ err: error, code: error.code }, 'an attachment was not had');
    return error.code === 'too-big'
      ? { code: 'image-too-big', name, bytes: error.declaredBytes, maxBytes }
      : { code: 'image-unreachable', name };
  }
}

function isPage({ contentType }: Downloaded): boolean {
  return contentType?.toLowerCase().startsWith('text/html') ?? false;
}

async function imageType(
  path: string,
  name: string,
  limits: ImageLimits,
): Promise<ImageType | ImageProblem> {
  const sniffed = await sniff(path);
  switch (sniffed.kind) {
    case 'image':
      return limits.types.includes(sniffed.type)
        ? sniffed.type
        : { code: 'image-type', name, found: sniffed.type.replace('image/', '').toUpperCase() };
    case 'other-image':
      return { code: 'image-type', name, found: sniffed.found };
    case 'video':
    case 'other':
      return { code: 'not-an-image', name, found: sniffed.found };
  }
}

async function readKnown(files: MediaFiles, note: string): Promise<ImageRef | null> {
  const text = await files.readNote(note);
  if (text === null) return null;
  const image = imageRefSchema.parse(JSON.parse(text));
  return (await files.touch(image.key)) ? image : null;
}

async function normalise(
  { decoder, logger }: TakeInDependencies,
  input: string,
  output: string,
  image: {
    readonly type: ImageType;
    readonly name: string;
    readonly limits: ImageLimits;
    readonly signal: AbortSignal;
  },
): Promise<Extract<ImageResult, { status: 'done' }> | ImageProblem> {
  const { type, name, limits, signal } = image;
  try {
    const result = await decoder.normaliseImage(input, output, type, limits, signal);
    switch (result.status) {
      case 'done':
        return result;
      case 'too-big':
        return { code: 'image-too-big', name, bytes: result.bytes, maxBytes: limits.maxBytes };
      case 'bomb':
        return { code: 'image-bomb', name };
      case 'side':
        return sideProblem(result, name, limits);
      case 'ratio':
        return ratioProblem(result, name, limits);
    }
  } catch (error) {
    if (!(error instanceof DecodeFailed)) throw error;
    logger.warn({ err: error, code: error.code }, 'an image was not decoded');
    switch (error.code) {
      case 'broken':
      case 'crashed':
        return { code: 'image-broken', name };
      case 'too-long':
      case 'too-much-memory':
        return { code: 'image-bomb', name };
      case 'ours':
      case 'closed':
        throw error;
    }
  }
}

interface Sides {
  readonly width: number;
  readonly height: number;
}

function problemOfSides(sides: Sides, name: string, limits: ImageLimits): ImageProblem | null {
  const short = Math.min(sides.width, sides.height);
  const long = Math.max(sides.width, sides.height);
  if (short < limits.minSide || long > limits.maxSide) return sideProblem(sides, name, limits);
  return long / short > limits.maxRatio ? ratioProblem(sides, name, limits) : null;
}

function sideProblem({ width, height }: Sides, name: string, limits: ImageLimits): ImageProblem {
  const { minSide, maxSide } = limits;
  return { code: 'image-side', name, width, height, minSide, maxSide };
}

function ratioProblem({ width, height }: Sides, name: string, limits: ImageLimits): ImageProblem {
  return { code: 'image-ratio', name, width, height, maxRatio: limits.maxRatio };
}

function refused(problem: ImageProblem): ImageTakenIn {
  return { status: 'refused', problem };
}
