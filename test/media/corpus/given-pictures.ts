import { lit, type Colour } from './chart.ts';
import type { ImageType } from '../../../src/core/media/domain/media.ts';
import { given, JPEG, PNG, WEBP, type PictureCase } from './picture-case.ts';

/** The chart of the given files: where its colours are, and what they look like. */
const FIELDS: readonly Colour[] = [
  ...([
    [255, 0, 0],
    [0, 255, 0],
    [0, 0, 255],
    [0, 255, 255],
    [255, 0, 255],
  ] as const),
  ...([
    [255, 255, 0],
    [255, 255, 255],
    [128, 128, 128],
    [0, 0, 0],
    [224, 172, 105],
  ] as const),
];
export const seen = FIELDS.map((colour, index) => [75 + index * 90, 214, colour] as const);
export const wide = [960, 640] as const;
/** The animations show something else beside the chart in their later pictures. */
const takenAs = (becomes: ImageType) => ({ becomes, sides: wide, at: seen });

export const GIVEN: readonly PictureCase[] = [
  { what: 'images/no-eoi.jpg', file: () => given('images/no-eoi.jpg'), ...takenAs(JPEG) },
  {
    what: 'images/hole-to-end.jpg',
    file: () => given('images/hole-to-end.jpg'),
    refused: { code: 'broken' },
    share: 0.625,
  },
  {
    what: 'images/screenshot-lossless.webp',
    file: () => given('images/screenshot-lossless.webp'),
    becomes: WEBP,
    sides: [1280, 800],
  },
  {
    what: 'images/logo-dark-on-clear.png',
    file: () => given('images/logo-dark-on-clear.png'),
    becomes: PNG,
    changes: { background: 'white' },
    at: [[2, 2, [255, 255, 255]]],
  },
  {
    what: 'images/gama-linear16.png',
    file: () => given('images/gama-linear16.png'),
    becomes: PNG,
    sides: wide,
    at: seen.map(([x, y, colour]) => [x, y, lit(colour)] as const),
  },
  ...[
    'motion-photo.jpg',
    'ultrahdr.jpg',
    'ultrahdr-stripped.jpg',
    'orient5.jpg',
    'orient7.jpg',
    'progressive-restart-im.jpg',
  ].map((name) => ({ what: name, file: () => given(`passing/${name}`), ...takenAs(JPEG) })),
  { what: 'anim-apng.png', file: () => given('passing/anim-apng.png'), ...takenAs(PNG) },
  { what: 'p3.png', file: () => given('passing/p3.png'), ...takenAs(PNG) },
  { what: 'anim.webp', file: () => given('passing/anim.webp'), ...takenAs(WEBP) },
  { what: 'p3.webp', file: () => given('passing/p3.webp'), ...takenAs(WEBP) },
  {
    what: 'IMG_0001-heic.jpg',
    file: () => given('passing/IMG_0001-heic.jpg'),
    ...takenAs(JPEG),
    changes: { converted: true },
  },
  {
    what: 'cmyk-im.jpg',
    file: () => given('passing/cmyk-im.jpg'),
    becomes: JPEG,
    at: [
      [615, 214, [255, 255, 255]],
      [75, 214, [232, 0, 0]],
    ],
  },
  {
    // Its profile is shorter than it says, and nobody heeds it.
    what: 'figma-short-icc.png',
    file: () => given('passing/figma-short-icc.png'),
    becomes: PNG,
    at: [[75, 214, [234, 51, 34]]],
  },
  {
    what: 'palette-alpha.png',
    file: () => given('passing/palette-alpha.png'),
    becomes: PNG,
    changes: { background: 'white' },
    at: [
      [10, 10, [255, 255, 255]],
      [345, 214, [0, 255, 255]],
    ],
  },
  {
    what: 'rgba16.png',
    file: () => given('passing/rgba16.png'),
    becomes: PNG,
    changes: { background: 'white' },
    at: [[75, 214, [255, 127, 127]]],
  },
];
