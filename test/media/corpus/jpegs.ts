import sharp, { type Sharp } from 'sharp';
import { chart } from './chart.ts';
import { endlessScans, photo, tail } from './odd-pictures.ts';
import { JPEG, png, PNG, whole, type PictureCase } from './picture-case.ts';

const jpeg = (): Promise<Buffer> => chart().jpeg({ quality: 95 }).toBuffer();
const jpegHalf = async (): Promise<Buffer> => {
  const bytes = await photo(240).jpeg({ quality: 90 }).toBuffer();
  return bytes.subarray(0, bytes.length / 2);
};

/** What is done to those that lie to make them upright, undone. */
const LYING: readonly ((upright: Sharp) => Sharp)[] = [
  (it) => it,
  (it) => it.flop(),
  (it) => it.rotate(180),
  (it) => it.flip(),
  (it) => it.rotate(270).flop(),
  (it) => it.rotate(270),
  (it) => it.rotate(90).flop(),
  (it) => it.rotate(90),
];
const turned = LYING.map((lay, index): PictureCase => {
  const orientation = index + 1;
  return {
    what: `a JPEG that lies in the way ${orientation}`,
    file: async () => {
      const lying = await lay(sharp(await png()))
        .png()
        .toBuffer();
      return await sharp(lying).withMetadata({ orientation }).jpeg({ quality: 95 }).toBuffer();
    },
    ...whole(JPEG),
  };
});

export const JPEGS: readonly PictureCase[] = [
  ...turned,
  { what: 'a JPEG', file: jpeg, ...whole(JPEG) },
  {
    what: 'a progressive JPEG',
    file: () => chart().jpeg({ quality: 95, progressive: true }).toBuffer(),
    ...whole(JPEG),
  },
  {
    what: 'a JPEG in Display P3',
    file: () => chart().withIccProfile('p3').jpeg({ quality: 95 }).toBuffer(),
    ...whole(JPEG),
  },
  {
    what: 'a grey JPEG',
    file: () => chart().toColourspace('b-w').jpeg().toBuffer(),
    becomes: JPEG,
    at: [[48, 16, [220, 220, 220]]],
  },
  {
    what: 'a JPEG without its end',
    file: async () => (await jpeg()).subarray(0, -2),
    ...whole(JPEG),
  },
  {
    what: 'a JPEG with a film behind it',
    file: async () => Buffer.concat([await jpeg(), tail('ftypmp42', 100_000)]),
    ...whole(JPEG),
  },
  {
    what: 'a JPEG with bytes too many before its end',
    file: async () => {
      const bytes = await jpeg();
      return Buffer.concat([bytes.subarray(0, -2), Buffer.alloc(64), bytes.subarray(-2)]);
    },
    ...whole(JPEG),
  },
  {
    what: 'a JPEG with a megabyte of notes of its maker',
    file: async () => {
      const bytes = await jpeg();
      const note = Buffer.concat([Buffer.from([0xff, 0xe5, 0xff, 0xff]), Buffer.alloc(65_533)]);
      const notes = Array.from({ length: 16 }, () => note);
      return Buffer.concat([bytes.subarray(0, 2), ...notes, bytes.subarray(2)]);
    },
    ...whole(JPEG),
  },
  {
    what: 'a JPEG of which half was uploaded',
    file: jpegHalf,
    refused: { code: 'broken' },
    share: 0.5,
  },
  {
    what: 'a JPEG of which half was uploaded, closed by somebody who meant well',
    file: async () => Buffer.concat([await jpegHalf(), Buffer.from([0xff, 0xd9])]),
    refused: { code: 'broken' },
    share: 0.5,
  },
  {
    what: 'a JPEG whose second half is nothing but zeros',
    file: async () => Buffer.concat([await jpegHalf(), Buffer.alloc(40_000)]),
    refused: { code: 'broken' },
    share: 0.5,
  },
  { what: 'a JPEG drawn over and over', file: () => endlessScans(), refused: { code: 'bomb' } },
  {
    what: 'a JPEG over the limit in pixels',
    file: () => chart().resize(400, 400, { kernel: 'nearest' }).jpeg({ quality: 95 }).toBuffer(),
    limits: { maxSide: 300 },
    sides: [300, 300],
    changes: { resized: true },
    ...whole(JPEG),
  },
  {
    what: 'a JPEG for a model that takes PNG alone',
    file: jpeg,
    limits: { types: [PNG] },
    changes: { converted: true },
    ...whole(PNG),
  },
];
