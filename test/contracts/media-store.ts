import { readFile, stat } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type {
  Attachment,
  ImageLimits,
  ImageType,
  VideoRef,
} from '../../src/core/media/domain/media.ts';
import { ResultNotFetched } from '../../src/core/shared/domain/errors.ts';
import type { MediaStore, TranscodeOptions } from '../../src/core/media/ports/media-store.ts';
import { patience } from '../support/patience.ts';

export interface ImageSpec {
  readonly type: ImageType;
  readonly width: number;
  readonly height: number;
}

export interface VideoPromptGiven {
  readonly width: number;
  readonly height: number;
  readonly seconds: number;
  readonly sound: boolean;
}

/** A store and a world around it, in which links lead to what the contract wishes for. */
export interface MediaStoreSubject extends AsyncDisposable {
  readonly store: MediaStore;
  readonly image: (draft: ImageSpec) => Promise<string>;
  readonly text: () => Promise<string>;
  /** Noisy, so that it is too big for small chats: some hundred kilobytes a second. */
  readonly video: (draft: VideoPromptGiven) => Promise<string>;
  readonly missing: () => string;
  /** A server that says it will be back. */
  readonly failing: () => string;
  /** Where `link` leads, or null for a store without a public address. */
  readonly publicUrl: string | null;
}

const limits: ImageLimits = {
  types: ['image/jpeg', 'image/png'],
  maxBytes: 5_000_000,
  minSide: 300,
  maxSide: 2000,
  maxRatio: 2.5,
};

/** What could be made smaller is fetched although a model takes less. */
const MOST_FETCHED = 50_000_000;

const wide: VideoPromptGiven = { width: 320, height: 180, seconds: 3, sound: true };

export function describeMediaStore(name: string, setup: () => Promise<MediaStoreSubject>): void {
  describe(`the media store (${name})`, () => {
    const signal = (): AbortSignal => AbortSignal.timeout(patience(15_000));
    const options = (allowTranscode = false, stop = signal()): TranscodeOptions => ({
      allowTranscode,
      signal: stop,
    });
    const attached = (url: string, bytes: number | null = null): Attachment => ({
      url,
      name: 'a picture.png',
      bytes,
    });

    async function collect({ store, video }: MediaStoreSubject, draft = wide): Promise<VideoRef> {
      const collected = await store.collectVideo(await video(draft), signal());
      if (collected.status !== 'collected') throw new Error(collected.why);
      return collected.video;
    }

    it('takes an image in and says what it measured', async () => {
      await using subject = await setup();
      const url = await subject.image({ type: 'image/png', width: 640, height: 400 });
      const taken = await subject.store.ingestImage(attached(url), limits, options());
      expect(taken).toMatchObject({
        status: 'taken',
        media: { kind: 'image', contentType: 'image/png', width: 640, height: 400 },
      });
      const image = taken.status === 'taken' ? taken.media : null;
      expect(image?.key).toMatch(/^[0-9a-f]{64}\.png$/);
      await using file = await subject.store.open(image!);
      expect(file.bytes).toBe(image!.bytes);
      expect((await stat(file.path)).size).toBe(image!.bytes);
    });

    it('gives the same reference for the same image', async () => {
      await using subject = await setup();
      const draft = { type: 'image/jpeg', width: 500, height: 500 } as const;
      const url = await subject.image(draft);
      const first = await subject.store.ingestImage(attached(url), limits, options());
      const second = await subject.store.ingestImage(attached(url), limits, options());
      expect(second).toEqual(first);
      expect(first.status).toBe('taken');
    });

    it('refuses an image that is declared too big, and none of just that size', async () => {
      await using subject = await setup();
      const url = await subject.image({ type: 'image/png', width: 640, height: 400 });
      const maxBytes = MOST_FETCHED;
      const refused = await subject.store.ingestImage(
        attached(url, maxBytes + 1),
        limits,
        options(),
      );
      expect(refused).toEqual({
        status: 'refused',
        problem: {
          media: 'image',
          code: 'too-big',
          name: 'a picture.png',
          bytes: maxBytes + 1,
          maxBytes,
        },
      });
      const taken = await subject.store.ingestImage(attached(url), limits, options());
      expect(taken.status).toBe('taken');
    });

    it.each([
      [{ width: 299, height: 400 }, 'wrong-side'],
      [{ width: 300, height: 400 }, null],
      [{ width: 2000, height: 1000 }, null],
      [{ width: 400, height: 1001 }, 'wrong-ratio'],
      [{ width: 400, height: 1000 }, null],
    ])('holds the sides of an image to the limits: %j', async (sides, code) => {
      await using subject = await setup();
      const url = await subject.image({ type: 'image/jpeg', ...sides });
      const taken = await subject.store.ingestImage(attached(url), limits, options());
      if (code === null) expect(taken).toMatchObject({ status: 'taken', media: sides });
      else
        expect(taken).toMatchObject({
          status: 'refused',
          problem: { media: 'image', code, ...sides },
        });
    });

    it('makes a larger image smaller where that is agreed to, and asks before', async () => {
      await using subject = await setup();
      const url = await subject.image({ type: 'image/jpeg', width: 4000, height: 2000 });
      const { store } = subject;
      expect(await store.ingestImage(attached(url), limits, options(false))).toEqual({
        status: 'unfit',
        name: 'a picture.png',
        transcode: { seconds: null, encode: true },
      });
      expect(await store.ingestImage(attached(url), limits, options(true))).toMatchObject({
        status: 'taken',
        media: { width: 2000, height: 1000, changes: { resized: true } },
      });
    });

    it('turns an image of a type that the model does not take into one that it does', async () => {
      await using subject = await setup();
      const url = await subject.image({ type: 'image/webp', width: 500, height: 500 });
      expect(await subject.store.ingestImage(attached(url), limits, options())).toMatchObject({
        status: 'taken',
        media: { contentType: 'image/jpeg', width: 500, changes: { converted: true } },
      });
    });

    it('refuses what is no image, and what cannot be had', async () => {
      await using subject = await setup();
      const text = await subject.store.ingestImage(
        attached(await subject.text()),
        limits,
        options(),
      );
      expect(text).toEqual({
        status: 'refused',
        problem: {
          media: 'image',
          code: 'wrong-type',
          name: 'a picture.png',
          found: 'text',
          types: limits.types,
        },
      });
      for (const url of [subject.missing(), subject.failing()]) {
        expect(await subject.store.ingestImage(attached(url), limits, options())).toEqual({
          status: 'refused',
          problem: { media: 'image', code: 'unreachable', name: 'a picture.png' },
        });
      }
    });

    it('collects a video, with what it measured and a poster', async () => {
      await using subject = await setup();
      const video = await collect(subject);
      expect(video).toMatchObject({
        kind: 'video',
        contentType: 'video/mp4',
        width: 320,
        height: 180,
        sound: true,
        poster: { kind: 'image', contentType: 'image/jpeg', width: 320, height: 180 },
      });
      expect(video.seconds).toBeCloseTo(3, 1);
      await using poster = await subject.store.open(video.poster!);
      expect(poster.bytes).toBeGreaterThan(0);
    });

    it('knows a video without sound', async () => {
      await using subject = await setup();
      expect((await collect(subject, { ...wide, seconds: 1, sound: false })).sound).toBe(false);
    });

    it('says what will never be a video, and throws where it may be one later', async () => {
      await using subject = await setup();
      const { store, missing, failing, text, image } = subject;
      const picture = await image({ type: 'image/png', width: 400, height: 400 });
      for (const url of [missing(), await text(), picture]) {
        const collected = await store.collectVideo(url, signal());
        expect(collected.status).toBe('unusable');
      }
      await expect(store.collectVideo(failing(), signal())).rejects.toThrow(ResultNotFetched);
    });

    it('gives a video that fits as it is', async () => {
      await using subject = await setup();
      const video = await collect(subject);
      expect(await subject.store.fit(video, video.bytes, signal())).toEqual(video);
    });

    it('gives a smaller copy of one that does not fit, the same one again', async () => {
      await using subject = await setup();
      const video = await collect(subject);
      const maxBytes = Math.floor(video.bytes / 2);
      const copy = await subject.store.fit(video, maxBytes, signal());
      expect(copy).not.toBeNull();
      expect(copy!.bytes).toBeLessThanOrEqual(maxBytes);
      expect(copy!.key).not.toBe(video.key);
      expect(copy).toMatchObject({ kind: 'video', sound: true, poster: video.poster });
      expect(copy!.seconds).toBeCloseTo(video.seconds, 0);
      await using file = await subject.store.open(copy!);
      expect((await stat(file.path)).size).toBe(copy!.bytes);
      expect(await subject.store.fit(video, maxBytes, signal())).toEqual(copy);
    });

    it('gives no copy where none would be worth watching', async () => {
      await using subject = await setup();
      const video = await collect(subject);
      expect(await subject.store.fit(video, 20_000, signal())).toBeNull();
      expect(await subject.store.fit(video, 20_000, signal())).toBeNull();
    });

    it('knows the copies of a video until it is removed', async () => {
      await using subject = await setup();
      const { store } = subject;
      const video = await collect(subject);
      const copy = await store.fit(video, Math.floor(video.bytes / 2), signal());
      expect(await store.copiesOf(video.key)).toEqual([copy?.key]);
      expect(await store.copiesOf(video.poster?.key ?? '')).toEqual([]);
      const later = new Date(Date.now() + 60_000);
      for (const key of [copy?.key ?? '', video.key]) {
        expect(await store.remove(key, later)).toBe(true);
      }
      expect(await store.copiesOf(video.key)).toEqual([]);
      await expect(store.open(video)).rejects.toThrow();
      expect(await store.remove(video.key, later)).toBe(true);
    });

    it('opens nothing that it does not have', async () => {
      await using subject = await setup();
      const video = await collect(subject);
      const key = `${'0'.repeat(64)}.mp4`;
      await expect(subject.store.open({ ...video, key })).rejects.toThrow();
    });

    it('keeps an opened file readable until it is released', async () => {
      await using subject = await setup();
      const video = await collect(subject);
      const file = await subject.store.open(video);
      expect(await readFile(file.path)).toHaveLength(video.bytes);
      await file[Symbol.asyncDispose]();
      await using again = await subject.store.open(video);
      expect(await readFile(again.path)).toHaveLength(video.bytes);
    });

    it('links to what it has where it has a public address', async () => {
      await using subject = await setup();
      const video = await collect(subject);
      const link = subject.store.link(video, new Date(Date.now() + 60_000));
      if (subject.publicUrl === null) expect(link).toBeNull();
      else expect(link?.startsWith(`${subject.publicUrl}/media/`)).toBe(true);
    });

    it('stops when it is not wanted any more', async () => {
      await using subject = await setup();
      const url = await subject.image({ type: 'image/png', width: 400, height: 400 });
      const reason = new Error('cancelled');
      const stopped = AbortSignal.abort(reason);
      const { store } = subject;
      await expect(store.ingestImage(attached(url), limits, options(false, stopped))).rejects.toBe(
        reason,
      );
      const video = await subject.video({ ...wide, seconds: 1 });
      await expect(store.collectVideo(video, stopped)).rejects.toBe(reason);
    });
  });
}
