import { describe, expect, it } from 'vitest';
import { ProviderError } from '../../../src/core/shared/domain/errors.ts';
import { START } from '../../support/builders.ts';
import { testCore } from '../../support/core.ts';
import type { TestCore } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { createFakeProvider } from '../../support/fakes/fake-provider.ts';
import type { FakeProviderOptions } from '../../support/fakes/fake-provider.ts';
import { ledgerOf, now, pass, signal, started, stateOf } from '../requests/requested.ts';

const database = databaseOfFile();

let providers = 0;
function coreWith(options: FakeProviderOptions = {}): TestCore {
  providers += 1;
  const provider = createFakeProvider({ name: `checked-${providers}`, ...options });
  return testCore(database.sql, { provider });
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** When a render was looked at, in seconds after its start. */
async function looks(test: TestCore, seconds: number, before: (s: number) => void) {
  const seen: number[] = [];
  for (let passed = 1; passed <= seconds; passed += 1) {
    before(passed);
    const calls = test.provider.checkCalls.length;
    await pass(test, 1_000);
    for (let call = calls; call < test.provider.checkCalls.length; call += 1) seen.push(passed);
  }
  return seen;
}

describe('looks at a render', () => {
  const documented = [1, 2, 4, 7, 11, 16, 21];

  it('come as its provider advises while there is no news', async () => {
    const test = coreWith();
    const job = await started(test);
    expect(await looks(test, 24, () => undefined)).toEqual(documented);
    expect((await now(test, job)).version).toBe(job.version);
  });

  it('come as advised while it progresses, too', async () => {
    const test = coreWith();
    const job = await started(test);
    const seen = await looks(test, 24, (second) => {
      test.provider.tell('a horse', { status: 'running', progress: second / 100 });
    });
    expect(seen).toEqual(documented);
    expect(await stateOf(test, job)).toMatchObject({ status: 'rendering', progress: 0.2 });
  });

  it('come as advised while nothing is known of it', async () => {
    const test = coreWith();
    const job = await started(test);
    test.provider.tell('a horse', { status: 'silent' });
    expect(await looks(test, 24, () => undefined)).toEqual(documented);
    expect(await stateOf(test, job)).toMatchObject({ status: 'rendering' });
  });

  it('come first when renders like it were lately done', async () => {
    const test = coreWith();
    for (let render = 0; render < 5; render += 1) {
      const prompt = `done ${render}`;
      await started(test, { prompt });
      test.provider.tell(prompt, { status: 'running', progress: null });
    }
    await pass(test, 20_000);
    for (let render = 0; render < 5; render += 1) test.provider.succeed(`done ${render}`);
    await pass(test, 10_000, 1_000);
    const job = await started(test);
    const since = test.clock.now();
    await pass(test, 40_000, 500);
    const { checks } = test.provider.rendersOf('a horse')[0]!;
    expect(checks).toBeLessThan(8);
    expect(await stateOf(test, job)).toMatchObject({ status: 'rendering', since });
  });

  it('write progress in twentieths', async () => {
    const test = coreWith();
    const job = await started(test);
    const tell = async (progress: number) => {
      test.provider.tell('a horse', { status: 'running', progress });
      await pass(test, 5_000);
      const { state, version } = await now(test, job);
      return [state.status === 'rendering' ? state.progress : null, version - job.version];
    };
    expect(await tell(0.049)).toEqual([null, 0]);
    expect(await tell(0.07)).toEqual([0.05, 1]);
    expect(await tell(0.09)).toEqual([0.05, 1]);
    expect(await tell(0.03)).toEqual([0.05, 1]);
    expect(await tell(1)).toEqual([1, 2]);
  });
});

describe('many renders', () => {
  it('are asked about as many in a call as the provider takes', async () => {
    const test = coreWith({ limits: { checkBatch: 3 } });
    for (let index = 0; index < 7; index += 1) await started(test, { prompt: `horse ${index}` });
    await pass(test, 1_000);
    expect(test.provider.checkCalls.map((it) => it.length).toSorted()).toEqual([1, 3, 3]);
  });

  it('get each its own answer, in whatever order they are asked about', async () => {
    const test = coreWith({ limits: { checkBatch: 10 } });
    const jobs = [];
    for (let index = 0; index < 6; index += 1) {
      jobs.push(await started(test, { prompt: `horse ${index}` }));
      if (index % 3 === 0) test.provider.succeed(`horse ${index}`, 10 + index);
      if (index % 3 === 1) test.provider.fail(`horse ${index}`, 'moderated', `no ${index}`);
    }
    await database.sql`
      update schedule set due_at = ${test.clock.now()} - random() * interval '1 second'
      where provider = ${test.provider.name}`;
    await test.settle();
    for (const [index, job] of jobs.entries()) {
      const state = await stateOf(test, job);
      expect(state).toMatchObject(
        [
          { status: 'succeeded', consumed: 10 + index },
          { status: 'failed', reason: 'moderated', message: `no ${index}` },
          { status: 'rendering' },
        ][index % 3]!,
      );
    }
  });

  it('are left as they are when fewer answers come than were asked for', async () => {
    const test = coreWith({ limits: { checkBatch: 10 } });
    const jobs = [await started(test, { prompt: 'one' }), await started(test, { prompt: 'two' })];
    const check = test.provider.check.bind(test.provider);
    test.provider.check = async (operations, options) =>
      (await check(operations, options)).slice(0, 1);
    test.provider.succeed('one');
    test.provider.succeed('two');
    await pass(test, 1_000);
    const states = await Promise.all(jobs.map((job) => stateOf(test, job)));
    expect(states.map((it) => it.status).toSorted()).toEqual(['rendering', 'succeeded']);
  });
});

describe('a render that failed', () => {
  it.each(['moderated', 'provider-fault'] as const)(
    'gives the credits back: %s',
    async (reason) => {
      const test = coreWith();
      const job = await started(test);
      test.provider.fail('a horse', reason, 'because');
      await pass(test, 1_000);
      expect(await stateOf(test, job)).toMatchObject({
        status: 'failed',
        reason,
        message: 'because',
      });
      expect(await ledgerOf(database.sql, job)).toEqual(['hold 100', 'release 100']);
    },
  );

  it('is a loss of the operator where its provider took something all the same', async () => {
    const test = coreWith();
    const job = await started(test);
    test.provider.fail('a horse', 'provider-fault', 'because', 60);
    await pass(test, 1_000);
    expect(await stateOf(test, job)).toMatchObject({ status: 'failed', lost: 60 });
    expect(await ledgerOf(database.sql, job)).toEqual(['hold 100', 'loss 60', 'release 100']);
  });
});

describe('no answer about a render', () => {
  it.each(['unreachable', 'server-error', 'timeout', 'unreadable', 'key-refused'] as const)(
    'leaves it as it is: %s',
    async (code) => {
      const test = coreWith();
      const job = await started(test);
      test.provider.failChecks(new ProviderError(test.provider.name, code, 'no'));
      await pass(test, 10_000, 1_000);
      expect(await now(test, job)).toEqual(job);
      test.provider.failChecks(null);
      test.provider.succeed('a horse');
      await pass(test, 15_000, 1_000);
      expect(await stateOf(test, job)).toMatchObject({ status: 'succeeded' });
    },
  );

  it('may be a bug of an adapter, and costs this look only', async () => {
    const test = coreWith();
    const job = await started(test);
    const check = test.provider.check.bind(test.provider);
    test.provider.check = () => Promise.reject(new TypeError('a bug'));
    await pass(test, 1_000);
    test.provider.check = check;
    test.provider.succeed('a horse');
    await pass(test, 5_000);
    expect(await stateOf(test, job)).toMatchObject({ status: 'succeeded' });
  });

  it('that never comes ends with its deadline', async () => {
    const test = coreWith();
    const job = await started(test);
    const check = test.provider.check.bind(test.provider);
    test.provider.check = (_, options) =>
      new Promise((_resolve, reject) => {
        options.signal.addEventListener('abort', () => {
          reject(new ProviderError('it', 'timeout', 'aborted'));
        });
      });
    await test.clock.advance(1_000);
    const ticking = test.worker.tick(signal);
    await test.clock.untilSleeping(20_000);
    await test.clock.advance(20_000);
    await ticking;
    test.provider.check = check;
    test.provider.succeed('a horse');
    await pass(test, 5_000);
    expect(await stateOf(test, job)).toMatchObject({ status: 'succeeded' });
  });
});

describe('a render that takes long', () => {
  it('is watched slowly once the patience ends, and still delivered', async () => {
    const test = coreWith();
    const job = await started(test);
    await pass(test, 59_000, 1_000);
    expect(await stateOf(test, job)).toMatchObject({ status: 'rendering' });
    await pass(test, 6_000, 1_000);
    expect(await stateOf(test, job)).toMatchObject({ status: 'overdue', since: START });
    const calls = test.provider.checkCalls.length;
    await pass(test, 30 * MINUTE, 30_000);
    const slow = test.provider.checkCalls.length - calls;
    expect(slow).toBeGreaterThanOrEqual(9);
    expect(slow).toBeLessThanOrEqual(11);
    test.provider.succeed('a horse', 60);
    await pass(test, 3 * MINUTE, 30_000);
    expect(await stateOf(test, job)).toMatchObject({ status: 'succeeded', charged: 60 });
    expect(await ledgerOf(database.sql, job)).toEqual(['charge 60', 'hold 100', 'release 40']);
  });

  it('is given up at the end of the day, not a look before', async () => {
    const test = coreWith();
    const job = await started(test);
    await pass(test, 70_000, 5_000);
    const due = test.clock.now().getTime() - START.getTime();
    await pass(test, DAY - due - 1);
    expect(await stateOf(test, job)).toMatchObject({ status: 'overdue' });
    await pass(test, 3 * MINUTE + 1);
    expect(await stateOf(test, job)).toMatchObject({ status: 'expired' });
    expect(await ledgerOf(database.sql, job)).toEqual(['hold 100', 'release 100']);
  });

  it('is expired by the second look after a day on which nobody worked', async () => {
    const test = coreWith();
    const job = await started(test);
    await pass(test, DAY);
    expect(await stateOf(test, job)).toMatchObject({ status: 'overdue' });
    await pass(test, 3 * MINUTE);
    expect(await stateOf(test, job)).toMatchObject({ status: 'expired' });
  });

  it('is delivered by one look at the end of a day on which nobody worked', async () => {
    const test = coreWith();
    const job = await started(test);
    test.provider.succeed('a horse');
    await pass(test, 2 * DAY);
    expect(await stateOf(test, job)).toMatchObject({ status: 'succeeded' });
  });
});
