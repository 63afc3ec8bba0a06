import { keyOf } from './job-rows.ts';
import { later } from '../../core/shared/domain/later.ts';
import type { Claimed, ClaimRequest } from '../../core/jobs/ports/schedule.ts';
import type { Sql } from '../connection/connection.ts';
import { sql } from '../drizzle.cjs';
import { schedule } from '../schema/jobs.ts';
import { kinds, rows } from '../statements/kinds.ts';
import { recordset, sqlStatement } from '../statements/statement.ts';

const { teamId, jobId, lane, provider, attempts, operation, startedAt } = schedule;

const wanted = rows({ lane, provider, most: kinds.int, now: kinds.moment, next: kinds.json });

/**
 * Takes what is due in every lane at once. The claim books the next time itself, so a look at a
 * render that is still going is one write, and a worker that dies costs one interval.
 *
 * In SQL, as it was measured. The rows are found again by their place (ctid), which is safe because
 * they were locked by this very statement: joined by key, the planner reads the whole table for
 * every few hundred of them. One that was moved between the beginning of the statement and the lock
 * is left for the next time.
 */
const claimDue = sqlStatement(
  { requests: wanted },
  { teamId, jobId, lane, provider, attempts, operation, startedAt },
  (p) => sql`
    with request as materialized (
      select w.lane, w.provider, w.most, w.now,
        array(select jsonb_array_elements_text(w.next)::timestamptz) as next
      from ${recordset(wanted, p.requests, 'w')}
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
    returning s.team_id, s.job_id, s.lane, s.provider, s.attempts, s.operation, s.started_at`,
);

export async function claimSteps(
  on: Sql,
  requests: readonly ClaimRequest[],
  now: Date,
): Promise<readonly Claimed[]> {
  const claimed = await claimDue(on, { requests: requests.map((it) => toRow(it, now)) });
  return claimed.map((row) => ({ ...row, ...keyOf(row) }));
}

/** A request with the moments at which what is claimed comes up again. */
function toRow({ limit: most, intervalsMs, ...of }: ClaimRequest, now: Date) {
  return {
    lane: of.lane,
    provider: of.provider,
    most,
    now,
    next: intervalsMs.map((it) => later(now, it)),
  };
}
