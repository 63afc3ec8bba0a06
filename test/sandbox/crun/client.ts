// What the tests of the crun emulator share: a client, media, and requests that it accepts.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';

import { createCrun } from '../../../sandbox/crun/emulator.ts';
import type { CrunOptions } from '../../../sandbox/crun/emulator.ts';
import { makeVideo } from '../../media/support/make-video.ts';
import type { VideoPromptGiven } from '../../media/support/make-video.ts';

export interface TaskData {
  readonly task_id: string;
  readonly status: string;
  readonly create_at: number;
  readonly complete_at: number | null;
  readonly credits?: number;
  readonly result: {
    readonly media_urls?: readonly string[];
    readonly code?: number;
    readonly message?: string;
  } | null;
  readonly media_urls?: readonly string[];
}

export interface Envelope<data = unknown> {
  readonly code: number;
  readonly message: string;
  readonly data: data;
}

const videos = new Map<string, Promise<Buffer>>();

/** Red on the left and green on the right: the least of an image that both models take. */
export function aVideo(draft: VideoPromptGiven = {}): Promise<Buffer> {
  const key = JSON.stringify(draft);
  const video = videos.get(key) ?? writeVideo({ width: 480, height: 320, seconds: 3, ...draft });
  videos.set(key, video);
  return video;
}

async function writeVideo(draft: VideoPromptGiven): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'crun-test-'));
  try {
    await makeVideo(join(folder, 'video'), draft);
    return await readFile(join(folder, 'video'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export function aPicture(width = 400, height = 400, background = '#2020ff'): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background } })
    .jpeg()
    .toBuffer();
}

/** Serves the given files, as somebody's public server would, and takes calls to any path. */
export async function aWebServer(files: Readonly<Record<string, Buffer>> = {}) {
  const calls: { readonly body: string; readonly type: string | undefined }[] = [];
  const server = createServer((request, response) => {
    if (request.method === 'POST') {
      void request
        .setEncoding('utf8')
        .toArray()
        .then((parts: string[]) => {
          calls.push({ body: parts.join(''), type: request.headers['content-type'] });
          response.end('ok');
        });
      return;
    }
    const file = files[request.url ?? ''];
    if (file === undefined) response.writeHead(404).end();
    else response.end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    calls,
    close: () => {
      server.close().closeAllConnections();
    },
  };
}

/** An emulator with a clock that only the test moves, and a client for it. */
export async function startCrun(options: CrunOptions = {}) {
  let time = Date.parse('2026-04-08T10:30:00Z');
  const app = await createCrun({ fastVideos: true, now: () => time, ...options });
  const key = { 'x-api-key': app.apiKey };

  function post(path: string, body: unknown, headers: Record<string, string> = {}) {
    return fetch(`${app.url}/api/v1/client/job/${path}`, {
      method: 'POST',
      headers: { ...key, 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }

  async function get<data>(path: string): Promise<Envelope<data>> {
    const response = await fetch(`${app.url}/api/v1/client/${path}`, { headers: key });
    return (await response.json()) as Envelope<data>;
  }

  async function upload(data: Buffer, contentType: string, ending: string): Promise<string> {
    const links = await get<{ presigned_url: string; file_url: string }>(
      `files/upload-url?${new URLSearchParams({ content_type: contentType, ext: ending }).toString()}`,
    );
    const put = await fetch(links.data.presigned_url, {
      method: 'PUT',
      headers: { 'content-type': contentType },
      body: Uint8Array.from(data),
    });
    if (put.status !== 200) throw new Error(`not uploaded: ${await put.text()}`);
    return links.data.file_url;
  }

  const source = await upload(await aVideo(), 'video/mp4', '.mp4');
  const picture = await upload(await aPicture(), 'image/jpeg', '.jpg');

  const edit = (input: object = {}, others: object = {}) => ({
    model: 'happyhorse-1-0-video-edit',
    ...others,
    input: {
      prompt: 'Let it snow on the trail',
      video_url: source,
      resolution: '720P',
      region: 'global',
      audio_setting: 'auto',
      ...input,
    },
  });

  const replace = (input: object = {}, others: object = {}) => ({
    model: 'wan/2-2-animate-replace',
    ...others,
    input: { img_urls: [picture], video_urls: [source], resolution: '720P', ...input },
  });

  async function create(body: unknown): Promise<string> {
    const answer = (await (await post('CreateTask', body)).json()) as Envelope<{ task_id: string }>;
    if (answer.code !== 200) throw new Error(`refused: ${JSON.stringify(answer)}`);
    return answer.data.task_id;
  }

  /** The HTTP status and the code in the body. */
  async function refusal(body: unknown, path = 'CreateTask'): Promise<[number, number]> {
    const response = await post(path, body);
    return [response.status, ((await response.json()) as Envelope).code];
  }

  async function statusOf(taskId: string): Promise<TaskData> {
    const answer = await get<TaskData>(`job/TaskInfo?task_id=${taskId}`);
    if (answer.code !== 200) throw new Error(`no task: ${JSON.stringify(answer)}`);
    return answer.data;
  }

  function pass(ms: number): void {
    time += ms;
  }

  /** Waits until the file is drawn and lets the clock pass the time of the render. */
  async function afterRender(taskId: string, ms = 3000): Promise<TaskData> {
    await app.rendered();
    pass(ms);
    return statusOf(taskId);
  }

  async function resultOf(task: TaskData): Promise<Buffer> {
    const [url] = task.result?.media_urls ?? [];
    if (url === undefined) throw new Error(`no result: ${JSON.stringify(task)}`);
    return Buffer.from(await (await fetch(url)).arrayBuffer());
  }

  return {
    app,
    source,
    picture,
    edit,
    replace,
    post,
    get,
    upload,
    create,
    refusal,
    statusOf,
    pass,
    afterRender,
    resultOf,
  };
}

export type Client = Awaited<ReturnType<typeof startCrun>>;
