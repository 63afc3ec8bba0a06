import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ImageLimits } from '../../../src/core/media/domain/media.ts';
import type { ImageIngested } from '../../../src/core/media/ports/media-store.ts';
import { DecodeFailed } from '../../../src/media/decoder/decode-failed.ts';
import { createDecoder, type Decoder } from '../../../src/media/decoder/decoder.ts';
import { patientDecoder, sharedDecoder as decoder } from '../../support/fakes/shared-decoder.ts';
import { pngBomb } from '../support/bombs.ts';
import { realStore, type RealStore } from '../support/real-store.ts';
import { patience } from '../../support/patience.ts';

const limits: ImageLimits = {
  types: ['image/jpeg', 'image/png', 'image/webp'],
  maxBytes: 10_000_000,
  minSide: 300,
  maxSide: 8000,
  maxRatio: 2.5,
};

let beforeDecoding: (thrifty: boolean) => void = () => undefined;
const observed: Decoder = {
  ...decoder,
  onBehalfOf: () => observed,
  normaliseImage: async (...task) => {
    beforeDecoding(task[3].thrifty === true);
    return await decoder.normaliseImage(...task);
  },
};
let real: RealStore;

beforeAll(async () => {
  real = await realStore(observed);
});

afterAll(async () => {
  await real[Symbol.asyncDispose]();
});

async function ingested(
  body: Buffer | string,
  changed: Partial<ImageLimits> = {},
): Promise<ImageIngested> {
  const attachment = { url: real.serve(body), name: 'mine.png', bytes: null };
  return await real.store.ingestImage(
    attachment,
    { ...limits, ...changed },
    { allowTranscode: true, signal: AbortSignal.timeout(patience(15_000)) },
  );
}

/** What is in the store now, as a decoder sees it. */
async function stored(taken: ImageIngested): Promise<Sharp> {
  if (taken.status !== 'taken') throw new Error(JSON.stringify(taken));
  await using file = await real.store.open(taken.media);
  return sharp(await readFile(file.path));
}

/** A red field on the left, a blue one on the right. */
function twoColours(width: number, height: number): Sharp {
  const half = { width: Math.floor(width / 2), height, channels: 3 } as const;
  return sharp({ create: { width, height, channels: 3, background: 'blue' } }).composite([
    { input: { create: { ...half, background: 'red' } }, left: 0, top: 0 },
  ]);
}

function noise(width: number, height: number): Sharp {
  return sharp(randomBytes(width * height * 3), { raw: { width, height, channels: 3 } });
}

async function colourAt(image: Sharp, left: number, top: number): Promise<string> {
  const pixel = image.clone().extract({ left, top, width: 1, height: 1 }).removeAlpha();
  const [red = 0, green = 0, blue = 0] = await pixel.raw().toBuffer();
  return red > 200 && blue < 60
    ? 'red'
    : blue > 200 && red < 60
      ? 'blue'
      : `${red},${green},${blue}`;
}

describe('an image taken in', () => {
  it('is upright and says nothing of where it was taken', async () => {
    const exif = {
      IFD0: { Make: 'Camera', Copyright: 'Somebody' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '48/1 51/1 29/1' },
    };
    const lying = await twoColours(600, 400)
      .withExif(exif)
      .withMetadata({ orientation: 6 })
      .jpeg({ quality: 95 })
      .toBuffer();
    const before = await sharp(lying).metadata();
    expect(before.orientation).toBe(6);
    expect(before.exif?.length).toBeGreaterThan(50);

    const taken = await ingested(lying);
    expect(taken).toMatchObject({ media: { width: 400, height: 600 } });
    const image = await stored(taken);
    const after = await image.metadata();
    expect(after).toMatchObject({ width: 400, height: 600, format: 'jpeg' });
    expect(after.orientation ?? 1).toBe(1);
    expect([after.exif, after.icc, after.xmp, after.iptc]).toEqual(Array(4).fill(undefined));
    // Turned clockwise: what lay on the left is on top.
    expect(await colourAt(image, 200, 20)).toBe('red');
    expect(await colourAt(image, 200, 580)).toBe('blue');
  });

  it('is measured after it was turned', async () => {
    const wide = await twoColours(1000, 500).withMetadata({ orientation: 8 }).jpeg().toBuffer();
    expect(await ingested(wide, { maxRatio: 1.9 })).toMatchObject({
      problem: { media: 'image', code: 'wrong-ratio', width: 500, height: 1000 },
    });
  });

  it.each(['jpeg', 'png', 'webp'] as const)('stays a %s', async (format) => {
    const taken = await ingested(await twoColours(500, 400).toFormat(format).toBuffer());
    expect((await (await stored(taken)).metadata()).format).toBe(format);
  });

  it('is in sRGB, whatever it came in', async () => {
    const cmyk = await twoColours(400, 400).toColourspace('cmyk').jpeg().toBuffer();
    expect((await sharp(cmyk).metadata()).space).toBe('cmyk');
    const p3 = await twoColours(400, 400).withIccProfile('p3').png().toBuffer();
    expect((await sharp(p3).metadata()).hasProfile).toBe(true);
    const deep = await twoColours(400, 400).toColourspace('rgb16').png().toBuffer();
    expect((await sharp(deep).metadata()).depth).toBe('ushort');
    for (const body of [cmyk, p3, deep]) {
      const after = await (await stored(await ingested(body))).metadata();
      expect(after).toMatchObject({ space: 'srgb', hasProfile: false, depth: 'uchar' });
    }
  });

  it('is the first picture of an animation', async () => {
    const frames = await Promise.all(
      ['red', 'blue'].map((background) =>
        sharp({ create: { width: 400, height: 300, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    const moving = await sharp(frames, { join: { animated: true } })
      .webp()
      .toBuffer();
    expect((await sharp(moving).metadata()).pages).toBe(2);
    const taken = await ingested(moving);
    expect(taken).toMatchObject({ media: { width: 400, height: 300 } });
    const image = await stored(taken);
    expect((await image.metadata()).pages ?? 1).toBe(1);
    expect(await colourAt(image, 200, 150)).toBe('red');
  });

  it('is written smaller where its new form would be over the limit', async () => {
    const small = await noise(600, 600).jpeg({ quality: 85 }).toBuffer();
    const taken = await ingested(small, { maxBytes: small.length });
    expect(taken).toMatchObject({ status: 'taken', media: { width: 600, height: 600 } });
    expect(taken.status === 'taken' && taken.media.bytes <= small.length).toBe(true);
    // A picture under no such limit keeps its quality.
    const roomy = await ingested(small);
    expect(roomy.status === 'taken' && roomy.media.bytes > small.length).toBe(true);
  });

  it('that has no form within the limits is too big', async () => {
    const tiny = await noise(300, 300).webp({ quality: 1 }).toBuffer();
    expect(await ingested(tiny, { maxBytes: tiny.length })).toMatchObject({
      problem: { media: 'image', code: 'too-big', maxBytes: tiny.length },
    });
  });

  it('is decoded once for the same original', async () => {
    const body = await twoColours(700, 400).jpeg().toBuffer();
    const first = await ingested(body);
    let decoded = 0;
    beforeDecoding = () => {
      decoded += 1;
    };
    expect(await ingested(body)).toEqual(first);
    // Limits are held all the same.
    expect(await ingested(body, { minSide: 401 })).toMatchObject({
      problem: { media: 'image', code: 'wrong-side' },
    });
    // By its header alone.
    expect(decoded).toBe(1);
    // It is decoded again when the file was swept meanwhile.
    await real.files.delete(first.status === 'taken' ? first.media.key : '');
    expect(await ingested(body)).toEqual(first);
    expect(decoded).toBe(2);
  });
});

describe('an image that is too much for the process that decodes it', () => {
  afterEach(() => {
    beforeDecoding = () => undefined;
  });

  it.each(['crashed', 'too-much-memory'] as const)(
    'is decoded by less work when it %s, and is whole',
    async (code) => {
      beforeDecoding = (thrifty) => {
        if (!thrifty) throw new DecodeFailed(code, 'as if');
      };
      const body = await twoColours(3000, 2000).jpeg().toBuffer();
      const taken = await ingested(body);
      expect(taken).toMatchObject({ status: 'taken', media: { changes: { resized: true } } });
      const image = await stored(taken);
      const { width, height } = await image.metadata();
      expect(width / height).toBeCloseTo(1.5, 2);
      expect(width * height).toBeGreaterThan(3_900_000);
      expect(await colourAt(image, 20, 20)).toBe('red');
    },
  );

  it('is not called damaged when that fails, too', async () => {
    for (const [code, told, width] of [
      ['crashed', 'failed', 502],
      ['too-much-memory', 'bomb', 504],
      ['too-long', 'heavy', 506],
    ] as const) {
      // What failed once is remembered: each has a file of its own.
      const body = await twoColours(width, 402).jpeg().toBuffer();
      beforeDecoding = () => {
        throw new DecodeFailed(code, 'as if');
      };
      expect(await ingested(body)).toEqual({
        status: 'refused',
        problem: { media: 'image', code: told, name: 'mine.png' },
      });
    }
  });
});

describe('a file that is no use as an image', () => {
  it.each([
    ['a text', 'only words', { media: 'image', code: 'wrong-type', found: 'text' }],
    ['nothing', '', { media: 'image', code: 'wrong-type', found: 'empty' }],
    [
      'an SVG',
      '<svg xmlns="http://www.w3.org/2000/svg"/>',
      { media: 'image', code: 'wrong-type', found: { format: 'SVG' } },
    ],
    [
      'a BMP',
      Buffer.from('BM\x1a\0\0\0\0\0\0\0\x1a\0\0\0\x0c\0\0\0\x01\0\x01\0\x01\0\x18\0'),
      { media: 'image', code: 'wrong-type', found: { format: 'BMP' } },
    ],
    [
      'a signature alone',
      Buffer.from('ffd8ffe000104a4649460001', 'hex'),
      { media: 'image', code: 'broken' },
    ],
  ])('is told for what it is: %s', async (_what, body, problem) => {
    expect(await ingested(body)).toMatchObject({
      status: 'refused',
      problem: { ...problem, name: 'mine.png' },
    });
  });

  it.each(['jpeg', 'png', 'webp'] as const)('is broken when it is cut off: %s', async (format) => {
    const whole = await noise(500, 400).toFormat(format).toBuffer();
    expect((await ingested(whole)).status).toBe('taken');
    const problem = { media: 'image', code: 'broken', name: 'mine.png' };
    // A WebP does not decode at all without its end.
    const share = expect.any(Number) as number;
    for (const part of [0.9, 0.5, 0.1]) {
      const cut = whole.subarray(0, Math.floor(whole.length * part));
      expect(await ingested(cut)).toEqual({
        status: 'refused',
        problem: format === 'webp' ? problem : { ...problem, share },
      });
    }
  });

  it('is an image of one pixel', async () => {
    const dot = await twoColours(2, 1).resize(1, 1).png().toBuffer();
    expect(await ingested(dot)).toMatchObject({
      problem: {
        media: 'image',
        code: 'wrong-side',
        width: 1,
        height: 1,
        minSide: 300,
      },
    });
  });

  it('is a bomb: a hundred kilobytes that unfold to 900 million pixels', async () => {
    const bomb = pngBomb(30_000, 30_000);
    expect(bomb.length).toBeLessThan(1_000_000);
    const wide = { maxSide: 50_000 };
    expect(await ingested(bomb, wide)).toEqual({
      status: 'refused',
      problem: { media: 'image', code: 'bomb', name: 'mine.png' },
    });
    // The same in a size that cameras make is an image like any other.
    expect(await ingested(pngBomb(6000, 4000), wide)).toMatchObject({ status: 'taken' });
  });

  it('is a bomb when it takes more memory than any honest image, too much when more time', async () => {
    const body = await twoColours(2000, 1500).jpeg().toBuffer();
    const bounds = [
      { code: 'heavy', bound: { imageTimeoutMs: 1 } },
      { code: 'bomb', bound: { maxImageRssBytes: 10_000_000 } },
    ] as const;
    for (const { code, bound } of bounds) {
      const strict = createDecoder({ ...patientDecoder, ...bound });
      await using other = await realStore(strict);
      const attachment = { url: other.serve(body), name: 'mine.png', bytes: null };
      const signal = AbortSignal.timeout(patience(10_000));
      expect(
        await other.store.ingestImage(attachment, limits, { allowTranscode: false, signal }),
      ).toEqual({
        status: 'refused',
        problem: { media: 'image', code, name: 'mine.png' },
      });
      expect(other.warnings).toEqual(['media not decoded']);
      await strict.close();
    }
  });
});
