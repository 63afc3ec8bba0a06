import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { HappyhorseCustomerEmulator } from '../../../sandbox/happyhorse-customer/emulator.ts';
import type { Plan } from '../../../sandbox/happyhorse-customer/plans.ts';
import { aPicture, GOOD, startHappyhorseCustomer } from './client.ts';
import type { Client } from './client.ts';

let app: HappyhorseCustomerEmulator;
let client: Client;

beforeEach(async () => {
  client = await startHappyhorseCustomer();
  app = client.app;
});
afterEach(() => app.close());

const INVALID = [400, 'invalid_input'];

describe('a request', () => {
  it.each<[string, unknown]>([
    ['no prompt', { ...GOOD, prompt: undefined }],
    ['a prompt of two characters', { ...GOOD, prompt: 'ab' }],
    ['a blank prompt', { ...GOOD, prompt: '     ' }],
    ['a long prompt', { ...GOOD, prompt: 'x'.repeat(2001) }],
    ['a long style', { ...GOOD, style: 'x'.repeat(51) }],
    ['no length', { ...GOOD, durationSec: undefined }],
    ['two seconds', { ...GOOD, durationSec: 2 }],
    ['thirteen seconds', { ...GOOD, durationSec: 13 }],
    ['half a second', { ...GOOD, durationSec: 4.5 }],
    ['seconds as text', { ...GOOD, durationSec: '6' }],
    ['another shape', { ...GOOD, aspectRatio: '4:3' }],
    ['a resolution in capitals', { ...GOOD, resolution: '720P' }],
    ['another motion', { ...GOOD, cameraMotion: 'dolly' }],
    ['no motion at all', { ...GOOD, motionIntensity: 0 }],
    ['too much motion', { ...GOOD, motionIntensity: 6 }],
    ['half a motion', { ...GOOD, motionIntensity: 2.5 }],
    ['guidance above one', { ...GOOD, cfgScale: 1.1 }],
    ['guidance below zero', { ...GOOD, cfgScale: -0.1 }],
    ['a model', { ...GOOD, model: 'happyhorse-1.0' }],
    ['an image link', { ...GOOD, inputImageUrl: 'https://example.com/a.png' }],
    ['a video link', { ...GOOD, referenceVideoUrl: 'https://example.com/a.mp4' }],
    ['a sound link', { ...GOOD, audioUrl: 'https://example.com/a.mp3' }],
    ['nothing for a style', { ...GOOD, style: null }],
    ['an unknown key', { ...GOOD, sourceImageKey: 'videos/inputs/user-id/asset-id.png' }],
    ['an empty key', { ...GOOD, sourceImageKey: '' }],
    ['a list', [GOOD]],
    ['half a document', '{"prompt":'],
  ])('with %s is refused and costs nothing', async (_, body) => {
    expect(await client.refusal('videos', body)).toEqual(INVALID);
    expect(app.credits).toBe(10_000);
    expect(app.creates).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['the shortest prompt', { ...GOOD, prompt: 'fox' }],
    ['the longest prompt and style', { ...GOOD, prompt: 'x'.repeat(2000), style: 'y'.repeat(50) }],
    ['three seconds', { ...GOOD, durationSec: 3 }],
    ['twelve seconds', { ...GOOD, durationSec: 12 }],
    ['the least motion and guidance', { ...GOOD, motionIntensity: 1, cfgScale: 0 }],
    ['the most motion and guidance', { ...GOOD, motionIntensity: 5, cfgScale: 1 }],
  ])('with %s is accepted', async (_, body) => {
    const response = await client.post('videos', body);
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({ id: app.creates[0]?.taskId, status: 'queued' });
  });

  it('may move the camera in nine ways', async () => {
    const ways = ['none', 'static', 'pan-left', 'pan-right', 'tilt-up', 'tilt-down'];
    for (const cameraMotion of [...ways, 'zoom-in', 'zoom-out', 'orbit']) {
      await client.create({ ...GOOD, cameraMotion });
    }
    expect(app.creates).toHaveLength(9);
  });

  it('cannot have both a first and a last frame', async () => {
    const key = await client.upload(await aPicture());
    const both = { ...GOOD, sourceImageKey: key, lastFrameKey: key };
    expect(await client.refusal('videos', both)).toEqual(INVALID);
    await client.create({ ...GOOD, sourceImageKey: key });
    await client.create({ ...GOOD, lastFrameKey: key });
  });

  it("cannot use a key that is empty, of another kind or another account's", async () => {
    const { key: empty } = await client.presign({ contentType: 'image/png', sizeBytes: 9 });
    const image = await client.upload(await aPicture());
    const stranger = app.addAccount();
    const theirs = await client.post(
      'videos',
      { ...GOOD, sourceImageKey: image },
      { authorization: `Bearer ${stranger.apiKey}` },
    );
    expect(theirs.status).toBe(400);
    for (const body of [{ sourceImageKey: empty }, { referenceVideoKey: image }]) {
      expect(await client.refusal('videos', { ...GOOD, ...body })).toEqual(INVALID);
    }
  });

  it('needs a key that is valid, and JSON', async () => {
    const bare = await fetch(`${app.url}/api/v1/videos`, { method: 'POST' });
    expect([bare.status, await bare.json()]).toEqual([
      401,
      { error: { code: 'missing_api_key', message: 'An API key is required.' } },
    ]);
    for (const authorization of ['Bearer wrong', `Bearer ${app.apiKey}x`]) {
      const wrong = await client.post('videos', GOOD, { authorization });
      expect([wrong.status, await wrong.json()]).toMatchObject([
        401,
        { error: { code: 'invalid_api_key' } },
      ]);
    }
    const text = await client.post('videos', GOOD, { 'content-type': 'text/plain' });
    expect(text.status).toBe(400);
    expect(app.creates).toEqual([]);
  });

  it('for the status of something else is refused', async () => {
    expect((await client.ask('example-id')).status).toBe(400);
    expect((await client.ask('018f3f1d-8c2e-7b4d-9db1-8e8f3a0c8f21')).status).toBe(404);
  });

  it('to anything else answers 501', async () => {
    for (const path of ['/api/v1/videos', '/api/v1/credits', '/']) {
      expect((await fetch(app.url + path)).status).toBe(501);
    }
  });

  it('is refused when the key is used too fast', async () => {
    await app.close();
    client = await startHappyhorseCustomer({ ratePerSecond: 2 });
    app = client.app;
    await client.create(GOOD);
    await client.create(GOOD);
    expect(await client.refusal('videos', GOOD)).toEqual([429, 'rate_limited']);
    client.pass(1000);
    await client.create(GOOD);
  });
});

describe('a plan', () => {
  it.each<[Plan, string, object, Plan]>([
    ['free', 'duration', { durationSec: 6 }, 'basic'],
    ['free', 'duration', { durationSec: 12 }, 'pro'],
    ['basic', 'duration', { durationSec: 9 }, 'pro'],
    ['free', 'resolution', { durationSec: 5, resolution: '1080p' }, 'basic'],
  ])('%s is too small for some %s', async (plan, field, part, requiredPlan) => {
    app.plan = plan;
    const response = await client.post('videos', { ...GOOD, ...part });
    expect([response.status, await response.json()]).toEqual([
      403,
      {
        error: {
          code: 'plan_gate_exceeded',
          message: 'Your plan does not allow this video setting.',
          field,
          requiredPlan,
          currentPlan: plan,
        },
      },
    ]);
    expect(app.credits).toBe(10_000);
  });

  it.each([
    ['lastFrame', 'lastFrameKey', 'image', 'image/png', 'free', 'basic'],
    ['referenceVideo', 'referenceVideoKey', 'video', 'video/mp4', 'basic', 'pro'],
    ['referenceAudio', 'referenceAudioKey', 'audio', 'audio/wav', 'basic', 'pro'],
  ] as const)('may not allow %s', async (field, name, kind, type, currentPlan, requiredPlan) => {
    const key = await client.upload(await aPicture(), kind, type);
    app.plan = currentPlan;
    const body = { ...GOOD, durationSec: 5, [name]: key };
    expect(await (await client.post('videos', body)).json()).toMatchObject({
      error: { code: 'plan_gate_exceeded', field, requiredPlan, currentPlan },
    });
    app.plan = requiredPlan;
    await client.create(body);
  });

  it('that is free allows the plainest video', async () => {
    app.plan = 'free';
    await client.create({ ...GOOD, durationSec: 5 });
    expect(app.creates).toHaveLength(1);
  });
});
