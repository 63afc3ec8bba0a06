import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../src/core/messages/domain/reply.ts';
import type { Job } from '../../../src/core/jobs/domain/job.ts';
import { ProviderError } from '../../../src/core/shared/domain/errors.ts';
import type {
  StartAnswer,
  StartRefusal,
} from '../../../src/core/providers/ports/video-provider.ts';
import { cancelQueued } from '../../../src/core/commands/cancel-queued.ts';
import { after, START } from '../../support/builders.ts';
import { testCore } from '../../support/core.ts';
import type { TestCore } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { createFakeProvider } from '../../support/fakes/fake-provider.ts';
import { plain } from '../messages/domain/plain-text.ts';
import { accepted, ledgerOf, now, pass, signal, started, stateOf } from '../requests/requested.ts';

const database = databaseOfFile();

const core = (options: Parameters<typeof testCore>[1] = {}) => testCore(database.sql, options);

const later = (
  retryAfterMs: number | null = null,
  reason: 'maintenance' | 'rate-limited' | 'unreachable' | 'unsent' = 'maintenance',
) => ({ status: 'later', reason, retryAfterMs }) as const;

describe('a create call', () => {
  it('is made once, with what was asked for', async () => {
    const test = core();
    const job = await started(test);
    expect(test.provider.starts).toMatchObject([{ model: 'fake-1', request: job.request }]);
    expect(job.state).toEqual({
      status: 'rendering',
      operation: test.provider.renders[0]!.operation,
      since: START,
      progress: null,
    });
    await pass(test, 10 * 60_000, 30_000);
    expect(test.provider.starts).toHaveLength(1);
  });

  it('comes with links to its images, good for a day', async () => {
    const test = core();
    const picture = { url: 'https://chat.test/a.png', name: 'a.png', bytes: null };
    const scene = { kind: 'frames', prompt: 'a horse', first: picture, last: null } as const;
    await started(test, { draft: { scene } });
    const expires = after(24 * 3_600_000).getTime();
    expect(test.provider.renders[0]!.links).toEqual([
      expect.stringMatching(new RegExp(`^https://media.test/media/\\w+.jpg\\?expires=${expires}$`)),
    ]);
  });

  it('is written as being made before it is made', async () => {
    const test = core();
    const job = await accepted(test);
    const seen: string[] = [];
    test.provider.beforeAnswer = async () => {
      seen.push((await stateOf(test, job)).status);
    };
    await test.settle();
    expect(seen).toEqual(['submitting']);
  });

  it.each<StartRefusal>([
    ...(['bad-prompt', 'bad-settings', 'key-refused', 'out-of-credit', 'not-understood'] as const),
    ...(['file-too-large', 'provider-fault', 'redirected', 'not-found', 'disabled'] as const),
  ])('that is refused ends the job and gives the credits back: %s', async (reason) => {
    const test = core();
    test.provider.answerNext({ status: 'refused', reason, message: 'no' });
    const job = await started(test);
    expect(job.state).toMatchObject({ status: 'failed', reason, message: 'no', operation: null });
    expect(await ledgerOf(database.sql, job)).toEqual(['hold 100', 'release 100']);
  });

  it.each([true, false])('without an answer is not sent again (created: %s)', async (created) => {
    const test = core();
    test.provider.answerNext({ status: 'lost', created });
    const job = await started(test);
    expect(job.state).toMatchObject({ status: 'unconfirmed' });
    await pass(test, 48 * 3_600_000, 3_600_000);
    expect(test.provider.starts).toHaveLength(1);
    expect(await stateOf(test, job)).toMatchObject({ status: 'unconfirmed' });
    expect(await ledgerOf(database.sql, job)).toEqual(['hold 100']);
  });

  it('that hangs is over at its deadline, and unconfirmed', async () => {
    const test = core();
    const job = await accepted(test);
    test.provider.start = (_model, _request, options) =>
      new Promise((_resolve, reject) => {
        options.signal.addEventListener('abort', () => {
          reject(new Error('aborted'));
        });
      });
    const ticking = test.worker.tick(signal);
    await test.clock.untilSleeping(60_000);
    await test.clock.advance(59_999);
    expect(await stateOf(test, job)).toMatchObject({ status: 'submitting' });
    await test.clock.advance(1);
    await ticking;
    expect(await stateOf(test, job)).toMatchObject({ status: 'unconfirmed' });
  });

  describe('that is answered after its deadline', () => {
    /** A job whose create call hangs, until the test answers it. */
    async function hanging(options: Parameters<typeof core>[0] = {}) {
      const test = core(options);
      const job = await accepted(test);
      const answer = Promise.withResolvers<StartAnswer>();
      const ended: unknown[] = [];
      test.provider.start = (_model, _request, { signal: held }) => {
        held.addEventListener('abort', () => {
          ended.push(held.reason);
          answer.reject(new ProviderError(test.provider.name, 'unreachable', 'cut'));
        });
        return answer.promise;
      };
      const ticking = test.worker.tick(signal);
      await test.clock.untilSleeping(60_000);
      await test.clock.advance(60_000);
      await ticking;
      expect(await stateOf(test, job)).toMatchObject({ status: 'unconfirmed' });
      return { test, job, answer, ended };
    }
    const statusSoon = (test: TestCore, job: Job, status: string) =>
      expect.poll(async () => (await stateOf(test, job)).status).toBe(status);

    it('counts: its render is the one of the job', async () => {
      const { test, job, answer } = await hanging();
      await test.clock.advance(5 * 60_000);
      answer.resolve({ status: 'started', operation: { render: 'late' } });
      await statusSoon(test, job, 'rendering');
      expect(await stateOf(test, job)).toMatchObject({ operation: { render: 'late' } });
    });

    it('counts: a refusal gives the credits back, with its reason', async () => {
      const { test, job, answer } = await hanging();
      answer.resolve({ status: 'refused', reason: 'bad-prompt', message: 'no' });
      await statusSoon(test, job, 'failed');
      expect(await stateOf(test, job)).toMatchObject({ reason: 'bad-prompt', message: 'no' });
      expect(await ledgerOf(database.sql, job)).toEqual(['hold 100', 'release 100']);
    });

    it('counts: told to wait, it is ordered again', async () => {
      const { test, job, answer } = await hanging();
      answer.resolve(later(7_000));
      await statusSoon(test, job, 'waiting');
      test.provider.start = () => Promise.resolve({ status: 'started', operation: { render: 2 } });
      await pass(test, 7_000);
      expect(await stateOf(test, job)).toMatchObject({ status: 'rendering' });
    });

    it('is not waited for longer than its connection is held, and no one hears twice', async () => {
      const told: string[] = [];
      const tellOperators = ({ headline }: Reply) => void told.push(plain(headline));
      const { test, job, ended } = await hanging({ wrap: () => ({ tellOperators }) });
      await test.clock.advance(9 * 60_000 - 1);
      expect(ended).toEqual([]);
      await test.clock.advance(1);
      await expect.poll(() => ended.length).toBe(1);
      expect(await stateOf(test, job)).toMatchObject({ status: 'unconfirmed' });
      expect(told).toHaveLength(1);
    });

    it('is given up by a worker that stops, which waits for nothing else', async () => {
      const test = core();
      const job = await accepted(test);
      test.provider.start = (_model, _request, { signal: held }) =>
        new Promise((_resolve, reject) => {
          held.addEventListener('abort', () => {
            reject(new Error('aborted'));
          });
        });
      const stop = new AbortController();
      const running = test.worker.run(stop.signal);
      await test.clock.untilSleeping(60_000);
      await test.clock.advance(60_000);
      await statusSoon(test, job, 'unconfirmed');
      stop.abort();
      await running;
      expect(test.clock.now().getTime()).toBe(after(60_000).getTime());
    });
  });

  it('is not cut off by a shutdown', async () => {
    const test = core();
    const job = await accepted(test);
    const stop = new AbortController();
    test.provider.beforeAnswer = () => {
      stop.abort();
      return Promise.resolve();
    };
    await test.worker.tick(stop.signal);
    expect(await stateOf(test, job)).toMatchObject({ status: 'rendering' });
  });
});

describe('an order that is turned away', () => {
  it('is tried again after waits that double, and as told', async () => {
    const test = core();
    test.provider.answerNext(later(), later(), later(), later(42_000), later());
    const job = await accepted(test);
    const waits: number[] = [];
    for (let times = 1; times <= 5; times += 1) {
      await test.settle();
      const { state } = await now(test, job);
      if (state.status !== 'waiting') throw new Error(state.status);
      expect(state).toMatchObject({ since: START, setback: { times, since: START } });
      const wait = state.notBefore.getTime() - test.clock.now().getTime();
      waits.push(wait);
      await pass(test, wait - 1);
      expect(test.provider.starts).toHaveLength(times);
      await pass(test, 1);
      expect(test.provider.starts).toHaveLength(times + 1);
    }
    expect(waits).toEqual([5_000, 10_000, 20_000, 42_000, 80_000]);
    expect(await stateOf(test, job)).toMatchObject({ status: 'rendering' });
  });

  it('is given up a quarter of an hour after it was turned away first, and not before', async () => {
    const test = core();
    test.provider.answerNext(...Array.from({ length: 99 }, () => later(60_000)));
    const job = await accepted(test);
    await test.settle();
    await pass(test, 14 * 60_000, 60_000);
    expect(await stateOf(test, job)).toMatchObject({ status: 'waiting', setback: { times: 15 } });
    await pass(test, 60_000);
    expect(await stateOf(test, job)).toMatchObject({ reason: 'provider-unavailable' });
    expect(await ledgerOf(database.sql, job)).toEqual(['hold 100', 'release 100']);
    await pass(test, 600_000, 60_000);
    expect(test.provider.starts).toHaveLength(16);
  });

  it('for the rate of calls lets nobody else call meanwhile', async () => {
    const test = core();
    test.provider.answerNext(later(30_000, 'rate-limited'));
    const job = await started(test, { prompt: 'first' });
    const other = await started(test, { prompt: 'second' });
    expect([job.state.status, other.state.status]).toEqual(['waiting', 'waiting']);
    expect(test.provider.startsOf('second')).toBe(0);
    await pass(test, 60_000, 4_900);
    expect(await stateOf(test, job)).toMatchObject({ status: 'rendering' });
    expect(await stateOf(test, other)).toMatchObject({ status: 'rendering' });
  });

  it('for maintenance keeps others from trying until it should be over', async () => {
    const provider = createFakeProvider({ name: 'in-repair', limits: { inFlight: 1 } });
    const test = core({ provider });
    provider.answerTo('first', later(30_000));
    await accepted(test, { prompt: 'first' });
    await accepted(test, { prompt: 'second' });
    await pass(test, 29_000, 1_000);
    expect(test.provider.startsOf('second')).toBe(0);
    await pass(test, 2_000, 1_000);
    expect(test.provider.startsOf('first')).toBe(2);
    test.provider.succeed('first', 70);
    await pass(test, 4_000, 1_000);
    expect(test.provider.startsOf('second')).toBe(1);
  });

  it('makes room for the next in line', async () => {
    const provider = createFakeProvider({ name: 'narrow', limits: { inFlight: 1 } });
    const test = core({ provider });
    provider.answerTo('first', later(30_000, 'unsent'));
    const [first, second] = [
      await accepted(test, { prompt: 'first' }),
      await accepted(test, { prompt: 'second' }),
    ];
    await test.settle();
    expect(await stateOf(test, first)).toMatchObject({ status: 'waiting' });
    expect(await stateOf(test, second)).toMatchObject({ status: 'rendering' });
  });

  it('can be cancelled', async () => {
    const test = core();
    test.provider.answerNext(later());
    const job = await started(test);
    expect(job.state.status).toBe('waiting');
    const context = await test.contextOf(test.anInteraction({ type: 'help' }));
    await cancelQueued(test.core, context, null);
    await pass(test, 600_000, 60_000);
    expect(await stateOf(test, job)).toMatchObject({ status: 'cancelled' });
    expect(test.provider.starts).toHaveLength(1);
  });
});
