import { PgBoss } from 'pg-boss';
import type { BenchDatabase } from '../server.ts';
import { AGAIN_MS, BATCH } from './contestant.ts';
import type { Contestant } from './contestant.ts';
import { makeRowsDue } from './make-due.ts';

const QUEUE = 'checks';

/**
 * pg-boss as it does best here, of what it documents:
 * - `fetch` in batches; its own `work` loop waits half a second at least between two of them.
 * - A render that is still going is failed back into the queue, whose `retryDelay` is the interval.
 *   That is one statement a batch; `insert` with `startAfter` and then `complete` or `deleteJob`
 *   are two, were a tenth to a third slower, and leave a moment in which a job is there twice.
 * - A table of its own for the queue (`partition`), as it advises for large ones.
 * - No supervision and no cron while it is measured.
 * The interval has to be the same for every look; ours grow.
 */
export async function pgBoss(
  database: BenchDatabase,
  inFlight: number,
): Promise<Contestant & AsyncDisposable> {
  const boss = new PgBoss({
    connectionString: database.url,
    max: 10,
    supervise: false,
    schedule: false,
  });
  boss.on('error', (error) => {
    console.error(error);
  });
  await boss.start();
  const retryDelay = AGAIN_MS / 1000;
  await boss.createQueue(QUEUE, { partition: true, retryLimit: 1_000_000, retryDelay });
  const startAfter = new Date(Date.now() + AGAIN_MS);
  for (let from = 0; from < inFlight; from += 10_000) {
    const jobs = Array.from({ length: Math.min(10_000, inFlight - from) }, (_, index) => ({
      data: { task: `task-${from + index}` },
      startAfter,
    }));
    await boss.insert(QUEUE, jobs);
  }
  const table = `pgboss.${(await boss.getQueue(QUEUE))?.table ?? 'job'}`;
  const sql = database.connect(1);
  return {
    name: 'pg-boss 12',
    makeDue: (count) => makeRowsDue(sql, table, 'start_after', count),
    async drain() {
      let checked = 0;
      for (;;) {
        const jobs = await boss.fetch(QUEUE, { batchSize: BATCH });
        if (jobs.length === 0) return { checked, startUpMs: 0 };
        checked += jobs.length;
        await boss.fail(
          QUEUE,
          jobs.map((it) => it.id),
        );
      }
    },
    [Symbol.asyncDispose]: () => boss.stop({ graceful: false }),
  };
}
