import { describe, expect, it } from 'vitest';
import { personId, teamId } from '../../../src/core/shared/domain/ids.ts';
import { createPostgresJobStore } from '../../../src/db/jobs/job-store.ts';
import { ensureBalances } from '../../../src/db/credits/periods.ts';
import { createPostgresQuotas } from '../../../src/db/admin/quota-store.ts';
import { aNewJob, after, START } from '../../support/builders.ts';
import { databaseOfFile } from '../../support/database/database.ts';

const database = databaseOfFile();

const DAY_MS = 86_400_000;
const ann = personId('discord:7');

describe('a team with a long history', () => {
  it('has no job wait for periods that are long over', async () => {
    const { sql } = database;
    const team = teamId('discord:shared:old');
    const store = createPostgresJobStore(database.connect(4));
    const draft = { teamId: team, personId: ann, quote: 1, atOnce: 5 };
    await store.accept(aNewJob({ ...draft, at: after(-40 * DAY_MS) }));
    await store.accept(aNewJob(draft));
    const { promise: over, resolve: end } = Promise.withResolvers<undefined>();
    const { promise: locked, resolve: begun } = Promise.withResolvers<undefined>();
    // As a job of back then that ends only now does.
    const old = sql.begin(async (tx) => {
      await tx`select 1 from balances where team_id = ${team} and ends_at < ${after(-10 * DAY_MS)} for update`;
      begun(undefined);
      await over;
    });
    await locked;
    const waiting = store.accept(aNewJob(draft));
    const first = await Promise.race([
      waiting.then(({ status }) => status),
      sql`select pg_sleep(0.5)`.then(() => 'still waiting'),
    ]);
    end(undefined);
    await Promise.all([old, waiting]);
    expect(first).toBe('accepted');
  });

  it('is not read through for the first video of somebody’s day', async () => {
    const { sql } = database;
    const team = teamId('discord:shared:many');
    await sql`
      insert into ledger (team_id, job_id, kind, person_id, credits, at, held_at)
      select ${team}, 'j' || n, 'hold', 'discord:' || (n % 2000), 10, t, t
      from generate_series(1, 20000) n
      cross join lateral (select ${START}::timestamptz - n * interval '2 minutes' as t) as at`;
    await sql`analyze ledger`;
    const own = database.connect(1);
    const pages = async () => {
      await own`select pg_stat_force_next_flush()`;
      const [row] = await own<{ pages: number }[]>`
        select (heap_blks_hit + heap_blks_read + idx_blks_hit + idx_blks_read)::int as pages
        from pg_statio_user_tables where relname = 'ledger'`;
      return row!.pages;
    };
    const before = await pages();
    await ensureBalances(own, [{ teamId: team, subject: ann }], START);
    expect((await pages()) - before).toBeLessThan(300);
    const [row] = await sql<{ held: number }[]>`
      select held::int from balances where team_id = ${team} and subject = ${ann} and per = 'month'`;
    expect(row).toEqual({ held: 70 });
  });
});

describe('grants that are taken back', () => {
  it('never stand in the way of holds for good', async () => {
    const { sql } = database;
    const team = teamId('discord:shared:taking');
    const pools = [database.connect(2), database.connect(2)] as const;
    const quotas = createPostgresQuotas(pools[0]);
    const store = createPostgresJobStore(pools[1]);
    const entry = { at: START, actor: 'discord:1', action: 'grant', target: 't', reason: '' };
    // Written in another order than that of their names.
    for (const n of [9, 8, 7, 6, 5, 4, 3, 2, 1]) {
      const grant = { grantId: `g${n}`, subject: ann, credits: 10, expiresAt: null };
      await quotas.grant(team, grant, entry);
    }
    const draft = { teamId: team, personId: ann, quote: 3, allowance: { kind: 'none' } } as const;
    await store.accept(aNewJob(draft));
    const both = await sql.begin(async (tx) => {
      await tx`select 1 from grants where team_id = ${team} and grant_id = 'g5' for update`;
      const under = [
        quotas.revoke(team, ann, null, { ...entry, action: 'revoke' }),
        store.accept(aNewJob(draft)),
      ];
      await tx`select pg_sleep(0.3)`;
      return { under };
    });
    const [taken] = await Promise.all(both.under);
    expect([87, 84]).toContain(taken);
    await Promise.all(pools.map((it) => it.end()));
    const [row] = await sql<{ deadlocks: number }[]>`
      select deadlocks::int from pg_stat_database where datname = current_database()`;
    expect(row).toEqual({ deadlocks: 0 });
  });
});
