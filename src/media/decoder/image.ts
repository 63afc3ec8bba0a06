import { writeFile } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import type { ImageResult, ImageTask } from './messages.ts';

/** More than any camera makes; an image of this many pixels means harm, whatever its limits. */
const MAX_PIXELS = 268_000_000;

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

/** Decodes an image to its end and writes it anew: upright, in sRGB, with nothing but pixels. */
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
    encode(pipeline.toColourspace('srgb'), task, quality, header.isPalette);
    const { data, info } = await pipeline.toBuffer({ resolveWithObject: true });
    if (data.length <= task.maxBytes) {
      await writeFile(task.output, data);
      return { status: 'done', bytes: data.length, width: info.width, height: info.height };
    }
    smallest = Math.min(smallest, data.length);
  }
  return { status: 'too-big', bytes: smallest };
}

function encode(pipeline: Sharp, task: ImageTask, quality: number, palette: boolean): void {
  switch (task.type) {
    case 'image/jpeg':
      pipeline.jpeg({ quality, chromaSubsampling: quality > 90 ? '4:4:4' : '4:2:0' });
      return;
    case 'image/webp':
      pipeline.webp({ quality, smartSubsample: true });
      return;
    case 'image/png':
      // Its quality is that of its palette, which has 256 colours at most.
      pipeline.png({ compressionLevel: 9, palette: palette || quality < 92, quality: 100 });
  }
}
