import { describe, expect, it } from 'vitest';
import { ProviderError } from '../../../src/core/shared/domain/errors.ts';
import { after, aRequest, START } from '../../support/builders.ts';
import { testCore } from '../../support/core.ts';
import type { TestCore } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { createFakeProvider, fakeModel } from '../../support/fakes/fake-provider.ts';
import type { FakeProviderOptions } from '../../support/fakes/fake-provider.ts';
import { accepted, pass, started, stateOf } from '../requests/requested.ts';

const database = databaseOfFile();

let providers = 0;
function coreWith(options: FakeProviderOptions = {}): TestCore {
  providers += 1;
  const provider = createFakeProvider({ name: `paced-${providers}`, ...options });
  return testCore(database.sql, { provider });
}

describe('a provider that asks to wait', () => {
  it.each([null, 5])('is left alone by everyone (%s calls a second)', async (callsPerSecond) => {
    const test = coreWith({ limits: { callsPerSecond } });
    const job = await started(test);
    const error = new ProviderError(test.provider.name, 'rate-limited', 'wait', {
      retryAfterMs: 30_000,
    });
    test.provider.failChecks(error);
    await pass(test, 1_000);
    expect(test.provider.checkCalls).toHaveLength(1);
    test.provider.failChecks(null);
    const other = testCore(database.connect(), { provider: test.provider, clock: test.clock });
    await pass(other, 14_000, 1_000);
    expect(test.provider.checkCalls).toHaveLength(1);
    // From here on somebody may be waiting for the end of it already.
    const begun = test.clock.now().getTime();
    await pass(other, 1_000);
    const waited = test.clock.now().getTime() - begun;
    expect(test.provider.checkCalls.length === 1 || waited >= 15_000).toBe(true);
    test.provider.succeed('a horse');
    await pass(other, 30_000, 1_000);
    expect(await stateOf(test, job)).toMatchObject({ status: 'succeeded' });
  });

  it('keeps orders waiting, too', async () => {
    const test = coreWith({ limits: { callsPerSecond: 5 } });
    await started(test);
    const error = new ProviderError(test.provider.name, 'rate-limited', 'wait', {
      retryAfterMs: 60_000,
    });
    test.provider.failChecks(error);
    await pass(test, 1_000);
    const second = await started(test, { prompt: 'second' });
    await pass(test, 29_400, 4_900);
    expect(second.state.status).toBe('waiting');
    expect(test.provider.startsOf('second')).toBe(0);
    test.provider.failChecks(null);
    await pass(test, 58_800, 4_900);
    expect(test.provider.startsOf('second')).toBe(1);
  });
});

describe('the rate of calls', () => {
  it('covers every call of an order, and what looks share with it', async () => {
    const provider = createFakeProvider({ name: 'covered', limits: { callsPerSecond: 2 } });
    // What is booked, not when it is used: the time of a test jumps while Postgres is at work.
    const booked: number[] = [];
    const test = testCore(database.sql, {
      provider,
      wrap: ({ rateLimiter }) => ({
        rateLimiter: {
          ...rateLimiter,
          async book(...given) {
            const turn = await rateLimiter.book(...given);
            if (given[0] === provider.name && turn !== null) booked.push(turn.getTime());
            return turn;
          },
        },
      }),
    });
    let calls = 0;
    const start = provider.start.bind(provider);
    provider.start = async (model, request, options) => {
      const call = async () => {
        if (await options.slot(options.signal)) calls += 1;
      };
      // Two files to presign, and the order itself.
      await Promise.all([call(), call()]);
      await call();
      return start(model, request, options);
    };
    await accepted(test, { prompt: 'one' });
    await accepted(test, { prompt: 'two' });
    await pass(test, 10_000, 100);
    expect(calls).toBe(6);
    expect(booked.length).toBeGreaterThanOrEqual(calls);
    const turns = booked.toSorted((one, other) => one - other);
    const gaps = turns.slice(1).map((it, index) => it - (turns[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(500);
  });

  it('is a turn less when others have all of them for a while', async () => {
    const test = coreWith({ limits: { callsPerSecond: 2 } });
    const { provider } = test;
    const given: boolean[] = [];
    provider.start = async (_model, _request, { slot: turn, signal }) => {
      given.push(await turn(signal));
      await test.core.rateLimiter.book(provider.name, 60, 500, test.clock.now(), after(60_000));
      given.push(await turn(signal));
      return { status: 'later', reason: 'unsent', retryAfterMs: 10_000 };
    };
    const job = await started(test);
    expect(given).toEqual([true, false]);
    // Nobody's fault: neither the provider nor its key is left alone for it.
    expect(await stateOf(test, job)).toMatchObject({ setback: { reason: 'unsent', times: 1 } });
    expect((await test.core.health.openCircuits()).has(provider.name)).toBe(false);
  });

  it('is kept to by those who look', async () => {
    const test = coreWith({ limits: { callsPerSecond: 2 } });
    const times: number[] = [];
    const check = test.provider.check.bind(test.provider);
    test.provider.check = (operations, options) => {
      times.push(test.clock.now().getTime());
      return check(operations, options);
    };
    for (let index = 0; index < 4; index += 1) await accepted(test, { prompt: `horse ${index}` });
    await pass(test, 20_000, 1_000);
    expect(times.length).toBeGreaterThan(10);
    const gaps = times.slice(1).map((it, index) => it - times[index]!);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(500);
  });

  it.each(['an order', 'a look'])('counts what it takes to get a turn: %s', async (what) => {
    const test = coreWith({ limits: { callsPerSecond: 2 } });
    const { provider, clock, core } = test;
    if (what === 'a look') await started(test);
    const times: number[] = [];
    const start = provider.start.bind(provider);
    const check = provider.check.bind(provider);
    const noted = () => {
      times.push(clock.now().getTime());
    };
    provider.start = (...args) => {
      noted();
      return start(...args);
    };
    provider.check = (...args) => {
      noted();
      return check(...args);
    };
    const turn = after(60_000);
    const book = core.rateLimiter.book.bind(core.rateLimiter);
    core.rateLimiter.book = async (...args) => {
      await book(...args);
      await clock.advance(300);
      return turn;
    };
    await clock.advance(59_000);
    await (what === 'a look' ? test.settle() : started(test));
    expect(times[0]).toBe(turn.getTime());
  });

  it('does not wait where there is no limit', async () => {
    const test = coreWith();
    for (let index = 0; index < 4; index += 1) await accepted(test, { prompt: `horse ${index}` });
    await test.settle();
    await pass(test, 1_000);
    expect(test.provider.checkCalls).toHaveLength(4);
    expect(test.clock.now().getTime() - START.getTime()).toBe(1_000);
  });

  it('has looks that would come too late wait for another time', async () => {
    const test = coreWith({ limits: { callsPerSecond: 2 } });
    const job = await started(test);
    const { rateLimiter } = test.core;
    await rateLimiter.book(test.provider.name, 60, 500, START, after(60_000));
    await pass(test, 14_000, 1_000);
    expect(test.provider.checkCalls).toEqual([]);
    await pass(test, 31_000, 1_000);
    expect(test.provider.checkCalls.length).toBeGreaterThan(0);
    expect(await stateOf(test, job)).toMatchObject({ status: 'rendering' });
  });
});

describe('looks that one call can ask about', () => {
  it('are gathered, whenever each of them falls due', async () => {
    const provider = createFakeProvider({
      name: 'gathered',
      limits: { callsPerSecond: 0.9, checkBatch: 50, inFlight: 1_000 },
      checks: { firstMs: 15_000, everyMs: 15_000, growMs: 0, mostMs: 15_000, patienceMs: 600_000 },
    });
    const test = testCore(database.sql, { provider });
    const inputs = {
      callbackUrl: null,
      linkTo: () => '',
      signal: new AbortController().signal,
      open: () => Promise.reject(new Error('there are no inputs')),
      slot: () => Promise.resolve(true),
    };
    for (let n = 1; n <= 300; n += 1) await provider.start(fakeModel.model, aRequest(), inputs);
    // Three hundred under way since random moments of the last 15 s.
    const first = await accepted(test, { prompt: 'horse' });
    await database.sql`
      with made as (
        insert into jobs (team_id, job_id, person_id, roles, platform, request_key, provider,
          model, quote, price, request, state, status, created_at)
        select team_id, 'gathered-' || n, person_id, roles, platform, 'gathered-' || n, provider,
          model, quote, price, request,
          jsonb_build_object('status', 'rendering', 'operation', jsonb_build_object('render', 'gathered-' || n),
            'since', ${START}::timestamptz, 'progress', null), 'rendering', created_at
        from jobs, generate_series(1, 300) n where job_id = ${first.jobId}
        returning team_id, job_id, person_id, provider, state
      )
      insert into schedule (team_id, job_id, lane, provider, due_at, person_id, queued_at,
        operation, started_at)
      select team_id, job_id, 'check', provider,
        ${START}::timestamptz + (row_number() over () * 50) * interval '1 millisecond', person_id,
        ${START}, state -> 'operation', ${START}
      from made`;
    await pass(test, 60_000, 100);
    const asked = test.provider.checkCalls.reduce((sum, it) => sum + it.length, 0);
    expect(test.provider.checkCalls.length).toBeLessThanOrEqual(56);
    // Each of them about every 15 s: four times in a minute, or nearly.
    expect(asked).toBeGreaterThan(900);
  });
});
