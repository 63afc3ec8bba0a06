import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { connect } from '../../support/database/sql.ts';
import type { Sql } from '../../support/database/sql.ts';
import { migrate } from '../../../src/db/server/migrate.ts';
import { cuttableWayTo, throughWay } from '../../support/database/cuttable-connection.ts';
import { testDatabase } from '../../support/database/database.ts';
import type { TestDatabase } from '../../support/database/database.ts';
import { describeUntried, hasPgBouncer, startPgBouncer } from '../../support/database/pgbouncer.ts';
import type { PgBouncer } from '../../support/database/pgbouncer.ts';
import { patience } from '../../support/patience.ts';

describe('Behind PgBouncer in transaction mode', { skip: !hasPgBouncer }, () => {
  let database: TestDatabase;
  let pooler: PgBouncer;
  let sql: Sql;
  beforeAll(async () => {
    database = await testDatabase();
    pooler = await startPgBouncer(inject('postgresUrl'));
    sql = connect(pooler.through(database.url), { connections: 10 });
  });
  afterAll(async () => {
    await sql.end();
    await pooler[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
  });

  const setting = async (name: string) => {
    const rows = await sql<{ value: string }[]>`select current_setting(${name}) as value`;
    return rows[0]?.value;
  };

  it('a database is migrated, also by several processes at once', async () => {
    const url = pooler.through(database.url);
    await database.sql`drop schema public cascade`;
    await database.sql`drop schema drizzle cascade`;
    await database.sql`create schema public`;
    await Promise.all([1, 2, 3, 4].map(() => migrate(url)));
    expect(await sql`select 1 from jobs`).toHaveLength(0);
    // Other databases of this cluster are other tests'.
    const locks = await database.sql`
      select 1 from pg_locks l join pg_database d on d.oid = l.database
      where l.locktype = 'advisory' and d.datname = current_database()`;
    expect(locks).toHaveLength(0);
  });

  it('statements find their way, whichever of the few sessions each comes to', async () => {
    const many = await Promise.all(
      Array.from(
        { length: 300 },
        (_, n) => sql<{ n: number; pid: number }[]>`
          select ${n}::int as n, pg_backend_pid() as pid, pg_sleep(${n % 3 === 0 ? 0.002 : 0})`,
      ),
    );
    expect(many.map(([row]) => row?.n)).toEqual(Array.from({ length: 300 }, (_, n) => n));
    const sessions = new Set(many.map(([row]) => row?.pid));
    expect(sessions.size).toBeGreaterThan(1);
    expect(sessions.size).toBeLessThanOrEqual(3);
  });

  it('nothing is prepared, where another might find it or nobody', async () => {
    await Promise.all([1, 2, 3, 4].map((n) => sql`select ${n}::int, pg_sleep(0.02)`));
    const prepared = await Promise.all(
      [1, 2, 3, 4].map(() => sql`select name, pg_sleep(0.02) from pg_prepared_statements`),
    );
    expect(prepared.flat()).toEqual([]);
    const direct = database.connect(1);
    await direct`select ${1}::int as known`;
    const names = await direct`select name from pg_prepared_statements`;
    expect(names.length).toBeGreaterThan(0);
  });

  it('a transaction has its deadline and leaves none behind', async () => {
    expect(await setting('statement_timeout')).toBe('0');
    const within = await sql.begin({ withinMs: 12_345 }, async (tx) => {
      const [row] = await tx<{ value: string }[]>`
        select current_setting('statement_timeout')
          || current_setting('idle_in_transaction_session_timeout') as value`;
      return row?.value;
    });
    expect(within).toBe('12345ms12345ms');
    for (let time = 0; time < 6; time += 1) {
      expect(await setting('statement_timeout')).toBe('0');
      expect(await setting('idle_in_transaction_session_timeout')).toBe('0');
    }
  });

  it('a transaction stays in one session, and one that is undone leaves it clean', async () => {
    const pids = await sql.begin(async (tx) => {
      const seen: number[] = [];
      for (let time = 0; time < 5; time += 1) {
        const [row] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid, pg_sleep(0.005)`;
        seen.push(row?.pid ?? 0);
      }
      return new Set(seen);
    });
    expect(pids.size).toBe(1);
    const undone = sql.begin(async (tx) => {
      await tx`insert into facts (key, value) values ('half', 'done')`;
      throw new Error('no');
    });
    await expect(undone).rejects.toThrow('no');
    expect(await sql`select 1 from facts where key = 'half'`).toHaveLength(0);
  });

  it('a statement that nobody waits for any more is stopped at the server', async () => {
    const hasty = connect(pooler.through(database.url), {
      connections: 1,
      deadlines: { statementMs: patience(50) },
    });
    const late = hasty`insert into facts (key, value) select 'late', pg_sleep(30)::text`;
    // The connection is cut off, or the server says first that it was stopped.
    await expect(late).rejects.toMatchObject({
      code: expect.stringMatching(/^(STATEMENT_TIMEOUT|57014)$/) as string,
    });
    const running = async () => {
      const rows = await database.sql`
        select 1 from pg_stat_activity where query like '%pg_sleep(30)%' and state = 'active'
          and pid <> pg_backend_pid()`;
      return rows.length;
    };
    await expect.poll(running, { timeout: patience(20_000) }).toBe(0);
    expect(await hasty`select 1 from facts where key = 'late'`).toHaveLength(0);
    await hasty.end();
  });

  it('a connection that is being taken away is nobody else’s, though it answers at last', async () => {
    const { hostname, port } = new URL(pooler.through(database.url));
    await using way = await cuttableWayTo(hostname, Number(port));
    const withinMs = patience(100);
    const hasty = connect(throughWay(database.url, way), {
      connections: 1,
      deadlines: { statementMs: withinMs },
    });
    await hasty`select 1`;
    // The request to cancel gets nowhere, and is waited for.
    way.holdNew();
    expect(await hasty`select pg_sleep(${(withinMs * 1.25 + 400) / 1_000}::float8)`).toHaveLength(
      1,
    );
    way.open();
    const next = await hasty.begin({ withinMs: patience(10_000) }, (tx) => tx`select pg_sleep(2)`);
    expect(next).toHaveLength(1);
    await hasty.end();
  });

  it('a pooler that is started again costs what was under way', async () => {
    const address = pooler.through(database.url);
    expect(await sql`select 1`).toHaveLength(1);
    await pooler[Symbol.asyncDispose]();
    await expect(sql`select 1`.then(() => sql`select 2`)).rejects.toMatchObject({
      name: 'ConnectionTrouble',
    });
    pooler = await startPgBouncer(inject('postgresUrl'), { port: Number(new URL(address).port) });
    await expect
      .poll(async () => (await sql`select 3`).length, { timeout: patience(20_000) })
      .toBe(1);
  });
});

describeUntried();
