// Still pictures, made once per video: backdrops, scaled images, captions and labels.
import { createHash } from 'node:crypto';

import sharp from 'sharp';
import type { Sharp } from 'sharp';

import { even, toOverlay, toPlanes } from './planes.ts';
import type { Overlay, Planes } from './planes.ts';
import { drawable, fitText, textPath, textWidth } from './text.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A stranger's picture is not decoded past this many pixels. */
const MOST_PIXELS = 60_000_000;

/** A picture whose shape differs more than this from the frame is shown whole rather than cropped. */
const CROP_LIMIT = 1.4;

function larger(size: Size, factor: number): Size {
  return { width: even(size.width * factor), height: even(size.height * factor) };
}

export function openPicture(image: Buffer): Sharp {
  return sharp(image, { limitInputPixels: MOST_PIXELS, failOn: 'error' }).autoOrient();
}

/** Colours and places that always come out the same for the same words. */
function backdropSvg(seed: string, { width, height }: Size): Buffer {
  const bytes = createHash('sha256').update(seed).digest();
  const hue = ((bytes[0]! * 256 + bytes[1]!) / 65536) * 360;
  const turn = (by: number): number => Math.round((hue + by) % 360);
  const blobs = [0, 1, 2, 3, 4].map((i) => {
    const x = (bytes[4 + i * 3]! / 255) * width;
    const y = (bytes[5 + i * 3]! / 255) * height;
    const radius = (0.25 + bytes[6 + i * 3]! / 700) * Math.max(width, height);
    return {
      gradient: `<radialGradient id="b${i}"><stop offset="0" stop-color="hsl(${turn(30 + i * 45)},75%,58%)" stop-opacity=".85"/><stop offset="1" stop-color="hsl(${turn(30 + i * 45)},75%,45%)" stop-opacity="0"/></radialGradient>`,
      circle: `<circle cx="${x}" cy="${y}" r="${radius}" fill="url(#b${i})"/>`,
    };
  });
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs>` +
      `<linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="hsl(${turn(0)},60%,24%)"/><stop offset="1" stop-color="hsl(${turn(60)},60%,38%)"/></linearGradient>` +
      `${blobs.map((it) => it.gradient).join('')}</defs><rect width="${width}" height="${height}" fill="url(#g)"/>${blobs.map((it) => it.circle).join('')}</svg>`,
  );
}

async function planesOf(picture: Sharp): Promise<Planes> {
  const { data, info } = await picture.ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return toPlanes(data, info.width, info.height);
}

/** A gradient that belongs to the words, larger than the frame by `factor`. */
export async function backdrop(seed: string, size: Size, factor: number): Promise<Planes> {
  return planesOf(sharp(backdropSvg(seed, larger(size, factor))));
}

/** The given image, larger than the frame by `factor`: cropped a little, or whole over its own blur. */
export async function photograph(image: Buffer, size: Size, factor: number): Promise<Planes> {
  const target = larger(size, factor);
  const { width, height } = (await openPicture(image).metadata()).autoOrient;
  const ratio = width / height / (size.width / size.height);
  const fill = openPicture(image).flatten();
  if (ratio < CROP_LIMIT && ratio > 1 / CROP_LIMIT) {
    return planesOf(fill.resize({ ...target, fit: 'cover' }).toColourspace('srgb'));
  }
  const tiny = { width: 64, height: Math.round((64 * size.height) / size.width) };
  const small = await fill
    .resize({ ...tiny, fit: 'cover' })
    .blur(2)
    .modulate({ brightness: 0.6 })
    .png()
    .toBuffer();
  const whole = await openPicture(image)
    .flatten()
    .resize({ ...target, fit: 'inside' })
    .png()
    .toBuffer();
  const blurred = await sharp(small)
    .resize({ ...target, fit: 'fill' })
    .png()
    .toBuffer();
  return planesOf(
    sharp(blurred)
      .composite([{ input: whole }])
      .toColourspace('srgb'),
  );
}

/** The images as framed tiles on a backdrop. They keep clear of the edges, which motion cuts off. */
export async function tiles(
  images: readonly Buffer[],
  seed: string,
  size: Size,
  factor: number,
): Promise<Planes> {
  const target = larger(size, factor);
  const area = { width: target.width * 0.74, height: target.height * 0.56 };
  const { columns, side } = grid(images.length, area);
  const rows = Math.ceil(images.length / columns);
  const gap = Math.round(side * 0.08);
  const inner = Math.max(8, Math.round(side - gap));
  const frame = Math.max(2, Math.round(inner * 0.025));
  const composed = await Promise.all(
    images.map(async (image, index) => {
      const row = Math.floor(index / columns);
      const inRow = row === rows - 1 ? images.length - row * columns : columns;
      const left = (target.width - inRow * side) / 2 + (index % columns) * side + gap / 2;
      const top = target.height * 0.12 + (area.height - rows * side) / 2 + row * side + gap / 2;
      const input = await openPicture(image)
        .flatten()
        .resize({ width: inner - 2 * frame, height: inner - 2 * frame, fit: 'cover' })
        .extend({ top: frame, bottom: frame, left: frame, right: frame, background: '#fff' })
        .png()
        .toBuffer();
      return { input, left: Math.round(left), top: Math.round(top) };
    }),
  );
  return planesOf(sharp(backdropSvg(seed, target)).composite(composed));
}

/** The number of columns that makes square tiles largest. */
function grid(count: number, area: Size): { columns: number; side: number } {
  let best = { columns: 1, side: 0 };
  for (let columns = 1; columns <= count; columns += 1) {
    const side = Math.min(area.width / columns, area.height / Math.ceil(count / columns));
    if (side > best.side) best = { columns, side };
  }
  return best;
}

async function overlayOf(svg: string, place: Size & { left: number; top: number }) {
  const { width, height } = place;
  const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">`;
  const picture = sharp(Buffer.from(`${head}${svg}</svg>`));
  return toOverlay(await picture.ensureAlpha().raw().toBuffer(), place);
}

/** The words in the middle of the frame, for a picture that has nothing else to show. */
export async function title(text: string, size: Size): Promise<Overlay | null> {
  const margin = size.width * 0.08;
  return words(text, size, {
    left: 0,
    top: even(size.height * 0.2),
    width: size.width,
    height: even(size.height * 0.6),
    margin,
    maxSize: Math.round(Math.min(size.width, size.height) * 0.105),
    shade: `<rect x="${margin / 2}" width="${size.width - margin}" height="100%" rx="${margin / 3}" fill="#000" fill-opacity=".38"/>`,
  });
}

/** The words along the lower edge, over a shade that keeps them legible on any picture. */
export async function caption(text: string, size: Size): Promise<Overlay | null> {
  const height = even(size.height * 0.24);
  return words(text, size, {
    left: 0,
    top: size.height - height,
    width: size.width,
    height,
    margin: size.width * 0.05,
    maxSize: Math.round(Math.min(size.width, size.height) * 0.06),
    shade:
      '<defs><linearGradient id="s" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-opacity="0"/><stop offset=".35" stop-opacity=".62"/><stop offset="1" stop-opacity=".78"/></linearGradient></defs><rect width="100%" height="100%" fill="url(#s)"/>',
  });
}

interface WordsPlace extends Size {
  readonly left: number;
  readonly top: number;
  readonly margin: number;
  readonly maxSize: number;
  readonly shade: string;
}

async function words(text: string, frame: Size, place: WordsPlace): Promise<Overlay | null> {
  const minSize = Math.max(6, Math.round(Math.min(frame.width, frame.height) * 0.033));
  const room = { width: place.width - 2 * place.margin, height: place.height * 0.74 };
  const block = fitText(text, { ...room, maxSize: Math.max(minSize, place.maxSize), minSize });
  if (block.lines.length === 0) return null;
  const first = (place.height - block.height) / 2 + block.size * 0.95;
  const paths = block.lines.map((line, index) => {
    const x = (place.width - textWidth(line, block.size)) / 2;
    return textPath(line, x, first + index * block.lineHeight, block.size);
  });
  return overlayOf(`${place.shade}<path d="${paths.join('')}" fill="#fff"/>`, place);
}

const badges = new Map<string, Promise<Overlay | null>>();
const BADGES_KEPT = 200;

/** A small label in an upper corner. The same one is drawn once, as long as few others were since. */
export function badge(text: string, size: Size, corner: 'left' | 'right'): Promise<Overlay | null> {
  const key = JSON.stringify([text, size.width, size.height, corner]);
  const drawn = badges.get(key) ?? drawBadge(text, size, corner);
  badges.delete(key);
  badges.set(key, drawn);
  for (const [oldest] of badges) {
    if (badges.size <= BADGES_KEPT) break;
    badges.delete(oldest);
  }
  return drawn;
}

async function drawBadge(
  text: string,
  size: Size,
  corner: 'left' | 'right',
): Promise<Overlay | null> {
  const points = Math.max(7, Math.round(Math.min(size.width, size.height) * 0.034));
  const limit = size.width * 0.55;
  let shown = drawable(text);
  while (shown !== '' && textWidth(shown, points) > limit) shown = shown.slice(0, -1);
  if (shown === '') return null;
  const width = even(textWidth(shown, points) + points * 1.2);
  const height = even(points * 1.8);
  const margin = even(points * 0.8);
  const left = corner === 'left' ? margin : size.width - margin - width;
  return overlayOf(
    `<rect width="100%" height="100%" rx="${height / 2}" fill="#000" fill-opacity=".5"/>` +
      `<path d="${textPath(shown, points * 0.6, points * 1.27, points)}" fill="#fff"/>`,
    { left, top: margin, width, height },
  );
}
