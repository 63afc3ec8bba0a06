import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAcedata } from '../../../sandbox/acedata/emulator.ts';
import type { AcedataOptions } from '../../../sandbox/acedata/emulator.ts';
import type { InputRef } from '../../../src/core/media/domain/media.ts';
import { quoteFor } from '../../../src/core/video/domain/prices.ts';
import type { VideoRequest } from '../../../src/core/video/domain/video-request.ts';
import type { Operation } from '../../../src/core/providers/ports/video-provider.ts';
import { models } from '../../../src/providers/acedata/capabilities.ts';
import { describeVideoProvider } from '../../contracts/video-provider.ts';
import type { Fate } from '../../contracts/video-provider.ts';
import { makeVideo } from '../../media/support/make-video.ts';
import { serveFiles } from '../../sandbox/acedata/client.ts';
import { respond, startLoopback } from '../loopback.ts';
import { aClip, anImage, aRequest, NOW } from '../given.ts';
import { aProvider, EDIT, images, options, T2V } from './given.ts';

const PROMPTS: Record<Fate, string> = {
  succeeds: 'a horse',
  fails: 'a horse !fail',
  'is-moderated': 'a horse !refuse',
  'is-refused': 'a horse !reject',
  'has-to-wait': 'a horse !ratelimit',
  'is-lost': 'a horse !drop',
};

let files: Awaited<ReturnType<typeof serveFiles>>;
beforeAll(async () => {
  const picture = await sharp({
    create: { width: 480, height: 400, channels: 3, background: 'red' },
  })
    .png()
    .toBuffer();
  const folder = await mkdtemp(path.join(tmpdir(), 'acedata-provider-'));
  const clip = path.join(folder, 'clip.mp4');
  await makeVideo(clip, { width: 480, height: 320, seconds: 4 });
  files = await serveFiles({
    '/clip.mp4': await readFile(clip),
    ...Object.fromEntries(images(9).map(({ key }) => [`/${key}`, picture])),
  });
  await rm(folder, { recursive: true });
});
afterAll(() => {
  files.close();
});

const linkTo = (media: InputRef): string => `${files.url}/${media.key}`;
const given = (signal?: AbortSignal) =>
  options({ linkTo, ...(signal === undefined ? {} : { signal }) });

async function openEmulator(settings: AcedataOptions = {}) {
  let time = NOW.getTime();
  const emulator = await createAcedata({
    fastVideos: true,
    renderMs: 60_000,
    tasksPerSecond: null,
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
    start: (request: VideoRequest, model = T2V) => provider.start(model, request, given()),
    async operation(request: VideoRequest, model = T2V) {
      const answer = await provider.start(model, request, given());
      if (answer.status !== 'started') throw new Error(`not started: ${JSON.stringify(answer)}`);
      return answer.operation;
    },
    async [Symbol.asyncDispose]() {
      await emulator.close();
      expect(emulator.violations).toEqual([]);
    },
  };
}

/** What each model is for. */
function sceneFor(model: string, prompt: string): VideoRequest['scene'] {
  if (model.endsWith('t2v')) return { kind: 'text', prompt };
  if (model.endsWith('i2v'))
    return { kind: 'frames', prompt, first: anImage('image-1'), last: null };
  if (model.endsWith('r2v')) return { kind: 'references', prompt, images: images(2), elements: [] };
  return { kind: 'edit', prompt, source: aClip(), images: images(1), keepSound: true };
}

for (const { model } of models) {
  describeVideoProvider(`Ace Data Cloud with ${model}`, async () => {
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
      model,
      request: (fate) => aRequest(sceneFor(model, PROMPTS[fate]), { seconds: 3 }),
      linkTo,
      open: given().open,
      unknownOperation: { taskId: 'never-made' },
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

describe('Ace Data Cloud, as its emulator reads the documentation', () => {
  it('takes what was quoted, from each model and for each quality', async () => {
    await using it = await openEmulator({ renderMs: 0 });
    for (const model of models) {
      for (const quality of model.qualities) {
        // As long as the source of an edit is.
        const request = aRequest(sceneFor(model.model, 'x'), { quality, seconds: 4 });
        const operation = await it.operation(request, model.model);
        await it.emulator.rendered();
        const quote = quoteFor(model, request.settings, request.scene.kind);
        const [status] = await it.provider.check([operation], given());
        expect(status).toMatchObject({ status: 'succeeded', consumed: quote });
      }
    }
    const spent = 100_000 - it.emulator.credits;
    // Six models bill 4 s, and one bills the 4 s of its source as well.
    expect(spent).toBe((6 * 4 + 8) * (105 + 180));
  });

  it.each([1, 9])('takes %i references, and 5 images beside a source', async (count) => {
    await using it = await openEmulator();
    const scene = { kind: 'references', prompt: 'x', images: images(count), elements: [] } as const;
    await it.operation(aRequest(scene, { aspect: '3:4' }), 'happyhorse-1.1-r2v');
    const edit = { kind: 'edit', prompt: 'x', source: aClip(), images: images(5) } as const;
    await it.operation(aRequest({ ...edit, keepSound: false }), EDIT);
    const [references, edited] = it.emulator.creates;
    expect(references?.body).toMatchObject({ ratio: '3:4' });
    expect(references?.body.image_urls).toHaveLength(count);
    expect(edited?.body).toMatchObject({ audio_setting: 'auto' });
    expect(edited?.body.image_urls).toHaveLength(5);
    expect(it.emulator.creates.map(({ body }) => body.watermark)).toEqual([false, false]);
  });

  it.each([
    ['!reject', { status: 'refused', reason: 'bad-prompt' }],
    ['!moderate', { status: 'refused', reason: 'bad-prompt' }],
    ['!badkey', { status: 'refused', reason: 'key-refused' }],
    ['!disabled', { status: 'refused', reason: 'key-refused' }],
    ['!broke', { status: 'refused', reason: 'out-of-credit' }],
    ['!ratelimit', { status: 'later', reason: 'rate-limited', retryAfterMs: null }],
  ])('answers %s in its own way', async (prompt, expected) => {
    await using it = await openEmulator();
    expect(await it.start(aRequest({ kind: 'text', prompt }))).toMatchObject(expected);
    expect(it.emulator.creates).toEqual([]);
  });

  it.each([
    ['!error', 'server-error', 0],
    ['!maintenance', 'server-error', 0],
    ['!timeout', 'timeout', 1],
    ['!drop', 'unreachable', 1],
    ['!garbage', 'unreadable', 1],
  ])('cannot tell from %s whether it was paid: %s', async (prompt, code, paid) => {
    await using it = await openEmulator();
    await expect(it.start(aRequest({ kind: 'text', prompt }))).rejects.toMatchObject({ code });
    expect(it.emulator.creates).toHaveLength(paid);
  });

  it.each(['short', 'long'] as const)('believes a %s answer', async (immediateAnswer) => {
    await using it = await openEmulator({ immediateAnswer });
    expect(await it.start(aRequest())).toMatchObject({ status: 'started' });
  });

  it.each(['revoked', 'expired', 'mismatched', 'disabled'] as const)(
    'is told that its token is %s, by both calls',
    async (state) => {
      await using it = await openEmulator();
      const operation = await it.operation(aRequest());
      it.emulator.tokenState = state;
      expect(await it.start(aRequest())).toMatchObject({ reason: 'key-refused' });
      const check = it.provider.check([operation], given());
      await expect(check).rejects.toMatchObject({ code: 'key-refused' });
    },
  );

  it('is out of credit when the account is, and only then', async () => {
    await using it = await openEmulator({ credits: 600 });
    expect(await it.start(aRequest())).toMatchObject({ status: 'started' });
    expect(await it.start(aRequest())).toMatchObject({ reason: 'out-of-credit' });
  });

  it('hears of each end a render can come to', async () => {
    await using it = await openEmulator({ renderMs: 0 });
    const ends = {
      plain: { status: 'succeeded', consumed: 315 },
      '!cheap': { status: 'succeeded', consumed: 158 },
      '!expensive': { status: 'succeeded', consumed: 473 },
      '!errorstate': { status: 'failed', reason: 'provider-fault' },
      '!fail': { status: 'failed', reason: 'provider-fault' },
      '!refuse': { status: 'failed', reason: 'moderated' },
    };
    const operations = [];
    for (const prompt of Object.keys(ends)) {
      operations.push(await it.operation(aRequest({ kind: 'text', prompt }, { seconds: 3 })));
    }
    await it.emulator.rendered();
    expect(await it.provider.check(operations, given())).toMatchObject(Object.values(ends));
  });

  it('hears of a render that is done and has no link', async () => {
    await using it = await openEmulator({ renderMs: 0 });
    const operations: Operation[] = [];
    for (const prompt of ['!nourl', '!empty']) {
      operations.push(await it.operation(aRequest({ kind: 'text', prompt }, { seconds: 3 })));
    }
    await it.emulator.rendered();
    const linkless = { status: 'succeeded', videoUrls: [] };
    expect(await it.provider.check(operations, given())).toMatchObject([linkless, linkless]);
  });

  it('hears of the same render in line, at work and in the middle of a hiccup', async () => {
    await using it = await openEmulator({ queueMs: 10_000 });
    const operations = [];
    for (const prompt of ['plain', '!pending', '!hiccup']) {
      operations.push(await it.operation(aRequest({ kind: 'text', prompt })));
    }
    const expected = ['running', 'running', 'silent'];
    for (const ms of [0, 15_000]) {
      it.pass(ms);
      const answers = await it.provider.check(operations, given());
      expect(answers.map(({ status }) => status)).toEqual(expected);
    }
  });

  it('does not find a record that is late, or one that never comes', async () => {
    await using it = await openEmulator({ renderMs: 120_000 });
    const late = await it.operation(aRequest({ kind: 'text', prompt: '!late' }));
    const never = { taskId: 'never-made' };
    const statuses = async () => {
      const together = await it.provider.check([late, never], given());
      const [alone] = await it.provider.check([late], given());
      return [...together, alone].map((answer) => answer?.status);
    };
    expect(await statuses()).toEqual(['not-found', 'not-found', 'not-found']);
    it.pass(60_000);
    expect(await statuses()).toEqual(['running', 'not-found', 'running']);
  });

  it('reads which task a callback is about, and asks about that', async () => {
    await using calls = await startLoopback((_, response) => {
      respond(response, 200, '');
    });
    await using it = await openEmulator({ renderMs: 0 });
    const callbackUrl = `${calls.url}/callbacks/acedata/t0ken`;
    const answer = await it.provider.start(T2V, aRequest(), { ...given(), callbackUrl });
    await it.emulator.rendered();
    await it.emulator.deliverCallbacks();
    const body: unknown = JSON.parse(calls.requests[0]?.body ?? '');
    const told = it.provider.readCallback(body);
    const [made] = it.emulator.creates;
    expect(answer).toMatchObject({ operation: { taskId: made?.taskId } });
    expect(told).toEqual({ taskId: made?.taskId });
    const known = { taskId: made?.taskId ?? '' };
    expect(it.provider.renderKey(known)).toBe(it.provider.renderKey(told));
    expect(await it.provider.check([told], given())).toMatchObject([{ status: 'succeeded' }]);
  });
});
