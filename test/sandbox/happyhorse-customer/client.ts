// What the tests of the Customer API's emulator share: a client, and requests that it accepts.
import sharp from 'sharp';

import { createHappyhorseCustomer } from '../../../sandbox/happyhorse-customer/emulator.ts';
import type { HappyhorseCustomerOptions } from '../../../sandbox/happyhorse-customer/emulator.ts';

export interface VideoData {
  readonly id: string;
  readonly status: string;
  readonly videoUrl: string | null;
  readonly errorMessage: string | null;
  readonly readyAt: string | null;
}

export interface Presigned {
  readonly uploadUrl: string;
  readonly key: string;
  readonly publicUrl: string;
  readonly kind: string;
}

export interface ErrorBody {
  readonly error: { readonly code: string; readonly message: string };
}

export const GOOD = {
  prompt: 'A cinematic shot of a chestnut horse running through a sunlit meadow',
  durationSec: 6,
};

export function aPicture(background = '#c03020'): Promise<Buffer> {
  return sharp({ create: { width: 320, height: 200, channels: 3, background } })
    .png()
    .toBuffer();
}

/** An emulator with a clock that only the test moves, and a client for it. */
export async function startHappyhorseCustomer(options: HappyhorseCustomerOptions = {}) {
  let time = Date.parse('2026-04-26T12:30:00Z');
  const app = await createHappyhorseCustomer({ fastVideos: true, now: () => time, ...options });

  function post(path: string, body: unknown, headers: Record<string, string> = {}) {
    return fetch(`${app.url}/api/v1/${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${app.apiKey}`,
        'content-type': 'application/json',
        ...headers,
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }

  async function refusal(path: string, body: unknown): Promise<[number, string]> {
    const response = await post(path, body);
    return [response.status, ((await response.json()) as ErrorBody).error.code];
  }

  async function presign(body: unknown): Promise<Presigned> {
    const response = await post('uploads/presign', body);
    if (response.status !== 200) throw new Error(`refused: ${await response.text()}`);
    return (await response.json()) as Presigned;
  }

  function put(url: string, data: Buffer, contentType: string): Promise<Response> {
    return fetch(url, {
      method: 'PUT',
      headers: { 'content-type': contentType },
      body: new Uint8Array(data),
    });
  }

  /** Presigns and uploads; the key that stands for it. */
  async function upload(data: Buffer, kind = 'image', contentType = 'image/png'): Promise<string> {
    const { key, uploadUrl } = await presign({ kind, contentType, sizeBytes: data.length });
    const response = await put(uploadUrl, data, contentType);
    if (response.status !== 200) throw new Error(`refused: ${await response.text()}`);
    return key;
  }

  async function create(body: unknown): Promise<string> {
    const response = await post('videos', body);
    if (!response.ok) throw new Error(`refused: ${await response.text()}`);
    const answer = (await response.json()) as { id: string; status: string };
    if (answer.status !== 'queued') throw new Error(`not queued: ${answer.status}`);
    return answer.id;
  }

  function ask(id: string, apiKey = app.apiKey): Promise<Response> {
    return fetch(`${app.url}/api/v1/videos/${id}`, {
      headers: { authorization: `Bearer ${apiKey}` },
    });
  }

  async function statusOf(id: string): Promise<VideoData> {
    const response = await ask(id);
    if (response.status !== 200) throw new Error(`no status: ${await response.text()}`);
    return (await response.json()) as VideoData;
  }

  function pass(ms: number): void {
    time += ms;
  }

  /** Waits until the file is drawn and lets the clock pass the time of the render and of the link. */
  async function afterRender(id: string, ms = 4000): Promise<VideoData> {
    await app.rendered();
    pass(ms);
    return statusOf(id);
  }

  return { app, post, refusal, presign, put, upload, create, ask, statusOf, pass, afterRender };
}

export type Client = Awaited<ReturnType<typeof startHappyhorseCustomer>>;
