import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { AcedataEmulator } from '../../../sandbox/acedata/emulator.ts';
import { GOOD, startAcedata } from './client.ts';
import type { Client } from './client.ts';

let app: AcedataEmulator;
let client: Client;

beforeEach(async () => {
  client = await startAcedata();
  app = client.app;
});
afterEach(() => app.close());

function asking(word: string) {
  return { ...GOOD, prompt: `A dog ${word}` };
}

describe('a sentinel', () => {
  it.each([
    ['!reject', 400, 'bad_request'],
    ['!badkey', 401, 'invalid_token'],
    ['!broke', 403, 'used_up'],
    ['!disabled', 403, 'disabled'],
    ['!moderate', 403, 'forbidden'],
    ['!error', 500, 'api_error'],
  ])('%s is refused at once', async (word, status, code) => {
    expect(await client.refusal(asking(word))).toEqual([status, code]);
    expect(app.tasks.size).toBe(0);
    expect(app.credits).toBe(100_000);
  });

  it.each([
    ['!refuse', 'forbidden'],
    ['!fail', 'api_error'],
  ])('%s fails later with %s and is not billed', async (word, code) => {
    const id = await client.create(asking(word));
    expect(app.credits).toBe(100_000 - 525);
    expect(await client.afterRender(id, 2999)).not.toHaveProperty('response');
    const failed = await client.afterRender(id, 1);
    expect(failed.response).toMatchObject({ success: false, task_id: id, error: { code } });
    expect(failed.response).not.toHaveProperty('data');
    expect(failed.finished_at).toBe(failed.created_at + 3);
    expect(app.credits).toBe(100_000);
  });

  it('!errorstate says so in the data alone, and is not billed', async () => {
    const failed = await client.afterRender(await client.create(asking('!errorstate')));
    expect(failed.response).toMatchObject({ success: true, data: [{ state: 'error' }] });
    expect(failed.response?.data?.[0]).not.toHaveProperty('video_url');
    expect(app.credits).toBe(100_000);
  });

  it('!empty is finished and says nothing more, and is not billed', async () => {
    const failed = await client.afterRender(await client.create(asking('!empty')));
    expect(failed.finished_at).toBe(failed.created_at + 3);
    expect(failed).not.toHaveProperty('response');
    expect(app.credits).toBe(100_000);
  });

  it('!ratelimit is refused twice, then accepted', async () => {
    expect(await client.refusal(asking('!ratelimit'))).toEqual([429, 'too_many_requests']);
    expect(await client.refusal(asking('!ratelimit'))).toEqual([429, 'too_many_requests']);
    await client.create(asking('!ratelimit'));
    expect(app.creates).toHaveLength(1);
  });

  it('!drop makes and charges the task without an answer', async () => {
    await expect(client.post(asking('!drop'))).rejects.toThrow();
    expect(app.creates).toHaveLength(1);
    expect(app.credits).toBe(100_000 - 525);
    const done = await client.afterRender(app.creates[0]!.taskId);
    expect(done).toMatchObject({ response: { success: true } });
  });

  it('!drop and !timeout do not wait for the video either', async () => {
    const waiting = { async: false };
    await expect(client.post({ ...asking('!drop'), ...waiting })).rejects.toThrow();
    expect(await client.refusal({ ...asking('!timeout'), ...waiting })).toEqual([504, 'timeout']);
    expect(app.creates).toHaveLength(2);
  });

  it('!garbage makes the task and answers something that is no JSON', async () => {
    const response = await client.post(asking('!garbage'));
    expect(response.status).toBe(200);
    await expect(response.json()).rejects.toThrow();
    expect(app.creates).toHaveLength(1);
  });

  it('!maintenance answers with a web page', async () => {
    const response = await client.post(asking('!maintenance'));
    expect(response.status).toBe(503);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(app.tasks.size).toBe(0);
  });

  it('!slow takes five times as long', async () => {
    const id = await client.create(asking('!slow'));
    expect(await client.afterRender(id, 14_999)).not.toHaveProperty('response');
    expect(await client.afterRender(id, 1)).toMatchObject({ response: { success: true } });
  });

  it('!late is not recorded for a minute, neither alone nor among others', async () => {
    const id = await client.create(asking('!late'));
    await app.rendered();
    client.pass(59_999);
    expect(await client.recordOf(id)).toEqual({});
    expect(await client.batchOf([id])).toEqual({ items: [], count: 0 });
    client.pass(1);
    expect(await client.recordOf(id)).toMatchObject({ id, response: { success: true } });
  });

  it('!pending has a response while it is at work, and a video after that', async () => {
    const id = await client.create(asking('!pending'));
    const working = await client.recordOf(id);
    expect(working.response).toMatchObject({ success: true, data: [{ state: 'pending' }] });
    expect(working.finished_at).toBeNull();
    const done = await client.afterRender(id);
    expect(done.response).toMatchObject({ data: [{ state: 'succeeded' }] });
  });

  it('!hiccup looks like a failure without an error while it is at work', async () => {
    const id = await client.create(asking('!hiccup'));
    const { response } = await client.recordOf(id);
    expect(Object.keys(response ?? {})).toEqual(['success', 'task_id', 'trace_id']);
    expect(response?.success).toBe(false);
    expect(await client.afterRender(id)).toMatchObject({ response: { success: true } });
  });

  it('!nourl, !deadlink and !private succeed with a result that cannot be fetched', async () => {
    const words = ['!nourl', '!deadlink', '!private'];
    const ids = await Promise.all(words.map((word) => client.create(asking(word))));
    await app.rendered();
    client.pass(3000);
    const records = await Promise.all(ids.map((id) => client.recordOf(id)));
    const [none, dead, hidden] = records.map((record) => record.response!.data![0]!);
    expect(none).toMatchObject({ state: 'succeeded' });
    expect(none).not.toHaveProperty('video_url');
    expect((await fetch(dead!.video_url!)).status).toBe(404);
    expect(new URL(hidden!.video_url!).hostname).toBe('169.254.169.254');
  });

  it('!big gives a file of more than 12 MB', async () => {
    const done = await client.afterRender(await client.create(asking('!big')));
    const head = await fetch(done.response!.data![0]!.video_url!, { method: 'HEAD' });
    expect(Number(head.headers.get('content-length'))).toBeGreaterThan(12 * 1024 * 1024);
  });

  it.each([
    ['!expensive', 7.5, 788],
    ['!cheap', 2.5, 263],
  ])('%s bills %f seconds instead of 5', async (word, seconds, price) => {
    const done = await client.afterRender(await client.create(asking(word)));
    expect(done.response?.data).toMatchObject([{ duration: seconds }]);
    expect(app.credits).toBe(100_000 - price);
  });

  it('is seen only as a word of its own', async () => {
    await client.create(asking('!rejected by all'));
  });
});

describe('a fault that was ordered', () => {
  it('strikes the next request to its path, as often as asked, and no other', async () => {
    app.failNext({ path: '/happyhorse/tasks', kind: 'status', status: 500, times: 2 });
    const id = await client.create(GOOD);
    const failed = await client.ask({ id });
    expect([failed.status, await failed.json()]).toMatchObject([
      500,
      {
        error: { code: 'api_error' },
        trace_id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      },
    ]);
    expect((await client.ask({ id })).status).toBe(500);
    expect((await client.ask({ id })).status).toBe(200);
  });

  it('can cut the line before and after the request was carried out', async () => {
    app.failNext({ path: '/happyhorse/videos', kind: 'drop-before' });
    await expect(client.post(GOOD)).rejects.toThrow();
    expect(app.creates).toEqual([]);
    app.failNext({ path: '/happyhorse/videos', kind: 'drop-after' });
    await expect(client.post(GOOD)).rejects.toThrow();
    expect(app.creates).toHaveLength(1);
    expect(app.requests.map(({ status }) => status)).toEqual([null, null]);
  });
});
