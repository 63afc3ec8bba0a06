import { describe, expect, it } from 'vitest';
import type { ModelCapabilities } from '../../../src/core/video/domain/capabilities.ts';
import { moveWaiting } from '../../../src/core/jobs/move-jobs.ts';
import { requestVideo } from '../../../src/core/requests/request-video.ts';
import { contextOf } from '../../../src/core/cards/show-card.ts';
import { sleptThrough, toCreate } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { pricedAt } from '../../support/fake-models.ts';
import { fakeModel } from '../../support/fakes/fake-provider.ts';
import { accepted, ledgerOf, now, pass, signal, started, stateOf } from '../requests/requested.ts';
import { away, lost, outOfCredit, twoProviders, whereIs } from './two-providers.ts';

const database = databaseOfFile();

const two = (options: Parameters<typeof twoProviders>[1] = {}) => twoProviders(database, options);

describe('a provider that is out of credit', () => {
  it('is left at once by every worker, and tried again later', async () => {
    const all = two({ workers: 20 });
    const { a, b, test, workers, told } = all;
    a.answerNext(outOfCredit);
    const job = await accepted(test);
    await all.tickAll();
    expect(told).toEqual(['The service is out of credit at A']);
    // No time has passed, and every worker routes by what one of them was told.
    for (const [index, worker] of workers.entries()) {
      expect(await accepted(worker, { prompt: `horse ${index}` })).toMatchObject({
        provider: b.name,
      });
    }
    await test.clock.advance(1_000);
    await all.tickAll();
    await all.tickAll();
    expect(await whereIs(all, job)).toBe('B rendering');
    expect([a.starts.length, b.starts.length]).toEqual([1, 21]);
    await test.clock.advance(60_000);
    expect(await accepted(workers[7]!, { prompt: 'again' })).toMatchObject({ provider: a.name });
    await Promise.all(workers.map((it) => it.worker.tick(signal)));
    expect(a.startsOf('again')).toBe(1);
    expect(told).toEqual(['The service is out of credit at A', 'A is back']);
  });

  it.each(['out-of-credit', 'key-refused', 'redirected', 'not-found', 'disabled'] as const)(
    'has its orders made elsewhere, for what was held: %s',
    async (reason) => {
      const all = two();
      all.a.answerNext({ status: 'refused', reason, message: 'no' });
      all.b.succeed('a horse', 60);
      const job = await started(all.test);
      expect(await whereIs(all, job)).toBe('B rendering');
      await pass(all.test, 10_000, 1_000);
      expect(await whereIs(all, job)).toBe('B succeeded');
      expect(await ledgerOf(database.sql, job)).toEqual(['charge 60', 'hold 100', 'release 40']);
    },
  );
});

describe('a model that its provider has switched off', () => {
  const disabled = {
    status: 'refused',
    reason: 'disabled',
    message: 'No longer offered',
    detail: 'Trace 42',
  } as const;
  const other: ModelCapabilities = { ...fakeModel, model: 'fake-2', title: 'Fake 2' };

  it('is left alone by every worker, and its provider is not', async () => {
    const all = two({ a: { models: [fakeModel, other] }, workers: 3 });
    const { a, test, workers, told } = all;
    a.answerNext(disabled);
    const job = await accepted(test);
    expect(job).toMatchObject({ provider: a.name, model: 'fake-1' });
    await all.tickAll();
    expect(told).toEqual(['Fake 1 at A is switched off']);
    for (const [index, worker] of workers.entries()) {
      const prompt = `horse ${index}`;
      expect(await accepted(worker, { prompt })).toMatchObject({
        provider: a.name,
        model: 'fake-2',
      });
    }
    await test.clock.advance(1_000);
    await all.tickAll();
    // The same as the one that was refused, so it is made by that.
    expect(await test.core.jobs.find(job.teamId, job.jobId)).toMatchObject({
      provider: a.name,
      model: 'fake-2',
      state: { status: 'rendering' },
    });
  });

  it('gives the credits of an order back that nobody else can make, with its reason', async () => {
    const all = two({ alone: true });
    const { a, test } = all;
    a.answerNext(disabled);
    const job = await started(test);
    expect(await stateOf(test, job)).toMatchObject({
      status: 'failed',
      reason: 'disabled',
      message: 'No longer offered',
    });
    expect(await ledgerOf(database.sql, job)).toEqual(['hold 100', 'release 100']);
  });

  it('lets nobody wait in line for it', async () => {
    const all = two({ alone: true, a: { limits: { inFlight: 1 } } });
    const { a, test, told } = all;
    a.succeed('first');
    const first = await started(test, { prompt: 'first' });
    const [second, third] = [await accepted(test), await accepted(test)];
    a.answerNext(disabled);
    await pass(test, 20_000, 1_000);
    expect(await whereIs(all, first)).toBe('A succeeded');
    for (const job of [second, third]) {
      expect(await stateOf(test, job)).toMatchObject({ status: 'failed', reason: 'disabled' });
      expect(await ledgerOf(database.sql, job)).toEqual(['hold 100', 'release 100']);
    }
    // The third was never ordered.
    expect(a.starts).toHaveLength(2);
    expect(told).toEqual(['Fake 1 at A is switched off']);
  });

  it('is tried again after a while, and operators hear when it is back', async () => {
    const all = two({ alone: true });
    const { a, test, told } = all;
    a.answerNext(disabled);
    await started(test);
    const command = toCreate('new');
    const context = await test.contextOf(test.anInteraction(command));
    const asked = await requestVideo(test.core, context, command, signal);
    expect(asked).toMatchObject({ refusal: { code: 'providers-down', providers: ['A'] } });
    await test.clock.advance(5 * 60_000);
    const again = await started(test, { prompt: 'again' });
    expect(await whereIs(all, again)).toBe('A rendering');
    expect(told).toEqual(['Fake 1 at A is switched off', 'Fake 1 at A is back']);
  });
});

/** All have begun to wait for their turn, and the first had an answer that is known to all. */
async function firstIsAnswered({ test, told }: ReturnType<typeof two>): Promise<void> {
  const ticking = test.worker.tick(signal);
  await expect.poll(() => told.length, { interval: 5 }).toBe(1);
  await sleptThrough(test.clock, ticking);
}

describe('those that wait for a provider in trouble', () => {
  it('go to another one, and those it has already stay', async () => {
    const all = two({ a: { limits: { inFlight: 2 } } });
    const { a, b, test } = all;
    const rendering = await started(test, { prompt: 'rendering' });
    a.answerNext(outOfCredit);
    const prompts = ['refused', 'one', 'two', 'three'];
    const waiting = [];
    for (const prompt of prompts) waiting.push(await accepted(test, { prompt }));
    await test.settle();
    await pass(test, 600);
    for (const job of waiting) expect(await whereIs(all, job)).toBe('B rendering');
    expect(await whereIs(all, rendering)).toBe('A rendering');
    a.succeed('rendering');
    await pass(test, 10_000, 1_000);
    expect(await whereIs(all, rendering)).toBe('A succeeded');
    expect(b.startsOf('rendering')).toBe(0);
    expect(a.starts.map((it) => it.prompt)).toEqual(['rendering', 'refused']);
  });

  it('stay where they are when others would cost more than is held', async () => {
    const all = two({ b: { models: [pricedAt(21)] }, a: { limits: { inFlight: 2 } } });
    const { a, b, test } = all;
    await started(test, { prompt: 'rendering' });
    a.answerNext(away('maintenance', 30_000));
    const refused = await accepted(test, { prompt: 'refused' });
    const waiting = await accepted(test, { prompt: 'waiting' });
    await pass(test, 20_000, 5_000);
    expect(await whereIs(all, refused)).toBe('A waiting');
    expect(await whereIs(all, waiting)).toBe('A waiting');
    // Whoever asks now is told the price of the other one.
    expect(await accepted(test, { prompt: 'new' })).toMatchObject({ provider: b.name, quote: 105 });
    a.succeed('rendering');
    await pass(test, 20_000, 1_000);
    expect(await whereIs(all, waiting)).toBe('A rendering');
    expect(b.startsOf('waiting')).toBe(0);
  });

  it('stay where they are when their team does not let the other be used', async () => {
    const all = two();
    const { a, b, test } = all;
    const waiting = await accepted(test, { prompt: 'waiting' });
    const entry = { at: test.clock.now(), actor: 'x', action: 'model', target: '', reason: '' };
    const models = { allow: [], deny: [`${b.name}/fake-1`], prefer: null };
    await test.core.teams.change(waiting.teamId, (it) => ({ ...it, models }), entry);
    await test.core.health.recordFailure(a.name, 'failing', test.clock.now(), null);
    await test.settle();
    expect(await whereIs(all, waiting)).toBe('A waiting');
    await test.core.teams.change(
      waiting.teamId,
      (it) => ({ ...it, models: { ...models, deny: [] } }),
      entry,
    );
    await pass(test, 10_000, 5_000);
    expect(await whereIs(all, waiting)).toBe('B rendering');
  });

  it('are moved on even behind many that cannot be', async () => {
    const all = two({ b: { models: [{ ...pricedAt(20), kinds: ['frames'] }] } });
    const { a, test } = all;
    const stay = Array.from({ length: 105 }, () => accepted(test, { prompt: 'stays' }));
    const [stays] = await Promise.all(stay);
    const first = { url: 'https://chat.test/a.png', name: 'a.png', bytes: null };
    const scene = { kind: 'frames', prompt: 'goes', first, last: null } as const;
    const goes = await accepted(test, { draft: { scene } });
    expect(goes.provider).toBe(a.name);
    await test.core.health.recordFailure(a.name, 'failing', test.clock.now(), null);
    await test.settle();
    expect(await whereIs(all, goes)).toBe('B rendering');
    expect(await whereIs(all, stays!)).toBe('A waiting');
  });

  it('are told so where there is nobody else, and new requests are refused', async () => {
    const all = two({ alone: true });
    const { a, test } = all;
    a.answerNext(away('maintenance', 30_000));
    const job = await started(test);
    expect(await whereIs(all, job)).toBe('A waiting');
    const command = toCreate('new');
    const context = await test.contextOf(test.anInteraction(command));
    const asked = await requestVideo(test.core, context, command, signal);
    expect(asked).toMatchObject({
      status: 'refused',
      refusal: { code: 'providers-down', providers: ['A'] },
    });
    await pass(test, 31_000, 1_000);
    expect(await whereIs(all, job)).toBe('A rendering');
  });

  it('are given up a quarter of an hour after its trouble began, however long they were in line', async () => {
    const all = two({ alone: true, a: { limits: { inFlight: 1 } } });
    const { a, test } = all;
    await started(test, { prompt: 'rendering' });
    const waiting = await accepted(test, { prompt: 'waiting' });
    const { core, clock } = test;
    await clock.advance(20 * 60_000);
    const began = clock.now();
    const { until } = await core.health.recordFailure(a.name, 'failing', began, 5 * 60_000);
    await moveWaiting(core);
    expect(await whereIs(all, waiting)).toBe('A waiting');
    // The same trouble, though another kind of it.
    await clock.advance(until.getTime() - clock.now().getTime());
    await core.health.recordFailure(a.name, 'out-of-credit', until, 20 * 60_000);
    await clock.advance(10 * 60_000 - 1);
    await moveWaiting(core);
    expect(await whereIs(all, waiting)).toBe('A waiting');
    expect((await contextOf(core, waiting)).circuitOpen).toMatchObject({ since: began });
    await clock.advance(1);
    await moveWaiting(core);
    expect(await whereIs(all, waiting)).toBe('A failed');
  });

  it('are not sent though they were let out of the line already', async () => {
    const all = two({ a: { limits: { createsPerSecond: 1 } } });
    const { a, test } = all;
    a.answerNext(outOfCredit);
    const jobs = [];
    for (const prompt of ['one', 'two', 'three', 'four']) {
      jobs.push(await accepted(test, { prompt }));
    }
    await firstIsAnswered(all);
    await pass(test, 1_000);
    expect(a.starts).toHaveLength(1);
    for (const job of jobs) expect(await whereIs(all, job)).toBe('B rendering');
  });

  it('go back to their place in line where nobody else can', async () => {
    const all = two({ alone: true, a: { limits: { createsPerSecond: 1 } } });
    const { a, test } = all;
    a.answerNext(away('maintenance', 30_000));
    const jobs = [];
    for (const prompt of ['one', 'two', 'three']) jobs.push(await accepted(test, { prompt }));
    await firstIsAnswered(all);
    expect(a.starts).toHaveLength(1);
    const ahead = jobs.map((it) => test.core.queue.positionOf(it, a.name));
    const places = (await Promise.all(ahead)).map((it) => it?.ahead);
    expect(places.toSorted()).toEqual([0, 1, 2]);
    await pass(test, 40_000, 1_000);
    for (const job of jobs) expect(await whereIs(all, job)).toBe('A rendering');
    expect(a.starts).toHaveLength(4);
  });
});

describe('an order without an answer', () => {
  it('is never moved, whatever became of its provider', async () => {
    const all = two();
    const { a, b, test } = all;
    a.answerNext(lost, lost, lost);
    const jobs = [];
    for (const prompt of ['one', 'two', 'three']) jobs.push(await accepted(test, { prompt }));
    await pass(test, 120_000, 10_000);
    for (const job of jobs) expect(await whereIs(all, job)).toBe('A unconfirmed');
    expect([a.starts.length, b.starts.length]).toEqual([3, 0]);
    expect(all.told).toEqual(["A doesn't answer new requests"]);
  });

  it('that is answered late by a refusal goes elsewhere after all', async () => {
    const all = two();
    const { a, test } = all;
    const answer = Promise.withResolvers<undefined>();
    a.beforeAnswer = () => answer.promise;
    a.answerNext(outOfCredit);
    const job = await accepted(test);
    const ticking = test.worker.tick(signal);
    await expect.poll(() => a.starts.length, { interval: 5 }).toBe(1);
    await test.clock.advance(120_000);
    await all.another().settle();
    expect(await whereIs(all, job)).toBe('A unconfirmed');
    await ticking;
    answer.resolve(undefined);
    await expect.poll(async () => (await now(test, job)).state.status).toBe('waiting');
    await test.settle();
    expect(await whereIs(all, job)).toBe('B rendering');
  });
});
