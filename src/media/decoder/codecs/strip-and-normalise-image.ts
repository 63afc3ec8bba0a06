import { writeFile } from 'node:fs/promises';
import sharp, { type Metadata, type Sharp } from 'sharp';
import type { ImageType } from '../../../core/media/domain/media.ts';
import type { ImageResult, ImageTask } from '../messages.ts';

/** More than any camera makes; an image of this many pixels means harm, whatever its limits. */
const MAX_PIXELS = 268_000_000;

/** From here on an encoder's last few per cent cost seconds, and hundreds of megabytes. */
const LARGE_PIXELS = 16_000_000;

/** Each is tried until the result fits: first less quality, then fewer pixels. */
const STEPS = [
  { quality: 92, scale: 1 },
  { quality: 85, scale: 1 },
  { quality: 75, scale: 1 },
  { quality: 80, scale: 0.75 },
  { quality: 80, scale: 0.5 },
] as const;

// Kept results of a stranger's file are of no use to the next one.
sharp.cache(false);
sharp.concurrency(2);

/**
 * Decodes an image to its end and writes it anew: upright, in sRGB, with nothing but pixels. Without
 * being asked to keep them, sharp strips EXIF, and with it the GPS location, XMP and the rest.
 */
export async function normaliseImage(task: ImageTask): Promise<ImageResult> {
  const header = await sharp(task.input, { limitInputPixels: false }).metadata();
  const { width, height } = header.autoOrient;
  if (width * height > MAX_PIXELS) return { status: 'bomb' };
  const short = Math.min(width, height);
  const long = Math.max(width, height);
  // What the header says is enough to refuse; only what it lets through costs a decoding.
  if (short < task.minSide || long > task.maxSide) return { status: 'side', width, height };
  if (long / short > task.maxRatio) return { status: 'ratio', width, height };

  let smallest = Infinity;
  for (const { quality, scale } of STEPS) {
    if (Math.floor(short * scale) < task.minSide) continue;
    const pipeline = sharp(task.input, {
      limitInputPixels: MAX_PIXELS,
      // Also what is merely cut off is broken: half of somebody's picture is not their picture.
      failOn: 'truncated',
      // The first picture of an animation.
      pages: 1,
    }).autoOrient();
    if (scale < 1) pipeline.resize({ width: Math.round(width * scale) });
    encode(pipeline.toColourspace('srgb'), task.type, quality, header);
    const { data, info } = await pipeline.toBuffer({ resolveWithObject: true });
    if (data.length <= task.maxBytes) {
      await writeFile(task.output, data);
      return { status: 'done', bytes: data.length, width: info.width, height: info.height };
    }
    smallest = Math.min(smallest, data.length);
  }
  return { status: 'too-big', bytes: smallest };
}

function encode(pipeline: Sharp, type: ImageType, quality: number, source: Metadata): void {
  const large = source.width * source.height > LARGE_PIXELS;
  switch (type) {
    case 'image/jpeg': {
      const fine = quality > 90 && source.chromaSubsampling === '4:4:4';
      const chromaSubsampling = fine ? '4:4:4' : '4:2:0';
      pipeline.jpeg({ quality, chromaSubsampling, optimiseCoding: !large });
      return;
    }
    case 'image/webp':
      pipeline.webp({ quality, smartSubsample: !large, effort: large ? 2 : 4 });
      return;
    case 'image/png': {
      // First packed harder, which loses nothing, then with 256 colours, which loses some.
      const palette = source.isPalette || (quality < 85 && !large);
      const compressionLevel = quality < 90 ? 9 : large ? 3 : 7;
      const dither = source.isPalette ? 0 : 1;
      pipeline.png(palette ? { palette, dither, quality: 100 } : { compressionLevel });
    }
  }
}
