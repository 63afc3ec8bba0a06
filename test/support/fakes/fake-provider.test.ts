import { describe, expect, it } from 'vitest';
import type { InputRef } from '../../../src/core/media/domain/media.ts';
import type { VideoRequest } from '../../../src/core/video/domain/video-request.ts';
import { ProviderError } from '../../../src/core/shared/domain/errors.ts';
import { describeVideoProvider } from '../../contracts/video-provider.ts';
import { createFakeProvider, fakeModel } from './fake-provider.ts';

const linkTo = (media: InputRef): string => `https://showrunner.test/media/${media.key}`;
const options = {
  linkTo,
  open: () => Promise.reject(new Error('nothing is uploaded here')),
  callbackUrl: null,
  slot: () => Promise.resolve(true),
  signal: new AbortController().signal,
};
const request = (prompt: string): VideoRequest => ({
  scene: { kind: 'text', prompt },
  settings: { seconds: 5, quality: 'std', aspect: '16:9', sound: true, guidance: null },
});

describeVideoProvider('the fake', () => {
  const fake = createFakeProvider();
  fake.answerTo('is-refused', { status: 'refused', reason: 'bad-prompt', message: 'no' });
  fake.answerTo('has-to-wait', { status: 'later', reason: 'rate-limited', retryAfterMs: 1_000 });
  fake.answerTo('is-lost', { status: 'lost', created: true });
  const withOtherKey = createFakeProvider({ keyHash: 'other-key' });
  withOtherKey.setAccount({ key: 'refused', credits: null });
  return Promise.resolve({
    provider: fake,
    withOtherKey,
    model: fakeModel.model,
    request,
    linkTo,
    open: options.open,
    unknownOperation: { render: 'fake-0' },
    renders: () => fake.renders.length,
    finish() {
      fake.succeed('succeeds', 100);
      fake.fail('fails', 'provider-fault');
      fake.fail('is-moderated', 'moderated', 'blocked');
      return Promise.resolve();
    },
    refuseChecks(why) {
      const codes = {
        key: 'key-refused',
        credit: 'out-of-credit',
        broken: 'server-error',
      } as const;
      fake.failChecks(new ProviderError('fake', codes[why], 'refused', { detail: 'no' }));
    },
    disconnect() {
      fake.answerNext({ status: 'later', reason: 'unreachable', retryAfterMs: null });
      fake.setAccount({ key: 'unknown', credits: null, why: 'nobody listens' });
      fake.failChecks(new ProviderError('fake', 'unreachable', 'nobody listens'));
      return Promise.resolve();
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });
});

describe('the fake provider', () => {
  it('counts starts apart from the renders that were made', async () => {
    const fake = createFakeProvider();
    fake.answerTo('a', { status: 'lost', created: false }, { status: 'lost', created: true });
    await expect(fake.start('fake-1', request('a'), options)).rejects.toThrow(ProviderError);
    await expect(fake.start('fake-1', request('a'), options)).rejects.toThrow(ProviderError);
    await fake.start('fake-1', request('b'), options);
    expect([fake.startsOf('a'), fake.startsOf('b')]).toEqual([2, 1]);
    expect(fake.rendersOf('a')).toHaveLength(1);
    expect(fake.renders).toHaveLength(2);
  });

  it('gives a prompt its own answers before the common ones', async () => {
    const fake = createFakeProvider();
    fake.answerNext({ status: 'later', reason: 'maintenance', retryAfterMs: null });
    fake.answerTo('a', { status: 'refused', reason: 'bad-prompt', message: null });
    const answers = [];
    for (const prompt of ['a', 'a', 'a']) {
      answers.push((await fake.start('fake-1', request(prompt), options)).status);
    }
    expect(answers).toEqual(['refused', 'later', 'started']);
  });

  it('tells of renders that are only made later, too', async () => {
    const fake = createFakeProvider();
    fake.succeed('a', 7);
    const answer = await fake.start('fake-1', request('a'), options);
    const operation = answer.status === 'started' ? answer.operation : null;
    expect(await fake.check([operation], options)).toMatchObject([{ consumed: 7 }]);
    expect(fake.renders[0]?.checks).toBe(1);
    expect(fake.checkCalls).toEqual([[operation]]);
  });

  it('keeps a start waiting for as long as the test wants', async () => {
    const fake = createFakeProvider();
    const { promise, resolve } = Promise.withResolvers<undefined>();
    fake.beforeAnswer = () => promise;
    const pending = fake.start('fake-1', request('a'), options);
    expect([fake.startsOf('a'), fake.renders.length]).toEqual([1, 0]);
    resolve(undefined);
    expect(await pending).toMatchObject({ status: 'started' });
  });
});
