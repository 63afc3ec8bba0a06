import { z } from 'zod';
import type { Claimed } from '../../src/core/jobs/ports/schedule.ts';
import type { Adapters } from '../../src/lifecycle/adapters.ts';
import { createWorker, WORKER_DEFAULTS } from '../../src/core/worker/worker.ts';
import { connect } from '../../test/support/database/sql.ts';
import { benchCore, CONNECTIONS } from '../core.ts';
import type { Shift, ShiftReport } from './messages.ts';

/**
 * A process with one worker as the service runs it, and nothing else. When a look was due it knows
 * from the operation, so that it keeps no list of its own that would count as memory; the hands of
 * the clock are read after the claim has come back.
 */
async function work(shift: Shift): Promise<ShiftReport> {
  const sql = connect(shift.url, { connections: CONNECTIONS });
  const lateMs: number[] = [];
  const base = benchCore(sql, { checkEveryMs: shift.checkEveryMs });
  const core: Adapters = {
    ...base,
    schedule: {
      ...base.schedule,
      async claim(drafts, now) {
        const claimed = await base.schedule.claim(drafts, now);
        const at = Date.now();
        for (const it of claimed) lateMs.push(at - shift.fromMs - spreadMs(it));
        return claimed;
      },
    },
  };
  const worker = createWorker(core, { resume: () => Promise.resolve() }, WORKER_DEFAULTS);
  await worker.run(AbortSignal.timeout(shift.fromMs + shift.forMs - Date.now()));
  await new Promise((resolve) => setTimeout(resolve, 100));
  for (let time = 0; time < 3; time += 1) gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  await sql.end();
  return { lateMs, heapBytes: heapUsed, residentBytes: rss };
}

const operationSchema = z.object({ spreadMs: z.number() });

function spreadMs(claimed: Claimed): number {
  return operationSchema.parse(claimed.operation).spreadMs;
}

process.once('message', (shift: Shift) => {
  void work(shift).then((report) => {
    process.send?.(report);
    process.disconnect();
  });
});
