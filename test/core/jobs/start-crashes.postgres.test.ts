import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../src/core/messages/domain/reply.ts';
import type { Job } from '../../../src/core/jobs/domain/job.ts';
import type { JobStore, Save } from '../../../src/core/jobs/ports/job-store.ts';
import { sleptThrough, testCore } from '../../support/core.ts';
import type { TestCore } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { createFakeMediaStore } from '../../support/fakes/fake-media-store.ts';
import { createFakeProvider, fakeModel } from '../../support/fakes/fake-provider.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { plain } from '../messages/domain/plain-text.ts';
import { accepted, ledgerOf, pass, signal, started, stateOf } from '../requests/requested.ts';

const database = databaseOfFile();

const LEASE_MS = 120_000;

/** Another process of the same service. */
function another(test: TestCore, clock = test.clock): TestCore {
  const { provider, platform } = test;
  return testCore(database.connect(2), { provider, platform, clock });
}

/** A core whose saves are watched, and fail or are followed by something. */
function saving(save: (save: Save, base: JobStore) => Promise<boolean>): TestCore {
  return testCore(database.sql, {
    wrap: ({ jobs }) => ({ jobs: { ...jobs, save: (it) => save(it, jobs) } }),
  });
}

async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  await expect.poll(condition, { interval: 5 }).toBe(true);
}

describe('a process that ends in the middle of a create call', () => {
  /** It made the call, and nothing was heard of it since. */
  async function died(): Promise<{ readonly test: TestCore; readonly job: Job }> {
    // Its time stands still: nothing that it waits for comes about any more.
    const test = testCore(database.sql, { clock: createManualClock() });
    const job = await accepted(test);
    test.provider.beforeAnswer = () => new Promise(() => undefined);
    void test.worker.tick(signal);
    await until(() => test.provider.starts.length === 1);
    expect(await stateOf(test, job)).toMatchObject({ status: 'submitting' });
    return { test, job };
  }

  it('leaves a job that is not sent again, by anyone', async () => {
    const { test, job } = await died();
    const other = another(test, createManualClock());
    await other.clock.advance(LEASE_MS - 1);
    await other.settle();
    expect(await stateOf(test, job)).toMatchObject({ status: 'submitting' });
    await other.clock.advance(1);
    await other.settle();
    expect(await stateOf(test, job)).toMatchObject({ status: 'unconfirmed' });
    await pass(other, 24 * 3_600_000, 3_600_000);
    expect(await stateOf(test, job)).toMatchObject({ status: 'unconfirmed' });
    expect(test.provider.starts).toHaveLength(1);
    expect(await ledgerOf(database.sql, job)).toEqual(['hold 100']);
  });

  it('before the call is written leaves a job that another orders within seconds', async () => {
    const test = testCore(database.sql, {
      clock: createManualClock(),
      wrap: ({ jobs }) => ({ jobs: { ...jobs, find: () => new Promise(() => undefined) } }),
    });
    const { provider, platform } = test;
    const other = testCore(database.connect(2), { provider, platform, clock: createManualClock() });
    const job = await accepted(other);
    void test.worker.tick(signal);
    await until(async () => {
      const claimed = await database.sql`select 1 from schedule
        where job_id = ${job.jobId} and lane = 'start' and attempts = 1`;
      return claimed.length === 1;
    });
    await other.clock.advance(4_999);
    await other.settle();
    expect(provider.starts).toEqual([]);
    await other.clock.advance(1);
    await other.settle();
    expect(await stateOf(other, job)).toMatchObject({ status: 'rendering' });
    expect(provider.starts).toHaveLength(1);
  });

  it('keeps its claim for as long as it waits for its turn', async () => {
    const provider = createFakeProvider({ name: 'paced', limits: { callsPerSecond: 0.1 } });
    const test = testCore(database.sql, { provider, clock: createManualClock() });
    await accepted(test);
    await accepted(test, { prompt: 'next' });
    void test.worker.tick(signal);
    const inTurn = new Date(test.clock.now().getTime() + 10_000);
    await until(async () => {
      const held = await database.sql`select 1 from schedule
        where lane = 'start' and provider = 'paced' and due_at > ${inTurn}`;
      return held.length === 1;
    });
    await test.clock.untilSleeping(10_000);
    await test.clock.advance(10_000);
    await until(() => provider.starts.length === 2);
  });

  it('leaves a place to the next in line', async () => {
    const provider = createFakeProvider({ name: 'one-at-a-time', limits: { inFlight: 1 } });
    const test = testCore(database.sql, { provider });
    provider.answerTo('first', { status: 'lost', created: false });
    await started(test, { prompt: 'first' });
    const next = await started(test, { prompt: 'next' });
    expect(next.state.status).toBe('rendering');
  });
});

describe('a process that was only slow', () => {
  it('still says what came of its call, and the video is delivered', async () => {
    const test = testCore(database.sql);
    const job = await accepted(test);
    const answer = Promise.withResolvers<undefined>();
    test.provider.beforeAnswer = () => answer.promise;
    const ticking = test.worker.tick(signal);
    await until(() => test.provider.starts.length === 1);
    const other = another(test);
    await test.clock.advance(LEASE_MS);
    await other.settle();
    expect(await stateOf(test, job)).toMatchObject({ status: 'unconfirmed' });
    await ticking;
    answer.resolve(undefined);
    await until(async () => (await stateOf(test, job)).status === 'rendering');
    test.provider.succeed('a horse');
    await pass(other, 10_000, 1_000);
    expect(await stateOf(test, job)).toMatchObject({ status: 'succeeded' });
    expect(test.provider.starts).toHaveLength(1);
  });

  it('finds a job that an admin closed meanwhile as it is, and operators hear of it', async () => {
    const told: string[] = [];
    const tellOperators = ({ headline }: Reply) => void told.push(plain(headline));
    const test = testCore(database.sql, { wrap: () => ({ tellOperators }) });
    const job = await accepted(test);
    const answer = Promise.withResolvers<undefined>();
    test.provider.beforeAnswer = () => answer.promise;
    const ticking = test.worker.tick(signal);
    await until(() => test.provider.starts.length === 1);
    const other = another(test);
    await test.clock.advance(LEASE_MS);
    await other.settle();
    const press = { type: 'press', action: 'give-back', job: job.jobId } as const;
    const { requester } = test.anInteraction(press);
    await other.conversations.answer(
      test.anInteraction(press, { requester: { ...requester, admin: true } }),
      'new',
    );
    await ticking;
    answer.resolve(undefined);
    await until(() => told.some((it) => it.includes('nobody needs anymore')));
    expect(await stateOf(test, job)).toMatchObject({ reason: 'never-confirmed' });
    expect(await ledgerOf(database.sql, job)).toEqual(['hold 100', 'release 100']);
  });
});

describe('a create call is not made', () => {
  it('when somebody else wrote the job first', async () => {
    const other = testCore(database.sql);
    const test = saving(async (save, jobs) => {
      if (save.next.status === 'submitting') {
        const next = { status: 'cancelled', at: save.at } as const;
        const ledger = [{ kind: 'release', credits: save.job.quote }] as const;
        await other.core.jobs.save({ ...save, next, ledger, step: null });
      }
      return jobs.save(save);
    });
    const job = await started(test);
    expect(job.state.status).toBe('cancelled');
    expect(test.provider.starts).toEqual([]);
  });

  it('when it could not be written that it is', async () => {
    let left = 1;
    const test = saving((save, jobs) => {
      if (save.next.status === 'submitting' && left > 0) {
        left -= 1;
        return Promise.reject(new Error('the database is away'));
      }
      return jobs.save(save);
    });
    const job = await started(test);
    expect(job.state.status).toBe('waiting');
    expect(test.provider.starts).toEqual([]);
    await pass(test, LEASE_MS);
    expect(await stateOf(test, job)).toMatchObject({ status: 'rendering' });
  });

  it('when writing it took so long that somebody else may take it for left alone', async () => {
    const test = saving(async (save, jobs) => {
      const written = await jobs.save(save);
      if (save.next.status === 'submitting') await test.clock.advance(31_000);
      return written;
    });
    const job = await started(test);
    expect(test.provider.starts).toEqual([]);
    await pass(test, LEASE_MS);
    expect(await stateOf(test, job)).toMatchObject({ status: 'unconfirmed' });
  });

  it('when there is no way to its images any more', async () => {
    const media = createFakeMediaStore();
    const picture = { url: 'https://chat.test/a.png', name: 'a.png', bytes: null };
    const scene = { kind: 'frames', prompt: 'a horse', first: picture, last: null } as const;
    const test = testCore(database.sql, { media });
    const job = await accepted(test, { draft: { scene } });
    media.link = () => null;
    await test.settle();
    expect(await stateOf(test, job)).toMatchObject({ reason: 'provider-not-set-up' });
    expect(test.provider.starts).toEqual([]);
    expect(await ledgerOf(database.sql, job)).toEqual(['hold 100', 'release 100']);
  });

  it('for a model that is not there any more', async () => {
    const old = createFakeProvider({ name: 'renewed' });
    const job = await accepted(testCore(database.sql, { provider: old }));
    const models = [{ ...fakeModel, model: 'fake-2' }];
    const test = testCore(database.sql, {
      provider: createFakeProvider({ name: 'renewed', models }),
    });
    await test.settle();
    expect(await stateOf(test, job)).toMatchObject({ reason: 'provider-not-set-up' });
    expect(test.provider.starts).toEqual([]);
  });

  it('by one who is told to stop while it waits for its turn', async () => {
    const provider = createFakeProvider({ name: 'slow', limits: { callsPerSecond: 0.2 } });
    const test = testCore(database.sql, { provider });
    const jobs = [await accepted(test, { prompt: 'one' }), await accepted(test, { prompt: 'two' })];
    const stop = new AbortController();
    const ticking = test.worker.tick(stop.signal);
    await test.clock.untilSleeping(5_000);
    // The other one may be on its way still.
    await expect.poll(() => provider.starts).toHaveLength(1);
    stop.abort();
    await ticking;
    expect(provider.starts).toHaveLength(1);
    const states = await Promise.all(jobs.map(async (job) => (await stateOf(test, job)).status));
    expect(states.toSorted()).toEqual(['rendering', 'waiting']);
    // It is handed back at once: whoever comes next need not wait for a lease to end.
    await test.settle();
    expect(provider.starts).toHaveLength(2);
  });
});

describe('an answer to a create call', () => {
  it('is written as soon as it can be, however often that fails', async () => {
    let tries = 0;
    const test = saving((save, jobs) => {
      if (save.job.state.status !== 'submitting') return jobs.save(save);
      tries += 1;
      return tries <= 8 ? Promise.reject(new Error('the database is away')) : jobs.save(save);
    });
    const job = await started(test);
    expect(job.state).toMatchObject({ status: 'rendering' });
    expect([tries, test.provider.starts.length]).toEqual([9, 1]);
  });

  it('is written once though what was said of the first write was lost', async () => {
    const received = new Set<string>();
    const test = saving(async (save, jobs) => {
      const written = await jobs.save(save);
      const first = !received.has(save.next.status);
      received.add(save.next.status);
      if (first) throw new Error('the connection was cut');
      return written;
    });
    const job = await started(test);
    expect(job).toMatchObject({ version: 3, state: { status: 'rendering' } });
    expect(test.provider.starts).toHaveLength(1);
  });

  it('does not hold up the end of a process for ever', async () => {
    let tries = 0;
    const test = saving((save, jobs) => {
      if (save.job.state.status !== 'submitting') return jobs.save(save);
      tries += 1;
      return Promise.reject(new Error('the database is away'));
    });
    const job = await accepted(test);
    const stop = new AbortController();
    test.provider.beforeAnswer = () => {
      stop.abort();
      return Promise.resolve();
    };
    await sleptThrough(test.clock, test.worker.tick(stop.signal));
    expect(tries).toBe(6);
    expect(await stateOf(test, job)).toMatchObject({ status: 'submitting' });
  });
});
