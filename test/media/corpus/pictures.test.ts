import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImageRef } from '../../../src/core/media/domain/media.ts';
import { sharedDecoder } from '../../support/fakes/shared-decoder.ts';
import { patience } from '../../support/patience.ts';
import { realStore, type RealStore } from '../support/real-store.ts';
import { farthest, fieldsOf, pixelsOf } from './chart.ts';
import { GIVEN } from './given-pictures.ts';
import { JPEGS } from './jpegs.ts';
import { NO_PICTURES, OTHER_PICTURES } from './other-pictures.ts';
import { given, SMALL, type PictureCase } from './picture-case.ts';
import { PNGS } from './pngs.ts';

const PICTURES = [...GIVEN, ...JPEGS, ...PNGS, ...OTHER_PICTURES, ...NO_PICTURES];
/** How far a colour may be from what people see, of 255. */
const SAME = 6;
/** Shares are told by whole rows of blocks. */
const NEARLY = 0.12;

let real: RealStore;
beforeAll(async () => {
  real = await realStore(sharedDecoder);
});
afterAll(() => real[Symbol.asyncDispose]());

async function ingested({ file, limits }: PictureCase) {
  const source = { url: real.serve(await file()), name: 'a picture', bytes: null };
  return await real.store.ingestImage(
    source,
    { ...SMALL, ...limits },
    { allowTranscode: true, signal: AbortSignal.timeout(patience(20_000)) },
  );
}

async function stored(image: ImageRef): Promise<Buffer> {
  await using file = await real.store.open(image);
  return await readFile(file.path);
}

describe('a picture as people have it', () => {
  it.each(PICTURES.filter((it) => it.refused === undefined))(
    'is taken as it looks: $what',
    async (picture) => {
      const taken = await ingested(picture);
      if (taken.status !== 'taken') throw new Error(JSON.stringify(taken));
      const { media } = taken;
      expect(media.contentType).toBe(picture.becomes);
      expect(media.changes).toEqual(picture.changes);
      const bytes = await stored(media);
      const header = await sharp(bytes).metadata();
      expect(header).toMatchObject({ depth: 'uchar', space: 'srgb', hasProfile: false });
      expect(header.hasAlpha).toBe(false);
      expect([header.width, header.height]).toEqual([media.width, media.height]);
      expect(header.exif).toBeUndefined();
      const limits = { ...SMALL, ...picture.limits };
      expect(media.bytes).toBeLessThanOrEqual(limits.maxBytes);
      if (picture.sides) expect([media.width, media.height]).toEqual(picture.sides);
      if (picture.colours) {
        const fields = await fieldsOf(bytes);
        expect(farthest(fields, picture.colours), JSON.stringify(fields)).toBeLessThanOrEqual(SAME);
      }
      if (picture.at) {
        const seen = await pixelsOf(
          bytes,
          picture.at.map(([x, y]) => [x, y]),
        );
        const wanted = picture.at.map(([, , colour]) => colour);
        expect(farthest(seen, wanted), JSON.stringify(seen)).toBeLessThanOrEqual(SAME);
      }
      if (picture.smooth) await expectSmooth(bytes);
    },
  );

  it.each(PICTURES.filter((it) => it.refused !== undefined))(
    'is refused for what it is: $what',
    async (picture) => {
      const refused = await ingested(picture);
      expect(refused).toMatchObject({ status: 'refused', problem: picture.refused });
      if (picture.share === undefined) return;
      const told = refused.status === 'refused' && 'share' in refused.problem;
      const share = told ? (refused.problem.share ?? 0) : 0;
      expect(Math.abs(share - picture.share)).toBeLessThan(NEARLY);
    },
  );

  it('stays as sharp as it was drawn, pixel by pixel', async () => {
    const before = given('images/screenshot-lossless.webp');
    const taken = await ingested({ what: '', file: () => before });
    if (taken.status !== 'taken') throw new Error(JSON.stringify(taken));
    const after = await stored(taken.media);
    expect(after.length).toBeLessThanOrEqual(before.length);
    const [one, other] = await Promise.all(
      [before, after].map((bytes) => sharp(bytes).removeAlpha().raw().toBuffer()),
    );
    expect(one?.equals(other!)).toBe(true);
  });
});

/** Neighbours of a gradient are of the same level or of the next one, and every level is there. */
async function expectSmooth(bytes: Buffer): Promise<void> {
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  const row = Array.from({ length: info.width }, (_, x) => data[x * info.channels] ?? 0);
  const steps = row.slice(1).map((level, x) => level - (row[x] ?? 0));
  expect(Math.max(...steps)).toBeLessThanOrEqual(2);
  expect(Math.min(...steps)).toBeGreaterThanOrEqual(0);
  expect(new Set(row).size).toBeGreaterThan(250);
}
