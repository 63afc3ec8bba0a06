import type { Sharp } from 'sharp';
import type { ImageType } from '../../../core/media/domain/media.ts';
import type { OpenedImage } from './open-image.ts';

/** One way to write an image. */
export interface Form {
  readonly type: ImageType;
  readonly scale: number;
  readonly write: (pipeline: Sharp) => Sharp;
}

/** From here on an encoder's last few per cent cost seconds, and hundreds of megabytes. */
const LARGE_PIXELS = 16_000_000;
/** A PNG that is so many times too big is not packed until it fits. */
const HOPELESS = 2;
/** One that nearly is too big is a photo, which is packed better by how its pixels differ. */
const PHOTO = 0.5;

/** Ways to write an image, the best one first: each is tried until one fits. */
export function formsOf(
  image: OpenedImage,
  types: readonly ImageType[],
  maxBytes: number,
): readonly Form[] {
  const lossy = lossyType(image, types);
  if (lossy !== null && !image.lossless) {
    const steps = [
      ...([
        { quality: 92, scale: 1 },
        { quality: 85, scale: 1 },
        { quality: 75, scale: 1 },
      ] as const),
      ...([
        { quality: 80, scale: 0.75 },
        { quality: 80, scale: 0.5 },
      ] as const),
    ];
    return steps.map(({ quality, scale }) =>
      lossyForm(lossy, image, scale, quality, quality > 90 && image.fineColours),
    );
  }
  const smaller = [1, 0.75, 0.5];
  const whole = isHopeless(image, maxBytes) ? [] : losslessForms(image, types, maxBytes);
  if (lossy === null) {
    return [...whole, ...smaller.slice(1).map((scale) => adaptivePng(image, scale))];
  }
  // What was drawn pixel by pixel stays so as long as it fits, then looks the same, then is smaller.
  return [
    ...whole,
    lossyForm(lossy, image, 1, 95, true),
    ...smaller.map((scale) => lossyForm(lossy, image, scale, 90, true)),
  ];
}

function lossyType({ type }: OpenedImage, types: readonly ImageType[]): ImageType | null {
  if (type === 'image/webp' && types.includes(type)) return type;
  return (['image/jpeg', 'image/webp'] as const).find((it) => types.includes(it)) ?? null;
}

function isHopeless(image: OpenedImage, maxBytes: number): boolean {
  return image.type === null ? isLarge(image) : image.bytes > maxBytes * HOPELESS;
}

function losslessForms(image: OpenedImage, types: readonly ImageType[], maxBytes: number): Form[] {
  if (image.type === 'image/webp' && types.includes('image/webp')) {
    const effort = isLarge(image) ? 2 : 4;
    return [
      {
        type: 'image/webp',
        scale: 1,
        write: (pipeline) => pipeline.webp({ lossless: true, effort }),
      },
    ];
  }
  if (!types.includes('image/png')) return [];
  const { palette } = image;
  const compressionLevel = levelOf(image);
  const plain: Form = {
    type: 'image/png',
    scale: 1,
    write: (pipeline) =>
      pipeline.png(palette ? { palette, dither: 0, quality: 100 } : { compressionLevel }),
  };
  const adaptive = adaptivePng(image, 1);
  return image.bytes > maxBytes * PHOTO ? [adaptive, plain] : [plain, adaptive];
}

function levelOf(image: OpenedImage): number {
  return isLarge(image) ? 3 : 7;
}

function adaptivePng(image: OpenedImage, scale: number): Form {
  const compressionLevel = levelOf(image);
  return {
    type: 'image/png',
    scale,
    write: (pipeline) => pipeline.png({ compressionLevel, adaptiveFiltering: true }),
  };
}

function lossyForm(
  type: ImageType,
  image: OpenedImage,
  scale: number,
  quality: number,
  fine: boolean,
): Form {
  const large = isLarge(image);
  return {
    type,
    scale,
    write: (pipeline) =>
      type === 'image/webp'
        ? pipeline.webp({ quality, smartSubsample: !large, effort: large ? 2 : 4 })
        : pipeline.jpeg({
            quality,
            chromaSubsampling: fine ? '4:4:4' : '4:2:0',
            optimiseCoding: !large,
          }),
  };
}

function isLarge({ width, height }: OpenedImage): boolean {
  return width * height > LARGE_PIXELS;
}
