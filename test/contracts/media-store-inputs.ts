import { stat } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type {
  Attachment,
  AudioLimits,
  AudioType,
  ClipLimits,
  ClipType,
} from '../../src/core/media/domain/media.ts';
import type { ClipIngested, MediaStore } from '../../src/core/media/ports/media-store.ts';
import type { ImageSpec } from './media-store.ts';
import { patience } from '../support/patience.ts';

export interface ClipSpec {
  readonly type: ClipType;
  readonly width: number;
  readonly height: number;
  readonly seconds: number;
  readonly fps: number;
  readonly sound: boolean;
  /** Some hundred kilobytes a second rather than a few. */
  readonly noisy?: boolean;
}

export interface AudioSpec {
  readonly type: AudioType;
  readonly seconds: number;
}

/** What the suite for given videos and sounds needs of the world around a store. */
export interface GivenMediaSubject extends AsyncDisposable {
  readonly store: MediaStore;
  readonly clip: (draft: ClipSpec) => Promise<string>;
  readonly audio: (draft: AudioSpec) => Promise<string>;
  readonly image: (draft: ImageSpec) => Promise<string>;
  readonly text: () => Promise<string>;
  /** A page to sign in on, in the place of a file. */
  readonly page: () => string;
  readonly missing: () => string;
  readonly failing: () => string;
}

const limits: ClipLimits = {
  types: ['video/mp4', 'video/quicktime'],
  maxBytes: 5_000_000,
  minSeconds: 2,
  maxSeconds: 4,
  minSide: 100,
  maxSide: 640,
  maxRatio: 2.5,
  minFps: 8,
};
export const sounds: AudioLimits = { types: ['audio/mpeg', 'audio/wav'], maxBytes: 1_000_000 };
export const plain: ClipSpec = {
  type: 'video/mp4',
  width: 320,
  height: 180,
  seconds: 3,
  fps: 24,
  sound: true,
};
export const name = 'a clip.mp4';

const AGREED = { allowTranscode: true };

export function describeGivenMedia(
  subjectName: string,
  setup: () => Promise<GivenMediaSubject>,
): void {
  describe(`what is given to the media store (${subjectName})`, () => {
    const signal = (): AbortSignal => AbortSignal.timeout(patience(15_000));
    const attached = (url: string, bytes: number | null = null): Attachment => ({
      url,
      name,
      bytes,
    });

    async function ingested(
      { store, clip }: GivenMediaSubject,
      draft: Partial<ClipSpec>,
      {
        allowTranscode = false,
        ...changed
      }: Partial<ClipLimits> & { allowTranscode?: boolean } = {},
    ): Promise<ClipIngested> {
      const url = await clip({ ...plain, ...draft });
      const options = { allowTranscode, signal: signal() };
      return await store.ingestClip(attached(url), { ...limits, ...changed }, options);
    }

    it.each([
      ['video/mp4', 'mp4'],
      ['video/quicktime', 'mov'],
      ['video/webm', 'webm'],
    ] as const)('takes a video in under its real ending: %s', async (type, ending) => {
      await using subject = await setup();
      const taken = await ingested(subject, { type }, { types: [type] });
      expect(taken).toMatchObject({
        status: 'taken',
        media: { kind: 'clip', contentType: type, width: 320, height: 180, fps: 24, sound: true },
      });
      const clip = taken.status === 'taken' ? taken.media : null;
      expect(clip!.key).toMatch(new RegExp(`^[0-9a-f]{64}\\.${ending}$`));
      expect(clip!.seconds).toBeCloseTo(3, 0);
      await using file = await subject.store.open(clip!);
      expect((await stat(file.path)).size).toBe(clip!.bytes);
    });

    it('knows a video without sound', async () => {
      await using subject = await setup();
      const taken = await ingested(subject, { sound: false });
      expect(taken).toMatchObject({ status: 'taken', media: { sound: false } });
    });

    it('gives the same reference for the same video, agreed to or not', async () => {
      await using subject = await setup();
      const url = await subject.clip(plain);
      const take = (allowTranscode: boolean): Promise<ClipIngested> =>
        subject.store.ingestClip(attached(url), limits, {
          allowTranscode,
          signal: signal(),
        });
      const first = await take(false);
      expect(first.status).toBe('taken');
      expect(await take(false)).toEqual(first);
      expect(await take(true)).toEqual(first);
    });

    it.each([
      [{ seconds: 1 }, 'too-short', { minSeconds: 2 }],
      [{ height: 98, width: 200 }, 'wrong-side', { height: 98, minSide: 100 }],
      [{ height: 100, width: 260 }, 'wrong-ratio', { width: 260, maxRatio: 2.5 }],
      [{ fps: 8 }, 'too-few-frames', { fps: 8, minFps: 8 }],
    ])('refuses what no change would mend: %j', async (draft, code, facts) => {
      await using subject = await setup();
      const problem: unknown = expect.objectContaining({ media: 'video', code, name, ...facts });
      for (const allowTranscode of [false, true]) {
        expect(await ingested(subject, draft, { allowTranscode })).toEqual({
          status: 'refused',
          problem,
        });
      }
    });

    it.each([{ seconds: 2 }, { height: 100, width: 200 }, { height: 128, width: 320 }, { fps: 9 }])(
      'takes what is just within the limits: %j',
      async (draft) => {
        await using subject = await setup();
        expect(await ingested(subject, draft)).toMatchObject({ status: 'taken' });
      },
    );

    it('offers the beginning of a video that is too long, and cuts it where that is agreed', async () => {
      await using subject = await setup();
      expect(await ingested(subject, { seconds: 6 })).toEqual({
        status: 'unfit',
        name,
        transcode: { seconds: 4, encode: false },
      });
      const taken = await ingested(subject, { seconds: 6 }, AGREED);
      expect(taken).toMatchObject({ status: 'taken', media: { width: 320, height: 180 } });
      const seconds = taken.status === 'taken' ? taken.media.seconds : 0;
      expect(seconds).toBeLessThanOrEqual(4);
      expect(seconds).toBeGreaterThan(3.5);
    });

    it('offers to encode what has sides that are too long, and keeps its shape', async () => {
      await using subject = await setup();
      const draft = { width: 800, height: 450 };
      const transcode = { seconds: null, encode: true };
      expect(await ingested(subject, draft)).toEqual({ status: 'unfit', name, transcode });
      expect(await ingested(subject, draft, AGREED)).toMatchObject({
        status: 'taken',
        media: { contentType: 'video/mp4', width: 640, height: 360 },
      });
    });

    it('offers to encode what the model does not take', async () => {
      await using subject = await setup();
      const transcode = { seconds: null, encode: true };
      expect(await ingested(subject, { type: 'video/webm' })).toEqual({
        status: 'unfit',
        name,
        transcode,
      });
      expect(await ingested(subject, { type: 'video/webm' }, AGREED)).toMatchObject({
        status: 'taken',
        media: { contentType: 'video/mp4', width: 320, height: 180, sound: true },
      });
    });

    it('offers to encode what is too big, and gives the same again', async () => {
      await using subject = await setup();
      const url = await subject.clip({ ...plain, noisy: true });
      const small = { ...limits, maxBytes: 300_000 };
      const take = (allowTranscode: boolean): Promise<ClipIngested> =>
        subject.store.ingestClip(attached(url), small, {
          allowTranscode,
          signal: signal(),
        });
      const transcode = { seconds: null, encode: true };
      expect(await take(false)).toEqual({ status: 'unfit', name, transcode });
      const taken = await take(true);
      expect(taken.status).toBe('taken');
      const clip = taken.status === 'taken' ? taken.media : null;
      expect(clip!.bytes).toBeLessThanOrEqual(300_000);
      expect([clip!.width % 2, clip!.height % 2]).toEqual([0, 0]);
      expect(await take(true)).toEqual(taken);
    });

    it('refuses what no copy worth watching is small enough of', async () => {
      await using subject = await setup();
      const problem: unknown = expect.objectContaining({
        media: 'video',
        code: 'too-big',
        maxBytes: 20_000,
      });
      for (const allowTranscode of [false, true]) {
        const taken = await ingested(
          subject,
          { noisy: true },
          { maxBytes: 20_000, allowTranscode },
        );
        expect(taken).toEqual({ status: 'refused', problem });
      }
    });

    it('does not even fetch what is declared to be far too big', async () => {
      await using subject = await setup();
      const url = await subject.clip(plain);
      const most = 500_000_000;
      const { store } = subject;
      const options = { allowTranscode: true, signal: signal() };
      expect(await store.ingestClip(attached(url, most + 1), limits, options)).toEqual({
        status: 'refused',
        problem: { media: 'video', code: 'too-big', name, bytes: most + 1, maxBytes: most },
      });
      const taken = await store.ingestClip(attached(url, most), limits, options);
      expect(taken.status).toBe('taken');
    });

    it('tells what is no video, and what cannot be had', async () => {
      await using subject = await setup();
      const { store, missing, failing } = subject;
      const options = { allowTranscode: false, signal: signal() };
      const picture = await subject.image({ type: 'image/png', width: 400, height: 400 });
      const sound = await subject.audio({ type: 'audio/mpeg', seconds: 2 });
      for (const [url, found] of [
        [await subject.text(), 'text'],
        [picture, { format: 'PNG' }],
        [sound, { format: 'MP3' }],
      ] as const) {
        expect(await store.ingestClip(attached(url), limits, options)).toEqual({
          status: 'refused',
          problem: { media: 'video', code: 'wrong-type', name, found, types: limits.types },
        });
      }
      for (const url of [missing(), failing()]) {
        expect(await store.ingestClip(attached(url), limits, options)).toEqual({
          status: 'refused',
          problem: { media: 'video', code: 'unreachable', name },
        });
      }
    });

    it('knows a page in the place of a file that the chat keeps to itself', async () => {
      await using subject = await setup();
      const source = { ...attached(subject.page()), headers: { authorization: 'Bearer x' } };
      const options = { allowTranscode: false, signal: signal() };
      expect(await subject.store.ingestClip(source, limits, options)).toEqual({
        status: 'refused',
        problem: { media: 'video', code: 'withheld', name },
      });
      expect(await subject.store.ingestAudio(source, sounds, signal())).toEqual({
        status: 'refused',
        problem: { media: 'audio', code: 'withheld', name },
      });
    });

    it('stops when it is not wanted any more', async () => {
      await using subject = await setup();
      const reason = new Error('cancelled');
      const stopped = AbortSignal.abort(reason);
      const url = await subject.clip(plain);
      const { store } = subject;
      await expect(
        store.ingestClip(attached(url), limits, { allowTranscode: false, signal: stopped }),
      ).rejects.toBe(reason);
      await expect(store.ingestAudio(attached(url), sounds, stopped)).rejects.toBe(reason);
    });
  });
}
