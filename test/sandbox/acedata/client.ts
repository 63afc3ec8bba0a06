// What the tests of the Ace Data Cloud emulator share: a client, requests that it accepts, a file server.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createAcedata } from '../../../sandbox/acedata/emulator.ts';
import type { AcedataOptions } from '../../../sandbox/acedata/emulator.ts';

export interface TaskResult {
  readonly success?: boolean;
  readonly task_id: string;
  readonly trace_id?: string;
  readonly error?: { readonly code: string; readonly message: string };
  readonly data?: readonly {
    readonly id: string;
    readonly state: string;
    readonly video_url?: string;
    readonly duration?: number;
    readonly resolution?: string;
    readonly ratio?: string | null;
  }[];
}

export interface TaskRecord {
  readonly id?: string;
  readonly type: string;
  readonly trace_id: string;
  readonly created_at: number;
  readonly started_at?: number;
  readonly finished_at: number | null;
  readonly elapsed: number | null;
  readonly request: unknown;
  readonly response?: TaskResult;
}

export const GOOD = {
  action: 'generate',
  model: 'happyhorse-1.1-t2v',
  prompt: 'A white horse lifts its head at sunrise',
  resolution: '720P',
  ratio: '16:9',
  duration: 5,
  async: true,
};

/** An emulator with a clock that only the test moves, and a client for it. */
export async function startAcedata(options: AcedataOptions = {}) {
  let time = Date.parse('2026-04-08T10:30:00Z');
  const app = await createAcedata({
    fastVideos: true,
    now: () => time,
    tasksPerSecond: null,
    ...options,
  });

  function send(path: string, body: unknown, headers: Record<string, string> = {}) {
    return fetch(app.url + path, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${app.apiKey}`,
        'content-type': 'application/json',
        accept: 'application/json',
        ...headers,
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }

  function post(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return send('/happyhorse/videos', body, headers);
  }

  async function create(body: unknown): Promise<string> {
    const response = await post(body);
    if (response.status !== 200) throw new Error(`refused: ${await response.text()}`);
    return ((await response.json()) as TaskResult).task_id;
  }

  async function refusal(body: unknown): Promise<[number, string | undefined]> {
    const response = await post(body);
    return [response.status, ((await response.json()) as TaskResult).error?.code];
  }

  function ask(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return send('/happyhorse/tasks', body, headers);
  }

  async function recordOf(id: string): Promise<TaskRecord> {
    const response = await ask({ action: 'retrieve', id });
    if (response.status !== 200) throw new Error(`no record: ${await response.text()}`);
    return (await response.json()) as TaskRecord;
  }

  async function batchOf(ids: readonly string[]): Promise<{ items: TaskRecord[]; count: number }> {
    const response = await ask({ action: 'retrieve_batch', ids });
    if (response.status !== 200) throw new Error(`no batch: ${await response.text()}`);
    return (await response.json()) as { items: TaskRecord[]; count: number };
  }

  function pass(ms: number): void {
    time += ms;
  }

  /** Waits until the file is drawn and lets the clock pass the time of the render. */
  async function afterRender(taskId: string, ms = 3000): Promise<TaskRecord> {
    await app.rendered();
    pass(ms);
    return recordOf(taskId);
  }

  return { app, post, create, refusal, ask, recordOf, batchOf, pass, afterRender };
}

export type Client = Awaited<ReturnType<typeof startAcedata>>;

/** Serves files as somebody's public server would; what it does not have is answered with 404. */
export async function serveFiles(files: Readonly<Record<string, Buffer>>) {
  const server = createServer((request, response) => {
    const file = files[request.url ?? ''];
    if (file === undefined) response.writeHead(404).end();
    else response.end(file);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

export async function videoOf(record: TaskRecord): Promise<Buffer> {
  const url = record.response?.data?.[0]?.video_url;
  if (url === undefined) throw new Error(`no video: ${JSON.stringify(record)}`);
  return Buffer.from(await (await fetch(url)).arrayBuffer());
}
