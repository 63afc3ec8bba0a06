import { describe, expect, it } from 'vitest';
import { createPostgresProviderBalances } from '../../../src/db/providers/provider-balances.ts';
import { after, START } from '../../support/builders.ts';
import { databaseOfFile } from '../../support/database/database.ts';

const database = databaseOfFile();

const HOUR = 60 * 60_000;

/** As many processes as there are connections. */
const processes = (count: number) =>
  Array.from({ length: count }, () => createPostgresProviderBalances(database.connect(1)));

describe('a look at what is left at a provider', () => {
  it('is for one of many processes, and for the next one an hour later', async () => {
    const all = processes(8);
    const claims = (since: Date, now: Date) =>
      Promise.all(all.map((it) => it.claim('claimed', since, now)));
    const first = await claims(after(-HOUR), START);
    expect(first.filter((it) => it)).toHaveLength(1);
    expect(await claims(after(-1), after(HOUR - 1))).not.toContain(true);
    const next = await claims(START, after(HOUR));
    expect(next.filter((it) => it)).toHaveLength(1);
  });

  it('is news to one of many that it is under the threshold, and once that it is not', async () => {
    const all = processes(8);
    const saved = (credits: number) =>
      Promise.all(all.map((it) => it.save('saved', { credits, threshold: 100 }, START)));
    expect(new Set(await saved(100))).toEqual(new Set([null]));
    expect((await saved(99)).filter((it) => it !== null)).toEqual(['low']);
    expect(new Set(await saved(0))).toEqual(new Set([null]));
    // What came back for one video is no news.
    expect(new Set(await saved(119))).toEqual(new Set([null]));
    expect((await saved(120)).filter((it) => it !== null)).toEqual(['fine']);
    expect((await saved(99)).filter((it) => it !== null)).toEqual(['low']);
  });

  it('keeps what was found last', async () => {
    const [it] = processes(1);
    await it?.claim('kept', START, START);
    await it?.save('kept', { credits: 12.5, threshold: 0 }, after(5));
    const rows = await database.sql`
      select credits, looked_at, low from provider_balances where provider = 'kept'`;
    expect(rows.map((row) => ({ ...row }))).toEqual([
      { credits: 12.5, looked_at: after(5), low: false },
    ]);
  });
});
