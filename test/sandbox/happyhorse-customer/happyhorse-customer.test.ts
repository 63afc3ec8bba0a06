import { ALL_FORMATS, BufferSource, Input } from 'mediabunny';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { HappyhorseCustomerEmulator } from '../../../sandbox/happyhorse-customer/emulator.ts';
import { renderVideo } from '../../../sandbox/video/render-video.ts';
import { aPicture, GOOD, startHappyhorseCustomer } from './client.ts';
import type { Client } from './client.ts';

let app: HappyhorseCustomerEmulator;
let client: Client;

beforeEach(async () => {
  client = await startHappyhorseCustomer();
  app = client.app;
});
afterEach(() => app.close());

async function fileAt(url: string | null): Promise<Buffer> {
  return Buffer.from(await (await fetch(url ?? '')).arrayBuffer());
}

describe('a video', () => {
  it('is queued, processed, ready, and a moment later has a link that plays', async () => {
    const id = await client.create({ ...GOOD, style: 'cinematic' });
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const queued = {
      id,
      status: 'queued',
      prompt: GOOD.prompt,
      style: 'cinematic',
      durationSec: 6,
      aspectRatio: '16:9',
      resolution: '720p',
      videoUrl: null,
      thumbnailUrl: null,
      errorMessage: null,
      readyAt: null,
    };
    expect(await client.statusOf(id)).toEqual(queued);
    expect(await client.afterRender(id, 600)).toEqual({ ...queued, status: 'processing' });
    expect(await client.afterRender(id, 2399)).toMatchObject({ status: 'processing' });
    const ready = { ...queued, status: 'ready', readyAt: '2026-04-26T12:30:03.000Z' };
    expect(await client.afterRender(id, 1)).toEqual(ready);
    expect(await client.afterRender(id, 999)).toEqual(ready);
    const videoUrl = `${app.url}/cdn/videos/outputs/${id}.mp4`;
    expect(await client.afterRender(id, 1)).toEqual({ ...ready, videoUrl });

    using input = new Input({
      formats: ALL_FORMATS,
      source: new BufferSource(await fileAt(videoUrl)),
    });
    expect(await input.computeDuration()).toBeCloseTo(6, 1);
    expect(await (await input.getPrimaryVideoTrack())?.getCodec()).toBe('avc');
    expect(app.statusCalls.get(id)).toBe(6);
  });

  it.each([
    ['720p', '9:16', 720, 1280],
    ['1080p', '1:1', 1080, 1080],
  ])('in %s and %s is of the right size', async (resolution, aspectRatio, width, height) => {
    await app.close();
    client = await startHappyhorseCustomer({ fastVideos: false });
    app = client.app;
    const id = await client.create({ ...GOOD, durationSec: 3, resolution, aspectRatio });
    const { videoUrl } = await client.afterRender(id);
    using input = new Input({
      formats: ALL_FORMATS,
      source: new BufferSource(await fileAt(videoUrl)),
    });
    const track = await input.getPrimaryVideoTrack();
    expect([await track?.getDisplayWidth(), await track?.getDisplayHeight()]).toEqual([
      width,
      height,
    ]);
  });

  it('costs by its length and resolution, at once', async () => {
    await client.create(GOOD);
    expect(app.credits).toBe(9940);
    await client.create({ ...GOOD, resolution: '1080p' });
    expect(app.credits).toBe(9820);
    expect(app.creates.map(({ credits }) => credits)).toEqual([60, 120]);
    app.credits = 59;
    expect(await client.refusal('videos', GOOD)).toEqual([402, 'insufficient_credits']);
    expect(app.credits).toBe(59);
  });

  it('is finished or failed by hand, once', async () => {
    const slow = await client.create({ ...GOOD, prompt: 'a horse !verySlow' });
    const other = await client.create(GOOD);
    expect(await client.afterRender(slow, 1e9)).toMatchObject({ status: 'processing' });
    await app.finish(slow);
    expect(await client.statusOf(slow)).toMatchObject({
      status: 'ready',
      videoUrl: `${app.url}/cdn/videos/outputs/${slow}.mp4`,
    });
    app.fail(slow, 'too late');
    expect(await client.statusOf(slow)).toMatchObject({ status: 'ready', errorMessage: null });
    const third = await client.create(GOOD);
    app.fail(third, 'by hand');
    expect(await client.statusOf(third)).toMatchObject({
      status: 'failed',
      errorMessage: 'by hand',
    });
    expect(app.tasks.get(other)?.state.status).toBe('ready');
  });

  it('keeps its credits when it fails, unless the emulator is told to give them back', async () => {
    app.fail(await client.create(GOOD), 'by hand');
    expect(app.credits).toBe(9940);
    await app.close();
    client = await startHappyhorseCustomer({ refundsFailures: true });
    app = client.app;
    app.fail(await client.create(GOOD), 'by hand');
    expect(app.credits).toBe(10_000);
  });

  it('is told to every key of its owner and to no other', async () => {
    const id = await client.create(GOOD);
    const second = app.addKey();
    expect((await client.ask(id, second)).status).toBe(200);
    const stranger = app.addAccount({ credits: 5 });
    const refused = await client.ask(id, stranger.apiKey);
    expect([refused.status, await refused.json()]).toEqual([
      404,
      { error: { code: 'not_found', message: 'The video does not exist.' } },
    ]);
    app.deleteKey(second);
    expect((await client.ask(id, second)).status).toBe(401);
  });
});

describe('a result link', () => {
  it('serves the whole, a part, and the size alone, for a day', async () => {
    const { videoUrl } = await client.afterRender(await client.create(GOOD));
    const whole = await fileAt(videoUrl);
    const part = await fetch(videoUrl!, { headers: { range: 'bytes=4-7' } });
    expect([part.status, await part.text()]).toEqual([206, 'ftyp']);
    const head = await fetch(videoUrl!, { method: 'HEAD' });
    expect(head.headers.get('content-length')).toBe(String(whole.length));
    client.pass(24 * 60 * 60 * 1000 - 1);
    expect((await fetch(videoUrl!, { method: 'HEAD' })).status).toBe(200);
    client.pass(1);
    expect((await fetch(videoUrl!, { method: 'HEAD' })).status).toBe(404);
  });

  it('is not good before it is told', async () => {
    const id = await client.create(GOOD);
    await client.afterRender(id, 3999);
    expect((await fetch(`${app.url}/cdn/videos/outputs/${id}.mp4`)).status).toBe(404);
  });
});

describe('reference media', () => {
  it('is seen: a first or last frame changes the film, and so does a reference video', async () => {
    const key = await client.upload(await aPicture());
    const clip = await renderVideo({
      prompt: 'the clip',
      images: [],
      seconds: 1,
      aspect: '16:9',
      quality: 'std',
      sound: true,
      role: 'text',
      fast: true,
    });
    const clipKey = await client.upload(clip, 'video', 'video/mp4');
    const bodies = [
      GOOD,
      { ...GOOD, sourceImageKey: key },
      { ...GOOD, lastFrameKey: key },
      { ...GOOD, referenceVideoKey: clipKey },
      { ...GOOD, sourceImageKey: key, referenceVideoKey: clipKey },
    ];
    const ids = await Promise.all(bodies.map((body) => client.create(body)));
    await app.rendered();
    client.pass(4000);
    const films: string[] = [];
    for (const id of ids) {
      const { videoUrl } = await client.statusOf(id);
      films.push((await fileAt(videoUrl)).toString('base64'));
    }
    expect(new Set(films).size).toBe(bodies.length);
    expect(app.tasks.get(ids[1]!)?.inputs.sourceImageKey).toMatchObject({ key, kind: 'image' });
  });

  it('of sound is listened to', async () => {
    const sound = aSound();
    const referenceAudioKey = await client.upload(sound, 'audio', 'audio/wav');
    const id = await client.create({ ...GOOD, referenceAudioKey });
    expect(await client.afterRender(id)).toMatchObject({ status: 'ready' });
  });

  it.each([
    ['image', 'image/png', 'sourceImageKey'],
    ['video', 'video/mp4', 'referenceVideoKey'],
    ['audio', 'audio/mpeg', 'referenceAudioKey'],
  ])('that is no %s after all fails the video', async (kind, type, field) => {
    const key = await client.upload(Buffer.from('<html>nothing</html>'), kind, type);
    const id = await client.create({ ...GOOD, [field]: key });
    await app.rendered();
    const failed = await client.statusOf(id);
    expect(failed).toMatchObject({ status: 'failed', videoUrl: null });
    expect(failed.errorMessage).toContain(`The reference ${kind} could not be used`);
  });
});

/** Half a second of a quiet square wave as WAV. */
function aSound(): Buffer {
  const samples = Buffer.alloc(8000, Buffer.from([100, 100, 100, 100, 156, 156, 156, 156]));
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(16_000, 24);
  head.writeUInt32LE(16_000, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
}
