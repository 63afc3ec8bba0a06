import { describe, expect, it } from 'vitest';
import type { Job } from '../../../src/core/jobs/domain/job.ts';
import { START } from '../../support/builders.ts';
import { testCore } from '../../support/core.ts';
import type { TestCore } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { createFakeProvider } from '../../support/fakes/fake-provider.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { accepted, ledgerOf, now, pass, signal, started, stateOf } from '../requests/requested.ts';
import { twoProviders, whereIs } from './two-providers.ts';

const database = databaseOfFile();

async function press(test: TestCore, job: Job, action: 'try-again' | 'give-back', admin = true) {
  const { requester, ...ask } = test.anInteraction({
    type: 'press',
    action,
    job: job.jobId,
  });
  await test.conversations.answer({ ...ask, requester: { ...requester, admin } }, 'new');
}

/** A create call that is not answered in its time, but later. */
async function hanging(all: ReturnType<typeof twoProviders>) {
  const answer = Promise.withResolvers<undefined>();
  all.a.beforeAnswer = () => answer.promise;
  const job = await accepted(all.test);
  const ticking = all.test.worker.tick(signal);
  await expect.poll(() => all.a.starts.length, { interval: 5 }).toBe(1);
  all.a.beforeAnswer = () => Promise.resolve();
  const other = all.another();
  await all.test.clock.advance(120_000);
  await other.settle();
  expect(await whereIs(all, job)).toBe('A unconfirmed');
  await ticking;
  const late = async () => {
    answer.resolve(undefined);
    await expect.poll(() => whereIs(all, job), { interval: 5 }).toBe('A rendering');
  };
  return { job, other, answer: late };
}

describe('an order without an answer', () => {
  it('is placed again, or given back, by an admin alone', async () => {
    for (const action of ['try-again', 'give-back'] as const) {
      const test = testCore(database.sql);
      test.provider.answerNext({ status: 'lost', created: false });
      const job = await started(test);
      await press(test, job, action, false);
      expect(await stateOf(test, job)).toEqual(job.state);
      await press(test, job, action);
      await press(test, job, action);
      await test.settle();
      const again = action === 'try-again';
      expect((await stateOf(test, job)).status).toBe(again ? 'rendering' : 'failed');
      expect(test.provider.starts).toHaveLength(again ? 2 : 1);
      expect(await ledgerOf(database.sql, job)).toEqual(
        again ? ['hold 100'] : ['hold 100', 'release 100'],
      );
    }
  });

  it('is taken up by its late answer though it waits to be placed again', async () => {
    const all = twoProviders(database);
    const { job, other, answer } = await hanging(all);
    await press(other, job, 'try-again');
    expect(await whereIs(all, job)).toBe('A waiting');
    await answer();
    all.a.succeed('a horse');
    await pass(other, 10_000, 1_000);
    expect(await whereIs(all, job)).toBe('A succeeded');
    expect([all.a.starts.length, all.b.starts.length]).toEqual([1, 0]);
  });

  it('is asked about where it was placed, though it was moved on meanwhile', async () => {
    const all = twoProviders(database);
    const { job, other, answer } = await hanging(all);
    await all.test.core.health.recordFailure(all.a.name, 'failing', all.test.clock.now(), null);
    await press(other, job, 'try-again');
    const placed = Promise.withResolvers<undefined>();
    all.b.beforeAnswer = () => placed.promise;
    const settling = other.settle();
    await expect.poll(() => all.b.starts.length, { interval: 5 }).toBe(1);
    await answer();
    const { operation } = all.a.renders[0]!;
    expect((await now(other, job)).state).toMatchObject({ operation });
    placed.resolve(undefined);
    await settling;
    expect((await now(other, job)).state).toMatchObject({ operation });
    all.a.succeed('a horse');
    await pass(other, 10_000, 1_000);
    expect(await whereIs(all, job)).toBe('A succeeded');
  });
});

describe('the rate of orders', () => {
  it('is kept to by all workers together', async () => {
    const clock = createManualClock();
    const provider = createFakeProvider({ name: 'paced', limits: { createsPerSecond: 2 } });
    const times: number[] = [];
    provider.beforeAnswer = () => Promise.resolve(void times.push(clock.now().getTime()));
    const workers = Array.from({ length: 4 }, () =>
      testCore(database.connect(1), { clock, provider, most: { start: 3 } }),
    );
    const [first] = workers;
    for (let index = 0; index < 10; index += 1) await accepted(first!, { prompt: `h ${index}` });
    const ticking = Promise.all(workers.map((it) => it.worker.tick(signal)));
    const ended = ticking.then(() => true);
    while (!(await Promise.race([ended, new Promise((done) => setTimeout(done, 5, false))]))) {
      await clock.advance(100);
    }
    await Promise.all(workers.map((it) => it.settle()));
    expect(times).toHaveLength(10);
    // Each not before its own turn, whoever of them had it.
    const begun = START.getTime();
    const early = times
      .toSorted((one, other) => one - other)
      .filter((it, index) => it < begun + index * 500);
    expect(early).toEqual([]);
  });
});
