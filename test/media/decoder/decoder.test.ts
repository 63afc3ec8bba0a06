import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ImageLimits } from '../../../src/core/media/domain/media.ts';
import { createDecoder, type DecoderSettings } from '../../../src/media/decoder/decoder.ts';
import { makeVideo } from '../support/make-video.ts';
import { tempFolder, type TempFolder } from '../support/temp-folder.ts';
import { patientDecoder } from '../../support/fakes/shared-decoder.ts';
import { patience } from '../../support/patience.ts';

const limits: ImageLimits = {
  types: ['image/jpeg'],
  maxBytes: 1e8,
  minSide: 1,
  maxSide: 20_000,
  maxRatio: 100,
};
const signal = new AbortController().signal;
const SOON = { timeout: patience(10_000) };
const linux = process.platform === 'linux';
const HANG = join(import.meta.dirname, '../corpus/clips/files/hang.webm');

let folder: TempFolder;
let image: string;
/** Takes a few seconds to be made small: time enough to be interrupted. */
let stubborn: string;
let video: string;

beforeAll(async () => {
  folder = await tempFolder();
  image = join(folder.path, 'image.jpg');
  await sharp({ create: { width: 3000, height: 2000, channels: 3, background: 'teal' } })
    .jpeg()
    .toFile(image);
  stubborn = join(folder.path, 'stubborn.png');
  const noise = { raw: { width: 3000, height: 2000, channels: 3 } } as const;
  await sharp(randomBytes(3000 * 2000 * 3), noise)
    .png({ compressionLevel: 0 })
    .toFile(stubborn);
  video = join(folder.path, 'video.mp4');
  await makeVideo(video);
});

afterAll(async () => {
  await folder[Symbol.asyncDispose]();
});

function aDecoder(settings: Partial<DecoderSettings> = {}) {
  const decoder = createDecoder({ ...patientDecoder, ...settings });
  const output = join(folder.path, 'output');
  return {
    ...decoder,
    normalise: (stop = signal) => decoder.normaliseImage(image, output, limits, { signal: stop }),
    toil: (stop = signal) =>
      decoder.normaliseImage(
        stubborn,
        output,
        { ...limits, types: ['image/png'], maxBytes: 1000 },
        { signal: stop },
      ),
    [Symbol.asyncDispose]: () => decoder.close(),
  };
}

async function busy(decoder: { pids(): readonly number[] }): Promise<number> {
  const pid = await vi.waitUntil(() => decoder.pids()[0], SOON);
  // Past its start, into its work.
  await sleep(300);
  return pid;
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // What was killed and not yet taken note of by its parent still has its number.
    return !linux || !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'latin1'));
  } catch {
    return false;
  }
}

describe('the decoder', () => {
  it('starts a process when it is first needed and keeps it', async () => {
    await using decoder = aDecoder();
    expect(decoder.pids()).toEqual([]);
    expect(await decoder.normalise()).toMatchObject({ status: 'done', width: 3000, height: 2000 });
    const first = decoder.pids();
    expect(first).toHaveLength(1);
    await decoder.normalise();
    expect(decoder.pids()).toEqual(first);
  });

  it.runIf(linux)('gives its process nothing of ours', async () => {
    await using decoder = aDecoder();
    await decoder.normalise();
    const [pid] = decoder.pids();
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').filter(Boolean);
    expect(environment.map((entry) => entry.split('=')[0]).toSorted()).toEqual([
      'NODE_CHANNEL_FD',
      'NODE_CHANNEL_SERIALIZATION_MODE',
    ]);
  });

  it('refuses a file whose process was killed, and goes on with the next', async () => {
    await using decoder = aDecoder();
    const outcome = decoder.toil().catch((error: unknown) => error);
    const next = decoder.normalise();
    process.kill(await busy(decoder), 'SIGKILL');
    expect(await outcome).toMatchObject({ name: 'DecodeFailed', code: 'crashed' });
    expect(await next).toMatchObject({ status: 'done' });
  });

  it('ends a process that takes too long, and none that is in time', async () => {
    await using slow = aDecoder({ imageTimeoutMs: 300 });
    await expect(slow.toil()).rejects.toMatchObject({ code: 'too-long' });
    await using patient = aDecoder({ imageTimeoutMs: 10_000 });
    expect(await patient.normalise()).toMatchObject({ status: 'done' });
  });

  it('ends a process that takes too much memory, and none that keeps within', async () => {
    await using tight = aDecoder({ maxImageRssBytes: 40e6 });
    await expect(tight.normalise()).rejects.toMatchObject({ code: 'too-much-memory' });
    await vi.waitUntil(() => tight.pids().length === 0, SOON);
    await using roomy = aDecoder({ maxImageRssBytes: 400e6 });
    expect(await roomy.normalise()).toMatchObject({ status: 'done' });
  });

  it('ends a process whose result is no longer wanted, also one that waits in line', async () => {
    await using decoder = aDecoder();
    const stop = new AbortController();
    const running = decoder.toil(stop.signal).catch((error: unknown) => error);
    const waiting = decoder.toil(stop.signal).catch((error: unknown) => error);
    const pid = await busy(decoder);
    const reason = new Error('cancelled');
    stop.abort(reason);
    expect(await running).toBe(reason);
    expect(await waiting).toBe(reason);
    await vi.waitUntil(() => !alive(pid), SOON);
    expect(await decoder.normalise()).toMatchObject({ status: 'done' });
  });

  it('encodes a video while it is busy with an image, and never does two images at once', async () => {
    await using decoder = aDecoder();
    const stop = new AbortController();
    const order: string[] = [];
    const toil = decoder.toil(stop.signal).catch(() => order.push('first image'));
    // However long the video takes: the image is at it until then.
    process.kill(await vi.waitUntil(() => decoder.pids()[0], SOON), 'SIGSTOP');
    const image = decoder.normalise().then(() => order.push('second image'));
    const encoded = join(folder.path, 'encoded.mp4');
    await decoder.transcodeVideo(video, encoded, signal).then(() => order.push('video'));
    stop.abort();
    await Promise.all([toil, image]);
    expect(order).toEqual(['video', 'first image', 'second image']);
  });

  it('lets one who asks for a single image not wait for all images of another', async () => {
    await using decoder = aDecoder();
    const order: string[] = [];
    const output = join(folder.path, 'turns');
    const ask = (owner: string, what: string): Promise<unknown> =>
      decoder
        .onBehalfOf(owner)
        .normaliseImage(image, `${output}-${what}`, limits, { signal })
        .then(() => order.push(what));
    const many = ['many 1', 'many 2', 'many 3', 'many 4'].map((what) => ask('many', what));
    await Promise.all([...many, ask('one', 'one')]);
    expect(order).toEqual(['many 1', 'many 2', 'one', 'many 3', 'many 4']);
  });

  it.runIf(linux)('decodes an image while a video does not come to its end', async () => {
    await using decoder = aDecoder();
    const stop = new AbortController();
    const reason = new Error('cancelled');
    const look = decoder.lookAtClip(video, stop.signal).catch((error: unknown) => error);
    process.kill(await vi.waitUntil(() => decoder.pids()[0], SOON), 'SIGSTOP');
    expect(await decoder.normalise()).toMatchObject({ status: 'done' });
    stop.abort(reason);
    expect(await look).toBe(reason);
  });

  it('lets nobody but its parent end a process', async () => {
    await using decoder = aDecoder();
    const toil = decoder.normalise();
    const pid = await vi.waitUntil(() => decoder.pids()[0], SOON);
    await toil;
    // As when somebody presses Ctrl-C, which every process of a terminal gets.
    process.kill(pid, 'SIGINT');
    process.kill(pid, 'SIGTERM');
    await sleep(100);
    await decoder.normalise();
    expect(decoder.pids()).toEqual([pid]);
  });

  it('replaces a process that kept much of the memory that it took', async () => {
    await using decoder = aDecoder({ maxImageRssBytes: 200e6 });
    await decoder.normalise();
    await vi.waitUntil(() => decoder.pids().length === 0, SOON);
    await using roomy = aDecoder({ maxImageRssBytes: 1e9 });
    await roomy.normalise();
    expect(roomy.pids()).toHaveLength(1);
  });

  it('ends a process that has had nothing to do for a while', async () => {
    await using decoder = aDecoder({ idleMs: 50 });
    await decoder.normalise();
    await vi.waitUntil(() => decoder.pids().length === 0, SOON);
    expect(await decoder.normalise()).toMatchObject({ status: 'done' });
  });

  it('ends its processes when it is closed, and what they were at', async () => {
    const decoder = aDecoder();
    await decoder.transcodeVideo(video, join(folder.path, 'encoded.mp4'), signal);
    const outcomes = [decoder.toil(), decoder.toil()].map((pending) =>
      pending.catch((error: unknown) => error),
    );
    await vi.waitUntil(() => decoder.pids().length === 2, SOON);
    const pids = decoder.pids();
    await decoder.close();
    expect(pids.map(alive)).toEqual([false, false]);
    for (const outcome of outcomes) expect(await outcome).toMatchObject({ code: 'closed' });
    await expect(decoder.normalise()).rejects.toMatchObject({ code: 'closed' });
  });

  it.each([
    ['at work', () => ['image', stubborn, join(folder.path, 'orphan.png')]],
    // Its own thread hears of nothing any more.
    ['in a loop without an end', () => ['clip', HANG]],
  ])('does not outlive its parent: %s', async (_, work) => {
    const parent = fork(new URL('../support/orphaned-decoder.ts', import.meta.url), work(), {
      stdio: 'ignore',
    });
    const [pids] = (await once(parent, 'message')) as [number[]];
    expect(pids).toHaveLength(1);
    expect(pids.map(alive)).toEqual([true]);
    await sleep(200);
    parent.kill('SIGKILL');
    await vi.waitUntil(() => !pids.some(alive), { timeout: patience(5_000) });
  });

  it('ends what never comes to its end when it had its time of the processor', async () => {
    await using decoder = aDecoder({ lookTimeoutMs: 500 });
    await expect(decoder.lookAtClip(HANG, signal)).rejects.toMatchObject({ code: 'too-long' });
    await vi.waitUntil(() => decoder.pids().length === 0, SOON);
  });

  it.runIf(linux)('blames the clock, not the file, for what got no processor', async () => {
    await using decoder = aDecoder({ lookTimeoutMs: 300, patience: 2 });
    const look = decoder.lookAtClip(video, signal).catch((error: unknown) => error);
    process.kill(await vi.waitUntil(() => decoder.pids()[0], SOON), 'SIGSTOP');
    expect(await look).toMatchObject({ code: 'too-slow' });
  });

  it.runIf(linux)('looks at a clip while one of another person does not end', async () => {
    await using decoder = aDecoder();
    const stop = new AbortController();
    const hanging = ['first', 'second', 'third'].map(() =>
      decoder
        .onBehalfOf('many')
        .lookAtClip(video, stop.signal)
        .catch((error: unknown) => error),
    );
    process.kill(await vi.waitUntil(() => decoder.pids()[0], SOON), 'SIGSTOP');
    const look = await decoder.onBehalfOf('one').lookAtClip(video, signal);
    expect(look).toMatchObject({ status: 'measured' });
    // What was rendered waits for neither.
    expect(await decoder.probeVideo(video, signal)).toMatchObject({ container: 'MP4' });
    stop.abort(new Error('cancelled'));
    await Promise.all(hanging);
  });

  it('says which files are broken', async () => {
    await using decoder = aDecoder();
    const text = join(folder.path, 'text.jpg');
    await writeFile(text, 'no image');
    const output = join(folder.path, 'none');
    const pending = decoder.normaliseImage(text, output, limits, { signal });
    await expect(pending).rejects.toMatchObject({ code: 'broken' });
    await expect(decoder.probeVideo(text, signal)).rejects.toMatchObject({ code: 'broken' });
    expect(existsSync(output)).toBe(false);
  });

  it('takes a relative path as whoever asks means it', async () => {
    await using decoder = aDecoder();
    const before = process.cwd();
    process.chdir(folder.path);
    try {
      await decoder.normaliseImage('image.jpg', 'relative.jpg', limits, { signal });
      expect(existsSync(join(folder.path, 'relative.jpg'))).toBe(true);
      expect(await decoder.probeVideo('video.mp4', signal)).toMatchObject({ container: 'MP4' });
    } finally {
      process.chdir(before);
    }
  });

  it('works where there is no folder for temporary files', async () => {
    vi.stubEnv('TMPDIR', join(folder.path, 'missing'));
    try {
      await using decoder = aDecoder();
      expect(await decoder.normalise()).toMatchObject({ status: 'done' });
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it('does not blame the file when it cannot write', async () => {
    await using decoder = aDecoder();
    const nowhere = join(folder.path, 'no', 'such', 'folder');
    const pending = decoder.normaliseImage(image, nowhere, limits, { signal });
    await expect(pending).rejects.toMatchObject({ code: 'ours' });
    const copy = decoder.shrinkVideo(video, nowhere, 40_000, signal);
    await expect(copy).rejects.toMatchObject({ code: 'ours' });
  });
});
