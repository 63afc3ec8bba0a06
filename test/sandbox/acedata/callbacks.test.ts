import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { CallbackMode } from '../../../sandbox/acedata/callbacks.ts';
import type { AcedataEmulator } from '../../../sandbox/acedata/emulator.ts';
import { GOOD, startAcedata } from './client.ts';
import type { Client, TaskResult } from './client.ts';

interface Received {
  readonly headers: IncomingMessage['headers'];
  readonly method: string | undefined;
  readonly text: string;
}

let app: AcedataEmulator;
let client: Client;
let receiver: Server;
let callback_url: string;
let received: Received[];
/** What the receiver answers; it counts on when it got each one. */
let answer: number;

beforeEach(async () => {
  client = await startAcedata();
  app = client.app;
  received = [];
  answer = 204;
  receiver = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ headers: request.headers, method: request.method, text: body });
      response.writeHead(answer).end();
    });
  });
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  callback_url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/callbacks/secret`;
});
afterEach(async () => {
  await app.close();
  receiver.close();
  receiver.closeAllConnections();
});

function create(mode: CallbackMode, prompt = 'A calm sea'): Promise<string> {
  app.callbackMode = mode;
  return client.create({ ...GOOD, prompt, async: undefined, callback_url });
}

async function over(): Promise<void> {
  await app.rendered();
  client.pass(3000);
  await app.deliverCallbacks();
}

function bodies(): TaskResult[] {
  return received.map((it) => JSON.parse(it.text) as TaskResult);
}

describe('a callback', () => {
  it('is sent once, when the task is over, with what a call that waits would be told', async () => {
    const id = await create('once');
    await app.rendered();
    client.pass(2999);
    await app.deliverCallbacks();
    expect(received).toEqual([]);
    client.pass(1);
    await app.deliverCallbacks();
    await app.deliverCallbacks();
    expect(bodies()).toEqual([(await client.recordOf(id)).response]);
    expect(bodies()[0]).toMatchObject({ success: true, task_id: id });
    expect(received[0]).toMatchObject({ method: 'POST' });
    expect(received[0]?.headers).toMatchObject({ 'content-type': 'application/json' });
    expect(app.callbacks).toMatchObject([{ taskId: id, url: callback_url, status: 204 }]);
  });

  it('comes by itself, without anybody asking for the task', async () => {
    await create('once');
    await app.rendered();
    client.pass(3000);
    await expect.poll(() => received.length).toBe(1);
  });

  it('of a failure tells the code and the message', async () => {
    const id = await create('once', '!refuse');
    await over();
    const [body] = bodies();
    expect(Object.keys(body ?? {})).toEqual(['success', 'task_id', 'trace_id', 'error']);
    expect(body).toMatchObject({ success: false, task_id: id, error: { code: 'forbidden' } });
  });

  it('is sent although the call that created the task was never answered', async () => {
    await expect(create('once', '!drop')).rejects.toThrow();
    await over();
    expect(bodies()).toMatchObject([{ success: true, task_id: app.creates[0]!.taskId }]);
  });

  it('is not sent again when it was not taken', async () => {
    answer = 500;
    await create('once');
    await over();
    client.pass(1e9);
    await app.deliverCallbacks();
    expect(app.callbacks).toMatchObject([{ status: 500 }]);
  });

  it('to nobody does no harm', async () => {
    receiver.close();
    receiver.closeAllConnections();
    const id = await create('once');
    await over();
    expect(app.callbacks).toMatchObject([{ taskId: id, status: null }]);
    expect(await client.recordOf(id)).toMatchObject({ response: { success: true } });
  });
});

describe('a callback that goes wrong', () => {
  it('is never sent', async () => {
    await create('never');
    await over();
    expect(app.callbacks).toEqual([]);
  });

  it('is sent twice', async () => {
    await create('twice');
    await over();
    expect(received).toHaveLength(2);
    expect(received[0]?.text).toBe(received[1]?.text);
  });

  it('is there before the call that created the task is answered, as pending', async () => {
    const id = await create('early');
    expect(bodies()).toMatchObject([{ task_id: id, data: [{ state: 'pending' }] }]);
    await over();
    expect(bodies()[1]).toMatchObject({ success: true, data: [{ state: 'succeeded' }] });
  });

  it('tells of a success that is not there yet', async () => {
    const id = await create('premature');
    const [body] = bodies();
    expect(body).toMatchObject({ success: true, task_id: id, data: [{ state: 'succeeded' }] });
    expect((await fetch(body!.data![0]!.video_url!)).status).toBe(404);
    expect(await client.recordOf(id)).not.toHaveProperty('response');
    await over();
    expect(received).toHaveLength(2);
  });

  it('is a minute late', async () => {
    await create('late');
    await over();
    client.pass(59_999);
    await app.deliverCallbacks();
    expect(received).toEqual([]);
    client.pass(1);
    await app.deliverCallbacks();
    expect(received).toHaveLength(1);
  });

  it('is half a document', async () => {
    await create('malformed');
    await over();
    expect(received).toHaveLength(1);
    expect(() => bodies()).toThrow();
  });

  it('tells of a failure that is none', async () => {
    const id = await create('failure');
    await over();
    expect(bodies()).toMatchObject([{ success: false, task_id: id, error: { code: 'api_error' } }]);
    expect(await client.recordOf(id)).toMatchObject({ response: { success: true } });
  });

  it('is about a task that nobody knows', async () => {
    const id = await create('stranger');
    await over();
    expect(bodies()[0]?.task_id).not.toBe(id);
    expect(await client.recordOf(bodies()[0]!.task_id)).toEqual({});
  });

  it('is forged by whoever knows the address', async () => {
    const id = await create('never');
    await app.sendCallback(id, { success: true, task_id: id, data: [] });
    await app.sendCallback(id, 'not JSON');
    expect(received.map((it) => it.text)).toEqual([
      JSON.stringify({ success: true, task_id: id, data: [] }),
      'not JSON',
    ]);
  });
});
