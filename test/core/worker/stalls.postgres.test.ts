import { beforeEach, describe, expect, it } from 'vitest';
import type { Job } from '../../../src/core/jobs/domain/job.ts';
import type { Adapters } from '../../../src/lifecycle/adapters.ts';
import { testCore } from '../../support/core.ts';
import type { TestCore } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { settled } from '../../support/patience.ts';
import { accepted, now, stateOf } from '../requests/requested.ts';

const database = databaseOfFile();
beforeEach(() => database.sql`truncate schedule, inbox`);

/** A worker whose first call of a kind gets nowhere until it is let go. */
function stalling(wrap: (core: Adapters, stall: () => Promise<void>) => Partial<Adapters>) {
  const gate = Promise.withResolvers<undefined>();
  const told: string[] = [];
  let calls = 0;
  const test = testCore(database.sql, {
    wrap: (core) => ({
      logger: { ...core.logger, error: (_facts, words) => told.push(words) },
      ...wrap(core, async () => {
        calls += 1;
        if (calls === 1) await gate.promise;
      }),
    }),
  });
  const stop = new AbortController();
  const running = test.worker.run(stop.signal);
  return {
    test,
    told,
    letGo: () => {
      gate.resolve(undefined);
    },
    stop: async () => {
      stop.abort();
      gate.resolve(undefined);
      await running;
    },
  };
}

/** Its first claim of an order takes that, and does not come back. */
const slowClaim = () =>
  stalling(({ schedule }, stall) => ({
    schedule: {
      ...schedule,
      async claim(...given) {
        const claimed = await schedule.claim(...given);
        if (claimed.some((it) => it.lane === 'start')) await stall();
        return claimed;
      },
    },
  }));

async function until(test: TestCore, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let time = 0; !(await holds()); time += 1) {
    if (time > 500) throw new Error('It never came to be');
    await settled(1);
    await test.clock.advance(100);
  }
}

async function claimedOnce({ jobId }: Job): Promise<boolean> {
  const rows = await database.sql`
    select 1 from schedule where job_id = ${jobId} and lane = 'start' and attempts = 1`;
  return rows.length > 0;
}

describe('A tick that stalls', () => {
  it.each([
    [
      'admits',
      ({ queue }: Adapters, stall: () => Promise<void>): Partial<Adapters> => ({
        queue: { ...queue, dequeue: async (...it) => (await stall(), queue.dequeue(...it)) },
      }),
    ],
    [
      'claims cards',
      ({ cards }: Adapters, stall: () => Promise<void>): Partial<Adapters> => ({
        cards: { ...cards, claim: async (...it) => (await stall(), cards.claim(...it)) },
      }),
    ],
    [
      'keeps house',
      ({ pendingActions }: Adapters, stall: () => Promise<void>): Partial<Adapters> => ({
        pendingActions: {
          ...pendingActions,
          sweep: async (...it) => (await stall(), pendingActions.sweep(...it)),
        },
      }),
    ],
  ])('while it %s is said aloud after a minute, and left behind', async (_, wrap) => {
    const { test, told, stop } = stalling(wrap);
    const job = await accepted(test);
    await settled();
    await test.clock.advance(59_000);
    expect(told).toEqual([]);
    await test.clock.advance(1_500);
    expect(told).toEqual(['tick stalled: going on without it']);
    await until(test, async () => (await now(test, job)).state.status === 'rendering');
    expect(test.worker.alive()).toBe(true);
    await stop();
  });

  it('is not counted as a sign of life', async () => {
    const { test, stop } = slowClaim();
    const job = await accepted(test);
    await until(test, () => claimedOnce(job));
    expect(test.worker.alive()).toBe(true);
    await test.clock.advance(60_000);
    expect(test.worker.alive()).toBe(false);
    await stop();
  });

  it('takes no step when it goes on after all: another tick has taken it', async () => {
    const { test, letGo, stop } = slowClaim();
    const job = await accepted(test);
    await until(test, () => claimedOnce(job));
    expect(test.provider.starts).toEqual([]);
    await test.clock.advance(61_000);
    // Its claim of a few seconds is over.
    await until(test, () => test.provider.starts.length > 0);
    letGo();
    await settled();
    await test.clock.advance(10_000);
    await until(test, async () => (await stateOf(test, job)).status === 'rendering');
    expect(test.provider.starts).toHaveLength(1);
    await stop();
  });
});
