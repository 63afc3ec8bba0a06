import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { isSettled } from '../../../src/core/jobs/domain/job.ts';
import { aRequester, testCore } from '../../support/core.ts';
import type { TestCore } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { createFakeMediaStore } from '../../support/fakes/fake-media-store.ts';
import { createFakePlatform } from '../../support/fakes/fake-platform.ts';
import { createFakeProvider } from '../../support/fakes/fake-provider.ts';
import type { FakeProvider } from '../../support/fakes/fake-provider.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { asksFor, signal } from '../requests/requested.ts';

const database = databaseOfFile();

const WORKERS = 20;
const PEOPLE = 6;
const JOBS = 30;
const IN_FLIGHT = 12;

/** Counts what is done for the same thing at the same time. */
function overlapWatch() {
  const going = new Map<string, number>();
  const watch = {
    overlaps: [] as string[],
    most: 0,
    async during<result>(key: string, work: () => Promise<result>): Promise<result> {
      const count = (going.get(key) ?? 0) + 1;
      going.set(key, count);
      if (count > 1) watch.overlaps.push(key);
      watch.most = Math.max(watch.most, [...going.values()].filter((it) => it > 0).length);
      try {
        // Long enough for another worker to come in between.
        await delay(2);
        return await work();
      } finally {
        going.set(key, (going.get(key) ?? 1) - 1);
      }
    },
  };
  return watch;
}

function watchedProvider() {
  const watch = overlapWatch();
  const fake = createFakeProvider({
    name: 'shared',
    limits: { inFlight: IN_FLIGHT, checkBatch: 4 },
  });
  const at = { most: 0 };
  const check = fake.check.bind(fake);
  fake.beforeAnswer = (start) => watch.during(`start ${start.prompt}`, () => Promise.resolve());
  fake.check = async (operations, options) => {
    const running = fake.renders.filter((it) => it.status.status === 'running').length;
    at.most = Math.max(at.most, running);
    const all = operations.map((it) =>
      watch.during(`check ${JSON.stringify(it)}`, () => Promise.resolve()),
    );
    await Promise.all(all);
    return check(operations, options);
  };
  return { fake, watch, at };
}

function watchedPlatform() {
  const watch = overlapWatch();
  const fake = createFakePlatform({ name: 'shared-chat' });
  const show = fake.show.bind(fake);
  fake.show = (message, card, its) => watch.during(card.jobId, () => show(message, card, its));
  return { fake, watch };
}

/** Every third video fails, every third costs less than quoted. */
function ending(provider: FakeProvider, index: number): void {
  if (index % 3 === 0) provider.fail(`horse ${index}`, 'provider-fault');
  else provider.succeed(`horse ${index}`, index % 3 === 1 ? 60 : null);
}

describe('twenty workers', () => {
  it('start each of thirty jobs once, step none twice at once and book each once', async () => {
    const { fake: provider, watch, at } = watchedProvider();
    const { fake: platform, watch: shows } = watchedPlatform();
    const shared = {
      provider,
      platform,
      clock: createManualClock(),
      media: createFakeMediaStore(),
    };
    const workers: TestCore[] = Array.from({ length: WORKERS }, () =>
      testCore(database.connect(1), shared),
    );
    const interactions = await Promise.all(
      Array.from({ length: JOBS }, (_, index) =>
        asksFor(workers[index % WORKERS]!, `horse ${index}`, {
          requester: aRequester({
            platform: platform.name,
            person: { id: `person ${index % PEOPLE}` },
          }),
        }),
      ),
    );
    const states = async () => {
      const rows = await database.sql<{ status: string }[]>`select status from jobs`;
      return rows.map((it) => it.status);
    };
    let rounds = 0;
    for (; (await states()).some((it) => !isEnd(it)); rounds += 1) {
      if (rounds > 60) throw new Error('They never came to an end');
      await Promise.all(workers.map((it) => it.worker.tick(signal)));
      await shared.clock.advance(500);
      if (rounds >= 4) for (let index = 0; index < JOBS; index += 1) ending(provider, index);
    }
    for (let more = 0; more < 3; more += 1) {
      await Promise.all(workers.map((it) => it.worker.tick(signal)));
    }

    expect(provider.starts).toHaveLength(JOBS);
    expect(new Set(provider.starts.map((it) => it.prompt)).size).toBe(JOBS);
    expect(watch.overlaps).toEqual([]);
    expect(shows.overlaps).toEqual([]);
    expect(at.most).toBeLessThanOrEqual(IN_FLIGHT);
    // Something did go on at the same time, or nothing was shown.
    expect(watch.most).toBeGreaterThan(2);
    expect((await states()).filter((it) => it === 'failed')).toHaveLength(JOBS / 3);
    expect((await states()).filter((it) => it === 'succeeded')).toHaveLength((2 * JOBS) / 3);
    for (const [index, interaction] of interactions.entries()) {
      const status = index % 3 === 0 ? 'failed' : 'succeeded';
      expect(platform.shown(interaction.message)?.view.status).toBe(status);
    }
    await provedByTheLedger();
  });

  function isEnd(status: string): boolean {
    return isSettled({ status } as Parameters<typeof isSettled>[0]);
  }

  async function provedByTheLedger() {
    const kinds = await database.sql<{ kind: string; entries: number; credits: number }[]>`
      select kind, count(*)::int as entries, sum(credits)::int as credits
      from ledger group by 1 order by 1`;
    // Ten cost 60, ten cost 100, ten cost nothing.
    expect(kinds.map((it) => ({ ...it }))).toEqual([
      { kind: 'charge', entries: 20, credits: 1_600 },
      { kind: 'hold', entries: 30, credits: 3_000 },
      { kind: 'release', entries: 20, credits: 1_400 },
    ]);
    const balances = await database.sql<{ subject: string; held: number; charged: number }[]>`
      select subject, held::int, charged::int from balances where per = 'week'`;
    expect(balances.every((it) => it.held === 0)).toBe(true);
    const pool = balances.find((it) => it.subject === 'pool');
    expect(pool?.charged).toBe(1_600);
    const people = balances.filter((it) => it.subject !== 'pool');
    expect(people.reduce((sum, it) => sum + it.charged, 0)).toBe(1_600);
  }
});
