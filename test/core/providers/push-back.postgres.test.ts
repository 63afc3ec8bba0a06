import { describe, expect, it } from 'vitest';
import { ProviderError } from '../../../src/core/shared/domain/errors.ts';
import type { ProviderErrorCode } from '../../../src/core/shared/domain/errors.ts';
import { START } from '../../support/builders.ts';
import { testCore } from '../../support/core.ts';
import type { TestCore } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { createFakeProvider } from '../../support/fakes/fake-provider.ts';
import type { FakeProviderOptions } from '../../support/fakes/fake-provider.ts';
import { accepted, pass, started } from '../requests/requested.ts';

const database = databaseOfFile();

let providers = 0;
function coreWith(options: FakeProviderOptions = {}): TestCore {
  providers += 1;
  const provider = createFakeProvider({ name: `pushed-${providers}`, ...options });
  return testCore(database.sql, { provider });
}

describe('after a look without an answer', () => {
  const checks = { firstMs: 1_000, everyMs: 4_000, growMs: 0, mostMs: 4_000, patienceMs: 600_000 };

  /** A provider whose calls are noted with their times in ms. */
  function noted(limits: FakeProviderOptions['limits'] = {}) {
    const test = coreWith({ checks, limits });
    const looks: number[] = [];
    const orders: number[] = [];
    const { provider, clock } = test;
    const since = () => clock.now().getTime() - START.getTime();
    const check = provider.check.bind(provider);
    provider.check = (...given) => {
      looks.push(since());
      return check(...given);
    };
    const start = provider.start.bind(provider);
    provider.start = (...given) => {
      orders.push(since());
      return start(...given);
    };
    return { test, looks, orders, provider };
  }
  const failure = (name: string, code: ProviderErrorCode, retryAfterMs: number | null = null) =>
    new ProviderError(name, code, 'no', { retryAfterMs });

  it.each<[ProviderErrorCode, number | null]>([
    ['rate-limited', null],
    ['rate-limited', 1_000],
    ['unreachable', null],
    ['timeout', null],
    ['server-error', null],
  ])(
    'the same job and all others wait longer, from the first on: %s, told %s',
    async (code, told) => {
      for (const limits of [{}, { callsPerSecond: 10 }]) {
        const { test, looks, orders, provider } = noted(limits);
        await started(test);
        provider.failChecks(failure(provider.name, code, told));
        await pass(test, 1_000, 500);
        expect(looks).toEqual([1_000]);
        provider.failChecks(null);
        await accepted(test, { prompt: 'another' });
        await pass(test, 11_000, 100);
        // The key: five seconds instead of none.
        expect(orders[1]).toBeGreaterThanOrEqual(6_000);
        expect(orders[1]).toBeLessThan(7_000);
        // The job: twice its four seconds.
        expect(looks[1]).toBeGreaterThanOrEqual(7_000);
        expect(looks.filter((it) => it > 1_000 && it < 6_000)).toEqual([]);
        expect(looks.some((it) => it >= 9_000 && it < 10_000)).toBe(true);
      }
    },
  );

  it('waits grow while it goes on, and begin anew after an answer', async () => {
    const { test, looks, provider } = noted();
    await started(test);
    provider.failChecks(failure(provider.name, 'rate-limited'));
    await pass(test, 60_000, 500);
    const gaps = looks.slice(1).map((it, index) => it - (looks[index] ?? 0));
    expect(gaps.slice(0, 3).map((it) => Math.round(it / 1_000))).toEqual([8, 10, 20]);
    provider.failChecks(null);
    await pass(test, 60_000, 500);
    provider.failChecks(failure(provider.name, 'rate-limited'));
    const known = looks.length;
    await pass(test, 30_000, 500);
    expect(Math.round(((looks[known + 1] ?? 0) - (looks[known] ?? 0)) / 1_000)).toBe(8);
  });

  it('calls that failed together count as one', async () => {
    const { test, looks, provider } = noted();
    for (let index = 0; index < 10; index += 1) await accepted(test, { prompt: `horse ${index}` });
    await test.settle();
    provider.failChecks(failure(provider.name, 'unreachable'));
    await pass(test, 1_000);
    expect(looks).toHaveLength(10);
    provider.failChecks(null);
    await pass(test, 9_000, 500);
    expect(looks).toHaveLength(20);
  });

  it.each(['rate-limited', 'unreachable'] as const)(
    'so it is after an order: %s',
    async (reason) => {
      const { test, looks, provider } = noted();
      await started(test);
      provider.answerNext({ status: 'later', reason, retryAfterMs: null });
      await started(test, { prompt: 'turned away' });
      await pass(test, 7_500, 500);
      expect(looks.length).toBeGreaterThan(0);
      expect(Math.min(...looks)).toBeGreaterThanOrEqual(5_000);
    },
  );

  it.each(['key-refused', 'redirected', 'unreadable'] as const)(
    'the key is not left alone for what waiting does not mend: %s',
    async (code) => {
      const { test, orders, provider } = noted();
      await started(test);
      provider.failChecks(failure(provider.name, code));
      await pass(test, 1_000, 500);
      await started(test, { prompt: 'another' });
      expect(orders[1]).toBe(1_000);
    },
  );
});
