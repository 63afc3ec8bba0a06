import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { AcedataEmulator } from '../../../sandbox/acedata/emulator.ts';
import { probeSource } from '../../../sandbox/video/source.ts';
import { GOOD, startAcedata, videoOf } from './client.ts';
import type { Client, TaskResult } from './client.ts';

let app: AcedataEmulator;
let client: Client;

beforeEach(async () => {
  client = await startAcedata();
  app = client.app;
});
afterEach(() => app.close());

describe('a task', () => {
  it('has no response at first, then a video that plays, and costs what the list says', async () => {
    const id = await client.create(GOOD);
    const working = await client.recordOf(id);
    expect(working).toMatchObject({ id, type: 'videos', request: GOOD, finished_at: null });
    expect(working.started_at).toBe(working.created_at);
    expect(working).not.toHaveProperty('response');
    const done = await client.afterRender(id);
    expect(done).toMatchObject({
      trace_id: working.trace_id,
      created_at: Date.parse('2026-04-08T10:30:00Z') / 1000,
      elapsed: 3,
      response: {
        success: true,
        task_id: id,
        trace_id: working.trace_id,
        data: [{ state: 'succeeded', duration: 5, resolution: '720P', ratio: '16:9' }],
      },
    });
    expect(done.finished_at).toBe(done.created_at + 3);
    expect(done.response?.data?.[0]?.id).not.toBe(id);
    expect(app.credits).toBe(100_000 - 525);
    const facts = await probeSource({ bytes: await videoOf(done) });
    expect(facts).toMatchObject({ container: 'mp4', codec: 'h264', sound: true });
    expect(facts.seconds).toBeCloseTo(5, 1);
    expect(app.creates).toMatchObject([{ taskId: id, credits: 525, body: GOOD }]);
    expect(app.statusCalls.get(id)).toBe(2);
  });

  it('is not done a moment before its time', async () => {
    const id = await client.create(GOOD);
    expect(await client.afterRender(id, 2999)).not.toHaveProperty('response');
    expect(await client.afterRender(id, 1)).toMatchObject({ response: { success: true } });
  });

  it('waits in line without having been started, where a line is asked for', async () => {
    await app.close();
    client = await startAcedata({ queueMs: 1000 });
    app = client.app;
    const id = await client.create(GOOD);
    expect(await client.afterRender(id, 999)).not.toHaveProperty('started_at');
    const started = await client.afterRender(id, 1);
    expect(started.started_at).toBe(started.created_at + 1);
    expect(await client.afterRender(id, 2000)).toMatchObject({ elapsed: 2 });
  });

  it('takes the documented defaults: 1080P, five seconds, 16:9', async () => {
    const id = await client.create({ prompt: 'A calm sea', async: true });
    expect(app.creates[0]?.credits).toBe(900);
    const done = await client.afterRender(id);
    expect(done.response?.data).toMatchObject([
      { duration: 5, resolution: '1080P', ratio: '16:9' },
    ]);
  });

  it('is made in the shape and size that are asked for', async () => {
    await app.close();
    client = await startAcedata({ fastVideos: false });
    app = client.app;
    const id = await client.create({ ...GOOD, ratio: '3:4', duration: 3 });
    const facts = await probeSource({ bytes: await videoOf(await client.afterRender(id)) });
    expect(facts).toMatchObject({ width: 720, height: 960, fps: 24 });
  });

  it('is finished or failed by hand, once', async () => {
    const slow = await client.create({ ...GOOD, prompt: '!verySlow' });
    const other = await client.create(GOOD);
    expect(await client.afterRender(slow, 1e9)).not.toHaveProperty('response');
    await app.finish(slow);
    app.fail(slow, 'too late');
    expect(await client.recordOf(slow)).toMatchObject({ response: { success: true } });
    expect(await client.recordOf(other)).toMatchObject({ response: { success: true } });
    const third = await client.create({ ...GOOD, prompt: '!verySlow' });
    app.fail(third, 'Nobody was there', 'timeout');
    expect((await client.recordOf(third)).response).toMatchObject({
      success: false,
      error: { code: 'timeout', message: 'Nobody was there' },
    });
    expect(app.credits).toBe(100_000 - 2 * 525);
  });

  it('is found among others, in an order of its own, and never twice', async () => {
    const ids = [];
    for (let i = 0; i < 3; i += 1) {
      ids.push(await client.create(GOOD));
      client.pass(1);
    }
    const batch = await client.batchOf([ids[1]!, 'unknown', ids[0]!, ids[2]!, ids[1]!]);
    expect(batch.count).toBe(3);
    expect(batch.items.map((item) => item.id)).toEqual(ids.toReversed());
    expect(batch.items[0]).toEqual(await client.recordOf(ids[2]!));
  });
});

describe('a call that waits', () => {
  it('is answered with the whole result once the video is done', async () => {
    const answer = client.post({ ...GOOD, async: false });
    await expect.poll(() => app.creates.length).toBe(1);
    expect(await Promise.race([answer, Promise.resolve('waiting')])).toBe('waiting');
    await app.rendered();
    client.pass(3000);
    const result = (await (await answer).json()) as TaskResult;
    expect(result).toEqual((await client.recordOf(app.creates[0]!.taskId)).response);
    expect(result).toMatchObject({ success: true, data: [{ state: 'succeeded' }] });
  });

  it('is answered with the error, and its status, when the task fails', async () => {
    const answer = client.post({ ...GOOD, prompt: 'A dog !refuse', async: undefined });
    await expect.poll(() => app.creates.length).toBe(1);
    await app.rendered();
    client.pass(3000);
    const response = await answer;
    const body = (await response.json()) as TaskResult;
    expect([response.status, body.error?.code]).toEqual([403, 'forbidden']);
    expect(Object.keys(body)).toEqual(['error', 'trace_id']);
  });

  it('is given up where a time is set, but the task goes on', async () => {
    await app.close();
    client = await startAcedata({ syncTimeoutMs: 1000 });
    app = client.app;
    const answer = client.refusal({ ...GOOD, async: false });
    await expect.poll(() => app.creates.length).toBe(1);
    client.pass(1000);
    expect(await answer).toEqual([504, 'timeout']);
    const done = await client.afterRender(app.creates[0]!.taskId);
    expect(done).toMatchObject({ response: { success: true } });
  });

  it('is cut off when the emulator is closed', async () => {
    const answer = client.post({ ...GOOD, async: false });
    await expect.poll(() => app.creates.length).toBe(1);
    const cut = expect(answer).rejects.toThrow();
    await app.close();
    await cut;
    client = await startAcedata();
    app = client.app;
  });

  it('is not what a call with async or with a callback does, in either documented form', async () => {
    const callback_url = 'http://127.0.0.1:9/callback';
    const short = await client.post({ ...GOOD, async: undefined, callback_url });
    expect(Object.keys((await short.json()) as object)).toEqual(['task_id']);
    await app.close();
    client = await startAcedata({ immediateAnswer: 'long' });
    app = client.app;
    expect(await (await client.post(GOOD)).json()).toMatchObject({ success: true });
  });
});

describe('a result link', () => {
  it('lives for a day and not a moment longer', async () => {
    const id = await client.create(GOOD);
    const early = `${app.url}/cdn/happyhorse/${id}.mp4`;
    await app.rendered();
    expect((await fetch(early)).status).toBe(404);
    const done = await client.afterRender(id);
    expect(done.response?.data?.[0]?.video_url).toBe(early);
    const part = await fetch(early, { headers: { range: 'bytes=4-7' } });
    expect([part.status, await part.text()]).toEqual([206, 'ftyp']);
    client.pass(24 * 60 * 60 * 1000 - 1);
    expect((await fetch(early, { method: 'HEAD' })).status).toBe(200);
    client.pass(1);
    expect((await fetch(early, { method: 'HEAD' })).status).toBe(404);
  });
});
