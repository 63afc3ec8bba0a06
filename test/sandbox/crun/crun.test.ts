import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import sharp from 'sharp';

import type { CrunEmulator } from '../../../sandbox/crun/emulator.ts';
import { probeSource, stillOf } from '../../../sandbox/video/source.ts';
import { aPicture, aVideo, aWebServer, startCrun } from './client.ts';
import type { Client } from './client.ts';

let app: CrunEmulator;
let client: Client;

beforeEach(async () => {
  client = await startCrun();
  app = client.app;
});
afterEach(() => app.close());

/** The mean colour of the left quarter of a still, as red, green and blue. */
async function leftColour(video: Buffer): Promise<[number, number, number]> {
  const still = sharp(await stillOf({ bytes: video }));
  const { width, height } = await still.metadata();
  const region = { left: 8, top: height >> 1, width: width >> 2, height: height >> 3 };
  const { channels } = await sharp(await still.extract(region).toBuffer()).stats();
  return [channels[0]?.mean ?? 0, channels[1]?.mean ?? 0, channels[2]?.mean ?? 0];
}

describe('an edit', () => {
  it('waits, runs, and becomes a film in which its source is seen', async () => {
    const body = client.edit({ img_urls: [client.picture] });
    const id = await client.create(body);
    expect(app.credits).toBe(10_000 - 120);
    const waiting = await client.statusOf(id);
    expect(waiting).toMatchObject({ task_id: id, status: 'pending', result: null, source: 'api' });
    expect(waiting).toMatchObject({ param: { model: body.model, input: body.input } });
    expect(waiting).not.toHaveProperty('credits');
    client.pass(500);
    expect(await client.statusOf(id)).toMatchObject({ status: 'running', complete_at: null });
    const done = await client.afterRender(id, 2500);
    expect(done).toMatchObject({ status: 'success', credits: 120, duration_s: 3 });
    expect(done.complete_at).toBe(done.create_at + 3);
    const video = await client.resultOf(done);
    expect(await probeSource({ bytes: video })).toMatchObject({
      codec: 'h264',
      width: 270,
      height: 180,
      seconds: 3,
      sound: true,
    });
    const [red, green] = await leftColour(video);
    expect(red - green).toBeGreaterThan(80);
    expect(app.credits).toBe(10_000 - 120);
    expect(app.creates).toMatchObject([{ taskId: id, credits: 120, body }]);
    expect(app.statusCalls.get(id)).toBe(3);
    expect(app.violations).toEqual([]);
  });

  it('is not done a moment before its time', async () => {
    const id = await client.create(client.edit());
    expect(await client.afterRender(id, 2999)).toMatchObject({ status: 'running' });
    expect(await client.afterRender(id, 1)).toMatchObject({ status: 'success' });
  });

  it('uses and charges no more than fifteen seconds, in and out', async () => {
    const long = await client.upload(await aVideo({ seconds: 17 }), 'video/mp4', '.mp4');
    const id = await client.create(client.edit({ video_url: long, resolution: '1080P' }));
    expect(app.credits).toBe(10_000 - 30 * 35);
    const video = await client.resultOf(await client.afterRender(id));
    expect((await probeSource({ bytes: video })).seconds).toBe(15);
  });

  it('keeps the sound of its source only when asked', async () => {
    const silent = await client.upload(await aVideo({ audio: null }), 'video/mp4', '.mp4');
    const [kept, made] = [
      await client.create(client.edit({ video_url: silent, audio_setting: 'origin' })),
      await client.create(client.edit({ video_url: silent })),
    ];
    const origin = await client.resultOf(await client.afterRender(kept));
    expect(await probeSource({ bytes: origin })).toMatchObject({ sound: false });
    const auto = await client.resultOf(await client.statusOf(made));
    expect(await probeSource({ bytes: auto })).toMatchObject({ sound: true });
  });
});

describe('a replacement', () => {
  it('lasts as long as its clip and shows clip and character', async () => {
    const id = await client.create(client.replace());
    expect(app.credits).toBe(10_000 - 38);
    const done = await client.afterRender(id);
    expect(done).toMatchObject({ status: 'success', provider: 'wan' });
    const video = await client.resultOf(done);
    expect(await probeSource({ bytes: video })).toMatchObject({ seconds: 3, sound: false });
    const [red, green] = await leftColour(video);
    expect(red - green).toBeGreaterThan(80);
    expect(app.tasks.get(id)).toMatchObject({ video: { seconds: 3 }, images: [{ width: 400 }] });
  });
});

describe('a task', () => {
  it('is finished or failed by hand, once', async () => {
    const id = await client.create(client.edit({ prompt: '!verySlow' }));
    expect(await client.afterRender(id, 1e9)).toMatchObject({ status: 'running' });
    await app.finish(id);
    expect(await client.statusOf(id)).toMatchObject({ status: 'success' });
    app.fail(id, 'too late');
    expect(await client.statusOf(id)).toMatchObject({ status: 'success' });
    const other = await client.create(client.edit());
    app.fail(other, 'no more');
    expect(await client.statusOf(other)).toMatchObject({
      status: 'failed',
      credits: 0,
      result: { code: 501, message: 'no more' },
    });
    expect(app.credits).toBe(10_000 - 120);
  });

  it('is known by its own number only', async () => {
    expect(await client.get('job/TaskInfo?task_id=task_1')).toMatchObject({ code: 404 });
    expect(await client.get('job/TaskInfo')).toMatchObject({ code: 422 });
  });

  it('is not made without the credits for it', async () => {
    app.credits = 119;
    expect(await client.refusal(client.edit())).toEqual([402, 402]);
    expect(app.tasks.size).toBe(0);
    app.credits = 120;
    await client.create(client.edit());
    expect(await client.get('account/balance')).toMatchObject({ data: { balance: 0 } });
  });
});

describe('an estimate', () => {
  it('says what a task will cost and makes none', async () => {
    const answer = await client.post('EstimateTask', client.edit());
    expect(await answer.json()).toEqual({
      code: 200,
      message: 'success',
      data: { estimated_credits: 120, balance: 10_000, affordable: true },
    });
    app.credits = 1;
    expect(await (await client.post('EstimateTask', client.replace())).json()).toMatchObject({
      data: { estimated_credits: 38, balance: 1, affordable: false },
    });
    expect(app.tasks.size).toBe(0);
    expect(app.credits).toBe(1);
  });

  it('is refused like the task itself', async () => {
    expect(await client.refusal(client.edit({ prompt: '' }), 'EstimateTask')).toEqual([422, 422]);
    const lost = client.edit({ video_url: `${app.url}/files/uploads/none.mp4` });
    expect(await client.refusal(lost, 'EstimateTask')).toEqual([422, 422]);
  });
});

describe('inputs', () => {
  it('are fetched from anywhere', async () => {
    const web = await aWebServer({ '/a.mp4': await aVideo(), '/a.jpg': await aPicture() });
    const body = client.replace({
      video_urls: [`${web.url}/a.mp4`],
      img_urls: [`${web.url}/a.jpg`],
    });
    expect(await client.afterRender(await client.create(body))).toMatchObject({
      status: 'success',
    });
    web.close();
  });

  it.each<[string, object, RegExp]>([
    ['short', { seconds: 2 }, /lasts 2\.0 seconds/],
    ['small', { height: 318 }, /is 318 pixels/],
    ['wide', { width: 960 }, /is wider/],
    ['slow', { fps: 8 }, /only 8 pictures/],
  ])('that are too %s fail the task early and cost nothing', async (_, draft, why) => {
    const url = await client.upload(await aVideo(draft), 'video/mp4', '.mp4');
    const id = await client.create(client.edit({ video_url: url }));
    await app.rendered();
    const failed = await client.statusOf(id);
    expect(failed).toMatchObject({ status: 'failed', credits: 0, result: { code: 501 } });
    expect(failed.result?.message).toMatch(why);
    expect(app.credits).toBe(10_000);
  });

  it('that are missing, or no pictures, fail the task', async () => {
    const page = await client.upload(Buffer.from('<html></html>'), 'image/png', '.png');
    const tiny = await client.upload(await aPicture(100, 100), 'image/jpeg', '.jpg');
    for (const image of [page, tiny, `${app.url}/files/uploads/none.png`]) {
      const id = await client.create(client.replace({ img_urls: [image] }));
      await app.rendered();
      expect(await client.statusOf(id)).toMatchObject({ status: 'failed' });
    }
  });
});

describe('uploads', () => {
  const links = async (query: string) =>
    (await client.get<{ presigned_url: string; file_url: string }>(`files/upload-url?${query}`))
      .data;

  it('are put by a link and read by another, without a key', async () => {
    const { presigned_url, file_url } = await links('content_type=image/png&ext=.png');
    expect((await fetch(file_url)).status).toBe(404);
    const headers = { 'content-type': 'image/png' };
    await fetch(presigned_url, { method: 'PUT', headers, body: 'picture' });
    const read = await fetch(file_url);
    expect(await read.text()).toBe('picture');
    expect(read.headers.get('content-type')).toBe('image/png');
    expect(app.violations).toEqual([]);
  });

  it('are refused with another type, a changed link, or too late', async () => {
    const { presigned_url } = await links('content_type=image/png&ext=.png');
    const put = async (url: string, type = 'image/png') =>
      (await fetch(url, { method: 'PUT', headers: { 'content-type': type }, body: 'x' })).status;
    expect(await put(presigned_url, 'image/jpeg')).toBe(403);
    expect(await put(presigned_url.replace('.png', '.jpg'))).toBe(403);
    expect(await put(`${presigned_url}0`)).toBe(403);
    client.pass(600_001);
    expect(await put(presigned_url)).toBe(403);
  });

  it('are not sent the key', async () => {
    const { presigned_url } = await links('content_type=image/png&ext=.png');
    const headers = { 'content-type': 'image/png', 'x-api-key': app.apiKey };
    await fetch(presigned_url, { method: 'PUT', headers, body: 'x' });
    expect(app.violations).toEqual(['The API key was sent to the storage']);
  });

  it.each(['content_type=text/html&ext=.html', 'content_type=image/png&ext=png', 'ext=.png'])(
    'of %s get no link',
    async (query) => {
      expect(await client.get(`files/upload-url?${query}`)).toMatchObject({ code: 422 });
    },
  );
});

describe('a result link', () => {
  async function link(): Promise<string> {
    const done = await client.afterRender(await client.create(client.edit()));
    return done.result?.media_urls?.[0] ?? '';
  }

  it('serves the whole and a part, and only as it was signed', async () => {
    const address = await link();
    const part = await fetch(address, { headers: { range: 'bytes=4-7' } });
    expect([part.status, await part.text()]).toEqual([206, 'ftyp']);
    expect((await fetch(`${address}0`)).status).toBe(403);
    expect((await fetch(address.split('?')[0] ?? '')).status).toBe(403);
  });

  it('lives for a day and not a moment longer', async () => {
    const address = await link();
    client.pass(24 * 60 * 60 * 1000 - 1);
    expect((await fetch(address, { method: 'HEAD' })).status).toBe(200);
    client.pass(1);
    expect((await fetch(address, { method: 'HEAD' })).status).toBe(403);
  });

  it('is not there before the task is done', async () => {
    const id = await client.create(client.edit());
    await app.rendered();
    expect((await fetch(`${app.url}/results/${id}.mp4`)).status).toBe(404);
  });
});

describe('the models', () => {
  it('are listed, all or some', async () => {
    const ids = async (query: string) => {
      const { data } = await client.get<{ models: { model: string }[] }>(`job/Models${query}`);
      return data.models.map(({ model }) => model);
    };
    expect(await ids('')).toEqual(['happyhorse-1-0-video-edit', 'wan/2-2-animate-replace']);
    expect(await ids('?operation=animate-replace')).toEqual(['wan/2-2-animate-replace']);
    expect(await ids('?modality=audio')).toEqual([]);
  });

  it('are described, slash and all', async () => {
    for (const path of ['wan/2-2-animate-replace', 'wan%2F2-2-animate-replace']) {
      expect(await client.get(`job/Models/${path}`)).toMatchObject({
        data: {
          model: 'wan/2-2-animate-replace',
          required_input_fields: ['img_urls', 'video_urls'],
          input_schema: { properties: { resolution: { enum: ['480P', '580P', '720P'] } } },
        },
      });
    }
    expect(await client.get('job/Models/happyhorse-1-0-video-edit')).toMatchObject({
      data: { required_input_fields: ['prompt', 'video_url'] },
    });
    expect(await client.get('job/Models/sora-9')).toMatchObject({ code: 404 });
  });
});
