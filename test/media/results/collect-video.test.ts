import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VideoRef } from '../../../src/core/media/domain/media.ts';
import type { VideoCollected } from '../../../src/core/media/ports/media-store.ts';
import { createFolderFiles } from '../../../src/media/storage/folder-files.ts';
import { createDecoder } from '../../../src/media/decoder/decoder.ts';
import { patientDecoder, sharedDecoder as decoder } from '../../support/fakes/shared-decoder.ts';
import { startLoopbackServer } from '../support/loopback-server.ts';
import { makeVideo, type VideoPromptGiven } from '../support/make-video.ts';
import { realStore, videoBytes, type RealStore } from '../support/real-store.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { patience } from '../../support/patience.ts';
import { PATCHES, readChart } from '../corpus/clips/chart.ts';
import { makeClip } from '../corpus/clips/make-clip.ts';
import { measureClip } from '../corpus/clips/measure-clip.ts';

let real: RealStore;

beforeAll(async () => {
  real = await realStore(decoder, { maxVideoBytes: 5_000_000 });
});

afterAll(async () => {
  await real[Symbol.asyncDispose]();
});

async function collectFrom(url: string): Promise<VideoCollected> {
  return await real.store.collectVideo(url, AbortSignal.timeout(patience(15_000)));
}

async function collect(draft: VideoPromptGiven): Promise<VideoRef> {
  const collected = await collectFrom(real.serve(await videoBytes(draft)));
  if (collected.status !== 'collected') throw new Error(collected.why);
  return collected.video;
}

async function probe(video: VideoRef) {
  await using file = await real.store.open(video);
  return await decoder.probeVideo(file.path, AbortSignal.timeout(patience(5_000)));
}

describe('a video collected', () => {
  it('that chats play is kept byte for byte', async () => {
    const body = await videoBytes({ seconds: 2 });
    const collected = await collectFrom(real.serve(body));
    expect(collected).toMatchObject({
      status: 'collected',
      video: { width: 320, height: 180, seconds: 2, sound: true, bytes: body.length },
    });
    const { video } = collected as { video: VideoRef };
    await using file = await real.store.open(video);
    expect((await readFile(file.path)).equals(body)).toBe(true);
  });

  it.each([
    { codec: 'hevc' },
    { codec: 'vp9', audio: 'opus' },
    { codec: 'av1' },
    { codec: 'avc', audio: 'opus' },
    { codec: 'avc', container: 'mov' },
    { codec: 'avc', container: 'mkv' },
    { codec: 'vp8', container: 'webm', audio: 'opus' },
    { codec: 'av1', container: 'webm', audio: 'opus' },
    // H.264 has no odd sides.
    { codec: 'vp9', width: 321, height: 181, audio: null },
  ] satisfies VideoPromptGiven[])('is made into one that chats play: %j', async (draft) => {
    const video = await collect({ ...draft, seconds: 1 });
    expect(await probe(video)).toMatchObject({
      container: 'MP4',
      codec: 'avc',
      audioCodec: draft.audio === null ? null : 'aac',
      width: video.width,
      height: video.height,
      sound: video.sound,
    });
    expect(Math.abs(video.width - (draft.width ?? 320))).toBeLessThan(2);
    expect(video.seconds).toBeCloseTo(1, 1);
  });

  it('has a poster in its own colours and its own shape', async () => {
    const { poster } = await collect({ seconds: 2, width: 240, height: 320 });
    expect(poster).toMatchObject({ contentType: 'image/jpeg', width: 240, height: 320 });
    await using file = await real.store.open(poster!);
    const { data } = await sharp(file.path).raw().toBuffer({ resolveWithObject: true });
    const at = (x: number, y: number): number[] => {
      const place = (y * 240 + x) * 3;
      return [...data.subarray(place, place + 3)].map((value) => Math.round(value / 64));
    };
    expect([at(60, 160), at(180, 160)]).toEqual([
      [4, 0, 0],
      [0, 4, 0],
    ]);
  });

  it('that was filmed with a turned phone is measured, shown and shrunk upright', async () => {
    const video = await collect({ seconds: 2, rotation: 90, noise: true, bitrate: 2_000_000 });
    expect(video).toMatchObject({ width: 180, height: 320, poster: { width: 180, height: 320 } });
    const copy = await real.store.fit(
      video,
      video.bytes / 2,
      AbortSignal.timeout(patience(10_000)),
    );
    expect(copy!.width / copy!.height).toBeCloseTo(9 / 16, 1);
    await using file = await real.store.open(video.poster!);
    const top = await sharp(file.path)
      .extract({ left: 0, top: 0, width: 180, height: 150 })
      .toBuffer();
    const { dominant } = await sharp(top).stats();
    // Turned clockwise: the red half on the left is on top.
    expect(dominant.r).toBeGreaterThan(dominant.g);
  });

  it.each([
    ['whose index is at its end', {}],
    ['that came in fragments', { movflags: 'frag_keyframe+empty_moov' }],
  ])('is written with its index in front: one %s', async (_, muxer) => {
    const body = await makeClip({ muxer });
    expect(body.indexOf('moov') < body.indexOf('mdat') && !body.includes('moof')).toBe(false);
    const collected = await collectFrom(real.serve(body));
    const { video } = collected as { video: VideoRef };
    await using file = await real.store.open(video);
    const written = await readFile(file.path);
    expect(written.indexOf('moov')).toBeLessThan(written.indexOf('mdat'));
    expect(written.includes('moof')).toBe(false);
    const { numbers } = await measureClip(file.path);
    expect(numbers).toEqual(Array.from({ length: 24 }, (_it, number) => number));
  });

  it('has a poster that shows something, though it begins in the dark', async () => {
    const collected = await collectFrom(real.serve(await makeClip({ dark: 1.2, fadeIn: 0.3 })));
    const { poster } = (collected as { video: VideoRef }).video;
    await using file = await real.store.open(poster!);
    const { data, info } = await sharp(file.path).raw().toBuffer({ resolveWithObject: true });
    const { colours } = readChart(data, info);
    expect(colours[0]![0]).toBeGreaterThan(200);
  });

  it('has a poster in the colours of a screen, though it is of high dynamic range', async () => {
    const hlg = { coding: 'hlg', colours: [9, 18, 9], matrix: 'bt2020' } as const;
    const body = await makeClip({ video: 'libx265', pixels: 'yuv420p10le', ...hlg });
    const collected = await collectFrom(real.serve(body));
    const { video } = collected as { video: VideoRef };
    await using file = await real.store.open(video.poster!);
    const { data, info } = await sharp(file.path).raw().toBuffer({ resolveWithObject: true });
    const { colours } = readChart(data, info);
    for (const [place, patch] of PATCHES.entries()) {
      for (const [part, value] of patch.entries()) {
        expect(Math.abs(colours[place]![part]! - value)).toBeLessThanOrEqual(8);
      }
    }
  });

  it('has a poster no larger than chats show', async () => {
    const { poster } = await collect({ seconds: 1, fps: 2, width: 1600, height: 900 });
    expect(poster).toMatchObject({ width: 1280, height: 720 });
  });

  it('is the same when it is collected again, from wherever', async () => {
    const body = await videoBytes({ seconds: 1 });
    const first = await collectFrom(real.serve(body));
    expect(await collectFrom(real.serve(body))).toEqual(first);
  });

  it('is kept as it came when it cannot be made into another: it was paid for', async () => {
    const body = await videoBytes({ seconds: 1, codec: 'hevc' });
    const hasty = createDecoder({ ...patientDecoder, encodeTimeoutMs: 1 });
    await using other = await realStore(hasty);
    const collected = await other.store.collectVideo(
      other.serve(body),
      AbortSignal.timeout(patience(10_000)),
    );
    expect(collected).toMatchObject({ status: 'collected', video: { bytes: body.length } });
    expect(other.warnings).toEqual(['a video was kept as it came']);
    await hasty.close();
  });
});

describe('a video that cannot be read', () => {
  it.each([
    ['bin', { container: 'avi', video: 'mpeg4', audio: 'libmp3lame' }],
    ['mp4', { video: 'mpeg4' }],
  ] as const)('is handed over as it came once that is asked for: %s', async (ending, made) => {
    const body = await makeClip(made);
    const url = real.serve(body);
    expect(await collectFrom(url)).toMatchObject({ status: 'unusable' });
    const signal = AbortSignal.timeout(patience(15_000));
    const collected = await real.store.collectVideo(url, signal, { asItCame: true });
    expect(collected).toMatchObject({
      status: 'collected',
      video: { unread: true, bytes: body.length, poster: null },
    });
    const { video } = collected as { video: VideoRef };
    expect(video.key).toMatch(new RegExp(`\\.${ending}$`));
    await using file = await real.store.open(video);
    expect((await readFile(file.path)).equals(body)).toBe(true);
    expect(await real.store.fit(video, body.length - 1, signal)).toBeNull();
    expect(real.store.player(video, new Date())).toBeNull();
  });

  it('is no page, no picture and no words, whoever asks', async () => {
    for (const body of ['words', '<!doctype html><html></html>', '']) {
      const signal = AbortSignal.timeout(patience(15_000));
      const collected = real.store.collectVideo(real.serve(body), signal, { asItCame: true });
      expect(await collected).toMatchObject({ status: 'unusable' });
    }
  });
});

describe('a link that gives no video', () => {
  it.each([400, 401, 403, 404, 410, 451])('is unusable for good: %i', async (status) => {
    expect(await collectAnswer(status)).toMatchObject({ status: 'unusable' });
  });

  it.each([408, 429, 500, 502, 503, 504])('may work later: %i', async (status) => {
    await expect(collectAnswer(status)).rejects.toMatchObject({ name: 'ResultNotFetched' });
  });

  it('may work later when the connection was cut', async () => {
    const body = await videoBytes({ seconds: 1 });
    await using server = await startLoopbackServer((_request, response) => {
      response.writeHead(200, { 'content-length': body.length });
      response.write(body.subarray(0, body.length / 2), () => response.destroy());
    });
    await using world = await trusting(server.host);
    await expect(world.collect(server.url('/'))).rejects.toMatchObject({
      name: 'ResultNotFetched',
      cause: { code: 'truncated' },
    });
  });

  it('is unusable when it leads to an address that is not public', async () => {
    for (const url of ['http://127.0.0.1/a.mp4', 'http://169.254.169.254/', 'file:///etc/passwd']) {
      expect((await collectFrom(url)).status).toBe('unusable');
    }
  });

  it('is unusable when what it gives is no video, or no whole one', async () => {
    const whole = await videoBytes({ seconds: 1 });
    const png = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    await using folder = await tempFolder();
    const path = join(folder.path, 'sound.mp4');
    await makeVideo(path, { codec: null, seconds: 1 });
    for (const body of [
      'words',
      png,
      whole.subarray(0, whole.length - 500),
      whole.subarray(0, 100),
      await readFile(path),
    ]) {
      expect((await collectFrom(real.serve(body))).status).toBe('unusable');
    }
  });

  it('is unusable when the video is bigger than is taken', async () => {
    const collected = await collectFrom(real.serve(Buffer.alloc(5_000_001)));
    expect(collected).toMatchObject({ status: 'unusable' });
    expect(collected).toHaveProperty('why', expect.stringMatching(/^too-big/));
  });
});

describe('a video that cannot be saved', () => {
  it.each(['workspace', 'put', 'writeNote'] as const)(
    'is told apart from one that its link does not give: %s fails',
    async (method) => {
      await using folder = await tempFolder();
      const files = await createFolderFiles(folder.path, { now: () => new Date() });
      const full = new Error('ENOSPC: no space left on device');
      await using broken = await realStore(decoder, {
        files: { ...files, [method]: () => Promise.reject(full) },
      });
      const url = broken.serve(await videoBytes({ seconds: 1 }));
      const collecting = broken.store.collectVideo(url, AbortSignal.timeout(patience(10_000)));
      await expect(collecting).rejects.toBe(full);
    },
  );
});

/** A store that may fetch from one more server. */
async function trusting(host: string) {
  const other = await realStore(decoder, { trustedHosts: [host] });
  return {
    collect: (url: string) => other.store.collectVideo(url, AbortSignal.timeout(patience(10_000))),
    [Symbol.asyncDispose]: () => other[Symbol.asyncDispose](),
  };
}

async function collectAnswer(status: number): Promise<VideoCollected> {
  await using server = await startLoopbackServer((_request, response) => {
    response.writeHead(status).end();
  });
  await using world = await trusting(server.host);
  return await world.collect(server.url('/'));
}
