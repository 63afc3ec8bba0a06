import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { CrunEmulator } from '../../../sandbox/crun/emulator.ts';
import { startCrun } from './client.ts';
import type { Client } from './client.ts';

let app: CrunEmulator;
let client: Client;

beforeEach(async () => {
  client = await startCrun();
  app = client.app;
});
afterEach(() => app.close());

const LINK = 'http://127.0.0.1:9/a.jpg';

function links(count: number): string[] {
  return Array.from({ length: count }, () => LINK);
}

describe('a request to edit', () => {
  it.each<[string, object]>([
    ['no prompt', { prompt: undefined }],
    ['a blank prompt', { prompt: '  ' }],
    ['no video', { video_url: undefined }],
    ['a list of videos', { video_url: [LINK] }],
    ['a video that is no link', { video_url: 'video.mp4' }],
    ['a video inside', { video_url: 'data:video/mp4;base64,AAAA' }],
    ['six references', { img_urls: links(6) }],
    ['one reference that is no list', { img_urls: LINK }],
    ['a small letter in the resolution', { resolution: '720p' }],
    ['a resolution of the other model', { resolution: '480P' }],
    ['an unknown sound', { audio_setting: 'off' }],
    ['another region', { region: 'cn' }],
  ])('with %s is refused and costs nothing', async (_, input) => {
    expect(await client.refusal(client.edit(input))).toEqual([422, 422]);
    expect(app.credits).toBe(10_000);
    expect(app.creates).toEqual([]);
  });

  it('may leave out what is not required', async () => {
    const { model, input } = client.edit();
    const { prompt, video_url } = input;
    await client.create({ model, input: { prompt, video_url, resolution: '1080P' } });
    expect(app.violations).toEqual([]);
  });
});

describe('a request to replace', () => {
  it.each<[string, object]>([
    ['no character', { img_urls: undefined }],
    ['an empty list', { img_urls: [] }],
    ['two characters', { img_urls: links(2) }],
    ['two clips', { video_urls: links(2) }],
    ['the fields of another seller', { img_urls: undefined, image_url: LINK, video_url: LINK }],
    ['a resolution of the other model', { resolution: '1080P' }],
  ])('with %s is refused and costs nothing', async (_, input) => {
    expect(await client.refusal(client.replace(input))).toEqual([422, 422]);
    expect(app.credits).toBe(10_000);
  });

  it.each([
    ['480P', 18],
    ['580P', 29],
    ['720P', 38],
  ])('at %s costs %i for three seconds', async (resolution, credits) => {
    await client.create(client.replace({ resolution }));
    expect(app.creates[0]?.credits).toBe(credits);
  });
});

describe('any request', () => {
  it.each<[string, unknown, number]>([
    ['another model', { model: 'happyhorse-1-0-t2v', input: {} }, 404],
    ['no model', { input: {} }, 422],
    ['no input', { model: 'wan/2-2-animate-replace' }, 422],
    ['a list', [], 422],
    ['half a document', '{"model":', 422],
  ])('with %s is refused', async (_, body, code) => {
    expect(await client.refusal(body)).toEqual([code, code]);
  });

  it('calls back only to a link', async () => {
    expect(await client.refusal(client.edit({}, { callback_url: 'me' }))).toEqual([422, 422]);
    expect(await client.refusal(client.edit({}, { callback_url: 'ftp://a/b' }))).toEqual([
      422, 422,
    ]);
  });

  it('must be sent as JSON', async () => {
    const headers = { 'content-type': 'text/plain' };
    expect((await client.post('CreateTask', client.edit(), headers)).status).toBe(422);
  });

  it('is noted when it says more than is documented, or less than is safe', async () => {
    await client.create(client.edit({ seed: 1, resolution: undefined }, { idempotency_key: 'x' }));
    await client.create(client.edit({ prompt: 'x'.repeat(2501) }));
    expect(app.violations).toEqual([
      'idempotency_key: is not documented for happyhorse-1-0-video-edit',
      'input.seed: is not documented for happyhorse-1-0-video-edit',
      'input.resolution: is left to a default that no document names',
      'input.prompt: is cut after 2500 characters',
    ]);
  });

  it('needs the key, in its own header', async () => {
    const url = `${app.url}/api/v1/client/account/balance`;
    expect((await fetch(url)).status).toBe(401);
    const bearer = { authorization: `Bearer ${app.apiKey}` };
    expect((await fetch(url, { headers: bearer })).status).toBe(401);
    expect((await fetch(url, { headers: { 'x-api-key': 'ak_wrong' } })).status).toBe(401);
    expect((await fetch(url, { headers: { 'X-API-KEY': app.apiKey } })).status).toBe(200);
    expect(app.apiKey).toMatch(/^ak_\w{32}$/);
  });

  it.each(['DELETE /api/v1/client/job/TaskInfo', 'GET /api/v1/client/job/List', 'POST /'])(
    'to %s has no answer',
    async (route) => {
      const [method = '', path = ''] = route.split(' ');
      expect((await fetch(app.url + path, { method })).status).toBe(501);
    },
  );
});

it('takes no more requests a second than it is told to', async () => {
  await app.close();
  client = await startCrun({ ratePerSecond: 3 });
  app = client.app;
  // Two were the uploads of the client.
  expect(await client.get('account/balance')).toMatchObject({ code: 200 });
  expect(await client.get('account/balance')).toMatchObject({ code: 429 });
  client.pass(1000);
  expect(await client.get('account/balance')).toMatchObject({ code: 200 });
});
