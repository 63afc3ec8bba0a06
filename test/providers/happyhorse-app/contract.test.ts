import { describe, expect, it } from 'vitest';
import { createHappyhorseApp } from '../../../sandbox/happyhorse-app/emulator.ts';
import type { HappyhorseAppOptions } from '../../../sandbox/happyhorse-app/emulator.ts';
import { quoteFor } from '../../../src/core/video/domain/prices.ts';
import type { VideoRequest } from '../../../src/core/video/domain/video-request.ts';
import { models } from '../../../src/providers/happyhorse-app/capabilities.ts';
import { describeVideoProvider } from '../../contracts/video-provider.ts';
import type { Fate } from '../../contracts/video-provider.ts';
import { anImage, aRequest, linkTo } from '../given.ts';
import { aProvider, MODEL, options } from './given.ts';

const PROMPTS: Record<Fate, string> = {
  succeeds: 'a horse',
  fails: 'a horse !fail',
  'is-moderated': 'a horse !refuse',
  'is-refused': 'a horse !reject',
  'has-to-wait': 'a horse !ratelimit',
  'is-lost': 'a horse !drop',
};

async function openEmulator(settings: HappyhorseAppOptions = {}) {
  const emulator = await createHappyhorseApp({ fastVideos: true, renderMs: 60_000, ...settings });
  const provider = aProvider(emulator.url, { key: emulator.apiKey });
  return {
    emulator,
    provider,
    start: (request: VideoRequest) => provider.start(MODEL, request, options()),
    [Symbol.asyncDispose]: () => emulator.close(),
  };
}

describeVideoProvider('happyhorse.app', async () => {
  const { emulator, provider } = await openEmulator();
  let closed = false;
  const close = async (): Promise<void> => {
    if (!closed) await emulator.close();
    closed = true;
  };
  return {
    provider,
    withOtherKey: aProvider(emulator.url, { key: 'another-key' }),
    model: MODEL,
    request: (fate) => aRequest({ kind: 'text', prompt: PROMPTS[fate] }, { seconds: 3 }),
    linkTo,
    open: () => Promise.reject(new Error('nothing is uploaded here')),
    unknownOperation: { taskId: 'n92unknown' },
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

const [model] = models;

const scenes: readonly VideoRequest['scene'][] = [
  { kind: 'text', prompt: 'x'.repeat(2_500) },
  { kind: 'frames', prompt: 'she smiles', first: anImage('a'), last: null },
  { kind: 'frames', prompt: 'she smiles', first: anImage('a'), last: anImage('b') },
  {
    kind: 'shots',
    shots: Array.from({ length: 5 }, () => ({ prompt: 'y'.repeat(500), seconds: 1 })),
    first: anImage('a'),
  },
  {
    kind: 'references',
    prompt: '@dog meets @cat, and @bird_1 looks on',
    images: [],
    elements: [
      { name: 'dog', description: 'a dog', images: [anImage('a'), anImage('b')] },
      { name: 'cat', description: '', images: [anImage('a'), anImage('b'), anImage('c')] },
      {
        name: 'bird_1',
        description: 'a bird',
        images: ['a', 'b', 'c', 'd'].map((it) => anImage(it)),
      },
    ],
  },
];

describe('happyhorse.app, as its emulator reads the documentation', () => {
  it.each(scenes)('takes a request of the kind $kind', async (scene) => {
    await using it = await openEmulator();
    expect(await it.start(aRequest(scene, { guidance: 0.7 }))).toMatchObject({ status: 'started' });
    expect(it.emulator.creates).toHaveLength(1);
  });

  it('takes what was quoted, for each quality and with and without sound', async () => {
    await using it = await openEmulator();
    if (model === undefined) throw new Error('there is no model');
    for (const quality of model.qualities) {
      for (const sound of [true, false]) {
        const request = aRequest(undefined, { quality, sound, seconds: 7 });
        await it.start(request);
        expect(it.emulator.creates.at(-1)?.credits).toBe(
          quoteFor(model, request.settings, request.scene.kind),
        );
      }
    }
  });

  it.each([
    ['!reject', { status: 'refused', reason: 'bad-prompt' }],
    ['!badkey', { status: 'refused', reason: 'key-refused' }],
    ['!broke', { status: 'refused', reason: 'out-of-credit' }],
    ['!ratelimit', { status: 'later', reason: 'rate-limited', retryAfterMs: 1_000 }],
  ])('answers %s in its own way', async (prompt, expected) => {
    await using it = await openEmulator();
    expect(await it.start(aRequest({ kind: 'text', prompt }))).toMatchObject(expected);
    expect(it.emulator.creates).toEqual([]);
  });

  it('is out of credit when the account is, and only then', async () => {
    await using it = await openEmulator({ credits: 300 });
    expect(await it.start(aRequest())).toMatchObject({ status: 'started' });
    expect(await it.start(aRequest())).toMatchObject({ reason: 'out-of-credit' });
  });

  it.each([
    ['!error', 'server-error', 0],
    ['!maintenance', 'server-error', 0],
    ['!drop', 'unreachable', 1],
    ['!garbage', 'unreadable', 1],
  ])('cannot tell from %s whether it was paid: %s', async (prompt, code, paid) => {
    await using it = await openEmulator();
    await expect(it.start(aRequest({ kind: 'text', prompt }))).rejects.toMatchObject({ code });
    expect(it.emulator.creates).toHaveLength(paid);
  });

  it('hears what a render took, and that it has no link yet', async () => {
    await using it = await openEmulator({ renderMs: 0 });
    const statuses = [];
    for (const prompt of ['plain', '!cheap', '!expensive', '!nourl']) {
      const answer = await it.start(aRequest({ kind: 'text', prompt }, { seconds: 3 }));
      if (answer.status !== 'started') throw new Error(`${prompt} was not started`);
      await it.emulator.rendered();
      statuses.push(...(await it.provider.check([answer.operation], options())));
    }
    expect(statuses).toMatchObject([
      { status: 'succeeded', consumed: 180 },
      { status: 'succeeded', consumed: 90 },
      { status: 'succeeded', consumed: 270 },
      { status: 'succeeded', videoUrls: [] },
    ]);
  });

  it('is not asked with another key', async () => {
    await using it = await openEmulator();
    const stranger = aProvider(it.emulator.url, { key: 'another-key' });
    const check = stranger.check([{ taskId: 'n92a' }], options());
    await expect(check).rejects.toMatchObject({ code: 'key-refused' });
    expect(await stranger.start(MODEL, aRequest(), options())).toMatchObject({
      status: 'refused',
      reason: 'key-refused',
    });
  });
});
