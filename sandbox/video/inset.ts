// Small framed pictures that are laid over a running video.
import { openPicture } from './artwork.ts';
import type { Size } from './artwork.ts';
import { even, toOverlay } from './planes.ts';
import type { Overlay } from './planes.ts';

interface Place extends Size {
  readonly left: number;
  readonly top: number;
}

/** The picture fills the place, but for a white frame around it. */
async function framed(image: Buffer, place: Place): Promise<Overlay> {
  const frame = Math.max(2, Math.round(Math.min(place.width, place.height) * 0.04));
  const rgba = await openPicture(image)
    .flatten()
    .resize({ width: place.width - 2 * frame, height: place.height - 2 * frame, fit: 'cover' })
    .extend({ top: frame, bottom: frame, left: frame, right: frame, background: '#fff' })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer();
  return toOverlay(rgba, place);
}

/** A row of square tiles under the labels, clear of the middle and of the caption. */
export async function tileRow(images: readonly Buffer[], size: Size): Promise<Overlay[]> {
  const side = even(
    Math.min(Math.min(size.width, size.height) * 0.18, (size.width * 0.9) / images.length),
  );
  const gap = even(side * 0.12);
  const top = even(size.height * 0.1);
  return Promise.all(
    images.map((image, index) =>
      framed(image, { left: gap + index * side, top, width: side - gap, height: side - gap }),
    ),
  );
}

/** The whole picture in its own shape, standing in the middle of the lower half. */
export async function standingFigure(image: Buffer, size: Size): Promise<Overlay> {
  const { width, height } = (await openPicture(image).metadata()).autoOrient;
  const scale = Math.min((size.height * 0.5) / height, (size.width * 0.45) / width);
  const own = {
    width: even(Math.max(8, width * scale)),
    height: even(Math.max(8, height * scale)),
  };
  return framed(image, {
    ...own,
    left: even((size.width - own.width) / 2),
    top: even(size.height * 0.97 - own.height),
  });
}
