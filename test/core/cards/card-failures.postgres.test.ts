import { describe, expect, it } from 'vitest';
import type { Job } from '../../../src/core/jobs/domain/job.ts';
import { testCore } from '../../support/core.ts';
import type { TestCore } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { finish, last, shown, statuses } from './card-given.ts';
import { pass, signal, stateOf } from '../requests/requested.ts';
import { patience } from '../../support/patience.ts';

const database = databaseOfFile();

async function cardOf(job: Job) {
  const [row] = await database.sql<{ due_at: Date | null; leased_until: Date | null }[]>`
    select due_at, leased_until from cards where job_id = ${job.jobId}`;
  return row!;
}

/** Another process of the same service. */
function another({ provider, platform, clock, media }: TestCore): TestCore {
  return testCore(database.connect(2), { provider, platform, clock, media });
}

describe('a chat that will not have a card now', () => {
  it('gets it when the wait that it asked for is over', async () => {
    const { test } = await shown(testCore(database.sql));
    await test.settle();
    test.provider.succeed('a horse');
    test.platform.fail({ code: 'rate-limited', retryAfterMs: 7_000, status: 'succeeded' });
    await pass(test, 1_000);
    expect(statuses(test)).not.toContain('succeeded');
    const { calls } = test.platform;
    await pass(test, 6_999, 1_000);
    expect(test.platform.calls).toBe(calls);
    await pass(test, 1);
    expect(last(test).view.status).toBe('succeeded');
  });

  it('gets the newest view, and none of those between', async () => {
    const { test } = await shown(testCore(database.sql));
    test.platform.fail({ code: 'rate-limited', retryAfterMs: 60_000, status: 'rendering' });
    test.platform.fail({ code: 'rate-limited', retryAfterMs: 60_000, status: 'collecting' });
    test.platform.fail({ code: 'rate-limited', retryAfterMs: 60_000, status: 'succeeded' });
    await finish(test);
    await pass(test, 120_000, 10_000);
    expect(statuses(test)).toEqual(['waiting', 'succeeded']);
  });

  it('gets it however long it cannot be reached', async () => {
    const { test } = await shown(testCore(database.sql));
    test.platform.fail({ code: 'unreachable', times: 60, status: 'succeeded' });
    await finish(test);
    await pass(test, 6 * 3_600_000, 300_000);
    expect(last(test).view.status).toBe('succeeded');
  });

  it.each(['gone', 'refused'] as const)('is left alone when the message is %s', async (code) => {
    const { test, job } = await shown(testCore(database.sql));
    test.platform.fail({ code, status: 'succeeded', times: 99 });
    await finish(test);
    const { calls } = test.platform;
    await pass(test, 86_400_000, 3_600_000);
    expect(test.platform.calls).toBe(calls);
    expect(await stateOf(test, job)).toMatchObject({ status: 'succeeded' });
  });

  it('gets what comes after a view that it refused', async () => {
    const { test } = await shown(testCore(database.sql));
    test.platform.fail({ code: 'refused', status: 'rendering' });
    await finish(test);
    expect(last(test).view.status).toBe('succeeded');
  });

  it('is given up after many failures that nobody can explain', async () => {
    const { test, job } = await shown(testCore(database.sql));
    let tries = 0;
    test.platform.uploadLimit = () => {
      tries += 1;
      return Promise.reject(new Error('a bug'));
    };
    await finish(test);
    await pass(test, 24 * 3_600_000, 300_000);
    // One of them when the video was made to fit.
    expect(tries).toBe(41);
    expect(await cardOf(job)).toEqual({ due_at: null, leased_until: null });
  });
});

describe('a showing that takes long', () => {
  function slow(test: TestCore) {
    const show = test.platform.show.bind(test.platform);
    const { promise, resolve } = Promise.withResolvers<undefined>();
    let waiting = 0;
    test.platform.show = async (message, card, stop) => {
      if (card.view.status === 'rendering' && waiting === 0) {
        waiting += 1;
        await promise;
      }
      return show(message, card, stop);
    };
    const begun = () =>
      expect.poll(() => waiting, { interval: 5, timeout: patience(10_000) }).toBe(1);
    return {
      begun,
      finish: () => {
        resolve(undefined);
      },
    };
  }

  it('is done by one, and followed by what became of the job meanwhile', async () => {
    const { test, job } = await shown(testCore(database.sql));
    const { begun, finish: end } = slow(test);
    const ticking = test.settle();
    await begun();
    const other = another(test);
    test.provider.succeed('a horse');
    await test.clock.advance(1_000);
    await other.settle();
    expect(await stateOf(test, job)).toMatchObject({ status: 'succeeded' });
    expect(statuses(test)).toEqual(['waiting']);
    end();
    await ticking;
    await other.settle();
    expect(statuses(test)).toEqual(['waiting', 'rendering', 'succeeded']);
  });

  it('keeps its hold for as long as it goes on', async () => {
    const { test, job } = await shown(testCore(database.sql));
    const { begun, finish: end } = slow(test);
    const ticking = test.worker.tick(signal).then(() => test.worker.tick(signal));
    await begun();
    const other = another(test);
    for (let round = 0; round < 6; round += 1) {
      await test.clock.untilSleeping(20_000);
      await test.clock.advance(20_000);
      const until = test.clock.now().getTime() + 60_000;
      await expect
        .poll(async () => (await cardOf(job)).leased_until?.getTime(), {
          interval: 5,
          timeout: patience(10_000),
        })
        .toBe(until);
      await other.settle();
    }
    expect(statuses(test)).toEqual(['waiting']);
    end();
    await ticking;
    await other.settle();
    expect(last(test).view.status).not.toBe('waiting');
  });

  it('is repeated by another process when its own one dies', async () => {
    const { test } = await shown(testCore(database.sql));
    const { begun } = slow(test);
    void test.settle();
    await begun();
    // The dead one's clock stands still: it renews nothing.
    const clock = createManualClock(test.clock.now());
    const other = testCore(database.connect(2), {
      provider: test.provider,
      platform: test.platform,
      clock,
    });
    await pass(other, 59_999, 20_000);
    expect(statuses(test)).toEqual(['waiting']);
    await pass(other, 1);
    expect(statuses(test)).toHaveLength(2);
  });

  it('is handed back at once by a process that ends', async () => {
    const { test, job } = await shown(testCore(database.sql));
    await test.worker.tick(signal);
    await test.clock.advance(5_000);
    const stop = new AbortController();
    const show = test.platform.show.bind(test.platform);
    test.platform.show = (message, card, its) => {
      stop.abort();
      return show(message, card, its);
    };
    await test.worker.tick(stop.signal);
    expect(await cardOf(job)).toMatchObject({ leased_until: null });
    test.platform.show = show;
    const { calls } = test.platform;
    await another(test).settle();
    expect(test.platform.calls).toBeGreaterThan(calls);
  });
});
