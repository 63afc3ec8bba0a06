import { describe, expect, it } from 'vitest';
import { databaseOfFile } from '../../support/database/database.ts';
import { accepted, pass, signal, started, stateOf } from '../requests/requested.ts';
import { away, lost, outOfCredit, twoProviders, whereIs } from '../jobs/two-providers.ts';

const database = databaseOfFile();

const two = (options: Parameters<typeof twoProviders>[1] = {}) => twoProviders(database, options);

async function many(test: Parameters<typeof accepted>[0], count: number) {
  const jobs = [];
  for (let index = 0; index < count; index += 1) {
    jobs.push(await accepted(test, { prompt: `horse ${index}` }));
  }
  return jobs;
}

describe('operators', () => {
  it('are told once, whoever of twenty workers finds it', async () => {
    const all = two({ workers: 20 });
    all.a.answerNext(...Array.from({ length: 20 }, () => outOfCredit));
    await many(all.test, 20);
    await all.tickAll();
    await all.tickAll();
    expect(all.a.starts.length).toBeGreaterThan(0);
    expect(all.told).toEqual(['The service is out of credit at A']);
  });

  it('are told of the end once, and not again of the same trouble in between', async () => {
    const all = two({ workers: 4 });
    const { a, test, told } = all;
    a.answerNext(outOfCredit, outOfCredit, outOfCredit);
    const pauses = [60_000, 120_000];
    for (const pause of [0, ...pauses]) {
      await test.clock.advance(pause);
      await accepted(test);
      await all.tickAll();
    }
    expect(a.starts).toHaveLength(3);
    expect(told).toEqual(['The service is out of credit at A']);
    await test.clock.advance(239_999);
    await accepted(test);
    await all.tickAll();
    expect(a.starts).toHaveLength(3);
    await test.clock.advance(1);
    await many(test, 4);
    await all.tickAll();
    await test.clock.advance(1_000);
    await all.tickAll();
    expect(told).toEqual(['The service is out of credit at A', 'A is back']);
  });

  it('are told when it turns out to be another trouble', async () => {
    const all = two();
    const { a, test, told } = all;
    a.answerNext(away('maintenance', 10_000), { ...outOfCredit, reason: 'key-refused' });
    await started(test, { prompt: 'one' });
    await test.clock.advance(10_000);
    await started(test, { prompt: 'two' });
    expect(told).toEqual(['A is under maintenance', "A refused the service's key"]);
  });

  it('are not told that all is well by an order that was sent before', async () => {
    const all = two({ workers: 2 });
    const { a, test, told } = all;
    const answer = Promise.withResolvers<undefined>();
    a.beforeAnswer = ({ prompt }) =>
      prompt === 'slow' ? answer.promise : Promise.resolve(undefined);
    await accepted(test, { prompt: 'slow' });
    const ticking = test.worker.tick(signal);
    await expect.poll(() => a.starts.length, { interval: 5 }).toBe(1);
    await test.clock.advance(1_000);
    a.answerTo('quick', outOfCredit);
    await accepted(test, { prompt: 'quick' });
    await all.workers[1]!.settle();
    answer.resolve(undefined);
    await ticking;
    expect(a.rendersOf('slow')).toHaveLength(1);
    expect(told).toEqual(['The service is out of credit at A']);
    expect((await test.core.health.openCircuits()).has(a.name)).toBe(true);
  });

  it('do not stand in the way when telling them fails', async () => {
    const all = two();
    const broken = testBroken(all);
    all.a.answerNext(outOfCredit);
    const job = await started(broken);
    expect(await whereIs(all, job)).toBe('B rendering');
  });

  function testBroken(all: ReturnType<typeof two>) {
    const it = all.another();
    Object.assign(it.core, {
      tellOperators: () => {
        throw new Error('nobody listens');
      },
    });
    return it;
  }
});

describe('a provider that does not answer', () => {
  it.each([
    ['orders without an answer', lost],
    ['orders that cannot be sent', away('unreachable')],
  ])('is left alone after three of them in a row: %s', async (_, answer) => {
    const all = two();
    const { a, test } = all;
    // One that could not be sent is sent again, as soon as the others let it.
    for (const prompt of ['one', 'two', 'three']) a.answerTo(prompt, answer, answer, answer);
    await started(test, { prompt: 'one' });
    expect(all.told).toEqual([]);
    await started(test, { prompt: 'two' });
    await started(test, { prompt: 'three' });
    expect(all.told).toEqual(["A doesn't answer new requests"]);
    expect(a.starts).toHaveLength(3);
    expect(await accepted(test, { prompt: 'four' })).toMatchObject({ provider: all.b.name });
  });

  it.each([lost, away('unreachable')])(
    'is not for two, and one that it answers: %j',
    async (it) => {
      const all = two();
      const { a, test } = all;
      for (const prompt of ['1', '2', '3', '4', '5']) {
        if (prompt !== '3') a.answerTo(prompt, it);
        await started(test, { prompt });
      }
      expect(all.told).toEqual([]);
    },
  );

  it('is left alone after three of them, whichever processes had them', async () => {
    const all = two({ workers: 3 });
    all.a.answerNext(lost, lost, lost);
    for (const [index, worker] of all.workers.entries()) {
      expect(all.told).toEqual([]);
      await started(worker, { prompt: `horse ${index}` });
    }
    expect(all.told).toEqual(["A doesn't answer new requests"]);
  });

  it('is left alone again after one on trial, by a process that knows nothing of it', async () => {
    const all = two();
    const { a, test } = all;
    a.answerNext(lost, lost, lost, lost);
    for (let times = 0; times < 3; times += 1) await started(test, { prompt: `horse ${times}` });
    await test.clock.advance(60_000);
    const other = all.another();
    await started(other, { prompt: 'trial' });
    expect(a.startsOf('trial')).toBe(1);
    expect(await accepted(other, { prompt: 'next' })).toMatchObject({ provider: all.b.name });
    await test.clock.advance(119_999);
    expect(await accepted(test, { prompt: 'next' })).toMatchObject({ provider: all.b.name });
    await test.clock.advance(1);
    expect(await accepted(test, { prompt: 'next' })).toMatchObject({ provider: a.name });
  });
});

describe('a provider whose time is over', () => {
  it('is tried with one order, over all workers, before it gets the rest', async () => {
    const all = two({ alone: true, workers: 5 });
    const { a, test } = all;
    await many(test, 6);
    await test.core.health.recordFailure(a.name, 'failing', test.clock.now(), null);
    await all.tickAll();
    await test.clock.advance(59_999);
    await all.tickAll();
    expect(a.starts).toHaveLength(0);
    const answer = Promise.withResolvers<undefined>();
    a.beforeAnswer = () => answer.promise;
    await test.clock.advance(1_001);
    const ticking = all.tickAll();
    await expect.poll(() => a.starts.length, { interval: 5 }).toBe(1);
    await all.another().worker.tick(signal);
    expect(a.starts).toHaveLength(1);
    answer.resolve(undefined);
    await ticking;
    await test.clock.advance(1_000);
    await all.tickAll();
    await all.tickAll();
    expect(a.starts).toHaveLength(6);
    expect(all.told).toEqual(['A is back']);
  });

  it('is tried though it still renders what it had', async () => {
    const all = two({ alone: true, a: { limits: { inFlight: 3 } } });
    const { a, test } = all;
    await started(test, { prompt: 'rendering' });
    await test.core.health.recordFailure(a.name, 'out-of-credit', test.clock.now(), null);
    const job = await accepted(test, { prompt: 'waiting' }).catch(() => null);
    expect(job).toBeNull();
    await pass(test, 60_000, 10_000);
    const next = await started(test, { prompt: 'next' });
    expect(await stateOf(test, next)).toMatchObject({ status: 'rendering' });
  });
});
