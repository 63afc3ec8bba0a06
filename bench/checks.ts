import type { Sql } from '../test/support/database/sql.ts';
import { AGAIN_MS } from './checks/contestant.ts';
import type { Contestant } from './checks/contestant.ts';
import { graphileWorker } from './checks/graphile-worker.ts';
import { ourClaim, ourWorker } from './checks/ours.ts';
import { pgBoss } from './checks/pg-boss.ts';
import { rawLoop } from './checks/raw-loop.ts';
import { CONNECTIONS } from './core.ts';
import { interleaved, median, medianRatio } from './measure.ts';
import type { Size } from './measure.ts';
import { perSecond, times } from './report.ts';
import type { Row } from './report.ts';
import { seedRenders } from './seed.ts';
import type { BenchServer } from './server.ts';

interface Speed {
  readonly perSecond: number;
  readonly walBytes: number;
}

/** Checks per second with a backlog, and what each of them writes. */
export async function benchChecks(server: BenchServer, size: Size): Promise<readonly Row[]> {
  const inFlight = size.quick ? 20_000 : 100_000;
  const due = inFlight / 5;
  const database = await server.database('checks');
  await database.migrate();
  const sql = database.connect(CONNECTIONS);
  await seedRenders(sql, inFlight, AGAIN_MS);
  await using theirs = new AsyncDisposableStack();
  const rawByKey = await rawLoop(sql, 'key');
  const rawByPlace = await rawLoop(sql, 'place');
  const worker = ourWorker(sql);
  const claim = ourClaim(sql);
  const boss = theirs.use(await pgBoss(await server.database('pg_boss'), inFlight));
  const graphile = theirs.use(
    await graphileWorker(await server.database('graphile_worker'), inFlight),
  );
  const drained = await interleaved(
    size,
    [rawByKey, rawByPlace, worker, boss, claim, graphile],
    (it) => drain(sql, it, due),
  );

  const speeds = (it: Contestant) => (drained.get(it.name) ?? []).map((one) => one.perSecond);
  const told = (it: Contestant) => {
    const wal = median((drained.get(it.name) ?? []).map((one) => one.walBytes));
    return `${perSecond(median(speeds(it)))} (${Math.round(wal)} B of WAL each)`;
  };
  const what = `checks/s, ${due.toLocaleString('en-US')} due of ${inFlight.toLocaleString('en-US')}`;
  const line = (ours: Contestant, other: Contestant, atLeast: number | null): Row => {
    const ratio = medianRatio(speeds(ours), speeds(other));
    return {
      what,
      against: ours === worker ? other.name : `${ours.name} : ${other.name}`,
      result: times(ratio),
      goal: atLeast === null ? '' : `>= ${atLeast} x`,
      met: atLeast === null ? null : ratio >= atLeast,
      absolute: `${told(ours)} : ${told(other)}`,
    };
  };
  return [
    line(worker, rawByKey, 0.8),
    line(worker, rawByPlace, null),
    line(claim, rawByPlace, null),
    line(worker, boss, 2),
    line(worker, graphile, null),
  ];
}

async function drain(sql: Sql, contestant: Contestant, due: number): Promise<Speed> {
  await contestant.makeDue(due);
  const [before] = await sql<{ at: string }[]>`select pg_current_wal_insert_lsn()::text as at`;
  const began = performance.now();
  const { checked, startUpMs } = await contestant.drain();
  const tookMs = performance.now() - began - startUpMs;
  if (checked !== due) throw new Error(`${contestant.name} checked ${checked} of ${due}`);
  const [wal] = await sql<{ bytes: number }[]>`
    select (pg_current_wal_insert_lsn() - ${before?.at ?? '0/0'}::pg_lsn)::float8 as bytes`;
  return { perSecond: (checked / tookMs) * 1000, walBytes: (wal?.bytes ?? 0) / checked };
}
