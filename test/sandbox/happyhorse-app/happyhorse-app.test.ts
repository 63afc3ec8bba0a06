import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { ALL_FORMATS, BufferSource, Input } from 'mediabunny';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { HappyhorseAppEmulator } from '../../../sandbox/happyhorse-app/emulator.ts';
import { GOOD, SHOTS, startHappyhorseApp } from './client.ts';
import type { Client } from './client.ts';

let app: HappyhorseAppEmulator;
let client: Client;

beforeEach(async () => {
  client = await startHappyhorseApp();
  app = client.app;
});
const mediaServers: Server[] = [];
afterEach(async () => {
  await app.close();
  for (const server of mediaServers.splice(0)) server.close();
});

describe('a task', () => {
  it('is in progress without a response, then a video that plays, and costs what the list says', async () => {
    const id = await client.create(GOOD);
    expect(id).toMatch(/^n92[a-z0-9]+$/);
    expect(await client.statusOf(id)).toMatchObject({ status: 'IN_PROGRESS', response: null });
    const done = await client.afterRender(id);
    expect(done).toMatchObject({
      status: 'SUCCESS',
      consumed_credits: 400,
      created_at: '2026-04-08T10:30:00Z',
      type: 'text-to-video',
      request: GOOD,
      error_message: null,
    });
    expect(app.credits).toBe(9600);
    const video = Buffer.from(await (await fetch(done.response!.resultUrls[0]!)).arrayBuffer());
    using input = new Input({ formats: ALL_FORMATS, source: new BufferSource(video) });
    expect(await input.computeDuration()).toBeCloseTo(5, 1);
    expect(await input.getPrimaryAudioTrack()).not.toBeNull();
    expect(app.creates).toMatchObject([{ taskId: id, credits: 400, body: GOOD }]);
    expect(app.statusCalls.get(id)).toBe(2);
  });

  it('is not done a moment before its time', async () => {
    const id = await client.create(GOOD);
    expect(await client.afterRender(id, 2999)).toMatchObject({ status: 'IN_PROGRESS' });
    expect(await client.afterRender(id, 1)).toMatchObject({ status: 'SUCCESS' });
  });

  it('is not done when its time has come but its file is not drawn', async () => {
    await app.close();
    client = await startHappyhorseApp({ renderMs: 0, fastVideos: false });
    app = client.app;
    const id = await client.create({
      ...GOOD,
      prompt: 'Not drawn before',
      duration: 3,
      mode: 'std',
    });
    expect(await client.statusOf(id)).toMatchObject({ status: 'IN_PROGRESS' });
    await app.rendered();
    expect(await client.statusOf(id)).toMatchObject({ status: 'SUCCESS' });
  });

  it.each([
    ['std', true, 60],
    ['std', false, 40],
    ['pro', true, 80],
    ['pro', false, 54],
  ])('in %s with sound %s costs %i a second', async (mode, sound, rate) => {
    await client.create({ ...GOOD, mode, sound, duration: 4 });
    expect(app.credits).toBe(10_000 - 4 * rate);
  });

  it('takes the documented defaults: std, five seconds, with sound', async () => {
    await client.create({ model: GOOD.model, prompt: 'A calm sea' });
    expect(app.creates[0]?.credits).toBe(300);
  });

  it('of several shots lasts as long as they do together', async () => {
    const id = await client.create({ ...SHOTS, duration: undefined });
    const done = await client.afterRender(id);
    expect(done).toMatchObject({ status: 'SUCCESS', consumed_credits: 800 });
    const video = await (await fetch(done.response!.resultUrls[0]!)).arrayBuffer();
    using input = new Input({ formats: ALL_FORMATS, source: new BufferSource(video) });
    expect(await input.computeDuration()).toBeCloseTo(10, 1);
  });

  it('is finished or failed by hand, once', async () => {
    const [slow, other] = [
      await client.create({ ...GOOD, prompt: '!verySlow' }),
      await client.create(GOOD),
    ];
    expect(await client.afterRender(slow, 1e9)).toMatchObject({ status: 'IN_PROGRESS' });
    await app.finish(slow);
    expect(await client.statusOf(slow)).toMatchObject({ status: 'SUCCESS' });
    app.fail(slow, 'too late');
    expect(await client.statusOf(slow)).toMatchObject({ status: 'SUCCESS' });
    expect(await client.statusOf(other)).toMatchObject({ status: 'SUCCESS' });
    expect(app.credits).toBe(9200);
  });
});

/** Serves pictures, a page and a flood, as somebody's public server would. */
async function aMediaServer(): Promise<string> {
  const picture = await sharp({
    create: { width: 400, height: 700, channels: 3, background: '#c03020' },
  })
    .jpeg()
    .toBuffer();
  const server = createServer((request, response) => {
    if (request.url === '/page') response.end('<html>no picture</html>');
    else if (request.url === '/flood') response.end(Buffer.alloc(11 * 1024 * 1024));
    else if (request.url === '/missing') response.writeHead(404).end();
    else response.end(picture);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  mediaServers.push(server);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('images', () => {
  it('are fetched, and the first one decides the shape', async () => {
    const media = await aMediaServer();
    const id = await client.create({ ...GOOD, image_urls: [`${media}/a.jpg`, `${media}/b.jpg`] });
    const done = await client.afterRender(id);
    expect(done).toMatchObject({ status: 'SUCCESS', type: 'image-to-video' });
    expect(app.tasks.get(id)?.images).toMatchObject([{ width: 400 }, { height: 700 }]);
    const video = await (await fetch(done.response!.resultUrls[0]!)).arrayBuffer();
    using input = new Input({ formats: ALL_FORMATS, source: new BufferSource(video) });
    const track = await input.getPrimaryVideoTrack();
    expect(await track?.getDisplayWidth()).toBe(180);
  });

  it.each(['/page', '/flood', '/missing'])(
    'that are none (%s) fail the task and give the credits back',
    async (path) => {
      const url = `${await aMediaServer()}${path}`;
      const id = await client.create({ ...GOOD, image_urls: [url] });
      await app.rendered();
      const failed = await client.statusOf(id);
      expect(failed).toMatchObject({ status: 'FAILED', response: null, consumed_credits: 0 });
      expect(failed.error_message).toContain(url);
      expect(app.credits).toBe(10_000);
    },
  );

  it('of elements are fetched as well', async () => {
    const media = await aMediaServer();
    const element = {
      name: 'element_dog',
      description: 'A brown dog',
      element_input_urls: [`${media}/1`, `${media}/2`, `${media}/3`],
    };
    const id = await client.create({
      ...GOOD,
      prompt: '@element_dog runs',
      happyhorse_elements: [element],
    });
    expect(await client.afterRender(id)).toMatchObject({ status: 'SUCCESS' });
    expect(app.tasks.get(id)?.images).toHaveLength(3);
  });
});

describe('a result link', () => {
  async function link(): Promise<string> {
    const done = await client.afterRender(await client.create(GOOD));
    return done.response!.resultUrls[0]!;
  }

  it('serves the whole, a part, and the size alone', async () => {
    const address = await link();
    const whole = Buffer.from(await (await fetch(address)).arrayBuffer());
    const part = await fetch(address, { headers: { range: 'bytes=4-7' } });
    expect([part.status, await part.text()]).toEqual([206, 'ftyp']);
    expect(part.headers.get('content-range')).toBe(`bytes 4-7/${whole.length}`);
    const tail = await fetch(address, { headers: { range: 'bytes=-10' } });
    expect(Buffer.from(await tail.arrayBuffer())).toEqual(whole.subarray(-10));
    const beyond = await fetch(address, { headers: { range: `bytes=${whole.length}-` } });
    expect(beyond.status).toBe(416);
    const head = await fetch(address, { method: 'HEAD' });
    expect(head.headers.get('content-length')).toBe(String(whole.length));
  });

  it('lives for a day and not a moment longer', async () => {
    const address = await link();
    client.pass(24 * 60 * 60 * 1000 - 1);
    expect((await fetch(address, { method: 'HEAD' })).status).toBe(200);
    client.pass(1);
    expect((await fetch(address, { method: 'HEAD' })).status).toBe(404);
  });

  it('is not there before the task is done', async () => {
    const id = await client.create(GOOD);
    await app.rendered();
    expect((await fetch(`${app.url}/videos/${id}.mp4`)).status).toBe(404);
  });
});
