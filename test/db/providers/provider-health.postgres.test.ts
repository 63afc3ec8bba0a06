import { beforeAll, describe, expect, it } from 'vitest';
import type { ProviderHealth } from '../../../src/core/providers/ports/provider-health.ts';
import { createPostgresProviderHealth } from '../../../src/db/providers/provider-health.ts';
import { after, START } from '../../support/builders.ts';
import { databaseOfFile } from '../../support/database/database.ts';

const database = databaseOfFile();
let health: ProviderHealth;
beforeAll(() => {
  health = createPostgresProviderHealth(database.sql);
});

let names = 0;
function aName(): string {
  names += 1;
  return `provider-${names}`;
}

const MINUTE = 60_000;

describe('a provider in trouble', () => {
  it('is known to everybody, and until when', async () => {
    const name = aName();
    expect(await health.recordFailure(name, 'out-of-credit', START, null)).toEqual({
      until: after(MINUTE),
      news: true,
    });
    const others = createPostgresProviderHealth(database.connect(1));
    expect((await others.openCircuits()).get(name)).toEqual({
      since: START,
      until: after(MINUTE),
      trouble: 'out-of-credit',
      unread: null,
    });
    expect((await others.openCircuits()).has(aName())).toBe(false);
  });

  it('is still known when its time is over: it has to be tried', async () => {
    const name = aName();
    await health.recordFailure(name, 'failing', START, null);
    expect((await health.openCircuits()).has(name)).toBe(true);
  });

  it('is news once, however many find it at once', async () => {
    const name = aName();
    const found = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        createPostgresProviderHealth(index % 2 ? database.sql : database.connect(1)).recordFailure(
          ...([name, 'key-refused', after(index), null] as const),
        ),
      ),
    );
    expect(found.filter((it) => it.news)).toHaveLength(1);
    const until = (await health.openCircuits()).get(name)!.until.getTime() - START.getTime();
    expect(until).toBeGreaterThanOrEqual(MINUTE);
    expect(until).toBeLessThan(MINUTE + 20);
  });

  it('is left alone longer each time that it was tried in vain', async () => {
    const name = aName();
    let now = START;
    const pauses: number[] = [];
    for (let times = 0; times < 4; times += 1) {
      const { until } = await health.recordFailure(name, 'failing', now, null);
      pauses.push((until.getTime() - now.getTime()) / MINUTE);
      now = until;
    }
    expect(pauses).toEqual([1, 2, 4, 8]);
  });

  it('is not left alone longer for calls that were under way together', async () => {
    const name = aName();
    await health.recordFailure(name, 'failing', START, null);
    for (const ms of [1, 30_000, MINUTE - 1]) {
      expect(await health.recordFailure(name, 'failing', after(ms), null)).toEqual({
        until: after(MINUTE),
        news: false,
      });
    }
    expect(await health.recordFailure(name, 'failing', after(MINUTE), null)).toMatchObject({
      until: after(3 * MINUTE),
    });
  });

  it('is left alone for as long as it says, should one of many say more', async () => {
    const name = aName();
    expect(await health.recordFailure(name, 'maintenance', START, 42_000)).toMatchObject({
      until: after(42_000),
    });
    expect(await health.recordFailure(name, 'maintenance', after(1_000), 10_000)).toMatchObject({
      until: after(42_000),
    });
    expect(await health.recordFailure(name, 'maintenance', after(2_000), 90_000)).toMatchObject({
      until: after(92_000),
    });
  });

  it('is news again only when it is another trouble', async () => {
    const name = aName();
    await health.recordFailure(name, 'maintenance', START, null);
    const during = await health.recordFailure(name, 'out-of-credit', after(4_999), null);
    expect(during.news).toBe(false);
    const again = await health.recordFailure(name, 'maintenance', after(5_000), null);
    expect(again).toEqual({ until: after(15_000), news: false });
    const other = await health.recordFailure(name, 'out-of-credit', after(15_000), null);
    expect(other.news).toBe(true);
    expect((await health.recordFailure(name, 'out-of-credit', other.until, null)).news).toBe(false);
  });
});

describe('a trouble', () => {
  it('lasts since it began, of whatever kind and however often tried in vain, until it is well', async () => {
    const name = aName();
    const since = async () => (await health.openCircuits()).get(name)?.since;
    await health.recordFailure(name, 'failing', START, null);
    await health.recordFailure(name, 'failing', after(30_000), null);
    await health.recordFailure(name, 'out-of-credit', after(MINUTE), null);
    expect(await since()).toEqual(START);
    await health.recordSuccess(name, after(2 * MINUTE));
    await health.recordFailure(name, 'failing', after(5 * MINUTE), null);
    expect(await since()).toEqual(after(5 * MINUTE));
  });
});

describe('a provider that took an order', () => {
  it('is well, and that is news once', async () => {
    const name = aName();
    await health.recordFailure(name, 'failing', START, null);
    const told = await Promise.all(
      [1, 2, 3, 4].map(() => health.recordSuccess(name, after(MINUTE))),
    );
    expect(told.filter((it) => it)).toHaveLength(1);
    expect((await health.openCircuits()).has(name)).toBe(false);
    expect(await health.recordSuccess(name, after(MINUTE))).toBe(false);
  });

  it('is not well for an order that was sent before its trouble', async () => {
    const name = aName();
    await health.recordFailure(name, 'out-of-credit', START, null);
    expect(await health.recordSuccess(name, after(-1))).toBe(false);
    expect(await health.recordSuccess(name, START)).toBe(false);
    expect((await health.openCircuits()).has(name)).toBe(true);
    expect(await health.recordSuccess(name, after(1))).toBe(true);
  });

  it('begins anew with the next trouble', async () => {
    const name = aName();
    for (const at of [START, after(MINUTE), after(3 * MINUTE)]) {
      await health.recordFailure(name, 'failing', at, null);
    }
    await health.recordSuccess(name, after(7 * MINUTE));
    expect(await health.recordFailure(name, 'failing', after(8 * MINUTE), null)).toEqual({
      until: after(9 * MINUTE),
      news: true,
    });
  });
});

describe('a silent provider', () => {
  it('is counted by all workers together', async () => {
    const name = aName();
    const others = createPostgresProviderHealth(database.connect(1));
    expect([await health.recordNoAnswer(name), await others.recordNoAnswer(name)]).toEqual([1, 2]);
    const more = await Promise.all(
      Array.from({ length: 10 }, (_, n) => (n % 2 ? health : others).recordNoAnswer(name)),
    );
    expect(more.toSorted((one, other) => one - other)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(await health.recordNoAnswer(aName())).toBe(1);
  });

  it('begins anew when it answered, or took an order', async () => {
    const name = aName();
    for (const answer of [
      () => health.recordAnswer(name),
      () => health.recordSuccess(name, START),
      () => health.recordAnswer(name),
    ]) {
      expect(await health.recordNoAnswer(name)).toBe(1);
      expect(await health.recordNoAnswer(name)).toBe(2);
      await answer();
    }
    expect(await health.recordNoAnswer(name)).toBe(1);
    expect((await health.openCircuits()).has(name)).toBe(false);
  });
});
