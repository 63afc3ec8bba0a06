import { describe, expect, it } from 'vitest';
import { createCrun } from '../../../sandbox/crun/emulator.ts';
import type {
  CrunEmulator,
  CrunOptions as EmulatorOptions,
} from '../../../sandbox/crun/emulator.ts';
import type { Sentinel } from '../../../sandbox/crun/sentinels.ts';
import type { InputRef } from '../../../src/core/media/domain/media.ts';
import { quoteFor } from '../../../src/core/video/domain/prices.ts';
import type { VideoRequest } from '../../../src/core/video/domain/video-request.ts';
import type { MediaFile } from '../../../src/core/media/ports/media-store.ts';
import type { StartOptions } from '../../../src/core/providers/ports/video-provider.ts';
import { models } from '../../../src/providers/crun/capabilities.ts';
import { describeVideoProvider } from '../../contracts/video-provider.ts';
import type { Fate } from '../../contracts/video-provider.ts';
import { aPicture, aVideo, aWebServer } from '../../sandbox/crun/client.ts';
import { aFile } from '../given.ts';
import {
  aClip,
  anEdit,
  anImage,
  aProvider,
  aReplacement,
  aRequest,
  EDIT,
  options,
  REPLACE,
} from './given.ts';

/** Real media, which the emulator measures. */
async function open(media: InputRef): Promise<MediaFile> {
  return aFile(media.key, media.kind === 'image' ? await aPicture() : await aVideo());
}

async function openEmulator(settings: EmulatorOptions = {}) {
  const emulator = await createCrun({ fastVideos: true, renderMs: 60_000, ...settings });
  let aheadMs = 0;
  const provider = aProvider(emulator.url, {
    key: emulator.apiKey,
    timeoutMs: 10_000,
    uploadWaitMs: 10_000,
    clock: { now: () => new Date(Date.now() + aheadMs) },
  });
  const given = (more: Partial<StartOptions> = {}) => options({ open, ...more });
  return {
    emulator,
    provider,
    given,
    pass(ms: number): void {
      aheadMs += ms;
    },
    start: (model: string, request: VideoRequest, more: Partial<StartOptions> = {}) =>
      provider.start(model, request, given(more)),
    [Symbol.asyncDispose]: () => emulator.close(),
  };
}

const SENTINELS: Record<Fate, Sentinel | null> = {
  succeeds: null,
  fails: 'fail',
  'is-moderated': 'refuse',
  'is-refused': 'reject',
  'has-to-wait': 'ratelimit',
  'is-lost': 'drop',
};

/** Said in the prompt where the model has one; else ordered of the emulator. */
function requestFor(emulator: CrunEmulator, model: string, fate: Fate): VideoRequest {
  const sentinel = SENTINELS[fate];
  if (model === EDIT) {
    const prompt = sentinel === null ? 'let it snow' : `let it snow !${sentinel}`;
    return aRequest(anEdit({ prompt }));
  }
  if (sentinel !== null) emulator.failNext({ kind: 'task', sentinel });
  return aRequest(aReplacement());
}

describe.each([EDIT, REPLACE])('crun.ai with %s', (model) => {
  describeVideoProvider('crun.ai', async () => {
    const { emulator, provider } = await openEmulator();
    let closed = false;
    const close = async (): Promise<void> => {
      if (!closed) await emulator.close();
      closed = true;
    };
    return {
      provider,
      withOtherKey: aProvider(emulator.url, { key: 'another-key' }),
      model,
      request: (fate) => requestFor(emulator, model, fate),
      linkTo: ({ key }) => `https://showrunner.test/media/${key}`,
      open,
      unknownOperation: { taskId: 'task_of_nobody' },
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
});

const edit = (prompt = 'let it snow') => aRequest(anEdit({ prompt }));

describe('crun.ai, as its emulator reads the documentation', () => {
  it.each([
    [EDIT, aRequest(anEdit({ prompt: 'x'.repeat(2_500), keepSound: true }))],
    [EDIT, aRequest(anEdit({ images: ['a', 'b', 'c', 'd', 'e'].map(anImage) }))],
    [EDIT, aRequest(anEdit(), { quality: 'pro' })],
    [REPLACE, aRequest(aReplacement())],
  ])('takes a request for %s without a word that is not documented', async (model, request) => {
    await using it = await openEmulator();
    expect(await it.start(model, request)).toMatchObject({ status: 'started' });
    expect(it.emulator.creates).toHaveLength(1);
    expect(it.emulator.violations).toEqual([]);
  });

  it.each(
    models.flatMap((model) => model.qualities.map((quality) => [model.model, quality] as const)),
  )('quotes %s in %s as it is charged, and as its rate card says', async (name, quality) => {
    await using it = await openEmulator({ renderMs: 0 });
    const model = models.find((candidate) => candidate.model === name);
    if (model === undefined) throw new Error('there is no model');
    const request = aRequest(name === EDIT ? anEdit() : aReplacement(), { quality });
    const quoted = await it.provider.quote(name, request, it.given());
    expect(quoted).toBe(quoteFor(model, request.settings, request.scene.kind));
    expect(it.emulator.creates).toEqual([]);
    const answer = await it.start(name, request);
    if (answer.status !== 'started') throw new Error('not started');
    await it.emulator.rendered();
    const [status] = await it.provider.check([answer.operation], it.given());
    expect(status).toMatchObject({ status: 'succeeded', consumed: quoted });
    expect(it.emulator.uploads.size).toBe(name === EDIT ? 1 : 2);
  });

  it('quotes by what is given, whatever it was said to be', async () => {
    await using it = await openEmulator();
    const long = () => aVideo({ seconds: 5 }).then((video) => aFile('long.mp4', video));
    const request = aRequest(anEdit({ source: aClip('long') }), { seconds: 3 });
    expect(await it.provider.quote(EDIT, request, it.given({ open: long }))).toBe(200);
  });

  it.each([
    ['reject', { status: 'refused', reason: 'bad-settings' }],
    ['badkey', { status: 'refused', reason: 'key-refused' }],
    ['broke', { status: 'refused', reason: 'out-of-credit' }],
    ['disabled', { status: 'refused', reason: 'disabled' }],
    ['ratelimit', { status: 'later', reason: 'rate-limited', retryAfterMs: 1_000 }],
    ['maintenance', { status: 'later', reason: 'maintenance', retryAfterMs: 60_000 }],
  ] as const)('answers !%s in its own way, however the code is sent', async (word, expected) => {
    for (const errorStatus of ['same-as-code', 'always-200'] as const) {
      await using it = await openEmulator({ errorStatus });
      expect(await it.start(EDIT, edit(`snow !${word}`))).toMatchObject(expected);
      it.emulator.failNext({ kind: 'task', sentinel: word });
      expect(await it.start(REPLACE, aRequest(aReplacement()))).toMatchObject(expected);
      expect(it.emulator.creates).toEqual([]);
    }
  });

  it('is out of credit when the account is, and says what is left', async () => {
    await using it = await openEmulator({ credits: 130 });
    expect(await it.start(EDIT, edit())).toMatchObject({ status: 'started' });
    expect(await it.start(EDIT, edit())).toMatchObject({
      reason: 'out-of-credit',
      message: 'Insufficient credits',
    });
    expect(await it.provider.account(it.given())).toEqual({ key: 'accepted', credits: 10 });
  });

  it.each([
    ['error', 'server-error', 0],
    ['lateError', 'server-error', 1],
    ['page', 'server-error', 0],
    ['drop', 'unreachable', 1],
    ['garbage', 'unreadable', 1],
    ['noid', 'unreadable', 1],
  ])('cannot tell from !%s whether it was paid: %s', async (word, code, paid) => {
    await using it = await openEmulator();
    await expect(it.start(EDIT, edit(`snow !${word}`))).rejects.toMatchObject({ code });
    expect(it.emulator.creates).toHaveLength(paid);
  });

  it.each([
    ['plain', { status: 'succeeded', consumed: 120 }],
    ['!shout', { status: 'succeeded', consumed: 120 }],
    ['!cheap', { status: 'succeeded', consumed: 60 }],
    ['!expensive', { status: 'succeeded', consumed: 180 }],
    ['!nourl', { status: 'succeeded', videoUrls: [] }],
    ['!failCode', { status: 'failed', reason: 'provider-fault' }],
    ['!refuse', { status: 'failed', reason: 'moderated' }],
    ['!notYet', { status: 'not-found' }],
  ])('is told of %s: %j', async (prompt, expected) => {
    await using it = await openEmulator({ renderMs: 0 });
    const answer = await it.start(EDIT, edit(prompt));
    if (answer.status !== 'started') throw new Error(`${prompt} was not started`);
    await it.emulator.rendered();
    const statuses = await it.provider.check([answer.operation], it.given());
    expect(statuses).toMatchObject([expected]);
  });

  it.each(['once', 'enveloped', 'twice', 'early'] as const)(
    'is called back %s about the task that was started',
    async (callbackMode) => {
      const receiver = await aWebServer();
      await using it = await openEmulator({ callbackMode, renderMs: 0 });
      const callbackUrl = `${receiver.url}/callbacks/crun/token`;
      const answer = await it.start(EDIT, edit(), { callbackUrl });
      await it.emulator.rendered();
      await it.emulator.deliverCallbacks();
      receiver.close();
      expect(receiver.calls.length).toBeGreaterThan(0);
      for (const { body } of receiver.calls) {
        const operation = it.provider.readCallback(JSON.parse(body));
        expect(answer).toEqual({ status: 'started', operation });
      }
    },
  );

  it('is not asked with another key, and no file is sent', async () => {
    await using it = await openEmulator();
    const stranger = aProvider(it.emulator.url, { key: 'another-key' });
    const check = stranger.check([{ taskId: 'task_1' }], it.given());
    await expect(check).rejects.toMatchObject({ code: 'key-refused' });
    expect(await stranger.start(EDIT, edit(), it.given())).toMatchObject({
      status: 'refused',
      reason: 'key-refused',
    });
    expect(it.emulator.uploads.size).toBe(0);
  });
});
