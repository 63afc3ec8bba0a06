import sharp from 'sharp';
import { chart, COLOURS, displayP3, hlg, lit, type Colour } from './chart.ts';
import { seen, wide } from './given-pictures.ts';
import { codedPicture, heif } from './heif-bytes.ts';
import { clear, gradient, photo, solid } from './odd-pictures.ts';
import { given, JPEG, PNG, png, WEBP, whole, type PictureCase } from './picture-case.ts';

const coded = () => codedPicture('heic', given('passing/IMG_0001-heic.jpg'));
const avif = async (write?: (colour: Colour) => Colour, bitdepth: 8 | 10 = 8) => {
  const options = { quality: 95, chromaSubsampling: '4:4:4', effort: 0, bitdepth } as const;
  return codedPicture('avif', await chart(write).avif(options).toBuffer());
};
const converted = { becomes: JPEG, changes: { converted: true } } as const;
const drawn = { becomes: PNG, changes: { converted: true } } as const;

export const OTHER_PICTURES: readonly PictureCase[] = [
  { what: 'a WebP', file: () => chart().webp({ quality: 95 }).toBuffer(), ...whole(WEBP) },
  {
    what: 'a WebP in Display P3',
    file: () => chart().withIccProfile('p3').webp({ lossless: true }).toBuffer(),
    ...whole(WEBP),
  },
  {
    what: 'a WebP that counts its own bytes wrongly',
    file: async () => {
      const bytes = Buffer.from(await chart().webp({ quality: 95 }).toBuffer());
      bytes.writeUInt32LE(bytes.length + 5000, 4);
      return bytes;
    },
    ...whole(WEBP),
  },
  {
    what: 'a WebP that is cut off',
    file: async () => {
      const bytes = await photo(200).webp().toBuffer();
      return bytes.subarray(0, bytes.length / 2);
    },
    refused: { code: 'broken' },
  },
  {
    what: 'a WebP of a light drawing on nothing',
    file: async () =>
      sharp(await clear('#fff8e0'))
        .webp({ lossless: true })
        .toBuffer(),
    becomes: WEBP,
    changes: { background: 'black' },
    at: [[2, 2, [0, 0, 0]]],
  },
  {
    what: 'a WebP of twenty thousand pictures',
    file: async () => {
      const colours = await Promise.all(['#fff', '#f00'].map((it) => solid(it)));
      const two = await sharp(colours, { join: { animated: true } })
        .webp({ lossless: true })
        .toBuffer();
      const at = two.lastIndexOf('ANMF');
      return Buffer.concat([two, ...Array.from({ length: 20_000 }, () => two.subarray(at))]);
    },
    becomes: WEBP,
    at: [[48, 48, [255, 255, 255]]],
  },
  { what: 'a GIF', file: () => chart().gif({ dither: 0 }).toBuffer(), ...drawn, colours: COLOURS },
  {
    what: 'a GIF that moves',
    file: async () =>
      sharp([await png(), await clear('#00f')], { join: { animated: true } })
        .gif({ dither: 0 })
        .toBuffer(),
    ...drawn,
    colours: COLOURS,
  },
  {
    what: 'a TIFF',
    file: () => chart().tiff({ compression: 'lzw' }).toBuffer(),
    ...drawn,
    colours: COLOURS,
  },
  {
    what: 'a TIFF in Display P3',
    file: () => chart().withIccProfile('p3').tiff({ compression: 'deflate' }).toBuffer(),
    ...drawn,
    colours: COLOURS,
  },
  { what: 'a TIFF of 16 bits', file: () => gradient().tiff().toBuffer(), ...drawn, smooth: true },
  {
    what: 'an AVIF',
    file: () => chart().avif({ quality: 90, chromaSubsampling: '4:4:4', effort: 0 }).toBuffer(),
    ...converted,
    colours: COLOURS,
  },
  {
    what: 'an AVIF of 10 bits',
    file: () =>
      chart().avif({ quality: 90, chromaSubsampling: '4:4:4', effort: 0, bitdepth: 10 }).toBuffer(),
    ...converted,
    colours: COLOURS,
  },
  {
    what: 'an AVIF with the code of Display P3',
    file: async () => heif(await avif(displayP3), { codes: [12, 13] }),
    ...converted,
    colours: COLOURS,
  },
  {
    what: 'an AVIF of a screen that shines (HLG)',
    file: async () => heif(await avif(hlg, 10), { codes: [9, 18] }),
    ...converted,
    // What is coded with few bits is not told apart where it is dark.
    at: [
      [48, 48, [0, 0, 0]],
      [16, 48, [252, 252, 252]],
      [80, 48, [128, 128, 128]],
      [16, 80, [224, 172, 105]],
    ],
  },
  { what: 'a HEIC', file: () => heif(coded()), ...converted, sides: wide, at: seen },
  {
    what: 'a HEIC of tiles',
    file: () => heif(coded(), { grid: { columns: 1, rows: 2 } }),
    ...converted,
    sides: [960, 1280],
    at: [...seen, ...seen.map(([x, y, colour]) => [x, y + 640, colour] as const)],
  },
  {
    what: 'a HEIC that lies on its side',
    file: () => heif(coded(), { turns: 1 }),
    ...converted,
    sides: [640, 960],
    // A quarter against the clock.
    at: seen.map(([x, y, colour]) => [y, 959 - x, colour] as const),
  },
  {
    what: 'a HEIC of light as it is',
    file: () => heif(coded(), { codes: [1, 8] }),
    ...converted,
    // Where it is dark, eight bits of light are coarse.
    at: [seen[6]!, seen[7]!, seen[9]!].map(([x, y, colour]) => [x, y, lit(colour)] as const),
  },
  {
    what: 'a HEIC that is cut off',
    file: () => heif(coded()).subarray(0, 20_000),
    refused: { code: 'broken' },
  },
];

const named = (format: string) => ({ refused: { code: 'wrong-type', found: { format } } });
export const NO_PICTURES: readonly PictureCase[] = [
  {
    what: 'a drawing of lines',
    file: () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    ...named('SVG'),
  },
  {
    what: 'a BMP',
    file: () => Buffer.concat([Buffer.from('BM'), Buffer.alloc(60)]),
    ...named('BMP'),
  },
  {
    what: 'a file of Photoshop',
    file: () => Buffer.concat([Buffer.from('8BPS\0\x01', 'latin1'), Buffer.alloc(60)]),
    ...named('PSD'),
  },
  {
    what: 'a JPEG XL',
    file: () => Buffer.from([0xff, 0x0a, ...Array<number>(60).fill(0)]),
    ...named('JXL'),
  },
  { what: 'a PDF', file: () => Buffer.from('%PDF-1.7\n'), ...named('PDF') },
  { what: 'nothing', file: () => Buffer.alloc(0), refused: { code: 'wrong-type', found: 'empty' } },
];
