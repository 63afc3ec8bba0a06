import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { CrunEmulator } from '../../../sandbox/crun/emulator.ts';
import { probeSource } from '../../../sandbox/video/source.ts';
import { startCrun } from './client.ts';
import type { Client } from './client.ts';

let app: CrunEmulator;
let client: Client;

beforeEach(async () => {
  client = await startCrun();
  app = client.app;
});
afterEach(() => app.close());

const CREATE = '/api/v1/client/job/CreateTask';
const PRICE = 120;

describe('a sentinel', () => {
  it.each([
    ['!reject', 422],
    ['!badkey', 401],
    ['!broke', 402],
    ['!maintenance', 455],
    ['!error', 500],
    ['!disabled', 505],
  ])('%s is refused at once', async (word, code) => {
    expect(await client.refusal(client.edit({ prompt: `Snow ${word}` }))).toEqual([code, code]);
    expect(app.tasks.size).toBe(0);
  });

  it.each(['!refuse', '!fail'])('%s fails later and gives the credits back', async (word) => {
    const id = await client.create(client.edit({ prompt: `Snow ${word}` }));
    expect(app.credits).toBe(10_000 - PRICE);
    expect(await client.afterRender(id, 2999)).toMatchObject({ status: 'running' });
    const failed = await client.afterRender(id, 1);
    expect(failed).toMatchObject({ status: 'failed', credits: 0, result: { code: 501 } });
    expect(/safety/.test(failed.result?.message ?? '')).toBe(word === '!refuse');
    expect(app.credits).toBe(10_000);
  });

  it('!failCode is told as the code of the answer', async () => {
    const id = await client.create(client.edit({ prompt: '!failCode' }));
    await app.finish(id);
    expect(await client.get(`job/TaskInfo?task_id=${id}`)).toMatchObject({ code: 501, data: null });
  });

  it('!ratelimit is refused twice, then accepted', async () => {
    const body = client.edit({ prompt: '!ratelimit' });
    const first = await client.post('CreateTask', body);
    expect([first.status, first.headers.get('retry-after')]).toEqual([429, '1']);
    expect(await client.refusal(body)).toEqual([429, 429]);
    await client.create(body);
    expect(app.creates).toHaveLength(1);
  });

  it('!drop makes and charges the task without an answer', async () => {
    await expect(client.post('CreateTask', client.edit({ prompt: '!drop' }))).rejects.toThrow();
    expect(app.creates).toHaveLength(1);
    expect(app.credits).toBe(10_000 - PRICE);
    const id = app.creates[0]?.taskId ?? '';
    expect(await client.afterRender(id)).toMatchObject({ status: 'success' });
  });

  it('!garbage, !noid and !lateError make the task without saying which', async () => {
    const answer = (word: string) => client.post('CreateTask', client.edit({ prompt: word }));
    await expect((await answer('!garbage')).json()).rejects.toThrow();
    expect(await (await answer('!noid')).json()).toMatchObject({ code: 200, data: {} });
    expect((await answer('!lateError')).status).toBe(500);
    expect(app.creates).toHaveLength(3);
  });

  it('!page answers with a web page', async () => {
    const response = await client.post('CreateTask', client.edit({ prompt: '!page' }));
    expect(response.status).toBe(503);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(app.tasks.size).toBe(0);
  });

  it('!slow takes five times as long', async () => {
    const id = await client.create(client.edit({ prompt: '!slow' }));
    expect(await client.afterRender(id, 14_999)).toMatchObject({ status: 'running' });
    expect(await client.afterRender(id, 1)).toMatchObject({ status: 'success' });
  });

  it('!odd and !shout say the same in other words', async () => {
    const [odd, shout] = [
      await client.create(client.edit({ prompt: '!odd' })),
      await client.create(client.edit({ prompt: '!shout' })),
    ];
    expect(await client.statusOf(shout)).toMatchObject({ status: 'PENDING' });
    client.pass(500);
    expect(await client.statusOf(odd)).toMatchObject({ status: 'post_processing' });
    expect(await client.afterRender(odd)).toMatchObject({ status: 'success' });
    const done = await client.statusOf(shout);
    expect(done).toMatchObject({ status: 'SUCCESS', result: null });
    expect((await fetch(done.media_urls?.[0] ?? '')).status).toBe(200);
  });

  it('!notYet is not found twice', async () => {
    const id = await client.create(client.edit({ prompt: '!notYet' }));
    const code = async () => (await client.get(`job/TaskInfo?task_id=${id}`)).code;
    expect([await code(), await code(), await code()]).toEqual([404, 404, 200]);
  });

  it('!nourl, !deadlink and !private succeed with a result that cannot be fetched', async () => {
    const words = ['!nourl', '!deadlink', '!private'];
    const ids = await Promise.all(words.map((prompt) => client.create(client.edit({ prompt }))));
    await app.rendered();
    client.pass(3000);
    const [none, dead, hidden] = await Promise.all(ids.map((id) => client.statusOf(id)));
    expect(none).toMatchObject({ status: 'success', result: { media_urls: [] } });
    expect((await fetch(dead?.result?.media_urls?.[0] ?? '')).status).toBe(404);
    expect(hidden?.result?.media_urls?.[0]).toMatch(/^http:\/\/169\.254\.169\.254\//);
  });

  it('!big gives a file of more than 12 MB that plays', async () => {
    const id = await client.create(client.edit({ prompt: '!big' }));
    const video = await client.resultOf(await client.afterRender(id));
    expect(video.length).toBeGreaterThan(12 * 1024 * 1024);
    expect((await probeSource({ bytes: video })).seconds).toBe(3);
  });

  it.each([
    ['!expensive', 180],
    ['!cheap', 60],
  ])('%s costs %i instead of 120', async (word, credits) => {
    const done = await client.afterRender(await client.create(client.edit({ prompt: word })));
    expect(done.credits).toBe(credits);
    expect(app.credits).toBe(10_000 - credits);
  });

  it('may stand in the path of an input, where there is no prompt', async () => {
    const body = client.replace({ video_urls: ['http://127.0.0.1:9/%21reject.mp4'] });
    expect(await client.refusal(body)).toEqual([422, 422]);
    const odd = client.replace({ video_urls: ['http://127.0.0.1:9/%E0%zz!reject.mp4'] });
    expect(await client.refusal(odd)).toEqual([422, 422]);
  });
});

describe('a fault that was ordered', () => {
  it('may be a sentinel for the next task', async () => {
    app.failNext({ kind: 'task', sentinel: 'refuse' });
    const [refused, fine] = [
      await client.create(client.replace()),
      await client.create(client.replace()),
    ];
    expect(await client.afterRender(refused)).toMatchObject({ status: 'failed' });
    expect(await client.statusOf(fine)).toMatchObject({ status: 'success' });
  });

  it.each([401, 402, 404, 422, 429, 455, 500, 501, 505] as const)(
    'may be the code %i, said by the status as well or not, as often as asked',
    async (code) => {
      for (const errorStatus of ['same-as-code', 'always-200'] as const) {
        await app.close();
        client = await startCrun({ errorStatus });
        app = client.app;
        app.failNext({ path: CREATE, kind: 'code', code, times: 2 });
        const status = errorStatus === 'always-200' ? 200 : code;
        expect(await client.refusal(client.edit())).toEqual([status, code]);
        expect(await client.refusal(client.edit())).toEqual([status, code]);
        expect(app.creates).toEqual([]);
        await client.create(client.edit());
      }
    },
  );

  it('can cut the line before and after the request was carried out', async () => {
    app.failNext({ path: CREATE, kind: 'drop-before' });
    await expect(client.post('CreateTask', client.edit())).rejects.toThrow();
    expect(app.creates).toEqual([]);
    app.failNext({ path: CREATE, kind: 'drop-after' });
    await expect(client.post('CreateTask', client.edit())).rejects.toThrow();
    expect(app.creates).toHaveLength(1);
  });

  it('can hang, send a page or half an answer', async () => {
    app.failNext({ path: CREATE, kind: 'hang' });
    app.failNext({ path: CREATE, kind: 'html' });
    app.failNext({ path: CREATE, kind: 'garbage' });
    const signal = AbortSignal.timeout(100);
    await expect(fetch(app.url + CREATE, { method: 'POST', signal })).rejects.toThrow();
    const page = await client.post('CreateTask', client.edit());
    expect(page.headers.get('content-type')).toContain('text/html');
    await expect((await client.post('CreateTask', client.edit())).json()).rejects.toThrow();
    expect(app.creates).toHaveLength(1);
  });
});

it('keeps the credits of a failed task when told to', async () => {
  await app.close();
  client = await startCrun({ refundFailed: false });
  app = client.app;
  const id = await client.create(client.edit({ prompt: '!fail' }));
  expect(await client.afterRender(id)).toMatchObject({ status: 'failed', credits: PRICE });
  expect(app.credits).toBe(10_000 - PRICE);
});
