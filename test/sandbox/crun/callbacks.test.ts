import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { CrunEmulator } from '../../../sandbox/crun/emulator.ts';
import { aWebServer, startCrun } from './client.ts';
import type { Client, TaskData } from './client.ts';

let app: CrunEmulator;
let client: Client;
let receiver: Awaited<ReturnType<typeof aWebServer>>;

beforeEach(async () => {
  receiver = await aWebServer();
  client = await startCrun();
  app = client.app;
});
afterEach(async () => {
  await app.close();
  receiver.close();
});

function create(prompt = 'Let it snow'): Promise<string> {
  return client.create(client.edit({ prompt }, { callback_url: `${receiver.url}/callbacks/1` }));
}

function received(): TaskData[] {
  return receiver.calls.map(({ body }) => JSON.parse(body) as TaskData);
}

async function over(id: string): Promise<TaskData> {
  const data = await client.afterRender(id);
  await app.deliverCallbacks();
  return data;
}

describe('a callback', () => {
  it('carries what TaskInfo says, once, when the task is over', async () => {
    const id = await create();
    await app.rendered();
    client.pass(2999);
    await app.deliverCallbacks();
    expect(receiver.calls).toEqual([]);
    client.pass(1);
    await app.deliverCallbacks();
    await app.deliverCallbacks();
    expect(received()).toEqual([await client.statusOf(id)]);
    expect(receiver.calls[0]?.type).toBe('application/json');
    expect(app.callbacks).toMatchObject([{ taskId: id, status: 200 }]);
  });

  it('comes by itself', async () => {
    const id = await create();
    await app.rendered();
    client.pass(3000);
    await expect.poll(() => received().map((data) => data.task_id)).toEqual([id]);
  });

  it('comes of a failure as well', async () => {
    await over(await create('!refuse'));
    expect(received()).toMatchObject([{ status: 'failed', result: { code: 501 } }]);
  });

  it('is not made when none was asked for', async () => {
    await over(await client.create(client.edit()));
    expect(app.callbacks).toEqual([]);
  });

  it('is tried once, whoever does not answer', async () => {
    receiver.close();
    await over(await create());
    await app.deliverCallbacks();
    expect(app.callbacks).toMatchObject([{ status: null }]);
  });
});

describe('a callback that goes wrong', () => {
  it('is never sent', async () => {
    app.callbackMode = 'never';
    await over(await create());
    expect(receiver.calls).toEqual([]);
  });

  it('is sent twice', async () => {
    app.callbackMode = 'twice';
    const done = await over(await create());
    expect(received()).toEqual([done, done]);
  });

  it('is sent early, before the task has been told, and again', async () => {
    app.callbackMode = 'early';
    const id = await create();
    expect(received()).toMatchObject([{ task_id: id, status: 'pending', result: null }]);
    await over(id);
    expect(received()).toMatchObject([{ status: 'pending' }, { status: 'success' }]);
  });

  it('claims a success before there is one', async () => {
    app.callbackMode = 'premature';
    const id = await create();
    const [claim] = received();
    expect(claim).toMatchObject({ task_id: id, status: 'success' });
    expect((await fetch(claim?.result?.media_urls?.[0] ?? '')).status).toBe(404);
    expect(await client.statusOf(id)).toMatchObject({ status: 'pending' });
    await over(id);
    expect(received()).toMatchObject([{ status: 'success' }, { status: 'success' }]);
  });

  it('is sent late', async () => {
    app.callbackMode = 'late';
    await over(await create());
    client.pass(59_999);
    await app.deliverCallbacks();
    expect(receiver.calls).toEqual([]);
    client.pass(1);
    await app.deliverCallbacks();
    expect(received()).toMatchObject([{ status: 'success' }]);
  });

  it('is no JSON', async () => {
    app.callbackMode = 'malformed';
    await over(await create());
    expect(receiver.calls).toHaveLength(1);
    expect(received).toThrow(SyntaxError);
  });

  it('comes in an envelope, or about a stranger', async () => {
    app.callbackMode = 'enveloped';
    const done = await over(await create());
    app.callbackMode = 'stranger';
    await over(await create());
    expect(received()).toMatchObject([
      { code: 200, message: 'success', data: done },
      { task_id: 'task_of_nobody', status: 'success' },
    ]);
  });
});
