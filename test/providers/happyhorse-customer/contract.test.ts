import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { createHappyhorseCustomer } from '../../../sandbox/happyhorse-customer/emulator.ts';
import type { HappyhorseCustomerOptions } from '../../../sandbox/happyhorse-customer/emulator.ts';
import type { InputRef } from '../../../src/core/media/domain/media.ts';
import { quoteFor } from '../../../src/core/video/domain/prices.ts';
import { CAMERA_MOTIONS } from '../../../src/core/video/domain/video-request.ts';
import type { VideoRequest } from '../../../src/core/video/domain/video-request.ts';
import type { MediaFile } from '../../../src/core/media/ports/media-store.ts';
import type { Operation } from '../../../src/core/providers/ports/video-provider.ts';
import { models } from '../../../src/providers/happyhorse-customer/capabilities.ts';
import { describeVideoProvider } from '../../contracts/video-provider.ts';
import type { Fate } from '../../contracts/video-provider.ts';
import { makeVideo } from '../../media/support/make-video.ts';
import { aClip, aFile, anImage, aRequest, aSound, NOW } from '../given.ts';
import { aProvider } from './given.ts';
import { MODEL, options, withFirst } from './given.ts';

const PROMPTS: Record<Fate, string> = {
  succeeds: 'a horse',
  fails: 'a horse !fail',
  'is-moderated': 'a horse !refuse',
  'is-refused': 'a horse !reject',
  'has-to-wait': 'a horse !ratelimit',
  'is-lost': 'a horse !drop',
};

const contents = new Map<InputRef['kind'], Buffer>();
beforeAll(async () => {
  const picture = { create: { width: 320, height: 200, channels: 3, background: 'red' } } as const;
  contents.set('image', await sharp(picture).png().toBuffer());
  const clip = aFile('made.mp4', '').path;
  await makeVideo(clip, { seconds: 2 });
  contents.set('clip', await readFile(clip));
  const sound = aFile('made.mp3', '').path;
  await makeVideo(sound, { container: 'mp3', codec: null, audio: 'mp3', seconds: 2 });
  contents.set('audio', await readFile(sound));
});

const open = (media: InputRef): Promise<MediaFile> =>
  Promise.resolve(aFile(media.key, contents.get(media.kind) ?? ''));
const given = () => options({ open });

async function openEmulator(settings: HappyhorseCustomerOptions = {}) {
  let time = NOW.getTime();
  const emulator = await createHappyhorseCustomer({
    fastVideos: true,
    renderMs: 60_000,
    now: () => time,
    ...settings,
  });
  const clock = { now: () => new Date(time) };
  const provider = aProvider(emulator.url, { key: emulator.apiKey, clock });
  return {
    emulator,
    provider,
    pass(ms: number): void {
      time += ms;
    },
    start: (request: VideoRequest) => provider.start(MODEL, request, given()),
    async operation(prompt: string) {
      const request = aRequest({ kind: 'text', prompt }, { seconds: 3 });
      const answer = await provider.start(MODEL, request, given());
      if (answer.status !== 'started') throw new Error(`not started: ${JSON.stringify(answer)}`);
      return answer.operation;
    },
    async [Symbol.asyncDispose]() {
      await emulator.close();
      expect(emulator.violations).toEqual([]);
    },
  };
}

const ways = {
  text: (prompt: string): VideoRequest['scene'] => ({ kind: 'text', prompt }),
  'a first frame and guides': (prompt: string): VideoRequest['scene'] => ({
    kind: 'frames',
    prompt,
    first: anImage('first'),
    last: null,
    guides: { video: aClip(), audio: aSound() },
  }),
};

for (const [way, sceneOf] of Object.entries(ways)) {
  describeVideoProvider(`the HappyHorse Customer API with ${way}`, async () => {
    const { emulator, provider } = await openEmulator();
    let closed = false;
    const close = async (): Promise<void> => {
      if (!closed) await emulator.close();
      closed = true;
      expect(emulator.violations).toEqual([]);
    };
    return {
      provider,
      withOtherKey: aProvider(emulator.url, { key: 'another-key' }),
      model: MODEL,
      request: (fate) => aRequest(sceneOf(PROMPTS[fate]), { seconds: 3 }),
      linkTo: () => {
        throw new Error('nothing is linked to here');
      },
      open,
      unknownOperation: { videoId: '018f3f1d-8c2e-7b4d-9db1-8e8f3a0c8f21' },
      renders: () => emulator.creates.length,
      async finish() {
        for (const taskId of emulator.tasks.keys()) await emulator.finish(taskId);
      },
      refuseChecks(why) {
        emulator.refuseChecks(why);
      },
      disconnect: close,
      [Symbol.asyncDispose]: close,
    };
  });
}

describe('the HappyHorse Customer API, as its emulator reads the document', () => {
  it('takes every documented field, with the files behind the keys', async () => {
    await using it = await openEmulator();
    const scene = { ...withFirst, guides: { video: aClip(), audio: aSound() } };
    const advanced = { style: 'x'.repeat(50), cameraMotion: 'orbit', motionIntensity: 5 } as const;
    const settings = {
      seconds: 12,
      quality: 'pro',
      aspect: '9:16',
      guidance: 1,
      extras: advanced,
    } as const;
    expect(await it.start(aRequest(scene, settings))).toMatchObject({ status: 'started' });
    const [made] = it.emulator.creates;
    expect(made?.body).toMatchObject({
      style: 'x'.repeat(50),
      durationSec: 12,
      aspectRatio: '9:16',
      resolution: '1080p',
      cameraMotion: 'orbit',
      motionIntensity: 5,
      cfgScale: 1,
    });
    const { inputs } = it.emulator.tasks.get(made?.taskId ?? '') ?? {};
    expect(inputs?.sourceImageKey).toMatchObject({ kind: 'image', data: contents.get('image') });
    expect(inputs?.referenceVideoKey).toMatchObject({ kind: 'video', data: contents.get('clip') });
    expect(inputs?.referenceAudioKey).toMatchObject({ kind: 'audio', data: contents.get('audio') });
  });

  it('takes a last frame on its own', async () => {
    await using it = await openEmulator();
    const scene = { kind: 'frames', prompt: 'abc', first: null, last: anImage('last') } as const;
    expect(await it.start(aRequest(scene))).toMatchObject({ status: 'started' });
    const [made] = it.emulator.creates;
    expect(made?.body.lastFrameKey).toMatch(/^videos\/inputs\//);
    expect(made?.body.sourceImageKey).toBeUndefined();
  });

  it.each(CAMERA_MOTIONS)('knows the camera motion %s', async (cameraMotion) => {
    await using it = await openEmulator();
    const request = aRequest(undefined, { extras: { cameraMotion } });
    expect(await it.start(request)).toMatchObject({ status: 'started' });
    expect(it.emulator.creates[0]?.body.cameraMotion).toBe(cameraMotion);
  });

  it('takes what was quoted, for each quality', async () => {
    await using it = await openEmulator();
    for (const model of models) {
      for (const quality of model.qualities) {
        const request = aRequest(undefined, { quality, seconds: 7 });
        await it.start(request);
        const quote = quoteFor(model, request.settings, request.scene.kind);
        expect(it.emulator.creates.at(-1)?.credits).toBe(quote);
      }
    }
  });

  it.each([
    ['!reject', { status: 'refused', reason: 'not-understood' }],
    ['!badkey', { status: 'refused', reason: 'key-refused' }],
    ['!broke', { status: 'refused', reason: 'out-of-credit' }],
    ['!ratelimit', { status: 'later', reason: 'rate-limited', retryAfterMs: null }],
    [
      '!gate',
      {
        status: 'refused',
        reason: 'plan-gate',
        message: 'Your plan does not allow this video setting.',
        gate: { demand: 'style', plan: 'pro' },
      },
    ],
  ])('answers %s in its own way', async (prompt, expected) => {
    await using it = await openEmulator();
    expect(await it.start(aRequest({ kind: 'text', prompt }))).toMatchObject(expected);
    expect(it.emulator.creates).toEqual([]);
  });

  it.each<[string, VideoRequest]>([
    ['seconds', aRequest(undefined, { seconds: 9 })],
    ['quality', aRequest(undefined, { quality: 'pro' })],
    ['last-frame', aRequest({ kind: 'frames', prompt: 'abc', first: null, last: anImage('last') })],
    ['guide-video', aRequest({ kind: 'text', prompt: 'abc', guides: { video: aClip() } })],
    ['guide-audio', aRequest({ kind: 'text', prompt: 'abc', guides: { audio: aSound() } })],
  ])('names %s, which the plan does not allow, and the plan that does', async (demand, request) => {
    await using it = await openEmulator({ plan: 'free' });
    const answer = await it.start(request);
    expect(answer).toMatchObject({
      reason: 'plan-gate',
      gate: { demand, plan: expect.stringMatching(/^(basic|pro)$/) as string },
    });
    it.emulator.plan = 'pro';
    expect(await it.start(request)).toMatchObject({ status: 'started' });
  });

  it.each([
    ['!error', 'server-error', 0],
    ['!lateError', 'server-error', 1],
    ['!maintenance', 'server-error', 0],
    ['!drop', 'unreachable', 1],
    ['!garbage', 'unreadable', 1],
  ])('cannot tell from %s whether it was paid: %s', async (prompt, code, paid) => {
    await using it = await openEmulator();
    await expect(it.start(aRequest({ kind: 'text', prompt }))).rejects.toMatchObject({ code });
    expect(it.emulator.creates).toHaveLength(paid);
  });

  it('presigns again when a link has expired before it was used', async () => {
    await using it = await openEmulator();
    const expired = { path: '/storage/', kind: 'status', status: 403, body: '<Error/>' } as const;
    it.emulator.failNext(expired);
    expect(await it.start(aRequest(withFirst))).toMatchObject({ status: 'started' });
    expect(it.emulator.uploads.size).toBe(2);
    it.emulator.failNext({ ...expired, times: 2 });
    const scene = { kind: 'frames', prompt: 'abc', first: anImage('other'), last: null } as const;
    const other = aRequest(scene);
    expect(await it.start(other)).toMatchObject({ status: 'later', reason: 'unreachable' });
    expect(it.emulator.creates).toHaveLength(1);
  });

  it.each(['drop-before', 'drop-after', 'html'] as const)(
    'can be asked again after presigning or storing ended in %s',
    async (kind) => {
      for (const path of ['/api/v1/uploads/presign', '/storage/']) {
        await using it = await openEmulator();
        it.emulator.failNext({ path, kind });
        expect(await it.start(aRequest(withFirst))).toMatchObject({ status: 'later' });
        expect(it.emulator.creates).toEqual([]);
        expect(await it.start(aRequest(withFirst))).toMatchObject({ status: 'started' });
      }
    },
  );

  it('hears of each state a render can be in', async () => {
    await using it = await openEmulator({ renderMs: 10_000, linkDelayMs: 30_000 });
    const operations: Operation[] = [];
    for (const prompt of ['plain', '!odd', '!vanish', '!nourl', '!fail', '!refuse']) {
      operations.push(await it.operation(prompt));
    }
    const statuses = async () =>
      (await it.provider.check(operations, given())).map((answer) => {
        if (answer.status === 'failed') return answer.reason;
        if (answer.status !== 'succeeded') return answer.status;
        return answer.videoUrls.length > 0 ? 'linked' : 'done';
      });
    const working = ['running', 'silent', 'not-found', 'running', 'running', 'running'];
    expect(await statuses()).toEqual(working);
    it.pass(5_000);
    expect(await statuses()).toEqual(working);
    await it.emulator.rendered();
    it.pass(5_000);
    const failed = ['provider-fault', 'moderated'];
    // Ready, and the link is not there yet.
    expect(await statuses()).toEqual(['done', 'done', 'not-found', 'done', ...failed]);
    it.pass(30_000);
    expect(await statuses()).toEqual(['linked', 'linked', 'not-found', 'done', ...failed]);
  });

  it('is not asked with a key that was deleted', async () => {
    await using it = await openEmulator();
    const operation = await it.operation('abc');
    it.emulator.deleteKey(it.emulator.apiKey);
    const check = it.provider.check([operation], given());
    await expect(check).rejects.toMatchObject({ code: 'key-refused' });
    expect(await it.start(aRequest())).toMatchObject({ reason: 'key-refused' });
    expect(await it.start(aRequest(withFirst))).toMatchObject({ reason: 'key-refused' });
  });

  it('is out of credit when the account is, and only then', async () => {
    await using it = await openEmulator({ credits: 60 });
    expect(await it.start(aRequest())).toMatchObject({ status: 'started' });
    expect(await it.start(aRequest())).toMatchObject({ reason: 'out-of-credit' });
  });
});
