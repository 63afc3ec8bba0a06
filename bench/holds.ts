import { randomUUID } from 'node:crypto';
import type { Sql } from '../test/support/database/sql.ts';
import { createPostgresJobStore } from '../src/db/jobs/job-store.ts';
import { CONNECTIONS } from './core.ts';
import { clearTables, newJobOf, HOT, PEOPLE, PLENTY } from './holds/drafts.ts';
import { findPgbench, runPgbench } from './holds/pgbench.ts';
import { singleHold } from './holds/single-hold.ts';
import { interleaved, median, medianRatio } from './measure.ts';
import type { Size } from './measure.ts';
import { perSecond, times } from './report.ts';
import type { Row } from './report.ts';
import type { BenchDatabase, BenchServer } from './server.ts';

interface Contestant {
  readonly name: string;
  readonly sql: Sql;
  /** How often each person holds: enough for a second or two. */
  readonly each: number;
  /** Everybody at once, one hold after the other; holds per second. */
  readonly hold: (each: number) => Promise<number>;
}

/** Holds per second in one hot team: what the grouping of concurrent holds is worth. */
export async function benchHolds(server: BenchServer, size: Size): Promise<readonly Row[]> {
  const scale = size.quick ? 0.25 : 1;
  const ours = ourStore(await migrated(server, 'holds'), 100 * scale);
  const single = await singleStatements(await migrated(server, 'single_holds'), 8 * scale);
  const speeds = await interleaved(size, [ours, single], async ({ sql, each, hold }) => {
    await clearTables(sql);
    const rate = await hold(each);
    await proveEvery(sql, PEOPLE * each);
    return rate;
  });
  const [fast, slow] = [speeds.get(ours.name) ?? [], speeds.get(single.name) ?? []];
  const ratio = medianRatio(fast, slow);
  return [
    {
      what: `holds/s, one hot team, ${PEOPLE} at once`,
      against: single.name,
      result: times(ratio),
      goal: '>= 5 x',
      met: ratio >= 5,
      absolute: `${perSecond(median(fast))} : ${perSecond(median(slow))}`,
    },
  ];
}

async function migrated(server: BenchServer, name: string): Promise<BenchDatabase> {
  const database = await server.database(name);
  await database.migrate();
  return database;
}

function ourStore(database: BenchDatabase, each: number): Contestant {
  const sql = database.connect(CONNECTIONS);
  const store = createPostgresJobStore(sql);
  return {
    name: 'ours',
    sql,
    each,
    hold: (times) =>
      everybody(times, async (person) => {
        const { status } = await store.accept(newJobOf(person, randomUUID()));
        if (status !== 'accepted') throw new Error(`A hold was not accepted: ${status}`);
      }),
  };
}

/** One statement a hold, as fast as Postgres takes them from so many connections. */
async function singleStatements(database: BenchDatabase, each: number): Promise<Contestant> {
  const sql = database.connect(1);
  const pgbench = await findPgbench();
  if (pgbench !== null) {
    return {
      name: 'pgbench, one statement a hold',
      sql,
      each,
      hold: (times) => runPgbench(pgbench, database.url, times),
    };
  }
  const pool = database.connect(PEOPLE);
  const statement = singleHold("'person-' || $1::text", '$2::text');
  return {
    name: 'pg, one statement a hold (no pgbench here)',
    sql,
    each,
    hold: (times) =>
      everybody(times, async (person) => {
        await pool.run({ text: statement, values: [person, randomUUID()] });
      }),
  };
}

async function everybody(each: number, hold: (person: string) => Promise<void>): Promise<number> {
  const began = performance.now();
  await Promise.all(
    Array.from({ length: PEOPLE }, async (_, person) => {
      for (let n = 0; n < each; n += 1) await hold(String(person));
    }),
  );
  return (PEOPLE * each * 1000) / (performance.now() - began);
}

/** A hold that was not written is no hold, and one that was not counted is a gift. */
async function proveEvery(sql: Sql, holds: number): Promise<void> {
  const [found] = await sql<{ holds: number; queued: number; owed: number; counted: number }[]>`
    select
      (select count(*)::int from jobs where status = 'waiting') as holds,
      (select count(*)::int from schedule where lane = 'line') as "queued",
      (select sum(credits)::int from ledger where team_id = ${HOT}) as owed,
      (select held::int from balances
        where team_id = ${HOT} and subject = 'pool' and per = ${PLENTY.per}) as counted`;
  if (found?.holds !== holds || found.queued !== holds || found.owed !== found.counted) {
    throw new Error(`${holds} holds were made, but written is ${JSON.stringify(found)}`);
  }
}
