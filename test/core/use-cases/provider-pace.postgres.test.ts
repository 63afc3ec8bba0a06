import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProviderError } from '../../../src/core/errors.ts';
import { after, START } from '../../support/builders.ts';
import { testCore } from '../../support/core.ts';
import type { TestCore } from '../../support/core.ts';
import { testDatabase } from '../../support/database.ts';
import type { TestDatabase } from '../../support/database.ts';
import { createFakeProvider } from '../../support/fake-provider.ts';
import type { FakeProviderOptions } from '../../support/fake-provider.ts';
import { accepted, pass, started, stateOf } from './scenes.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

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
    const { gate } = test.core;
    await gate.book(test.provider.name, 60, 500, START, after(60_000));
    await pass(test, 14_000, 1_000);
    expect(test.provider.checkCalls).toEqual([]);
    await pass(test, 31_000, 1_000);
    expect(test.provider.checkCalls.length).toBeGreaterThan(0);
    expect(await stateOf(test, job)).toMatchObject({ status: 'rendering' });
  });
});
