import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import type { AddJobsJobSpec, Task } from 'graphile-worker';
import { createBatcher } from '../../src/db/shared/batch.ts';
import type { BenchDatabase } from '../server.ts';
import { AGAIN_MS, BATCH } from './contestant.ts';
import type { Contestant } from './contestant.ts';
import { makeRowsDue } from './make-due.ts';

const TASK = 'check';

/**
 * graphile-worker as it does best here, of what it documents:
 * - It has no call that fetches a batch, so its own runner is used, with a local queue of a batch,
 *   as many jobs at once, and completions written in groups.
 * - A job cannot be booked for later, so each execution adds itself anew. Added one by one that is
 *   a statement each (some 500 a second); here executions that run together share one `addJobs`.
 *   Only then does a job end, so that none is lost.
 * The runner waits for work before and after the drain; it is started outside of the time that is
 * measured and polls as often as our worker.
 */
export async function graphileWorker(
  database: BenchDatabase,
  inFlight: number,
): Promise<Contestant & AsyncDisposable> {
  const logger = new Logger(() => () => undefined);
  const options = { connectionString: database.url, logger };
  const utils = await makeWorkerUtils(options);
  await utils.migrate();
  const later = (task: unknown): AddJobsJobSpec => ({
    identifier: TASK,
    payload: task,
    runAt: new Date(Date.now() + AGAIN_MS),
  });
  for (let from = 0; from < inFlight; from += 10_000) {
    const length = Math.min(10_000, inFlight - from);
    await utils.addJobs(
      Array.from({ length }, (_, index) => later({ task: `task-${from + index}` })),
    );
  }
  const addAgain = createBatcher<unknown, true>({
    most: BATCH,
    isolateOn: () => false,
    async run(tasks) {
      await utils.addJobs(tasks.map(later));
      return tasks.map(() => true);
    },
  });
  const sql = database.connect(1);
  let left = 0;
  let firstAt = 0;
  let over = Promise.withResolvers<undefined>();
  const check: Task = async (payload) => {
    if (firstAt === 0) firstAt = performance.now();
    await addAgain(payload);
    left -= 1;
    if (left === 0) over.resolve(undefined);
  };
  let due = 0;
  return {
    name: 'graphile-worker 0.18',
    async makeDue(count) {
      await makeRowsDue(sql, 'graphile_worker._private_jobs', 'run_at', count);
      due = count;
    },
    async drain() {
      left = due;
      firstAt = 0;
      const startedAt = performance.now();
      over = Promise.withResolvers();
      const runner = await run({
        ...options,
        taskList: { [TASK]: check },
        noHandleSignals: true,
        preset: {
          worker: {
            concurrentJobs: BATCH,
            maxPoolSize: 10,
            pollInterval: 100,
            localQueue: { size: BATCH },
            completeJobBatchDelay: 0,
          },
        },
      });
      await over.promise;
      await runner.stop();
      return { checked: due - left, startUpMs: firstAt - startedAt };
    },
    [Symbol.asyncDispose]: async () => {
      await utils.release();
    },
  };
}
