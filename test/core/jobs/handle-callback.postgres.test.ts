import { describe, expect, it } from 'vitest';
import { jobId } from '../../../src/core/shared/domain/ids.ts';
import { handleCallback } from '../../../src/core/jobs/handle-callback.ts';
import { testCore } from '../../support/core.ts';
import type { TestCore } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { FAKE_VIDEO_URL } from '../../support/fakes/fake-provider.ts';
import { accepted, ledgerOf, now, pass, signal, started, stateOf } from '../requests/requested.ts';
import { twoProviders } from './two-providers.ts';
import type { Job } from '../../../src/core/jobs/domain/job.ts';

const database = databaseOfFile();

const core = () => testCore(database.sql);
const tell = (test: TestCore, job: Job, body: unknown, provider = test.provider.name) =>
  handleCallback(test.core, job, provider, body);

/** A job whose order was taken, though no answer said so; and the callback that names its render. */
async function lost(test: TestCore, prompt = 'lost') {
  test.provider.answerTo(prompt, { status: 'lost', created: true });
  const job = await started(test, { prompt });
  expect(job.state.status).toBe('unconfirmed');
  const [made] = test.provider.rendersOf(prompt);
  const operation: unknown = made?.operation;
  if (typeof operation !== 'object') throw new Error('no render was made');
  return { job, body: { ...operation, video_url: 'https://evil.test/v.mp4' } };
}

describe('a provider', () => {
  it('is told where to call, each job its own place', async () => {
    const test = testCore(database.sql, {
      wrap: () => ({ callbackUrl: (job, provider) => `https://c.test/${provider}/${job.jobId}` }),
    });
    const job = await started(test, { prompt: 'called' });
    const url = `https://c.test/${test.provider.name}/${job.jobId}`;
    expect(test.provider.callbackUrls.get('called')).toBe(url);
    const unreachable = core();
    await started(unreachable, { prompt: 'quiet' });
    expect(unreachable.provider.callbackUrls.get('quiet')).toBeNull();
  });
});

describe('a callback for a render that is watched', () => {
  it('has it looked at now, and believes nothing else', async () => {
    const test = core();
    const job = await started(test);
    const other = await started(test, { prompt: 'other' });
    await tell(test, job, { render: 'another one', status: 'succeeded', video_url: 'x' });
    expect(await now(test, job)).toEqual(job);
    await test.settle();
    const { operation } = test.provider.renders[0]!;
    expect(test.provider.checkCalls).toEqual([[operation]]);
    expect([await stateOf(test, job), await stateOf(test, other)]).toEqual([
      job.state,
      other.state,
    ]);
  });

  it('brings the video as soon as the provider itself says that it is there', async () => {
    const test = core();
    const job = await started(test);
    test.provider.succeed('a horse', 80);
    await tell(test, job, null);
    expect(await stateOf(test, job)).toEqual(job.state);
    await test.settle();
    expect(await stateOf(test, job)).toMatchObject({ status: 'succeeded', charged: 80 });
    expect(test.media.calls[0]).toContain(FAKE_VIDEO_URL);
  });

  it('hurries one that is watched slowly, too', async () => {
    const test = core();
    const job = await started(test);
    await pass(test, 62_000, 5_000);
    expect(await stateOf(test, job)).toMatchObject({ status: 'overdue' });
    test.provider.succeed('a horse');
    await tell(test, job, {});
    await test.settle();
    expect(await stateOf(test, job)).toMatchObject({ status: 'succeeded' });
  });

  it('costs one look at a time, however often it comes', async () => {
    const test = core();
    const job = await started(test);
    await Promise.all(Array.from({ length: 9 }, () => tell(test, job, {})));
    await test.settle();
    expect(test.provider.checkCalls).toHaveLength(1);
  });
});

describe('a callback that changes nothing', () => {
  it.each(['succeeded', 'failed', 'cancelled', 'waiting'] as const)(
    'is one for a job that is %s',
    async (status) => {
      const test = core();
      if (status === 'succeeded') test.provider.succeed('a horse');
      if (status === 'failed') test.provider.fail('a horse', 'provider-fault');
      const job = await accepted(test);
      if (status === 'cancelled') {
        await test.conversations.answer(
          test.anInteraction({ type: 'cancel', job: job.jobId }),
          'new',
        );
      } else if (status !== 'waiting') {
        await pass(test, 10_000, 1_000);
      }
      const before = await now(test, job);
      expect(before.state.status).toBe(status);
      if (status !== 'waiting') {
        await tell(test, job, { render: 'x' });
        expect(await now(test, job)).toEqual(before);
      }
      await tell(test, job, { nothing: 'named' });
      expect(await now(test, job)).toEqual(before);
    },
  );

  it('is one for no job, for another provider’s, or of a provider that is not here', async () => {
    const test = core();
    const { job, body } = await lost(test);
    await tell(test, { ...job, jobId: jobId('nobody') }, body);
    await tell(test, job, body, 'somebody-else');
    const all = twoProviders(database);
    const theirs = await started(all.test);
    await handleCallback(all.test.core, theirs, all.b.name, body);
    expect(await now(test, job)).toEqual(job);
    expect(await now(all.test, theirs)).toEqual(theirs);
  });

  it.each([null, {}, [], 'text', 7, { render: null }, { render: { $ne: 1 } }])(
    'is one that names no render: %j',
    async (body) => {
      const test = core();
      const { job } = await lost(test);
      await tell(test, job, body);
      expect(await now(test, job)).toEqual(job);
    },
  );
});

describe('an order without an answer', () => {
  it('is found again by what the provider says when it is asked, and by nothing else', async () => {
    const test = core();
    const { job, body } = await lost(test);
    await tell(test, job, body);
    expect(await stateOf(test, job)).toMatchObject({ status: 'unconfirmed' });
    expect(test.provider.checkCalls).toEqual([]);
    await test.settle();
    expect(await stateOf(test, job)).toMatchObject({ status: 'rendering' });
    test.provider.succeed('lost');
    await pass(test, 10_000, 1_000);
    expect(await stateOf(test, job)).toMatchObject({ status: 'succeeded' });
    expect(await ledgerOf(database.sql, job)).toEqual(['charge 100', 'hold 100']);
    expect(test.provider.starts).toHaveLength(1);
    expect(test.media.calls.join()).not.toContain('evil.test');
  });

  it('is over at once when it has ended meanwhile', async () => {
    const test = core();
    const { job, body } = await lost(test);
    test.provider.succeed('lost');
    await tell(test, job, body);
    await test.settle();
    expect(await stateOf(test, job)).toMatchObject({ status: 'succeeded' });
  });

  it('is not found by a handle that the provider does not know', async () => {
    const test = core();
    const { job } = await lost(test);
    await tell(test, job, { render: 'made up' });
    await pass(test, 30 * 60_000, 60_000);
    expect(await stateOf(test, job)).toMatchObject({ status: 'unconfirmed' });
    expect(test.provider.checkCalls.length).toBeLessThan(10);
    const { body } = await lost(test, 'second');
    await tell(test, job, { render: 'made up, too' });
    await test.settle();
    expect(await stateOf(test, job)).toMatchObject({ status: 'unconfirmed' });
    expect(body).toHaveProperty('render');
  });

  it('is asked about until there is an answer', async () => {
    const test = core();
    const { job, body } = await lost(test);
    const check = test.provider.check.bind(test.provider);
    test.provider.check = () => Promise.reject(new Error('away'));
    await tell(test, job, body);
    await test.settle();
    expect(await stateOf(test, job)).toMatchObject({ status: 'unconfirmed' });
    test.provider.check = check;
    await pass(test, 20_000, 5_000);
    expect(await stateOf(test, job)).toMatchObject({ status: 'rendering' });
  });

  it('is not lost with the process that heard of it', async () => {
    const test = core();
    const { job, body } = await lost(test);
    await tell(test, job, body);
    const { provider, platform, clock } = test;
    const other = testCore(database.connect(1), { provider, platform, clock });
    await other.settle();
    expect(await stateOf(other, job)).toMatchObject({ status: 'rendering' });
  });

  it('keeps to the rate of calls', async () => {
    const test = core();
    const { job, body } = await lost(test);
    await test.core.rateLimiter.pause(
      test.provider.name,
      new Date(test.clock.now().getTime() + 60_000),
    );
    await tell(test, job, body);
    await test.settle();
    expect(test.provider.checkCalls).toEqual([]);
    await pass(test, 80_000, 5_000);
    expect(await stateOf(test, job)).toMatchObject({ status: 'rendering' });
  });
});

describe('a callback that comes before the answer to the order', () => {
  async function early(answer: 'lost' | 'started') {
    const test = core();
    test.provider.answerNext(
      answer === 'lost' ? { status: 'lost', created: true } : { status: 'started' },
    );
    const job = await accepted(test);
    test.provider.beforeAnswer = () => tell(test, job, { render: 'told early' });
    await test.worker.tick(signal);
    return { test, job };
  }

  it('is forgotten when the answer comes', async () => {
    const { test, job } = await early('started');
    const { operation } = test.provider.renders[0]!;
    expect(await stateOf(test, job)).toMatchObject({ status: 'rendering', operation });
  });

  it('is remembered when it does not', async () => {
    const { test, job } = await early('lost');
    expect(await stateOf(test, job)).toMatchObject({
      status: 'unconfirmed',
      reported: { render: 'told early' },
    });
    await test.settle();
    expect(test.provider.checkCalls).toEqual([[{ render: 'told early' }]]);
  });
});
