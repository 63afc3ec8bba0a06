import { describe, expect, it } from 'vitest';
import type { Job } from '../../../src/core/jobs/domain/job.ts';
import { handleCallback } from '../../../src/core/jobs/handle-callback.ts';
import { testCore } from '../../support/core.ts';
import type { TestCore } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import type { FakeProvider } from '../../support/fakes/fake-provider.ts';
import { accepted, ledgerOf, now, pass, signal, started, stateOf } from '../requests/requested.ts';
import { lost, twoProviders, whereIs } from './two-providers.ts';
import type { TwoProviders } from './two-providers.ts';

const database = databaseOfFile();

const SHARED = 'A gave one video for two requests';
const UNNEEDED = 'A made a video nobody needs anymore';

const alone = (workers = 1) => twoProviders(database, { alone: true, workers });
/** After an order without an answer its provider is called by nobody for half a minute at most. */
const waitForCircuit = (all: TwoProviders) => all.test.clock.advance(30_000);
const handleOf = (provider: FakeProvider, prompt: string) =>
  provider.rendersOf(prompt)[0]!.operation;

async function unanswered(all: TwoProviders, prompt: string, created = false): Promise<Job> {
  all.a.answerTo(prompt, { status: 'lost', created });
  const job = await started(all.test, { prompt });
  expect(job.state.status).toBe('unconfirmed');
  return job;
}

const tell = (test: TestCore, all: TwoProviders, job: Job, body: unknown) =>
  handleCallback(test.core, job, all.a.name, body);

describe('a callback that names the render of another job', () => {
  it('does not make it this one’s, whether that still renders or is shown', async () => {
    const all = alone();
    const mine = await started(all.test, { prompt: 'mine' });
    const other = await unanswered(all, 'other');
    for (const status of ['rendering', 'succeeded']) {
      if (status === 'succeeded') all.a.succeed('mine');
      await pass(all.test, 10_000, 1_000);
      expect((await stateOf(all.test, mine)).status).toBe(status);
      await tell(all.test, all, other, handleOf(all.a, 'mine'));
      await all.test.settle();
      expect(await stateOf(all.test, other)).toEqual(other.state);
    }
    expect(all.told).toEqual([SHARED]);
    expect(await ledgerOf(database.sql, other)).toEqual(['hold 100']);
  });

  it('does not either when that job is written only after it was heard', async () => {
    const all = alone();
    const other = await unanswered(all, 'other');
    const mine = await unanswered(all, 'mine', true);
    const handle = handleOf(all.a, 'mine');
    await tell(all.test, all, other, handle);
    await tell(all.test, all, mine, handle);
    await all.test.settle();
    const states = await Promise.all([mine, other].map((it) => stateOf(all.test, it)));
    expect(states.map((it) => it.status).toSorted()).toEqual(['rendering', 'unconfirmed']);
    expect(states.some((it) => 'reported' in it)).toBe(false);
    expect(all.told).toEqual([SHARED]);
  });

  it('makes it one job’s, however many workers confirm it at once', async () => {
    const all = alone(4);
    await unanswered(all, 'made', true);
    const jobs: Job[] = [];
    for (let index = 0; index < 8; index += 1) {
      await all.test.core.health.recordAnswer(all.a.name);
      await waitForCircuit(all);
      jobs.push(await unanswered(all, `horse ${index}`));
    }
    await waitForCircuit(all);
    for (const job of jobs) await tell(all.test, all, job, handleOf(all.a, 'made'));
    await all.tickAll();
    const states = await Promise.all(jobs.map((it) => stateOf(all.test, it)));
    expect(states.filter((it) => it.status === 'rendering')).toHaveLength(1);
    expect(states.filter((it) => it.status === 'unconfirmed')).toHaveLength(7);
    expect(all.told).toEqual(jobs.slice(1).map(() => SHARED));
  });

  it('wins no race against the answer to the order of that job', async () => {
    const all = alone(2);
    const other = await unanswered(all, 'other');
    await waitForCircuit(all);
    const answer = Promise.withResolvers<undefined>();
    all.a.beforeAnswer = () => answer.promise;
    const mine = await accepted(all.test, { prompt: 'mine' });
    const ticking = all.test.worker.tick(signal);
    await expect.poll(() => all.a.starts.length, { interval: 5 }).toBe(2);
    // It is known there before anybody was answered.
    const check = all.a.check.bind(all.a);
    all.a.check = () => Promise.resolve([{ status: 'running', progress: null }]);
    await tell(all.test, all, other, { render: `${all.a.name}-1` });
    await all.workers[1]!.settle();
    all.a.check = check;
    expect((await stateOf(all.test, other)).status).toBe('rendering');
    answer.resolve(undefined);
    await ticking;
    expect(await stateOf(all.test, mine)).toMatchObject({ status: 'unconfirmed' });
    expect(all.told).toEqual([SHARED]);
  });

  it('does not keep that job from its own answer being written twice', async () => {
    const all = alone();
    const job = await started(all.test, { prompt: 'mine' });
    const { renders } = all.test.core;
    const render = all.a.renderKey(handleOf(all.a, 'mine'));
    expect(await renders.claim(all.a.name, render, job)).toMatchObject({ jobId: job.jobId });
    const { teamId, jobId } = job;
    expect(await renders.ownerOf(all.a.name, render)).toEqual({ teamId, jobId });
    expect(await renders.ownerOf('somebody-else', render)).toBeNull();
  });
});

describe('a late callback of the provider that had the order first', () => {
  async function triedAgain(all: TwoProviders, job: Job): Promise<void> {
    const { requester, ...ask } = all.test.anInteraction({
      type: 'press',
      action: 'try-again',
      job: job.jobId,
    });
    await all.test.conversations.answer(
      { ...ask, requester: { ...requester, admin: true } },
      'new',
    );
  }

  /** Ordered at A without an answer, then sent to B, where there is room or not. */
  async function movedOn(all: TwoProviders, room = true): Promise<Job> {
    const job = await unanswered(all, 'late', true);
    await all.test.core.health.recordFailure(all.a.name, 'failing', all.test.clock.now(), null);
    if (!room) await started(all.test, { prompt: 'in the way' });
    await triedAgain(all, job);
    // Those in line are sent on now and then.
    await pass(all.test, 11_000, 1_000);
    return job;
  }

  it('has the job back while nothing was ordered elsewhere, and pays once', async () => {
    const all = twoProviders(database, { b: { limits: { inFlight: 1 } } });
    const job = await movedOn(all, false);
    expect(await whereIs(all, job)).toBe('B waiting');
    await tell(all.test, all, job, handleOf(all.a, 'late'));
    expect(await whereIs(all, job)).toBe('A unconfirmed');
    await all.test.settle();
    expect(await whereIs(all, job)).toBe('A rendering');
    expect(await now(all.test, job)).toMatchObject({ price: job.price, model: job.model });
    all.a.succeed('late');
    await pass(all.test, 10_000, 1_000);
    expect(await whereIs(all, job)).toBe('A succeeded');
    expect([all.a.startsOf('late'), all.b.startsOf('late')]).toEqual([1, 0]);
    expect(await ledgerOf(database.sql, job)).toEqual(['charge 100', 'hold 100']);
  });

  it('is told to the operators once when it renders elsewhere, and changes nothing', async () => {
    const all = twoProviders(database);
    const job = await movedOn(all);
    expect(await whereIs(all, job)).toBe('B rendering');
    const before = await now(all.test, job);
    const handle = handleOf(all.a, 'late');
    const others = [all.test, all.another(), all.another()];
    await Promise.all(others.map((it) => tell(it, all, job, handle)));
    all.b.succeed('late');
    await pass(all.test, 10_000, 1_000);
    await tell(all.test, all, job, handle);
    expect(await whereIs(all, job)).toBe('B succeeded');
    expect(before.state.status).toBe('rendering');
    expect(all.told.filter((it) => it === UNNEEDED)).toHaveLength(1);
    expect(await ledgerOf(database.sql, job)).toEqual(['charge 100', 'hold 100']);
  });

  it('is heeded though the order elsewhere has no answer either', async () => {
    const all = twoProviders(database);
    all.b.answerTo('late', lost);
    const job = await movedOn(all);
    expect(await whereIs(all, job)).toBe('B unconfirmed');
    await tell(all.test, all, job, handleOf(all.a, 'late'));
    await all.test.settle();
    expect(await whereIs(all, job)).toBe('A rendering');
  });

  it('is told as well when the credits were given back meanwhile', async () => {
    const all = alone();
    const job = await unanswered(all, 'late', true);
    const { requester, ...ask } = all.test.anInteraction({
      type: 'press',
      action: 'give-back',
      job: job.jobId,
    });
    await all.test.conversations.answer(
      { ...ask, requester: { ...requester, admin: true } },
      'new',
    );
    await tell(all.test, all, job, handleOf(all.a, 'late'));
    await tell(all.test, all, job, handleOf(all.a, 'late'));
    expect((await stateOf(all.test, job)).status).toBe('failed');
    expect(all.told).toEqual([UNNEEDED]);
  });

  it('is no news about the render that is shown', async () => {
    const all = alone();
    const job = await started(all.test, { prompt: 'shown' });
    all.a.succeed('shown');
    await pass(all.test, 10_000, 1_000);
    await tell(all.test, all, job, handleOf(all.a, 'shown'));
    expect(all.told).toEqual([]);
  });

  it('is not followed when it names nothing', async () => {
    const all = twoProviders(database);
    const job = await movedOn(all);
    await tell(all.test, all, job, { nothing: 1 });
    expect(await whereIs(all, job)).toBe('B rendering');
    expect(all.told.filter((it) => it === UNNEEDED)).toEqual([]);
  });
});

describe('a handle that no text can hold', () => {
  it('is one like any other', async () => {
    const test = testCore(database.sql);
    const job = await started(test);
    for (const body of [{ render: '\0' }, { render: '\ud800' }, { render: 'x'.repeat(500) }]) {
      await handleCallback(test.core, job, test.provider.name, body);
    }
    expect(await stateOf(test, job)).toEqual(job.state);
  });
});
