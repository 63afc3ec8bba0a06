import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { HappyhorseCustomerEmulator } from '../../../sandbox/happyhorse-customer/emulator.ts';
import { GOOD, startHappyhorseCustomer } from './client.ts';
import type { Client } from './client.ts';

let app: HappyhorseCustomerEmulator;
let client: Client;

beforeEach(async () => {
  client = await startHappyhorseCustomer();
  app = client.app;
});
afterEach(() => app.close());

function asking(word: string) {
  return { ...GOOD, prompt: `A dog ${word}` };
}

describe('a sentinel', () => {
  it.each([
    ['!reject', 400, 'invalid_input'],
    ['!badkey', 401, 'invalid_api_key'],
    ['!broke', 402, 'insufficient_credits'],
    ['!gate', 403, 'plan_gate_exceeded'],
    ['!error', 500, 'internal_error'],
  ])('%s is refused at once', async (word, status, code) => {
    expect(await client.refusal('videos', asking(word))).toEqual([status, code]);
    expect(app.tasks.size).toBe(0);
    expect(app.credits).toBe(10_000);
  });

  it.each(['!refuse', '!fail'])('%s fails later', async (word) => {
    const id = await client.create(asking(word));
    expect(await client.afterRender(id, 2999)).toMatchObject({ status: 'processing' });
    const failed = await client.afterRender(id, 1);
    expect(failed).toMatchObject({ status: 'failed', videoUrl: null, readyAt: null });
    expect(/moderation/.test(failed.errorMessage ?? '')).toBe(word === '!refuse');
  });

  it('!ratelimit is refused twice, then accepted', async () => {
    const body = asking('!ratelimit');
    expect(await client.refusal('videos', body)).toEqual([429, 'rate_limited']);
    expect(await client.refusal('videos', body)).toEqual([429, 'rate_limited']);
    await client.create(body);
    expect(app.creates).toHaveLength(1);
  });

  it('!drop makes and charges the video without an answer', async () => {
    await expect(client.post('videos', asking('!drop'))).rejects.toThrow();
    expect(app.creates).toHaveLength(1);
    expect(app.credits).toBe(9940);
    expect(await client.afterRender(app.creates[0]!.taskId)).toMatchObject({ status: 'ready' });
  });

  it('!garbage and !lateError make and charge it too, and say something else', async () => {
    await expect((await client.post('videos', asking('!garbage'))).json()).rejects.toThrow();
    expect(await client.refusal('videos', asking('!lateError'))).toEqual([500, 'internal_error']);
    expect(app.creates).toHaveLength(2);
    expect(app.credits).toBe(9880);
  });

  it('!maintenance answers with a web page', async () => {
    const response = await client.post('videos', asking('!maintenance'));
    expect([response.status, response.headers.get('content-type')]).toEqual([
      503,
      'text/html; charset=utf-8',
    ]);
    expect(app.tasks.size).toBe(0);
  });

  it('!slow takes five times as long', async () => {
    const id = await client.create(asking('!slow'));
    expect(await client.afterRender(id, 14_999)).toMatchObject({ status: 'processing' });
    expect(await client.afterRender(id, 1)).toMatchObject({ status: 'ready' });
  });

  it('!odd has a status of its own until it ends', async () => {
    const id = await client.create(asking('!odd'));
    expect(await client.statusOf(id)).toMatchObject({ status: 'upscaling', videoUrl: null });
    expect(await client.afterRender(id)).toMatchObject({ status: 'ready' });
  });

  it('!vanish is not found any more', async () => {
    const id = await client.create(asking('!vanish'));
    expect((await client.ask(id)).status).toBe(404);
  });

  it('!nourl, !deadlink and !private are ready with a result that cannot be fetched', async () => {
    const words = ['!nourl', '!deadlink', '!private'];
    const ids = await Promise.all(words.map((word) => client.create(asking(word))));
    await app.rendered();
    client.pass(1e6);
    const [none, dead, hidden] = await Promise.all(ids.map((id) => client.statusOf(id)));
    expect(none).toMatchObject({ status: 'ready', videoUrl: null });
    expect((await fetch(dead!.videoUrl!)).status).toBe(404);
    expect(new URL(hidden!.videoUrl!).hostname).toBe('169.254.169.254');
  });

  it('!big gives a file of more than 12 MB', async () => {
    const { videoUrl } = await client.afterRender(await client.create(asking('!big')));
    const head = await fetch(videoUrl!, { method: 'HEAD' });
    expect(Number(head.headers.get('content-length'))).toBeGreaterThan(12 * 1024 * 1024);
  });
});

describe('a fault that was ordered', () => {
  it('strikes the next request to its path, as often as asked, and no other', async () => {
    app.failNext({ path: '/api/v1/videos/', kind: 'status', status: 500, times: 2 });
    const id = await client.create(GOOD);
    const broken = await client.ask(id);
    expect([broken.status, await broken.json()]).toMatchObject([
      500,
      { error: { code: 'internal_error' } },
    ]);
    expect((await client.ask(id)).status).toBe(500);
    expect((await client.ask(id)).status).toBe(200);
  });

  it('strikes uploads and results as well', async () => {
    const picture = Buffer.alloc(10);
    const { uploadUrl } = await client.presign({ contentType: 'image/png', sizeBytes: 10 });
    app.failNext({ path: '/storage/', kind: 'drop-before' });
    await expect(client.put(uploadUrl, picture, 'image/png')).rejects.toThrow();
    expect((await client.put(uploadUrl, picture, 'image/png')).status).toBe(200);
    const { videoUrl } = await client.afterRender(await client.create(GOOD));
    app.failNext({ path: '/cdn/', kind: 'status', status: 503 });
    expect((await fetch(videoUrl!)).status).toBe(503);
    expect((await fetch(videoUrl!)).status).toBe(200);
  });

  it('can cut the line before and after the request was carried out', async () => {
    app.failNext({ path: '/api/v1/videos', kind: 'drop-before' });
    await expect(client.post('videos', GOOD)).rejects.toThrow();
    expect(app.creates).toEqual([]);
    app.failNext({ path: '/api/v1/videos', kind: 'drop-after' });
    await expect(client.post('videos', GOOD)).rejects.toThrow();
    expect(app.creates).toHaveLength(1);
  });
});
