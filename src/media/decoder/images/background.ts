import type { Background } from '../../../core/media/domain/media.ts';
import type { LoadedImage } from './open-image.ts';

const SIDE = 256;
const CHANNELS = 4;
const SOLID = 128;
/** From here on, what is drawn would hardly be seen on white. */
const LIGHT = 0.4;

/**
 * What is put behind an image that is clear in places, so that what is drawn on it can be seen:
 * white, and black behind what is light at its edges. Null where nothing of it is clear.
 */
export async function backgroundOf(image: LoadedImage): Promise<Background | null> {
  const { data, info } = await image
    .read()
    .resize({ width: SIDE, height: SIDE, fit: 'inside', withoutEnlargement: true })
    .ensureAlpha()
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const row = info.width * CHANNELS;
  const alphaAt = (place: number): number => data[place + 3] ?? 0;
  let clear = false;
  const edge = { light: 0, weight: 0 };
  const all = { light: 0, weight: 0 };
  for (let place = 0; place < data.length; place += CHANNELS) {
    const alpha = alphaAt(place);
    clear ||= alpha < 255;
    const light = alpha === 0 ? 0 : lightAt(data, place);
    all.light += light * alpha;
    all.weight += alpha;
    if (alpha < SOLID) continue;
    const column = place % row;
    const atEdge =
      (column > 0 && alphaAt(place - CHANNELS) < SOLID) ||
      (column < row - CHANNELS && alphaAt(place + CHANNELS) < SOLID) ||
      (place >= row && alphaAt(place - row) < SOLID) ||
      (place + row < data.length && alphaAt(place + row) < SOLID);
    if (!atEdge) continue;
    edge.light += light;
    edge.weight += 1;
  }
  if (!clear) return null;
  const { light, weight } = edge.weight > 0 ? edge : all;
  return weight > 0 && light / weight > LIGHT ? 'black' : 'white';
}

function lightAt(data: Buffer, place: number): number {
  const red = ((data[place] ?? 0) / 255) ** 2.2;
  const green = ((data[place + 1] ?? 0) / 255) ** 2.2;
  const blue = ((data[place + 2] ?? 0) / 255) ** 2.2;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
