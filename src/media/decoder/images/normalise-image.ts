import { readFile, writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import type { Background, ImageChanges, Sides } from '../../../core/media/domain/media.ts';
import type { ImageResult, ImageTask } from '../messages.ts';
import { backgroundOf } from './background.ts';
import { formsOf, type Form } from './forms.ts';
import { openImage, type LoadedImage, type OpenedImage } from './open-image.ts';

const THREADS = 2;
/** As many pixels as are decoded of an image that was too much for this machine as it is. */
const THRIFTY_PIXELS = 4_000_000;

// Kept results of a stranger's file are of no use to the next one.
sharp.cache(false);

/**
 * Decodes an image to its end and writes it anew: upright, in sRGB, nothing of it clear, with
 * nothing but pixels. Without being asked to keep them, sharp strips EXIF, and with it the GPS
 * location, XMP and the rest.
 */
export async function normaliseImage(task: ImageTask): Promise<ImageResult> {
  // By other code than what it was too much for, and with less at a time.
  sharp.concurrency(task.thrifty ? 1 : THREADS);
  sharp.simd(!task.thrifty);
  const image = await openImage(await readFile(task.input));
  const { width, height } = image;
  if (width * height > image.mostPixels) return { status: 'bomb' };
  const short = Math.min(width, height);
  const long = Math.max(width, height);
  // What the header says is enough to refuse; only what it lets through costs a decoding.
  if (long / short > task.maxRatio) return { status: 'ratio', width, height };
  const scale = Math.min(
    task.maxSide / long,
    task.thrifty ? Math.sqrt(THRIFTY_PIXELS / (width * height)) : 1,
    1,
  );
  if (short * scale < task.minSide) return { status: 'side', width, height };

  const loaded = await image.load();
  try {
    return await write(task, image, loaded, scale);
  } catch (error) {
    if (!(error instanceof Error) || 'syscall' in error) throw error;
    const share = await loaded.share(error.message);
    if (share === null) throw error;
    if (share < 1) return { status: 'broken', share };
    // Something is wrong with it, but not with its pixels.
    const read: LoadedImage['read'] = () => loaded.read({ failOn: 'none' });
    return await write(task, image, { ...loaded, read }, scale);
  }
}

async function write(
  task: ImageTask,
  image: OpenedImage,
  loaded: LoadedImage,
  scale: number,
): Promise<ImageResult> {
  const background = image.mayBeClear ? await backgroundOf(loaded) : null;
  const short = Math.min(image.width, image.height);
  let smallest = Infinity;
  for (const form of formsOf(image, task.types, task.maxBytes)) {
    const sides = scaled(image, form.scale * scale);
    if (form.scale < 1 && Math.floor(short * form.scale * scale) < task.minSide) continue;
    const pipeline = loaded.read();
    if (sides !== null) pipeline.resize({ ...sides, fit: 'fill' });
    if (background === null) pipeline.removeAlpha();
    else pipeline.flatten({ background });
    pipeline.toColourspace('srgb');
    // Of 16 bits and a profile, sharp makes Display P3 without a word of it where this is not said.
    if (image.profiled) pipeline.withIccProfile('srgb', { attach: false });
    const { data, info } = await form.write(pipeline).toBuffer({ resolveWithObject: true });
    if (data.length <= task.maxBytes) {
      await writeFile(task.output, data);
      return {
        status: 'done',
        bytes: data.length,
        width: info.width,
        height: info.height,
        type: form.type,
        changes: changesOf(image, form, info, background),
      };
    }
    smallest = Math.min(smallest, data.length);
  }
  return { status: 'too-big', bytes: smallest };
}

function scaled({ width, height }: Sides, scale: number): Sides | null {
  if (scale >= 1) return null;
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
}

function changesOf(
  image: OpenedImage,
  form: Form,
  written: Sides,
  background: Background | null,
): ImageChanges {
  return {
    ...(form.type === image.type ? {} : { converted: true }),
    ...(written.width === image.width && written.height === image.height ? {} : { resized: true }),
    ...(background === null ? {} : { background }),
  };
}
