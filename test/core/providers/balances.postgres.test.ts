import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../src/core/messages/domain/reply.ts';
import { readAccount } from '../../../src/core/providers/provider-account.ts';
import { ProviderError } from '../../../src/core/shared/domain/errors.ts';
import { plain } from '../messages/domain/plain-text.ts';
import { testCore } from '../../support/core.ts';
import type { TestCore } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { createFakeProvider } from '../../support/fakes/fake-provider.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { pass, started } from '../requests/requested.ts';
import { outOfCredit } from '../jobs/two-providers.ts';

const database = databaseOfFile();

const MINUTE = 60_000;

let made = 0;
function aProvider(credits: number | null, workers = 1) {
  made += 1;
  const provider = createFakeProvider({ name: `balance-${made}`, title: 'A' });
  const clock = createManualClock();
  let looks = 0;
  const account = provider.account.bind(provider);
  provider.account = (options) => {
    looks += 1;
    return account(options);
  };
  provider.setAccount({ key: 'accepted', credits });
  const told: string[] = [];
  const all = Array.from({ length: workers }, () =>
    testCore(database.connect(1), {
      provider,
      clock,
      wrap: () => ({
        lowBalance: new Map([[provider.name, 100]]),
        tellOperators: ({ headline, lines }: Reply) => {
          told.push([headline, ...lines].map(plain).join('\n'));
        },
      }),
    }),
  );
  const [test] = all as [TestCore];
  return { provider, test, all, told, looks: () => looks };
}

describe("a provider's balance", () => {
  it('is looked up by one process when they start, and once an hour', async () => {
    const { test, all, looks } = aProvider(500, 4);
    await Promise.all(all.map((it) => it.settle()));
    expect(looks()).toBe(1);
    await pass(test, 59 * MINUTE, MINUTE);
    await Promise.all(all.map((it) => it.settle()));
    expect(looks()).toBe(1);
    await pass(test, 2 * MINUTE, MINUTE);
    await Promise.all(all.map((it) => it.settle()));
    expect(looks()).toBe(2);
  });

  it('is asked for once by a start, which tells of the key as well', async () => {
    const { provider, test, looks } = aProvider(500);
    const ask = () => readAccount(test.core, provider, MINUTE, new AbortController().signal);
    const [first] = await Promise.all([ask(), test.settle()]);
    expect(await ask()).toEqual(first);
    expect(first).toEqual({ key: 'accepted', credits: 500 });
    expect(looks()).toBe(1);
    await pass(test, MINUTE, MINUTE);
    await ask();
    expect(looks()).toBe(2);
  });

  it('is looked up again by a process that starts later', async () => {
    const { test, looks } = aProvider(500);
    await test.settle();
    await pass(test, 5 * MINUTE, MINUTE);
    const later = testCore(database.connect(1), { provider: test.provider, clock: test.clock });
    await later.settle();
    expect(looks()).toBe(2);
  });

  it('is told of once when it is low, and once when it is fine again', async () => {
    const { provider, test, told } = aProvider(99);
    await test.settle();
    expect(told).toEqual([
      expect.stringMatching(
        /Credit at A is running low\n99 credits left there, below the limit of 100\./,
      ),
    ]);
    provider.setAccount({ key: 'accepted', credits: 40 });
    await pass(test, 120 * MINUTE, 10 * MINUTE);
    expect(told).toHaveLength(1);
    provider.setAccount({ key: 'accepted', credits: 4_000 });
    await pass(test, 120 * MINUTE, 10 * MINUTE);
    expect(told.slice(1)).toEqual(['Credit at A is no longer low\n4,000 credits left there']);
  });

  it('is in what operators hear after a 402, and is no second message', async () => {
    const { provider, test, told } = aProvider(500);
    await test.settle();
    provider.setAccount({ key: 'accepted', credits: 7 });
    provider.answerNext(outOfCredit);
    await started(test);
    await expect.poll(() => told).toHaveLength(1);
    expect(told[0]).toMatch(/out of credit at A\n[^]*\n7 credits left there\n/);
    await pass(test, 60 * MINUTE, 10 * MINUTE);
    expect(told.filter((it) => it.includes('running low'))).toEqual([]);
  });

  it('is in what operators hear when a status call is refused for it', async () => {
    const { provider, test, told } = aProvider(500);
    await started(test);
    provider.setAccount({ key: 'accepted', credits: 7 });
    provider.failChecks(new ProviderError(provider.name, 'out-of-credit', 'no'));
    await pass(test, 60_000, 5_000);
    await expect.poll(() => told).toHaveLength(1);
    expect(told[0]).toContain('\n7 credits left there\n');
  });

  it.each([
    ['nothing is said of', { key: 'accepted', credits: null }],
    ['is not read', { key: 'unknown', credits: null, why: 'HTTP 500' }],
    ['is another’s', { key: 'refused', credits: null }],
  ] as const)('that %s is no reason to tell anybody', async (_, account) => {
    const { provider, test, told, looks } = aProvider(null);
    provider.setAccount(account);
    await test.settle();
    expect(looks()).toBe(1);
    expect(told).toEqual([]);
  });

  it('costs nobody anything where the look-up itself fails', async () => {
    const { provider, test, told } = aProvider(null);
    provider.account = () => Promise.reject(new Error('a bug'));
    provider.answerNext(outOfCredit);
    await started(test);
    await expect.poll(() => told).toHaveLength(1);
    expect(told[0]).toContain('The service is out of credit at A');
  });
});
