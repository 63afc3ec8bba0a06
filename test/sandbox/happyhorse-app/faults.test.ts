import { ALL_FORMATS, BufferSource, Input } from 'mediabunny';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { HappyhorseAppEmulator } from '../../../sandbox/happyhorse-app/emulator.ts';
import { GOOD, startHappyhorseApp, withShots } from './client.ts';
import type { Client } from './client.ts';

let app: HappyhorseAppEmulator;
let client: Client;

beforeEach(async () => {
  client = await startHappyhorseApp();
  app = client.app;
});
afterEach(() => app.close());

describe('a sentinel', () => {
  it.each([
    ['!reject', 400, 'INVALID_PROMPT'],
    ['!badkey', 401, 'INVALID_API_KEY'],
    ['!broke', 402, 'INSUFFICIENT_CREDITS'],
    ['!error', 500, 'INTERNAL_ERROR'],
  ])('%s is refused at once', async (word, status, code) => {
    expect(await client.refusal({ ...GOOD, prompt: `A dog ${word}` })).toEqual([status, code]);
    expect(app.tasks.size).toBe(0);
  });

  it.each(['!refuse', '!fail'])('%s fails later and gives the credits back', async (word) => {
    const id = await client.create({ ...GOOD, prompt: `A dog ${word}` });
    expect(app.credits).toBe(9600);
    expect(await client.afterRender(id, 2999)).toMatchObject({ status: 'IN_PROGRESS' });
    const failed = await client.afterRender(id, 1);
    expect(failed).toMatchObject({ status: 'FAILED', response: null });
    expect(/moderation/.test(failed.error_message ?? '')).toBe(word === '!refuse');
    expect(app.credits).toBe(10_000);
    await client.statusOf(id);
    expect(app.credits).toBe(10_000);
  });

  it('!ratelimit is refused twice, then accepted', async () => {
    const body = { ...GOOD, prompt: '!ratelimit' };
    const first = await client.post(body);
    expect([first.status, first.headers.get('retry-after')]).toEqual([429, '1']);
    expect((await client.post(body)).status).toBe(429);
    await client.create(body);
    expect(app.creates).toHaveLength(1);
  });

  it('!drop makes and charges the task without an answer', async () => {
    await expect(client.post({ ...GOOD, prompt: '!drop' })).rejects.toThrow();
    expect(app.creates).toHaveLength(1);
    expect(app.credits).toBe(9600);
    expect(await client.afterRender(app.creates[0]!.taskId)).toMatchObject({ status: 'SUCCESS' });
  });

  it('!garbage makes the task and answers something that is no JSON', async () => {
    const response = await client.post({ ...GOOD, prompt: '!garbage' });
    expect(response.status).toBe(200);
    await expect(response.json()).rejects.toThrow();
    expect(app.creates).toHaveLength(1);
  });

  it('!maintenance answers with a web page', async () => {
    const response = await client.post({ ...GOOD, prompt: '!maintenance' });
    expect(response.status).toBe(503);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(app.tasks.size).toBe(0);
  });

  it('!slow takes five times as long', async () => {
    const id = await client.create({ ...GOOD, prompt: '!slow' });
    expect(await client.afterRender(id, 14_999)).toMatchObject({ status: 'IN_PROGRESS' });
    expect(await client.afterRender(id, 1)).toMatchObject({ status: 'SUCCESS' });
  });

  it('!nourl, !deadlink and !private succeed with a result that cannot be fetched', async () => {
    const words = ['!nourl', '!deadlink', '!private'];
    const ids = await Promise.all(words.map((word) => client.create({ ...GOOD, prompt: word })));
    await app.rendered();
    client.pass(3000);
    const [none, dead, hidden] = await Promise.all(ids.map((id) => client.statusOf(id)));
    expect(none).toMatchObject({ status: 'SUCCESS', response: { resultUrls: [] } });
    expect((await fetch(dead!.response!.resultUrls[0]!)).status).toBe(404);
    expect(new URL(hidden!.response!.resultUrls[0]!).hostname).toBe('169.254.169.254');
  });

  it('!big gives a file of more than 12 MB that plays', async () => {
    const done = await client.afterRender(await client.create({ ...GOOD, prompt: '!big' }));
    const video = await (await fetch(done.response!.resultUrls[0]!)).arrayBuffer();
    expect(video.byteLength).toBeGreaterThan(12 * 1024 * 1024);
    using input = new Input({ formats: ALL_FORMATS, source: new BufferSource(video) });
    expect(await input.computeDuration()).toBeCloseTo(5, 1);
  });

  it.each([
    ['!expensive', 600],
    ['!cheap', 200],
  ])('%s consumes %i instead of 400', async (word, consumed) => {
    const done = await client.afterRender(await client.create({ ...GOOD, prompt: word }));
    expect(done.consumed_credits).toBe(consumed);
    expect(app.credits).toBe(10_000 - consumed);
  });

  it('is seen in a shot as well, and only as a word of its own', async () => {
    expect(await client.refusal(withShots([{ prompt: 'x !reject', duration: 5 }]))).toEqual([
      400,
      'INVALID_PROMPT',
    ]);
    await client.create({ ...GOOD, prompt: 'A dog !rejected by all' });
  });
});

describe('a fault that was ordered', () => {
  it('strikes the next request to its path, as often as asked, and no other', async () => {
    app.failNext({ path: '/api/status', kind: 'status', status: 503, times: 2 });
    const id = await client.create(GOOD);
    expect((await client.ask(id)).status).toBe(503);
    expect((await client.ask(id)).status).toBe(503);
    expect((await client.ask(id)).status).toBe(200);
  });

  it('can cut the line before and after the request was carried out', async () => {
    app.failNext({ path: '/api/generate', kind: 'drop-before' });
    await expect(client.post(GOOD)).rejects.toThrow();
    expect(app.creates).toEqual([]);
    app.failNext({ path: '/api/generate', kind: 'drop-after' });
    await expect(client.post(GOOD)).rejects.toThrow();
    expect(app.creates).toHaveLength(1);
    expect(app.requests.map(({ status }) => status)).toEqual([null, null]);
  });

  it('can hang, send a page or half an answer', async () => {
    app.failNext({ path: '/api/generate', kind: 'hang' });
    app.failNext({ path: '/api/generate', kind: 'html' });
    app.failNext({ path: '/api/generate', kind: 'garbage' });
    const hanging = fetch(`${app.url}/api/generate`, {
      method: 'POST',
      signal: AbortSignal.timeout(100),
    });
    await expect(hanging).rejects.toThrow();
    expect((await client.post(GOOD)).headers.get('content-type')).toContain('text/html');
    await expect((await client.post(GOOD)).json()).rejects.toThrow();
    expect(app.creates).toHaveLength(1);
  });
});
