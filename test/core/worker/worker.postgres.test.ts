import { setTimeout as delay } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Job } from '../../../src/core/jobs/domain/job.ts';
import { after, START } from '../../support/builders.ts';
import { testCore } from '../../support/core.ts';
import type { TestCore } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { createFakeMediaStore } from '../../support/fakes/fake-media-store.ts';
import { createFakeProvider, FAKE_VIDEO_URL } from '../../support/fakes/fake-provider.ts';
import { plain } from '../messages/domain/plain-text.ts';
import { shown } from '../cards/card-given.ts';
import {
  accepted,
  asksFor,
  ledgerOf,
  now,
  pass,
  signal,
  started,
  stateOf,
} from '../requests/requested.ts';

const database = databaseOfFile();
beforeEach(() => database.sql`truncate schedule, inbox`);

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe('from a request to its video', () => {
  it('moves a job by ticks alone', async () => {
    const test = testCore(database.sql);
    const { interaction, job } = await shown(test);
    const statuses: string[] = [job.state.status];
    test.provider.succeed('a horse', 80);
    for (let tick = 0; tick < 8; tick += 1) {
      await test.worker.tick(signal);
      statuses.push((await stateOf(test, job)).status);
      await test.clock.advance(500);
    }
    expect(statuses.filter((it, index) => it !== statuses[index - 1])).toEqual([
      ...['waiting', 'rendering', 'collecting', 'succeeded'],
    ]);
    expect(test.platform.shown(interaction.message)).toMatchObject({
      view: { status: 'succeeded', tone: 'done', video: { kind: 'video' } },
      video: { how: 'file', bytes: 4_000_000, fullSize: null },
    });
    expect(plain(test.platform.shown(interaction.message)!.view.receipt[0]!)).toBe(
      '80 credits, 20 returned · 920 left',
    );
    expect(await ledgerOf(database.sql, job)).toEqual(['charge 80', 'hold 100', 'release 20']);
    expect(await test.worker.tick(signal)).toBe(0);
  });

  it('takes no more into its hands than it is allowed to', async () => {
    const test = testCore(database.sql, { most: { start: 2, cards: 0 } });
    for (let index = 0; index < 5; index += 1) await accepted(test, { prompt: `horse ${index}` });
    const starts = [];
    for (let tick = 0; tick < 4; tick += 1) {
      await test.worker.tick(signal);
      starts.push(test.provider.starts.length);
    }
    expect(starts).toEqual([2, 4, 5, 5]);
  });

  it('has no more at the provider than it takes', async () => {
    const provider = createFakeProvider({ name: 'three-at-once', limits: { inFlight: 3 } });
    const test = testCore(database.sql, { provider });
    for (let index = 0; index < 5; index += 1) await accepted(test, { prompt: `horse ${index}` });
    await test.settle();
    expect(provider.starts).toHaveLength(3);
    provider.succeed(provider.starts[0]!.prompt);
    await pass(test, 5_000, 1_000);
    expect(provider.starts).toHaveLength(4);
  });
});

describe('a step that throws', () => {
  it('costs nobody else’s job', async () => {
    let broken: Job | null = null;
    const test = testCore(database.sql, {
      wrap: ({ jobs }) => ({
        jobs: {
          ...jobs,
          find: (team, job) =>
            job === broken?.jobId ? Promise.reject(new Error('a bug')) : jobs.find(team, job),
        },
      }),
    });
    const jobs = [await accepted(test, { prompt: 'one' }), await accepted(test, { prompt: 'two' })];
    [broken] = jobs as [Job];
    await test.settle();
    broken = null;
    const states = await Promise.all(jobs.map((job) => stateOf(test, job)));
    expect(states.map((it) => it.status)).toEqual(['waiting', 'rendering']);
    await pass(test, 2 * MINUTE);
    expect(await stateOf(test, jobs[0]!)).toMatchObject({ status: 'rendering' });
  });
});

describe('a provider that was taken out of the service', () => {
  /** A core of the same service without the provider that the job was for. */
  function without(test: TestCore): TestCore {
    const { platform, clock, media } = test;
    return testCore(database.sql, { platform, clock, media });
  }

  it('ends what waits for it after ten minutes, and not before', async () => {
    const test = testCore(database.sql);
    const { job, interaction } = await shown(test);
    const other = without(test);
    await pass(other, 10 * MINUTE - 1);
    await pass(other, 1);
    expect(await stateOf(test, job)).toMatchObject({ status: 'waiting' });
    await pass(other, MINUTE);
    expect(await stateOf(test, job)).toMatchObject({
      status: 'failed',
      reason: 'provider-not-set-up',
    });
    expect(await ledgerOf(database.sql, job)).toEqual(['hold 100', 'release 100']);
    expect(test.platform.shown(interaction.message)?.view.status).toBe('failed');
  });

  it('does not end what waits for one that is here', async () => {
    const test = testCore(database.sql);
    test.provider.answerNext({ status: 'later', reason: 'maintenance', retryAfterMs: 840_000 });
    const job = await started(test);
    await pass(test, 13 * MINUTE, MINUTE);
    expect(await stateOf(test, job)).toMatchObject({ status: 'waiting' });
  });

  it('leaves a call without an answer to be looked up', async () => {
    const test = testCore(database.sql);
    const job = await accepted(test);
    test.provider.beforeAnswer = () => new Promise(() => undefined);
    void test.worker.tick(signal);
    await expect.poll(async () => (await stateOf(test, job)).status).toBe('submitting');
    await pass(without(test), 20 * MINUTE, 5 * MINUTE);
    expect(await stateOf(test, job)).toMatchObject({ status: 'unconfirmed' });
  });

  it('leaves a render to come back to, until its day is over', async () => {
    const test = testCore(database.sql);
    const job = await started(test);
    const other = without(test);
    await pass(other, DAY - 1, DAY / 24);
    expect(await stateOf(test, job)).toMatchObject({ status: 'rendering' });
    await pass(other, 30 * MINUTE, 5 * MINUTE);
    expect(await stateOf(test, job)).toMatchObject({ status: 'expired' });
    expect(await ledgerOf(database.sql, job)).toEqual(['hold 100', 'release 100']);
  });

  it('has what it rendered copied all the same', async () => {
    const media = createFakeMediaStore();
    media.put(FAKE_VIDEO_URL, { kind: 'failing' });
    const test = testCore(database.sql, { media });
    const job = await started(test);
    test.provider.succeed('a horse');
    await pass(test, 5_000, 1_000);
    expect(await stateOf(test, job)).toMatchObject({ status: 'collecting' });
    media.put(FAKE_VIDEO_URL, {
      kind: 'video',
      width: 1,
      height: 1,
      seconds: 5,
      sound: true,
      bytes: 9,
    });
    await pass(without(test), 30 * MINUTE, 5 * MINUTE);
    expect(await stateOf(test, job)).toMatchObject({ status: 'succeeded' });
  });
});

describe('the loop', () => {
  /** Ticks by itself on a clock that is moved on until something is so. */
  async function moving(test: TestCore, until: () => Promise<boolean> | boolean): Promise<void> {
    for (let turns = 0; !(await until()); turns += 1) {
      if (turns > 2_000) throw new Error('It never came so far');
      // The database needs its own time for what is asked of it.
      await delay(4);
      await test.clock.advance(20);
    }
  }

  it('moves jobs until it is told to stop, and ends what it began', async () => {
    const test = testCore(database.sql);
    const job = await accepted(test);
    const stop = new AbortController();
    const answer = Promise.withResolvers<undefined>();
    test.provider.beforeAnswer = () => answer.promise;
    const running = test.worker.run(stop.signal);
    let ended = false;
    void running.then(() => {
      ended = true;
    });
    await moving(test, () => test.provider.starts.length === 1);
    stop.abort();
    await test.clock.advance(1_000);
    expect(ended).toBe(false);
    answer.resolve(undefined);
    await running;
    expect(await stateOf(test, job)).toMatchObject({ status: 'rendering' });
  });

  it('goes on after the database was away', async () => {
    let away = 3;
    const test = testCore(database.sql, {
      wrap: ({ schedule }) => ({
        schedule: {
          ...schedule,
          claim(...given) {
            away -= 1;
            return away >= 0 ? Promise.reject(new Error('away')) : schedule.claim(...given);
          },
        },
      }),
    });
    const job = await accepted(test);
    const stop = new AbortController();
    const running = test.worker.run(stop.signal);
    await moving(test, async () => (await now(test, job)).state.status === 'rendering');
    stop.abort();
    await running;
    expect(test.clock.now().getTime() - START.getTime()).toBeGreaterThan(500 + 1_000 + 2_000 - 1);
  });

  it('is alive while it comes round, and not when it has not for a minute', async () => {
    const test = testCore(database.sql);
    expect(test.worker.alive()).toBe(true);
    await test.clock.advance(59_999);
    expect(test.worker.alive()).toBe(true);
    await test.clock.advance(1);
    expect(test.worker.alive()).toBe(false);
    await test.worker.tick(signal);
    expect(test.worker.alive()).toBe(true);
  });
});

it('forgets answered requests after a day', async () => {
  const test = testCore(database.sql);
  await asksFor(test, 'a horse');
  const count = async () => (await database.sql`select 1 from inbox`).length;
  await pass(test, DAY - MINUTE, 6 * 60 * MINUTE);
  expect(await count()).toBe(1);
  await pass(test, 2 * MINUTE, MINUTE);
  expect(await count()).toBe(0);
  expect(test.clock.now()).toEqual(after(DAY + MINUTE));
});
