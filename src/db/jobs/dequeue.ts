import type { ProviderCapacity } from '../../core/jobs/ports/queue.ts';
import type { Sql } from '../connection/connection.ts';
import { sql } from '../drizzle.cjs';
import { schedule } from '../schema/jobs.ts';
import { tryAdvisoryLock } from '../shared/advisory-lock.ts';
import { kinds } from '../statements/kinds.ts';
import { sqlStatement } from '../statements/statement.ts';
import { atProvider, queueOf } from './queue-order.ts';

const { provider } = schedule;

const readWaiting = sqlStatement(
  { providers: kinds.texts, now: kinds.moment },
  { provider: kinds.text },
  (p) => sql`
    select provider from unnest(${p.providers}) as p(provider)
    where exists (select 1 from schedule s
      where s.lane = 'line' and s.provider = p.provider and s.due_at <= ${p.now})`,
);

/**
 * In SQL, as it was measured: the builder has no materialized parts, and what is counted, ordered
 * and moved must be one statement.
 */
const moveToStart = sqlStatement(
  { provider, inFlight: kinds.int, starting: kinds.int, now: kinds.moment },
  {},
  (p) => sql`
    with capacity as materialized (
      select greatest(least(
        ${p.inFlight} - count(*),
        ${p.starting} - count(*) filter (where lane = 'start')
      ), 0) as free
      from (select lane from schedule where provider = ${p.provider} and ${atProvider}
        limit ${p.inFlight}) running
    ),
    next as materialized (
      select team_id, job_id from (${queueOf(p.provider)}) queue
      where due_at <= ${p.now} and (select free from capacity) > 0
      order by round, queued_at, job_id
      limit (select free from capacity)
    )
    update schedule s set lane = 'start', due_at = ${p.now}, attempts = 0
    from next n
    where s.team_id = n.team_id and s.job_id = n.job_id and s.lane = 'line'`,
);

/**
 * Lets jobs out of each provider's queue while it has capacity. Two workers must not count the same capacity,
 * so one at a time does this; the statement after the lock sees what the one before it wrote.
 */
export async function dequeueJobs(
  on: Sql,
  capacities: readonly ProviderCapacity[],
  now: Date,
): Promise<number> {
  const providers = capacities.map((it) => it.provider);
  const waiting = new Set((await readWaiting(on, { providers, now })).map((it) => it.provider));
  let dequeued = 0;
  for (const capacity of capacities) {
    if (waiting.has(capacity.provider)) dequeued += await dequeueFrom(on, capacity, now);
  }
  return dequeued;
}

function dequeueFrom(on: Sql, capacity: ProviderCapacity, now: Date): Promise<number> {
  const { provider: of, inFlight, starting = inFlight } = capacity;
  return on.begin(async (tx) => {
    if (!(await tryAdvisoryLock(tx, `admit ${of}`))) return 0;
    return (await moveToStart(tx, { provider: of, inFlight, starting, now })).count;
  });
}
