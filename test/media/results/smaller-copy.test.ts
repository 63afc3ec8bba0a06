import { stat } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VideoRef } from '../../../src/core/media/domain/media.ts';
import type { Decoder } from '../../../src/media/decoder/decoder.ts';
import { planShrink, planSmaller } from '../../../src/media/decoder/codecs/transcode-plan.ts';
import { sharedDecoder as decoder } from '../../support/fakes/shared-decoder.ts';
import { realStore, videoBytes, type RealStore } from '../support/real-store.ts';
import { patience } from '../../support/patience.ts';

const signal = AbortSignal.timeout(patience(60_000));

describe('the plan for a smaller copy', () => {
  const probe = {
    container: 'MP4',
    codec: 'avc',
    audioCodec: 'aac',
    width: 1280,
    height: 720,
    seconds: 10,
    fps: 24,
    sound: true,
  };

  it('keeps the size of a picture where the bits are enough for it', () => {
    expect(planShrink(probe, 6_000_000, 4_000_000)).toMatchObject({ width: 1280, height: 720 });
  });

  it('makes the picture smaller where they are not, and keeps its shape', () => {
    const plan = planShrink(probe, 6_000_000, 500_000);
    expect(plan?.width).toBeLessThan(1000);
    expect((plan?.width ?? 0) / (plan?.height ?? 1)).toBeCloseTo(16 / 9, 1);
  });

  it('stays within the bytes', () => {
    for (const maxBytes of [250_000, 1_000_000, 5_000_000]) {
      const plan = planShrink(probe, 20_000_000, maxBytes);
      const bits = ((plan?.videoBitrate ?? 0) + (plan?.audioBitrate ?? 0)) * probe.seconds;
      expect(bits / 8).toBeLessThan(maxBytes);
      expect(bits / 8).toBeGreaterThan(maxBytes * 0.8);
    }
  });

  it('is none below a hundred kilobits a second', () => {
    const silent = { ...probe, sound: false };
    expect(planShrink(silent, 6_000_000, 136_000)).toMatchObject({ videoBitrate: 100_096 });
    expect(planShrink(silent, 6_000_000, 135_000)).toBeNull();
  });

  it('has even sides and no more frames than are needed', () => {
    const odd = { ...probe, width: 1281, height: 721, fps: 60 };
    const plan = planShrink(odd, 9_000_000, 700_000);
    expect([plan?.width, plan?.height].map((side) => (side ?? 1) % 2)).toEqual([0, 0]);
    expect(plan?.fps).toBe(30);
    expect(planShrink({ ...probe, fps: Infinity }, 9e6, 7e5)?.fps).toBe(30);
  });

  it('aims lower at the second attempt, and gives up where that is too low', () => {
    const first = planShrink(probe, 6_000_000, 1_000_000)!;
    const second = planSmaller(first, 0.8);
    expect(second?.videoBitrate).toBeLessThan(first.videoBitrate * 0.8);
    expect(second?.width).toBeLessThanOrEqual(first.width);
    expect(planSmaller({ ...first, videoBitrate: 110_000 }, 0.8)).toBeNull();
  });
});

describe('a copy that fits', () => {
  let encoded = 0;
  const observed: Decoder = {
    ...decoder,
    shrinkVideo: async (...task) => {
      encoded += 1;
      return await decoder.shrinkVideo(...task);
    },
  };
  let real: RealStore;
  let video: VideoRef;

  beforeAll(async () => {
    real = await realStore(observed);
    const draft = { seconds: 2, width: 320, height: 180, noise: true, bitrate: 2_000_000 };
    const collected = await real.store.collectVideo(real.serve(await videoBytes(draft)), signal);
    if (collected.status !== 'collected') throw new Error(collected.why);
    video = collected.video;
  });

  afterAll(async () => {
    await real[Symbol.asyncDispose]();
  });

  it('is a whole video of at most so many bytes', async () => {
    for (const maxBytes of [video.bytes - 1, 60_000]) {
      const copy = await real.store.fit(video, maxBytes, signal);
      await using file = await real.store.open(copy!);
      expect((await stat(file.path)).size).toBeLessThanOrEqual(maxBytes);
      expect(await decoder.probeVideo(file.path, signal)).toMatchObject({
        codec: 'avc',
        audioCodec: 'aac',
        container: 'MP4',
        width: copy!.width,
        height: copy!.height,
      });
      expect(copy!.width / copy!.height).toBeCloseTo(16 / 9, 1);
    }
  });

  it('is encoded once, however many ask and however often', async () => {
    encoded = 0;
    const ask = (): Promise<VideoRef | null> => real.store.fit(video, 100_000, signal);
    const copies = await Promise.all([ask(), ask(), ask()]);
    expect(new Set(copies.map((copy) => copy?.key)).size).toBe(1);
    expect(await ask()).toEqual(copies[0]);
    expect(encoded).toBe(1);
    // Also for a process that was not there the first time: the answer is kept with the files.
    await real.files.delete(copies[0]!.key);
    expect((await ask())?.bytes).toBeLessThanOrEqual(100_000);
    expect(encoded).toBe(2);
  });

  it('is none, at no cost, where it was found before that there is none', async () => {
    expect(await real.store.fit(video, 10_000, signal)).toBeNull();
    encoded = 0;
    expect(await real.store.fit(video, 10_000, signal)).toBeNull();
    expect(encoded).toBe(0);
  });

  it('cannot be made of a video that is no longer kept', async () => {
    const swept = { ...video, key: `${'0'.repeat(64)}.mp4` };
    await expect(real.store.fit(swept, 100_000, signal)).rejects.toThrow('no file');
  });
});
