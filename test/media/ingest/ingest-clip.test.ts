import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ClipLimits, ClipRef } from '../../../src/core/media/domain/media.ts';
import type { ClipIngested } from '../../../src/core/media/ports/media-store.ts';
import { createDecoder, type Decoder } from '../../../src/media/decoder/decoder.ts';
import { patientDecoder, sharedDecoder as decoder } from '../../support/fakes/shared-decoder.ts';
import type { VideoPromptGiven } from '../support/make-video.ts';
import { realStore, videoBytes, type RealStore } from '../support/real-store.ts';
import { patience } from '../../support/patience.ts';

const limits: ClipLimits = {
  types: ['video/mp4', 'video/quicktime'],
  maxBytes: 20_000_000,
  minSeconds: 1,
  maxSeconds: 10,
  minSide: 100,
  maxSide: 2000,
  maxRatio: 2.5,
  minFps: 8,
};
const plain: VideoPromptGiven = { seconds: 2, fps: 24 };

let decoded: string[] = [];
const observed: Decoder = {
  ...decoder,
  onBehalfOf: () => observed,
  lookAtClip: (...task) => watched('look', decoder.lookAtClip(...task)),
  cleanClip: (...task) => watched('clean', decoder.cleanClip(...task)),
  transcodeClip: (...task) => watched('fit', decoder.transcodeClip(...task)),
};
let real: RealStore;

function watched<result>(what: string, pending: Promise<result>): Promise<result> {
  decoded.push(what);
  return pending;
}

beforeAll(async () => {
  real = await realStore(observed);
});

afterAll(async () => {
  await real[Symbol.asyncDispose]();
});

async function ingested(
  body: Buffer | string,
  { allowTranscode = false, ...changed }: Partial<ClipLimits> & { allowTranscode?: boolean } = {},
): Promise<ClipIngested> {
  decoded = [];
  const source = { url: real.serve(body), name: 'mine.mp4', bytes: null };
  const options = { allowTranscode, signal: AbortSignal.timeout(patience(15_000)) };
  return await real.store.ingestClip(source, { ...limits, ...changed }, options);
}

async function taken(
  draft: VideoPromptGiven,
  changed?: Partial<ClipLimits> & { allowTranscode?: boolean },
): Promise<ClipRef> {
  const outcome = await ingested(await videoBytes({ ...plain, ...draft }), changed);
  if (outcome.status !== 'taken') throw new Error(JSON.stringify(outcome));
  return outcome.media;
}

async function stored(clip: ClipRef): Promise<Buffer> {
  await using file = await real.store.open(clip);
  return await readFile(file.path);
}

describe('a video taken in', () => {
  it.each(['mp4', 'mov'] as const)('says nothing of where it was filmed: %s', async (container) => {
    const place = '+48.8577+002.2950/';
    const tags = { title: 'our home', raw: { '©xyz': place } };
    const body = await videoBytes({ ...plain, container, tags });
    expect([body.includes(place), body.includes('our home')]).toEqual([true, true]);
    const clip = await taken({ container, tags });
    const after = await stored(clip);
    expect([after.includes(place), after.includes('our home')]).toEqual([false, false]);
    // Neither does one that was cut.
    const cut = await stored(
      await taken({ container, tags }, { maxSeconds: 1.5, allowTranscode: true }),
    );
    expect([cut.includes(place), cut.includes('our home')]).toEqual([false, false]);
  });

  it('is not encoded anew where nothing has to be changed', async () => {
    const clip = await taken({ codec: 'hevc' });
    expect(decoded).toEqual(['look', 'clean']);
    await using file = await real.store.open(clip);
    const look = await decoder.lookAtClip(file.path, AbortSignal.timeout(patience(5_000)));
    expect(look).toMatchObject({ codec: 'hevc', container: 'MP4', audioCodec: 'aac' });
  });

  it('is decoded once for the same file and the same limits', async () => {
    const draft = { ...plain, seconds: 3 };
    const first = await taken(draft);
    expect(await taken(draft)).toEqual(first);
    expect(decoded).toEqual([]);
    // Other limits need no second look either.
    expect(await taken(draft, { maxSeconds: 3 })).toEqual(first);
    expect(decoded).toEqual([]);
    const body = await videoBytes(draft);
    expect((await ingested(body, { maxSeconds: 2 })).status).toBe('unfit');
    expect(decoded).toEqual([]);
    const cut = await taken(draft, { maxSeconds: 2, allowTranscode: true });
    expect(decoded).toEqual(['clean']);
    expect(await taken(draft, { maxSeconds: 2, allowTranscode: true })).toEqual(cut);
    expect(decoded).toEqual([]);
    // It is made again when it was swept meanwhile.
    await real.files.delete(first.key);
    expect(await taken(draft)).toMatchObject({ seconds: first.seconds, width: first.width });
    expect(decoded).toEqual(['clean']);
  });

  describe('of pictures that come irregularly', () => {
    // A screen that was recorded: nothing happens, then much at once. 36 pictures in 3 seconds.
    const times = [0, 0.9, 1.8].flatMap((start) =>
      Array.from({ length: 12 }, (_, index) => start + index / 30),
    );
    const irregular = { times, seconds: 3 } as const;

    it.each([
      { container: 'mp4', codec: 'avc' },
      { container: 'mov', codec: 'hevc' },
    ] as const)('is measured by its average: %j', async (kind) => {
      const clip = await taken({ ...irregular, ...kind });
      expect(decoded).toEqual(['look', 'clean']);
      expect(clip).toMatchObject({ fps: null, seconds: 3, sound: true });
      await using file = await real.store.open(clip);
      const look = await decoder.lookAtClip(file.path, AbortSignal.timeout(patience(5_000)));
      expect(look).toMatchObject({ fps: 12, steady: false, seconds: 3 });
      const slow = await ingested(await videoBytes({ ...plain, ...irregular, ...kind }), {
        minFps: 12,
      });
      expect(slow).toMatchObject({ problem: { media: 'video', code: 'too-few-frames', fps: 12 } });
    });

    it('is cut where it was asked to, as it is or encoded anew', async () => {
      const cut = await taken(irregular, { maxSeconds: 2, allowTranscode: true });
      expect(decoded).not.toContain('fit');
      expect(cut.seconds).toBeLessThanOrEqual(2);
      expect(cut.seconds).toBeGreaterThan(1.8);
      const smaller = await taken(irregular, { maxSeconds: 2, maxSide: 240, allowTranscode: true });
      expect(decoded).toContain('fit');
      expect(smaller).toMatchObject({ width: 240 });
      expect(smaller.seconds).toBeLessThanOrEqual(2);
      expect(smaller.seconds).toBeGreaterThan(1.8);
    });
  });

  it('is measured upright, and baked upright where it is encoded', async () => {
    const turned = { rotation: 90, width: 640, height: 360 } as const;
    expect(await taken(turned)).toMatchObject({ width: 360, height: 640 });
    const clip = await taken(turned, { maxSide: 320, allowTranscode: true });
    expect(clip).toMatchObject({ width: 180, height: 320 });
  });

  it('is repacked without loss where only its type is wrong', async () => {
    const clip = await taken({ container: 'mkv' }, { allowTranscode: true });
    expect(clip).toMatchObject({ contentType: 'video/mp4', width: 320, height: 180 });
    expect(decoded).toEqual(['look', 'clean']);
  });

  it('ends with its last picture, however long its sound goes on', async () => {
    const clip = await taken({ seconds: 2, soundSeconds: 12 });
    expect(clip.seconds).toBeCloseTo(2, 1);
    expect(clip.bytes).toBeLessThan((await videoBytes({ ...plain, soundSeconds: 12 })).length / 2);
  });

  it('has even sides within the limits when it was encoded', async () => {
    const odd = { codec: 'vp9', width: 999, height: 555, seconds: 1 } as const;
    for (const maxSide of [501, 500, 333]) {
      const clip = await taken(odd, { maxSide, allowTranscode: true });
      expect(Math.max(clip.width, clip.height)).toBeLessThanOrEqual(maxSide);
      expect([clip.width % 2, clip.height % 2]).toEqual([0, 0]);
      expect(clip.width / clip.height).toBeCloseTo(999 / 555, 1);
    }
  });

  it('has its own frame rate', async () => {
    expect((await taken({ fps: 12 })).fps).toBe(12);
  });
});

describe('a file that is no use as a video', () => {
  it.each([
    { container: 'mp4' },
    { container: 'mov' },
    { container: 'webm', codec: 'vp8', audio: 'opus' },
  ] satisfies VideoPromptGiven[])('is broken when it is cut off: %j', async (draft) => {
    const whole = await videoBytes({ ...plain, ...draft });
    for (const part of [0.99, 0.9, 0.5, 0.1]) {
      expect(await ingested(whole.subarray(0, Math.floor(whole.length * part)))).toEqual({
        status: 'refused',
        problem: { media: 'video', code: 'broken', name: 'mine.mp4' },
      });
    }
  });

  it('is a sound in the container of a video', async () => {
    for (const container of ['mp4', 'mov'] as const) {
      expect(await ingested(await videoBytes({ ...plain, container, codec: null }))).toEqual({
        status: 'refused',
        problem: {
          media: 'video',
          code: 'wrong-type',
          name: 'mine.mp4',
          found: 'audio-only',
          types: limits.types,
        },
      });
    }
  });

  it('is nothing at all, or less', async () => {
    const ftyp = Buffer.from('00000018667479706d70343200000000', 'hex');
    for (const body of [ftyp, Buffer.concat([ftyp, Buffer.alloc(5000)])]) {
      const outcome = await ingested(body);
      expect(outcome).toMatchObject({
        status: 'refused',
        problem: { media: 'video', code: 'broken' },
      });
    }
    expect(await ingested('')).toMatchObject({
      problem: { media: 'video', code: 'wrong-type', found: 'empty' },
    });
  });

  it('is measured by its pictures, not by what its container claims', async () => {
    const body = Buffer.from(await videoBytes({ ...plain, width: 640, height: 360 }));
    // The sides in its sample description: 640 × 360 becomes 1920 × 1080.
    const at = body.indexOf('avc1', body.indexOf('stsd')) + 4 + 24;
    expect([body.readUInt16BE(at), body.readUInt16BE(at + 2)]).toEqual([640, 360]);
    body.writeUInt16BE(1920, at);
    body.writeUInt16BE(1080, at + 2);
    expect(await ingested(body)).toMatchObject({ media: { width: 640, height: 360 } });
    body.writeUInt16BE(65_535, at);
    expect(await ingested(body)).toMatchObject({ problem: { media: 'video', code: 'broken' } });
  });

  it(
    'never brings more down than itself, whatever it is made of',
    async () => {
      const whole = await videoBytes(plain);
      const strict = createDecoder({ ...patientDecoder, lookTimeoutMs: 800 });
      await using other = await realStore(strict);
      const take = async (body: Buffer): Promise<ClipIngested> => {
        const source = { url: other.serve(body), name: 'mine.mp4', bytes: null };
        const options = { allowTranscode: true, signal: AbortSignal.timeout(patience(30_000)) };
        return await other.store.ingestClip(source, limits, options);
      };
      let seed = 7;
      const chance = (below: number): number => {
        seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
        return seed % below;
      };
      const index = whole.indexOf('moov');
      for (let round = 0; round < 15; round += 1) {
        const spoilt = Buffer.from(whole);
        for (let bytes = 0; bytes < 12; bytes += 1) {
          spoilt[index + chance(1200)] = chance(256);
        }
        expect(['taken', 'refused']).toContain((await take(spoilt)).status);
      }
      // On a busy machine it may take longer to start anew than it may look at a file.
      const unharmed = async () => {
        expect((await take(whole)).status).toBe('taken');
      };
      await vi.waitFor(unharmed, { timeout: patience(30_000) });
      await strict.close();
    },
    patience(60_000),
  );

  it('is not opened again when it hung the decoder once', async () => {
    const body = await readFile(new URL('../corpus/clips/files/hang.webm', import.meta.url));
    const strict = createDecoder({ ...patientDecoder, lookTimeoutMs: 500 });
    let looks = 0;
    const counted: Decoder = {
      ...strict,
      onBehalfOf: () => counted,
      lookAtClip: (...task) => {
        looks += 1;
        return strict.lookAtClip(...task);
      },
    };
    await using other = await realStore(counted);
    for (let time = 0; time < 2; time += 1) {
      const source = { url: other.serve(body), name: 'mine.mp4', bytes: null };
      const options = { allowTranscode: false, signal: AbortSignal.timeout(patience(10_000)) };
      expect(await other.store.ingestClip(source, limits, options)).toMatchObject({
        problem: { media: 'video', code: 'heavy' },
      });
    }
    expect(looks).toBe(1);
    await strict.close();
  });

  it('is too much to open, not broken, when it takes more time or memory than is given to it', async () => {
    const body = await videoBytes(plain);
    for (const bound of [{ lookTimeoutMs: 1 }, { maxVideoRssBytes: 10_000_000 }]) {
      const strict = createDecoder({ ...patientDecoder, ...bound });
      await using other = await realStore(strict);
      const source = { url: other.serve(body), name: 'mine.mp4', bytes: null };
      const options = { allowTranscode: false, signal: AbortSignal.timeout(patience(10_000)) };
      expect(await other.store.ingestClip(source, limits, options)).toEqual({
        status: 'refused',
        problem: { media: 'video', code: 'heavy', name: 'mine.mp4' },
      });
      expect(other.warnings).toEqual(['media not decoded']);
      await strict.close();
    }
  });
});
