import { join } from 'node:path';
import type {
  ImageLimits,
  ImageProblem,
  ImageRef,
  ImageType,
  MediaSource,
} from '../../core/media/domain/media.ts';
import type { ImageIngested } from '../../core/media/ports/media-store.ts';
import { DecodeFailed } from '../decoder/decode-failed.ts';
import type { Decoder } from '../decoder/decoder.ts';
import type { ImageResult } from '../decoder/messages.ts';
import { fetchAttachment, type Attached, type FetchDependencies } from './fetch-attachment.ts';
import type { MediaFiles } from '../storage/media-files.ts';
import { sniff } from '../shared/sniff.ts';
import { imageRefSchema, readStored } from '../storage/stored-media.ts';

export const IMAGE_ENDINGS: Readonly<Record<ImageType, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
};

const TOTAL_TIMEOUT_MS = 60_000;
const IDLE_TIMEOUT_MS = 10_000;

export interface IngestDependencies extends FetchDependencies {
  readonly files: MediaFiles;
  readonly decoder: Decoder;
}

export async function ingestImage(
  dependencies: IngestDependencies,
  source: MediaSource,
  limits: ImageLimits,
  signal: AbortSignal,
): Promise<ImageIngested> {
  const { name } = source;
  const { maxBytes } = limits;
  const decoder = dependencies.decoder.onBehalfOf(source.owner ?? source.url);
  await using workspace = await dependencies.files.workspace();
  const fetched = await fetchAttachment(dependencies, source, workspace.path, {
    maxBytes,
    signal,
    totalTimeoutMs: TOTAL_TIMEOUT_MS,
    idleTimeoutMs: IDLE_TIMEOUT_MS,
  });
  if (fetched.status !== 'had') return refused(problemOfFetch(fetched, name, maxBytes));
  const { file } = fetched;
  const type = await imageType(file.path, name, limits);
  if (typeof type !== 'string') return refused(type);

  // The same original under the same limits becomes the same file, without decoding it again.
  const note = `image-${file.hash}-${maxBytes}-${limits.minSide}`;
  const known = await readStored(dependencies.files, note, imageRefSchema);
  if (known) {
    const problem = problemOfSides(known, name, limits);
    return problem ? refused(problem) : { status: 'taken', image: known };
  }

  const output = join(workspace.path, 'normalised');
  const result = await normalise({ ...dependencies, decoder }, file.path, output, {
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

function problemOfFetch(
  fetched: Exclude<Attached, { status: 'had' }>,
  name: string,
  maxBytes: number,
): ImageProblem {
  switch (fetched.status) {
    case 'too-big':
      return { code: 'image-too-big', name, bytes: fetched.bytes, maxBytes };
    case 'unreachable':
      return { code: 'image-unreachable', name };
    case 'withheld':
      return { code: 'image-withheld', name };
  }
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
    case 'audio':
    case 'other':
      return { code: 'not-an-image', name, found: sniffed.found };
  }
}

async function normalise(
  { decoder, logger }: IngestDependencies,
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
        return { code: 'image-heavy', name };
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

function refused(problem: ImageProblem): ImageIngested {
  return { status: 'refused', problem };
}
