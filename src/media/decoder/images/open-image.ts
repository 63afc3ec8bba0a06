import sharp, { type Sharp, type SharpOptions } from 'sharp';
import type { ImageType, Sides } from '../../../core/media/domain/media.ts';
import type { ForeignColours } from './heif.ts';
import { readJpeg } from './jpeg.ts';
import { PNG_SIGNATURE, readPng } from './png.ts';
import { dimmed } from './shining.ts';
import { firstPage } from './tiff.ts';
import { readWebP } from './webp.ts';

/** More than any camera makes; an image of this many pixels means harm, whatever its limits. */
export const MAX_PIXELS = 268_000_000;
/** Of one that sharp does not read itself, more would be held in memory many times over. */
const MAX_FOREIGN_PIXELS = 100_000_000;
const MOST_PROFILED_PIXELS = 24_000_000;

/** An image whose header was read; nothing of it is decoded yet. */
export interface OpenedImage extends Sides {
  /** Null where no model takes it as it is: a HEIC, an AVIF, a TIFF, a GIF. */
  readonly type: ImageType | null;
  /** Every pixel is as it was drawn: what loses some would show. */
  readonly lossless: boolean;
  /** It has 256 colours at most. */
  readonly palette: boolean;
  /** Colours are as sharp as light and dark are. */
  readonly fineColours: boolean;
  readonly mayBeClear: boolean;
  /** It says what its colours are, unlike most. */
  readonly profiled: boolean;
  readonly bytes: number;
  readonly mostPixels: number;
  load(): Promise<LoadedImage>;
}

export interface LoadedImage {
  /** A pipeline from its beginning: upright, and in an animation the first picture. */
  read(options?: Pick<SharpOptions, 'failOn'>): Sharp;
  /** How much of it is there, 0 to 1, once it did not decode; null where nobody can tell. */
  share(failure: string): Promise<number | null>;
}

/** @throws when it is no image that is known, or has no header */
export async function openImage(file: Buffer): Promise<OpenedImage> {
  if (file.subarray(0, PNG_SIGNATURE.length).equals(PNG_SIGNATURE)) {
    const png = readPng(file);
    const share = (): Promise<number> => png.share();
    const plain = await opened(png.bytes, 'image/png', { lossless: true, share });
    const { shining } = png;
    if (shining === null) return plain;
    const load = async (): Promise<LoadedImage> => ({
      ...(await inColours(pipelineOf(png.bytes), plain, { shining })),
      share,
    });
    return { ...plain, mostPixels: MAX_FOREIGN_PIXELS, load };
  }
  if (file.length > 2 && file.readUInt16BE(0) === 0xffd8) {
    const jpeg = await readJpeg(file);
    return await opened(jpeg.bytes, 'image/jpeg', {
      mostPixels: jpeg.endless ? 0 : MAX_PIXELS,
      failOn: 'warning',
      share: (failure) => shareOfJpeg(failure, () => jpeg.share()),
    });
  }
  if (file.toString('latin1', 0, 4) === 'RIFF') {
    const { bytes, lossless } = readWebP(file);
    return await opened(bytes, 'image/webp', { lossless });
  }
  if (file.toString('latin1', 4, 8) === 'ftyp') return await openHeif(file);
  return await opened(firstPage(file), null, { lossless: true });
}

/** What a decoder of JPEG complains of: pixels that are not there, and bytes that are no pixels. */
const SHORT = /premature end/i;
const LEFT_OVER = /corrupt JPEG data: (\d+) extraneous/i;
const CORRUPT = /corrupt JPEG data/i;
/** More left over is what a hole was filled with. */
const MOST_LEFT_OVER = 16;
/** Of less than this, nobody misses anything. */
const WHOLE = 0.985;

async function shareOfJpeg(
  failure: string,
  measured: () => Promise<number>,
): Promise<number | null> {
  const leftOver = Number(LEFT_OVER.exec(failure)?.[1] ?? 0);
  if (SHORT.test(failure) || leftOver > MOST_LEFT_OVER) {
    const share = await measured();
    return share >= WHOLE ? 1 : share;
  }
  return CORRUPT.test(failure) && leftOver === 0 ? null : 1;
}

interface Traits {
  readonly lossless?: boolean;
  readonly failOn?: SharpOptions['failOn'];
  readonly mostPixels?: number;
  readonly share?: LoadedImage['share'];
}

async function opened(
  bytes: Buffer,
  type: ImageType | null,
  {
    lossless = false,
    failOn = 'truncated',
    mostPixels = MAX_PIXELS,
    share = () => Promise.resolve(null),
  }: Traits,
): Promise<OpenedImage> {
  const header = await sharp(bytes, { limitInputPixels: false }).metadata();
  return {
    type,
    lossless,
    width: header.autoOrient.width,
    height: header.autoOrient.height,
    palette: header.isPalette,
    fineColours: header.chromaSubsampling === '4:4:4',
    mayBeClear: header.hasAlpha,
    profiled: header.hasProfile,
    bytes: bytes.length,
    mostPixels,
    load: () =>
      Promise.resolve({
        read: (options) =>
          sharp(bytes, { limitInputPixels: MAX_PIXELS, pages: 1, failOn, ...options }).autoOrient(),
        share,
      }),
  };
}

async function openHeif(file: Buffer): Promise<OpenedImage> {
  // Loaded for those who need it: it is big, and most images are others.
  const { openHeic, coloursOf } = await import('./heif.ts');
  const colours = coloursOf(file);
  if (isAvif(file)) {
    const avif = await opened(file, null, {});
    // A profile is heeded as in every other image.
    if (colours === null || ('profile' in colours && avif.profiled)) return avif;
    const load = (): Promise<LoadedImage> => inColours(pipelineOf(file), avif, colours);
    const profiled = 'profile' in colours;
    return { ...avif, profiled, mostPixels: MAX_FOREIGN_PIXELS, load };
  }
  const heic = openHeic(file);
  const { width, height } = heic;
  const load = async (): Promise<LoadedImage> => {
    const { data } = await heic.decode();
    const drawn = sharp(data, { raw: { width, height, channels: 4 } });
    return colours === null ? whole(drawn) : await inColours(drawn, heic, colours);
  };
  return {
    type: null,
    lossless: false,
    width,
    height,
    palette: false,
    fineColours: false,
    mayBeClear: true,
    profiled: colours !== null && 'profile' in colours,
    bytes: file.length,
    mostPixels: MAX_FOREIGN_PIXELS,
    load,
  };
}

function isAvif(file: Buffer): boolean {
  const brands = file.toString('latin1', 8, Math.min(file.readUInt32BE(0), 64));
  return /avif|avis/.test(brands);
}

function pipelineOf(file: Buffer): Sharp {
  return sharp(file, { limitInputPixels: MAX_PIXELS, pages: 1 }).autoOrient();
}

function whole(drawn: Sharp): LoadedImage {
  return { read: () => drawn.clone(), share: () => Promise.resolve(null) };
}

/** Of colours that sharp is not told by the file itself. */
async function inColours(
  drawn: Sharp,
  sides: Sides,
  colours: ForeignColours,
): Promise<LoadedImage> {
  const pixels = sides.width * sides.height;
  if (pixels > MOST_PROFILED_PIXELS) {
    drawn.resize({ width: Math.round(sides.width * Math.sqrt(MOST_PROFILED_PIXELS / pixels)) });
  }
  if ('shining' in colours) {
    const { data, ...raw } = await dimmed(drawn, colours.shining);
    return whole(sharp(data, { raw }));
  }
  // As a PNG, which can carry the profile, so that it is dealt with as every other image.
  const png = await drawn.png({ compressionLevel: 0 }).toBuffer();
  return await (await opened(readPng(png, colours.profile).bytes, 'image/png', {})).load();
}
