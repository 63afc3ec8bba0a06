import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Sql } from '../test/support/database/sql.ts';
import { interleaved, median, medianRatio, quantile } from './measure.ts';
import type { Size } from './measure.ts';
import { times } from './report.ts';
import type { Row } from './report.ts';
import { seedRenders } from './seed.ts';
import type { BenchServer } from './server.ts';
import type { Shift, ShiftReport } from './worker/messages.ts';

/** Every render is looked at once in so long: 100,000 of them are 1,000 looks a second. */
const EVERY_MS = 100_000;

/** What a process needs to be up and ticking before the first look is due. */
const START_MS = 2_000;

interface Crew {
  readonly name: string;
  readonly sql: Sql;
  readonly url: string;
}

/** The worker at its steady pace: how late it looks, and what many renders cost in memory. */
export async function benchWorker(server: BenchServer, size: Size): Promise<readonly Row[]> {
  const forMs = size.quick ? 3_000 : 5_000;
  const many = await crew(server, 100_000);
  const few = await crew(server, 1_000);
  const reports = await interleaved(size, [many, few], (it) => shift(it, forMs));
  const told = (it: Crew) => reports.get(it.name) ?? [];

  const looks = told(many).map((it) => it.lateMs);
  const pace = median(looks.map((it) => (it.length * 1000) / forMs));
  const half = median(looks.map((it) => quantile(it, 0.5)));
  const late = median(looks.map((it) => quantile(it, 0.99)));
  const worst = Math.max(...looks.map((it) => quantile(it, 1)));

  const ratioOf = (read: (report: ShiftReport) => number) =>
    medianRatio(told(many).map(read), told(few).map(read));
  const megabytes = (it: Crew, read: (report: ShiftReport) => number) =>
    `${(median(told(it).map(read)) / 1e6).toFixed(1)} MB`;
  const memory = (against: string, read: (report: ShiftReport) => number): Row => ({
    what: 'memory of a worker, 100,000 in flight',
    against,
    result: times(ratioOf(read)),
    goal: '<= 1.2 x',
    met: ratioOf(read) <= 1.2,
    absolute: `${megabytes(many, read)} : ${megabytes(few, read)}`,
  });
  return [
    {
      what: `due to claimed, ${Math.round(pace)} checks/s`,
      against: '',
      result: `p99 ${late.toFixed(0)} ms`,
      goal: '<= 150 ms',
      met: late <= 150,
      absolute: `p50 ${half.toFixed(0)} ms, worst of all ${worst.toFixed(0)} ms`,
    },
    memory('1,000 in flight, resident', (it) => it.residentBytes),
    memory('1,000 in flight, heap', (it) => it.heapBytes),
  ];
}

async function crew(server: BenchServer, inFlight: number): Promise<Crew> {
  const name = `worker_${inFlight}`;
  const database = await server.database(name);
  await database.migrate();
  const sql = database.connect(1);
  await seedRenders(sql, inFlight, EVERY_MS);
  return { name, sql, url: database.url };
}

/**
 * One round in a fresh process. Only the looks of the round are brought near: the others are as far
 * off as they would be anyway.
 */
async function shift({ sql, url }: Crew, forMs: number): Promise<ShiftReport> {
  const fromMs = Date.now() + START_MS;
  await sql`
    update schedule
    set attempts = 0, due_at = ${new Date(fromMs)}::timestamptz
      + (operation ->> 'spreadMs')::float8 * interval '1 millisecond'
    where (operation ->> 'spreadMs')::float8 < ${forMs + 1_000}`;
  await sql`vacuum analyze schedule`;
  const child = fork(fileURLToPath(new URL('worker/child.ts', import.meta.url)), {
    execArgv: ['--expose-gc'],
  });
  const order: Shift = { url, checkEveryMs: EVERY_MS, fromMs, forMs };
  child.send(order);
  const [report] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => {
      throw new Error('A worker process ended without a report');
    }),
  ])) as [ShiftReport];
  return report;
}
