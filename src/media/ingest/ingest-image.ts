import { join } from 'node:path';
import type {
  ImageLimits,
  ImageRef,
  ImageType,
  MediaProblem,
  MediaSource,
  Sides,
} from '../../core/media/domain/media.ts';
import type { Ingested } from '../../core/media/ports/media-store.ts';
import { sniff } from '../shared/sniff.ts';
import { imageRefSchema, readStored } from '../storage/stored-media.ts';
import type { MediaDependencies } from '../shared/media-dependencies.ts';
import { ingest, refused, type GivenFile } from './ingest.ts';

export const IMAGE_ENDINGS: Readonly<Record<ImageType, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
};

export function ingestImage(
  dependencies: MediaDependencies,
  source: MediaSource,
  limits: ImageLimits,
  signal: AbortSignal,
): Promise<Ingested<ImageRef>> {
  const { maxBytes } = limits;
  const store = (given: GivenFile) => storeImage(given, limits);
  const image = { media: 'image', maxBytes, totalTimeoutMs: 60_000, store } as const;
  return ingest(dependencies, source, image, signal);
}

async function storeImage(given: GivenFile, limits: ImageLimits): Promise<Ingested<ImageRef>> {
  const { files, decoder, file, name, signal } = given;
  const type = await imageType(file.path, name, limits);
  if (typeof type !== 'string') return refused(type);

  // The same original under the same limits becomes the same file, without decoding it again.
  const note = `image-${file.hash}-${limits.maxBytes}-${limits.minSide}`;
  const known = await readStored(files, note, imageRefSchema);
  if (known) {
    const problem = problemOfSides(known, name, limits);
    return problem ? refused(problem) : { status: 'taken', media: known };
  }

  const output = join(given.folder, 'normalised');
  const result = await decoder.normaliseImage(file.path, output, type, limits, signal);
  switch (result.status) {
    case 'too-big': {
      const { maxBytes } = limits;
      return refused({ media: 'image', code: 'too-big', name, bytes: result.bytes, maxBytes });
    }
    case 'bomb':
      return refused({ media: 'image', code: 'bomb', name });
    case 'side':
      return refused(sideProblem(result, name, limits));
    case 'ratio':
      return refused(ratioProblem(result, name, limits));
    case 'done': {
      const { key } = await files.put(output, IMAGE_ENDINGS[type]);
      const { bytes, width, height } = result;
      const image: ImageRef = { kind: 'image', key, contentType: type, bytes, width, height };
      await files.writeNote(note, JSON.stringify(image));
      return { status: 'taken', media: image };
    }
  }
}

async function imageType(
  path: string,
  name: string,
  limits: ImageLimits,
): Promise<ImageType | MediaProblem> {
  const sniffed = await sniff(path);
  if (sniffed.kind === 'image' && limits.types.includes(sniffed.type)) return sniffed.type;
  const { types } = limits;
  return { media: 'image', code: 'wrong-type', name, found: sniffed.found, types };
}

function problemOfSides(sides: Sides, name: string, limits: ImageLimits): MediaProblem | null {
  const short = Math.min(sides.width, sides.height);
  const long = Math.max(sides.width, sides.height);
  if (short < limits.minSide || long > limits.maxSide) return sideProblem(sides, name, limits);
  return long / short > limits.maxRatio ? ratioProblem(sides, name, limits) : null;
}

function sideProblem({ width, height }: Sides, name: string, limits: ImageLimits): MediaProblem {
  const { minSide, maxSide } = limits;
  return { media: 'image', code: 'wrong-side', name, width, height, minSide, maxSide };
}

function ratioProblem(
  { width, height }: Sides,
  name: string,
  { maxRatio }: ImageLimits,
): MediaProblem {
  return { media: 'image', code: 'wrong-ratio', name, width, height, maxRatio };
}
