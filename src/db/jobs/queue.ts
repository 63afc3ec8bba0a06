import type { JobKey } from '../../core/shared/domain/ids.ts';
import type { Queue, QueuePosition } from '../../core/jobs/ports/queue.ts';
import { createBatcher } from '../shared/batch.ts';
import { keyOf } from './job-rows.ts';
import type { Sql } from '../connection/connection.ts';
import { isRefusedValue } from '../connection/trouble.ts';
import { sql } from '../drizzle.cjs';
import { schedule } from '../schema/jobs.ts';
import { kinds } from '../statements/kinds.ts';
import { sqlStatement } from '../statements/statement.ts';
import { dequeueJobs } from './dequeue.ts';
import { nameOf, positionFor, positionsAt } from './queue-positions.ts';

const { teamId, jobId, provider } = schedule;

const readWaiting = sqlStatement(
  { provider, most: kinds.int },
  { teamId, jobId },
  (p) => sql`
    select team_id, job_id from schedule
    where lane = 'line' and provider = ${p.provider} order by due_at limit ${p.most}`,
);

/** The queues of the providers. Positions that are asked for at once are read together. */
export function createPostgresQueue(on: Sql): Queue {
  const positionOf = createBatcher<JobKey & { readonly provider: string }, QueuePosition | null>({
    most: 200,
    isolateOn: isRefusedValue,
    async run(keys) {
      const providers = new Set(keys.map((it) => it.provider));
      const found = await Promise.all([...providers].map((it) => positionsAt(on, it, keys)));
      const positions = new Map(found.flat());
      return keys.map((key) => positions.get(nameOf(key)) ?? null);
    },
  });
  return {
    dequeue: (capacities, now) => dequeueJobs(on, capacities, now),
    async waitingAt(at, most) {
      return (await readWaiting(on, { provider: at, most })).map(keyOf);
    },
    positionOf: (key, at) => positionOf({ ...key, provider: at }),
    positionFor: (who, at) => positionFor(on, who, at),
  };
}
