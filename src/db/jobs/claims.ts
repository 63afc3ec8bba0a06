import { jobId, teamId } from '../../core/shared/domain/ids.ts';
import type { Json } from '../../core/shared/domain/json.ts';
import { later } from '../../core/shared/domain/later.ts';
import type { Lane } from '../../core/jobs/domain/steps.ts';
import type { ProviderCapacity } from '../../core/jobs/ports/queue.ts';
import type { Claimed, ClaimRequest } from '../../core/jobs/ports/schedule.ts';
import type { Sql, Statements } from '../connection/connection.ts';
import { jsonText } from '../shared/json-text.ts';

interface ClaimRow {
  readonly team_id: string;
  readonly job_id: string;
  readonly lane: Lane;
  readonly provider: string;
  readonly attempts: number;
  readonly operation: Json;
  readonly started_at: Date | null;
}

/**
 * Takes what is due in every lane at once. The claim books the next time itself, so a look at a
 * render that is still going is one write, and a worker that dies costs one interval.
 *
 * The rows are found again by their place (ctid), which is safe because they were locked by this
 * very statement: joined by key, the planner reads the whole table for every few hundred of them.
 * One that was moved between the beginning of the statement and the lock is left for the next time.
 */
export async function claimSteps(
  sql: Sql,
  requests: readonly ClaimRequest[],
  now: Date,
): Promise<readonly Claimed[]> {
  const rows = await sql<ClaimRow[]>`
    with request as materialized (
      select w.lane, w.provider, w.most, w.now,
        array(select jsonb_array_elements_text(w.next)::timestamptz) as next
      from jsonb_to_recordset(${jsonText(requests.map((it) => toRow(it, now)))}::text::jsonb)
        as w(lane text, provider text, most int, now timestamptz, next jsonb)
    ),
    picked as materialized (
      select s.place
      from request w cross join lateral (
        select ctid as place from schedule
        where lane = w.lane and provider = w.provider and due_at <= w.now
        order by due_at limit w.most
        for update skip locked
      ) s
    )
    update schedule s
    set due_at = w.next[least(s.attempts + 1, cardinality(w.next))],
      -- Counted when claimed, not when failed: a crash in between must count too.
      attempts = least(s.attempts + 1, 32000)
    from request w
    where s.ctid = any(array(select place from picked))
      and w.lane = s.lane and w.provider = s.provider
    returning s.team_id, s.job_id, s.lane, s.provider, s.attempts, s.operation, s.started_at`;
  return rows.map((row) => ({
    teamId: teamId(row.team_id),
    jobId: jobId(row.job_id),
    lane: row.lane,
    provider: row.provider,
    attempts: row.attempts,
    operation: row.operation,
    startedAt: row.started_at,
  }));
}

/** A request with the moments at which what is claimed comes up again. */
function toRow({ lane, provider, limit: most, intervalsMs }: ClaimRequest, now: Date) {
  return { lane, provider, most, now, next: intervalsMs.map((it) => later(now, it)) };
}

/** Dequeued, and rendering there as far as anybody knows. */
export const atProvider = (sql: Statements) => sql`lane in ('start', 'check', 'find')`;

/** The order of a provider's queue: fair between people, counting what each has running, then first come. */
export const queueOf = (sql: Statements, provider: string) => sql`
  select s.team_id, s.job_id, s.person_id, s.due_at, s.queued_at, coalesce(a.running, 0)
      + row_number() over (partition by s.team_id, s.person_id order by s.queued_at, s.job_id)
      as round
  from schedule s
  left join (
    select team_id, person_id, count(*) as running from schedule
    where provider = ${provider} and ${atProvider(sql)} group by 1, 2
  ) a on a.team_id = s.team_id and a.person_id = s.person_id
  where s.provider = ${provider} and s.lane = 'line'`;

/**
 * Lets jobs out of each provider's queue while it has capacity. Two workers must not count the same capacity,
 * so one at a time does this; the statement after the lock sees what the one before it wrote.
 */
export async function dequeueJobs(
  sql: Sql,
  capacities: readonly ProviderCapacity[],
  now: Date,
): Promise<number> {
  const waiting = await sql<{ provider: string }[]>`
    select provider from unnest(${capacities.map((it) => it.provider)}::text[]) as p(provider)
    where exists (select 1 from schedule s
      where s.lane = 'line' and s.provider = p.provider and s.due_at <= ${now})`;
  const theirs = new Set(waiting.map((it) => it.provider));
  let dequeued = 0;
  for (const capacity of capacities) {
    if (theirs.has(capacity.provider)) dequeued += await dequeueFrom(sql, capacity, now);
  }
  return dequeued;
}

function dequeueFrom(sql: Sql, capacity: ProviderCapacity, now: Date): Promise<number> {
  const { provider, inFlight, starting = inFlight } = capacity;
  return sql.begin(async (tx) => {
    const [lock] = await tx<{ mine: boolean }[]>`
      select pg_try_advisory_xact_lock(hashtextextended(${`admit ${provider}`}, 0)) as mine`;
    if (lock?.mine !== true) return 0;
    const dequeued = await tx`
      with capacity as materialized (
        select greatest(least(
          ${inFlight}::int - count(*),
          ${starting}::int - count(*) filter (where lane = 'start')
        ), 0) as free
        from (select lane from schedule where provider = ${provider} and ${atProvider(tx)}
          limit ${inFlight}) running
      ),
      next as materialized (
        select team_id, job_id from (${queueOf(tx, provider)}) queue
        where due_at <= ${now} and (select free from capacity) > 0
        order by round, queued_at, job_id
        limit (select free from capacity)
      )
      update schedule s set lane = 'start', due_at = ${now}, attempts = 0
      from next n
      where s.team_id = n.team_id and s.job_id = n.job_id and s.lane = 'line'`;
    return dequeued.count;
  });
}
