import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import {
  chart,
  COLOURS,
  deepChart,
  displayP3,
  each,
  fromSrgb,
  hlg,
  linear,
  lit,
  pq,
} from './chart.ts';
import {
  codes,
  gamma,
  P3_CHROMATICITIES,
  rechunked,
  texts,
  withChunks,
  withFewerPixels,
} from './file-bytes.ts';
import { clear, gradient, photo } from './odd-pictures.ts';
import { JPEG, PNG, png, whole, type PictureCase } from './picture-case.ts';

export const PNGS: readonly PictureCase[] = [
  { what: 'a PNG', file: png, ...whole(PNG) },
  {
    what: 'a PNG with room for what is clear',
    file: () => chart().ensureAlpha().png().toBuffer(),
    ...whole(PNG),
  },
  {
    what: 'a PNG of a palette',
    file: () => chart().png({ palette: true, dither: 0 }).toBuffer(),
    ...whole(PNG),
  },
  {
    what: 'an interlaced PNG',
    file: () => chart().png({ progressive: true }).toBuffer(),
    ...whole(PNG),
  },
  {
    what: 'a grey PNG',
    file: () => chart().toColourspace('b-w').png().toBuffer(),
    becomes: PNG,
    at: [[80, 48, [128, 128, 128]]],
  },
  {
    what: 'a PNG of a light drawing on nothing',
    file: () => clear('#fff8e0'),
    becomes: PNG,
    changes: { background: 'black' },
    at: [
      [2, 2, [0, 0, 0]],
      [48, 48, [255, 248, 224]],
    ],
  },
  {
    what: 'a PNG of a dark drawing on nothing',
    file: () => clear('#102030'),
    becomes: PNG,
    changes: { background: 'white' },
    at: [
      [2, 2, [255, 255, 255]],
      [48, 48, [16, 32, 48]],
    ],
  },
  {
    what: 'a PNG in Display P3',
    file: () => chart().withIccProfile('p3').png().toBuffer(),
    ...whole(PNG),
  },
  {
    what: 'a PNG whose gamma is that of every screen',
    file: async () => withChunks(await png(), gamma(0.45455)),
    ...whole(PNG),
  },
  {
    what: 'a PNG of light as it is',
    file: async () => withChunks(await chart(linear).png().toBuffer(), gamma(1)),
    becomes: PNG,
    // Eight bits of light are coarse where it is dark.
    colours: COLOURS.map((colour) => lit(each(linear(colour), Math.round))),
  },
  {
    what: 'a PNG of 16 bits of light as it is, in colours',
    file: async () => withChunks(await deepChart(linear).png().toBuffer(), gamma(1)),
    ...whole(PNG),
  },
  {
    what: 'a grey PNG of light as it is',
    file: async () =>
      withChunks(
        await sharp({ create: { width: 96, height: 96, channels: 3, background: '#373737' } })
          .toColourspace('b-w')
          .png()
          .toBuffer(),
        gamma(1),
      ),
    becomes: PNG,
    at: [[48, 48, [128, 128, 128]]],
  },
  {
    what: 'a PNG that says where its red, green and blue are',
    file: async () =>
      withChunks(await chart(displayP3).png().toBuffer(), gamma(0.45455), P3_CHROMATICITIES),
    ...whole(PNG),
  },
  {
    what: 'a PNG whose word of sRGB stands above its gamma',
    file: async () => withChunks(await png(), gamma(1), { name: 'sRGB', data: Buffer.from([0]) }),
    ...whole(PNG),
  },
  {
    what: 'a PNG with the code of Display P3',
    file: async () => withChunks(await chart(displayP3).png().toBuffer(), codes(12, 13)),
    ...whole(PNG),
  },
  {
    what: 'a PNG of a screen that shines (PQ)',
    file: async () => withChunks(await deepChart(pq).png().toBuffer(), codes(9, 16)),
    ...whole(PNG),
  },
  {
    what: 'a PNG of a screen that shines (HLG)',
    file: async () => withChunks(await deepChart(hlg).png().toBuffer(), codes(9, 18)),
    ...whole(PNG),
  },
  {
    what: 'a PNG whose profile is none',
    file: async () =>
      withChunks(await png(), { name: 'iCCP', data: Buffer.from('none\0\0nonsense', 'latin1') }),
    ...whole(PNG),
  },
  { what: 'a PNG of 16 bits', file: () => gradient().png().toBuffer(), becomes: PNG, smooth: true },
  {
    what: 'a PNG of 16 bits of light as it is',
    file: async () => withChunks(await gradient(fromSrgb).png().toBuffer(), gamma(1)),
    becomes: PNG,
    smooth: true,
  },
  {
    what: 'a PNG without its end',
    file: async () => (await png()).subarray(0, -12),
    ...whole(PNG),
  },
  {
    what: 'a PNG whose checksums are wrong',
    file: async () => {
      const bytes = Buffer.from(await png());
      bytes.writeUInt32BE(7, bytes.length - 16);
      return bytes;
    },
    ...whole(PNG),
  },
  {
    what: 'a PNG of which half was uploaded',
    file: async () => {
      const bytes = await photo(200).png().toBuffer();
      return bytes.subarray(0, bytes.length / 2);
    },
    refused: { code: 'broken' },
    share: 0.5,
  },
  {
    what: 'a PNG that has 60 % of its pixels and says nothing of it',
    file: async () => withFewerPixels(await png(), 0.6),
    refused: { code: 'broken' },
    share: 0.6,
  },
  {
    what: 'a PNG of 9 MB with 480 texts that unfold to 9 GB',
    file: async () => withChunks(await png(), ...texts(480)),
    ...whole(PNG),
  },
  {
    what: 'a PNG photo that only fits by other filters',
    file: () => photo(300).png({ compressionLevel: 9 }).toBuffer(),
    limits: { maxBytes: 160_000 },
    becomes: PNG,
  },
  {
    what: 'a PNG photo that does not fit',
    file: () => photo(300).png({ adaptiveFiltering: true }).toBuffer(),
    limits: { maxBytes: 100_000 },
    becomes: JPEG,
    changes: { converted: true },
  },
  {
    what: 'a PNG photo that only fits when it is smaller',
    file: () => photo(300).png({ adaptiveFiltering: true }).toBuffer(),
    limits: { maxBytes: 9000 },
    becomes: JPEG,
    changes: { converted: true, resized: true },
  },
  {
    what: 'a PNG photo for a model that takes PNG alone',
    file: () => photo(300).png({ adaptiveFiltering: true }).toBuffer(),
    limits: { maxBytes: 100_000, types: [PNG] },
    becomes: PNG,
    changes: { resized: true },
  },
  {
    what: 'a PNG with other chunks behind its picture',
    file: async () =>
      rechunked(await png(), (chunks) => [
        ...chunks.slice(0, -1),
        { name: 'tIME', data: randomBytes(7) },
        ...chunks.slice(-1),
      ]),
    ...whole(PNG),
  },
];
