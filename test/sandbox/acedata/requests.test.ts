import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createAcedata } from '../../../sandbox/acedata/emulator.ts';
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

const IMAGE = {
  action: 'image_to_video',
  model: 'happyhorse-1.1-i2v',
  image_url: url('a'),
  async: true,
};
const REFERENCES = {
  ...GOOD,
  action: 'reference_to_video',
  model: 'happyhorse-1.1-r2v',
  image_urls: [url('a')],
};
const EDIT = {
  action: 'video_edit',
  model: 'happyhorse-1.0-video-edit',
  prompt: 'Let it snow',
  video_url: url('v'),
  async: true,
};

describe('a request for a video', () => {
  it.each<[string, unknown]>([
    ['another action', { ...GOOD, action: 'animate' }],
    ['another model', { ...GOOD, model: 'happyhorse-1-1-t2v' }],
    ['a model of another action', { ...GOOD, model: 'happyhorse-1.1-i2v' }],
    ['an edit by a model that cannot', { ...EDIT, model: 'happyhorse-1.1-r2v' }],
    ['no prompt', { ...GOOD, prompt: undefined }],
    ['a blank prompt', { ...GOOD, prompt: '  ' }],
    ['references without a prompt', { ...REFERENCES, prompt: undefined }],
    ['an edit without a prompt', { ...EDIT, prompt: undefined }],
    ['two seconds', { ...GOOD, duration: 2 }],
    ['sixteen seconds', { ...GOOD, duration: 16 }],
    ['half a second', { ...GOOD, duration: 4.5 }],
    ['seconds as text', { ...GOOD, duration: '5' }],
    ['a small letter in the resolution', { ...GOOD, resolution: '720p' }],
    ['another resolution', { ...GOOD, resolution: '480P' }],
    ['another shape', { ...GOOD, ratio: '21:9' }],
    ['a watermark as text', { ...GOOD, watermark: 'true' }],
    ['a seed below zero', { ...GOOD, seed: -1 }],
    ['a seed of more than 31 bits', { ...GOOD, seed: 2 ** 31 }],
    ['async as text', { ...GOOD, async: 'true' }],
    ['a callback to nowhere', { ...GOOD, callback_url: 'callback' }],
    ['no first frame', { ...IMAGE, image_url: undefined }],
    ['a first frame in the list', { ...IMAGE, image_url: undefined, image_urls: [url('a')] }],
    ['an image that is no link', { ...IMAGE, image_url: 'data:image/png;base64,AA==' }],
    ['no reference', { ...REFERENCES, image_urls: [] }],
    ['no list of references', { ...REFERENCES, image_urls: undefined }],
    ['ten references', { ...REFERENCES, image_urls: Array(10).fill(url('a')) }],
    ['no video to edit', { ...EDIT, video_url: undefined }],
    ['an edit with six references', { ...EDIT, image_urls: Array(6).fill(url('a')) }],
    ['another sound of an edit', { ...EDIT, audio_setting: 'mute' }],
    ['a list', [GOOD]],
    ['half a document', '{"action":'],
  ])('with %s is refused and costs nothing', async (_, body) => {
    expect(await client.refusal(body)).toEqual([400, 'bad_request']);
    expect(app.credits).toBe(100_000);
    expect(app.creates).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['the prompt alone', { prompt: 'A calm sea', async: true }],
    ['every field', { ...GOOD, watermark: true, seed: 2 ** 31 - 1 }],
    ['three seconds', { ...GOOD, duration: 3 }],
    ['fifteen seconds', { ...GOOD, duration: 15 }],
    ['a first frame and no prompt', IMAGE],
    ['a first frame by the older model', { ...IMAGE, model: 'happyhorse-1.0-i2v' }],
    ['nine references', { ...REFERENCES, image_urls: Array(9).fill(url('a')) }],
    ['an edit', EDIT],
    ['an edit with five references', { ...EDIT, image_urls: Array(5).fill(url('a')) }],
    ['an edit that keeps its sound', { ...EDIT, audio_setting: 'origin' }],
    ['the longest prompt', { ...GOOD, prompt: 'x'.repeat(5000) }],
    ['the longest Chinese prompt', { ...GOOD, prompt: '马'.repeat(2500) }],
  ])('with %s is accepted, and nothing is wrong with it', async (_, body) => {
    expect(await client.create(body)).toMatch(/^[0-9a-f-]{36}$/);
    expect(app.violations).toEqual([]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['a field that nobody knows', { ...GOOD, negative_prompt: 'x' }, 'negative_prompt'],
    ['a first frame to a text', { ...GOOD, image_url: url('a') }, 'image_url'],
    ['a shape to a first frame', { ...IMAGE, ratio: '1:1' }, 'ratio'],
    ['a length to an edit', { ...EDIT, duration: 5 }, 'duration'],
    ['a sound setting to a text', { ...GOOD, audio_setting: 'auto' }, 'audio_setting'],
    ['too long a prompt', { ...GOOD, prompt: 'x'.repeat(5001) }, 'prompt'],
    ['too long a Chinese prompt', { ...GOOD, prompt: '马'.repeat(2501) }, 'prompt'],
  ])('with %s is accepted and noted', async (_, body, field) => {
    await client.create(body);
    expect(app.violations).toHaveLength(1);
    expect(app.violations[0]).toContain(field);
  });

  it('is refused in the documented envelope, with a trace of its own every time', async () => {
    const bodies = [];
    for (let i = 0; i < 2; i += 1) bodies.push(await (await client.post('{')).json());
    const [one, other] = bodies as { error: object; trace_id: string }[];
    expect(Object.keys(one!)).toEqual(['error', 'trace_id']);
    expect(Object.keys(one!.error)).toEqual(['code', 'message']);
    expect(one!.trace_id).toMatch(/^[0-9a-f-]{36}$/);
    expect(one!.trace_id).not.toBe(other!.trace_id);
  });

  it('needs a JSON body', async () => {
    const response = await client.post(GOOD, { 'content-type': 'text/plain' });
    expect(response.status).toBe(400);
  });

  it('is refused when the balance does not suffice, to the last bit of it', async () => {
    app.credits = 524;
    expect(await client.refusal(GOOD)).toEqual([403, 'used_up']);
    app.credits = 525;
    await client.create(GOOD);
    expect(app.credits).toBe(0);
  });

  it('is refused above a rate where one is set', async () => {
    await app.close();
    client = await startAcedata({ ratePerSecond: 1 });
    app = client.app;
    await client.create(GOOD);
    expect(await client.refusal(GOOD)).toEqual([429, 'too_many_requests']);
    client.pass(1000);
    await client.create(GOOD);
  });
});

describe('a token', () => {
  it('that is missing and one that is wrong are told apart', async () => {
    const missing = await fetch(`${app.url}/happyhorse/videos`, { method: 'POST' });
    expect([missing.status, await missing.json()]).toMatchObject([
      400,
      { error: { code: 'no_token' } },
    ]);
    const wrong = await client.ask({ id: 'x' }, { authorization: 'Bearer wrong' });
    expect([wrong.status, await wrong.json()]).toMatchObject([
      401,
      { error: { code: 'invalid_token' } },
    ]);
  });

  it.each([
    ['revoked', 'invalid_token', 401, 401],
    ['expired', 'token_expired', 401, 401],
    ['mismatched', 'token_mismatched', 401, 400],
    ['disabled', 'disabled', 403, 403],
  ] as const)('that is %s is refused as %s', async (state, code, onVideos, onTasks) => {
    app.tokenState = state;
    expect(await client.refusal(GOOD)).toEqual([onVideos, code]);
    const asked = await client.ask({ id: 'x' });
    expect([asked.status, await asked.json()]).toMatchObject([onTasks, { error: { code } }]);
    app.tokenState = 'valid';
    await client.create(GOOD);
  });
});

describe('a question about tasks', () => {
  it.each<[string, unknown]>([
    ['no id', { action: 'retrieve' }],
    ['ids where one is meant', { ids: ['a'] }],
    ['an empty id', { id: '' }],
    ['an id that is a number', { id: 1 }],
    ['no ids', { action: 'retrieve_batch' }],
    ['an id where several are meant', { action: 'retrieve_batch', id: 'a' }],
    ['51 ids', { action: 'retrieve_batch', ids: ids(51) }],
    ['another action', { action: 'list', id: 'a' }],
    ['half a document', '{"id"'],
  ])('with %s is refused', async (_, body) => {
    const response = await client.ask(body);
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { error: { code: 'bad_request' } },
    ]);
  });

  it('that is known to nobody is answered with an empty object, or an empty list', async () => {
    expect(await (await client.ask({ id: 'unknown' })).json()).toEqual({});
    expect(await client.batchOf(ids(50))).toEqual({ items: [], count: 0 });
    expect(app.violations).toEqual([]);
  });

  it('is noted when it says more than it should', async () => {
    await client.ask({ action: 'retrieve', id: 'a', task_id: 'a' });
    expect(app.violations).toEqual(['/happyhorse/tasks: task_id is no field of retrieve']);
  });

  it('is refused more than once a second where nothing else is said', async () => {
    await app.close();
    app = await createAcedata();
    const statuses = [];
    for (let i = 0; i < 2; i += 1) {
      const response = await fetch(`${app.url}/happyhorse/tasks`, {
        method: 'POST',
        headers: { authorization: `Bearer ${app.apiKey}`, 'content-type': 'application/json' },
        body: '{"id":"a"}',
      });
      statuses.push(response.status);
    }
    expect(statuses).toEqual([200, 429]);
  });

  it('is refused a moment before a second has passed, and heard after it', async () => {
    await app.close();
    client = await startAcedata({ tasksPerSecond: 1 });
    app = client.app;
    await client.create(GOOD);
    expect((await client.ask({ id: 'a' })).status).toBe(200);
    client.pass(999);
    const limited = await client.ask({ id: 'a' });
    expect([limited.status, await limited.json()]).toMatchObject([
      429,
      { error: { code: 'too_many_requests' } },
    ]);
    client.pass(1000);
    expect((await client.ask({ id: 'a' })).status).toBe(200);
    await client.create(GOOD);
  });
});

it('to anything else answers 501', async () => {
  for (const path of ['/happyhorse/credits', '/happyhorse/videos', '/']) {
    expect((await fetch(app.url + path)).status).toBe(501);
  }
  const streamed = await client.post(GOOD, { accept: 'application/x-ndjson' });
  expect(streamed.status).toBe(501);
  expect(app.requests.map(({ status }) => status)).toEqual([501, 501, 501, 501]);
  expect(app.creates).toEqual([]);
});

function url(name: string): string {
  return `http://127.0.0.1:9/${name}`;
}

function ids(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `task-${index}`);
}
