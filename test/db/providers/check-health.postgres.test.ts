import { beforeAll, describe, expect, it } from 'vitest';
import type { Job } from '../../../src/core/jobs/domain/job.ts';
import { createPostgresCheckHealth } from '../../../src/db/providers/check-health.ts';
import { createPostgresProviderHealth } from '../../../src/db/providers/provider-health.ts';
import { accepted, started } from '../../core/requests/requested.ts';
import { after, START } from '../../support/builders.ts';
import { testCore } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';

const database = databaseOfFile();
let checks: ReturnType<typeof createPostgresCheckHealth>;
let orders: ReturnType<typeof createPostgresProviderHealth>;
beforeAll(() => {
  checks = createPostgresCheckHealth(database.sql);
  orders = createPostgresProviderHealth(database.sql);
});

let names = 0;
function aName(): string {
  names += 1;
  return `asked-${names}`;
}

const MINUTE = 60_000;
const LATER = after(5_000);

/** Status calls that are refused steadily. */
async function refused(name: string) {
  await checks.recordFailure(name, 'key-refused', START);
  return checks.recordFailure(name, 'key-refused', LATER);
}

async function outageOf(name: string) {
  return (await orders.openCircuits()).get(name) ?? null;
}

describe('status calls that fail', () => {
  it('are known to everybody, and no trouble before they are steady', async () => {
    const name = aName();
    const first = await checks.recordFailure(name, 'key-refused', START);
    expect(first).toEqual({ unread: null, news: false });
    expect((await checks.failing()).has(name)).toBe(true);
    expect(await outageOf(name)).toBeNull();
    const unread = { trouble: 'key-refused', since: START };
    expect(await checks.recordFailure(name, 'key-refused', LATER)).toEqual({ unread, news: true });
    expect(await outageOf(name)).toEqual({
      since: START,
      until: after(5_000 + MINUTE),
      trouble: 'key-refused',
      unread,
    });
  });

  it('are news once, however many find it at once', async () => {
    const name = aName();
    await checks.recordFailure(name, 'key-refused', START);
    const others = createPostgresCheckHealth(database.connect(4));
    const told = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        (n % 2 ? checks : others).recordFailure(name, 'key-refused', LATER),
      ),
    );
    expect(told.filter(({ news }) => news)).toHaveLength(1);
    expect(told.filter(({ unread }) => unread === null)).toEqual([]);
  });

  it('are news again only as another trouble', async () => {
    const name = aName();
    await refused(name);
    const news = async (trouble: 'key-refused' | 'failing' | 'out-of-credit', ms: number) =>
      (await checks.recordFailure(name, trouble, after(ms))).news;
    expect(await news('key-refused', 10_000)).toBe(false);
    expect(await news('failing', 11_000)).toBe(false);
    expect(await news('out-of-credit', 12_000)).toBe(true);
    expect(await outageOf(name)).toMatchObject({ since: START, trouble: 'out-of-credit' });
  });

  it('are no news where orders met the same, nor the other way round', async () => {
    const [one, other] = [aName(), aName()];
    await orders.recordFailure(one, 'key-refused', START, null);
    expect(await refused(one)).toMatchObject({ news: false, unread: { trouble: 'key-refused' } });
    await refused(other);
    expect(await orders.recordFailure(other, 'key-refused', LATER, null)).toMatchObject({
      news: false,
    });
    expect(await orders.recordFailure(aName(), 'key-refused', LATER, null)).toMatchObject({
      news: true,
    });
  });

  it('leave a provider alone for as long as the longer of both troubles', async () => {
    const name = aName();
    await orders.recordFailure(name, 'out-of-credit', after(-1_000), 10 * MINUTE);
    await refused(name);
    expect(await outageOf(name)).toEqual({
      since: after(-1_000),
      until: after(10 * MINUTE - 1_000),
      trouble: 'out-of-credit',
      unread: { trouble: 'key-refused', since: START },
    });
  });
});

describe('a status call that is answered', () => {
  it('ends the failures before it, and is news where they were steady', async () => {
    const name = aName();
    await checks.recordFailure(name, 'failing', START);
    expect(await checks.recordSuccess(name, LATER, LATER)).toEqual({ over: false, well: true });
    expect((await checks.failing()).has(name)).toBe(false);
    await refused(name);
    const ended = await checks.recordSuccess(name, after(6_000), after(7_000));
    expect(ended).toEqual({ over: true, well: true });
    expect(await outageOf(name)).toBeNull();
    const again = await checks.recordSuccess(name, after(8_000), after(9_000));
    expect(again).toEqual({ over: false, well: true });
  });

  it('ends none that came after it was asked', async () => {
    const name = aName();
    await refused(name);
    const late = await checks.recordSuccess(name, LATER, after(9_000));
    expect(late).toMatchObject({ over: false });
    expect(await outageOf(name)).not.toBeNull();
  });

  it('says nothing about orders, but lets one try where they met the same trouble', async () => {
    const [same, other] = [aName(), aName()];
    await orders.recordFailure(same, 'key-refused', START, 10 * MINUTE);
    await orders.recordFailure(other, 'out-of-credit', START, 10 * MINUTE);
    for (const name of [same, other]) {
      await refused(name);
      const ended = await checks.recordSuccess(name, after(6_000), after(7_000));
      expect(ended).toEqual({ over: true, well: false });
    }
    expect(await outageOf(same)).toMatchObject({ until: after(7_000), unread: null });
    expect(await outageOf(other)).toMatchObject({ until: after(10 * MINUTE), unread: null });
  });

  it('is what an order that is taken has to wait for before all is well', async () => {
    const name = aName();
    await orders.recordFailure(name, 'key-refused', START, null);
    await refused(name);
    expect(await orders.recordSuccess(name, after(6_000))).toBe(false);
    expect(await outageOf(name)).toMatchObject({ trouble: 'key-refused', since: START });
    expect(await checks.recordSuccess(name, after(6_000), after(7_000))).toEqual({
      over: true,
      well: true,
    });
  });
});

describe('what a provider renders', () => {
  const dueOf = async ({ jobId }: Job) => {
    const [row] = await database.sql<{ step: Date; card: Date | null }[]>`
      select s.due_at as step, c.due_at as card
      from schedule s join cards c using (team_id, job_id) where job_id = ${jobId}`;
    return row!;
  };

  it('is due, with its cards, when its status can be read again; nothing else is', async () => {
    const test = testCore(database.sql);
    const other = testCore(database.sql);
    const rendering = await started(test);
    const elsewhere = await started(other);
    const waiting = await accepted(test, { prompt: 'a cow' });
    const [before, beside] = [await dueOf(waiting), await dueOf(elsewhere)];
    const { name } = test.provider;
    await refused(name);
    expect((await dueOf(rendering)).card).toEqual(LATER);
    const [due, shown] = [after(-9_000), after(-8_000)];
    await database.sql`update cards set due_at = null where job_id = ${rendering.jobId}`;

    await checks.recordFailure(name, 'key-refused', after(5_001));
    expect((await dueOf(rendering)).card).toBeNull();
    await checks.recordSuccess(name, due, shown);
    expect((await dueOf(rendering)).card).toBeNull();

    await checks.recordSuccess(name, after(6_000), after(500));
    expect(await dueOf(rendering)).toEqual({ step: after(500), card: after(500) });
    expect(await dueOf(waiting)).toEqual(before);
    expect(await dueOf(elsewhere)).toEqual(beside);
  });
});
