import { isSettled } from '../../core/jobs/domain/job.ts';
import type { JobState } from '../../core/jobs/domain/job.ts';
import type { Json } from '../../core/shared/domain/json.ts';
import type { LedgerEntry } from '../../core/jobs/domain/charge-or-release-credits.ts';
import type { Save } from '../../core/jobs/ports/job-store.ts';
import type { Sql } from '../connection/connection.ts';
import { POOL } from '../credits/periods.ts';
import { sql } from '../drizzle.cjs';
import { ledger } from '../schema/credits.ts';
import { jobs, renderTimes, schedule } from '../schema/jobs.ts';
import { kinds, maybe, rows } from '../statements/kinds.ts';
import { recordset, sqlStatement } from '../statements/statement.ts';

const states = rows({
  n: kinds.int,
  team_id: jobs.teamId,
  job_id: jobs.jobId,
  version: jobs.version,
  state: jobs.state,
  status: jobs.status,
  open: jobs.open,
  operation: schedule.operation,
  started_at: schedule.startedAt,
  booked: kinds.boolean,
  lane: maybe(schedule.lane),
  due_at: maybe(schedule.dueAt),
  charge: maybe(ledger.credits),
  release: maybe(ledger.credits),
  overrun: maybe(ledger.credits),
  loss: maybe(ledger.credits),
  took_ms: maybe(renderTimes.tookMs),
  at: kinds.moment,
  provider: maybe(jobs.provider),
  model: maybe(jobs.model),
  price: maybe(jobs.price),
});

/**
 * Writes many jobs' next states in one statement: the state over the version it was read at, its
 * ledger rows, the balances they change, the next step and that the card must change. Credits that
 * were held are charged here, or go back to the allowance, the pool and the grants they came from.
 * A job that somebody else wrote first is left alone with all that belongs to it.
 *
 * In SQL, as it was measured: locks within parts, and ten writes, are no words of the builder's.
 */
const writeStates = sqlStatement(
  { saves: states },
  { n: kinds.int },
  (p) => sql`
    with wanted as materialized (
      select * from ${recordset(states, p.saves, 'w')}
    ),
    held as materialized (
      -- Locked in one order, whoever saves what together: groups wait, they do not deadlock.
      select j.team_id, j.job_id, w.n
      from jobs j join wanted w on w.team_id = j.team_id and w.job_id = j.job_id
        and w.version = j.version
      order by j.team_id, j.job_id
      for update of j
    ),
    saved as materialized (
      update jobs j set state = w.state, status = w.status, open = w.open,
        version = j.version + 1,
        provider = coalesce(w.provider, j.provider), model = coalesce(w.model, j.model), price = coalesce(w.price, j.price)
      from held h join wanted w using (n)
      where j.team_id = h.team_id and j.job_id = h.job_id and j.version = w.version
      returning w.team_id, w.job_id, w.n, w.booked, w.lane, w.due_at, w.operation, w.started_at,
        w.charge, w.release, w.overrun, w.loss, w.took_ms, w.at, j.version as now_version, j.person_id,
        j.provider, j.model, j.request, j.created_at
    ),
    change as materialized (
      -- A charge takes the part of the hold first that came from the allowance, then the grants.
      select *, greatest(charge - (held - granted), 0) as granted_charge,
        greatest(charge - (held - pool_granted), 0) as pool_granted_charge
      from (
        select s.team_id, s.job_id, s.person_id as subject, s.created_at as held_at,
          coalesce(s.charge, 0) as charge, coalesce(s.release, 0) as release,
          coalesce(s.charge, 0) + coalesce(s.release, 0) as held,
          coalesce(l.granted, 0) as granted, coalesce(l.pool_granted, 0) as pool_granted
        from saved s left join ledger l
          on l.team_id = s.team_id and l.job_id = s.job_id and l.kind = 'hold'
        where s.charge is not null or s.release is not null
      ) c
    ),
    booked as (
      insert into ledger (team_id, job_id, kind, person_id, credits, granted, pool_granted, at,
        held_at)
      select s.team_id, s.job_id, k.kind, s.person_id, k.credits, coalesce(k.granted, 0),
        coalesce(k.pool_granted, 0), s.at, s.created_at
      from saved s
      left join change c using (team_id, job_id)
      cross join lateral (
        values ('charge', s.charge, c.granted_charge, c.pool_granted_charge),
          ('release', s.release, c.granted - c.granted_charge,
            c.pool_granted - c.pool_granted_charge),
          ('overrun', s.overrun, 0, 0), ('loss', s.loss, 0, 0)
      ) as k(kind, credits, granted, pool_granted)
      where k.credits is not null
    ),
    touched as materialized (
      select b.team_id, b.subject, b.per, b.starts_at
      from balances b
      where exists (select 1 from change c where c.team_id = b.team_id
        and (b.subject = c.subject or b.subject = ${POOL})
        and b.starts_at <= c.held_at and b.ends_at > c.held_at)
      order by b.team_id, b.subject, b.per, b.starts_at
      for update of b
    ),
    sums as materialized (
      select t.team_id, t.subject, t.per, t.starts_at,
        sum(c.held - case t.subject when ${POOL} then c.pool_granted else c.granted end) as unheld,
        sum(c.charge - case t.subject when ${POOL} then c.pool_granted_charge
          else c.granted_charge end) as charged
      from touched t join balances b using (team_id, subject, per, starts_at)
      join change c on c.team_id = t.team_id and (t.subject = c.subject or t.subject = ${POOL})
        and b.starts_at <= c.held_at and b.ends_at > c.held_at
      group by 1, 2, 3, 4
    ),
    counted as (
      update balances b set held = b.held - s.unheld, charged = b.charged + s.charged
      from sums s
      where b.team_id = s.team_id and b.subject = s.subject and b.per = s.per
        and b.starts_at = s.starts_at
    ),
    used as materialized (
      select u.team_id, u.job_id, u.grant_id, u.held, g.subject, g.expires_at,
        case g.subject when ${POOL} then c.pool_granted_charge else c.granted_charge end as due
      from change c
      join grant_usage u using (team_id, job_id)
      join grants g using (team_id, grant_id)
      -- Always after the balances, so that nobody waits for each other.
      where c.granted + c.pool_granted > 0 and (select count(*) from touched) > 0
      order by g.team_id, g.grant_id
      for update of g
    ),
    spent as materialized (
      select team_id, job_id, grant_id, held, greatest(least(held, due
        - (sum(held) over (partition by team_id, job_id, subject
            order by expires_at nulls last, grant_id) - held)), 0) as charged
      from used
    ),
    noted as (
      update grant_usage u set charged = s.charged
      from spent s
      where u.team_id = s.team_id and u.job_id = s.job_id and u.grant_id = s.grant_id
    ),
    refilled as (
      update grants g set held = g.held - s.held, charged = g.charged + s.charged
      from (select team_id, grant_id, sum(held) as held, sum(charged) as charged from spent
        group by 1, 2) s
      where g.team_id = s.team_id and g.grant_id = s.grant_id
    ),
    unscheduled as (
      delete from schedule c using saved s
      where s.lane is null and not s.booked and c.team_id = s.team_id and c.job_id = s.job_id
    ),
    scheduled as (
      insert into schedule as c (team_id, job_id, lane, provider, due_at, person_id, queued_at,
        operation, started_at)
      select team_id, job_id, lane, provider, due_at, person_id, created_at, operation, started_at
      from saved where lane is not null
      on conflict (team_id, job_id) do update set lane = excluded.lane, due_at = excluded.due_at,
        provider = excluded.provider, attempts = 0, operation = coalesce(excluded.operation, c.operation),
        started_at = coalesce(excluded.started_at, c.started_at)
    ),
    timed as (
      insert into render_times (provider, model, quality, seconds, at, took_ms)
      select provider, model, request #>> '{settings,quality}',
        (request #>> '{settings,seconds}')::int, at, took_ms
      from saved where took_ms is not null
    ),
    carded as (
      update cards c set version = s.now_version, due_at = s.at, rank = 0
      from saved s where c.team_id = s.team_id and c.job_id = s.job_id
    )
    select n from saved`,
);

/** @returns the numbers of the saves that were written */
export async function writeSaves(on: Sql, saves: readonly Save[]): Promise<ReadonlySet<number>> {
  const written = await writeStates(on, { saves: saves.map(toRow) });
  return new Set(written.map((it) => it.n));
}

function toRow({ job, next, ledger, step, at, moveTo }: Save, index: number) {
  const booked = step === 'as-booked';
  return {
    n: index,
    team_id: job.teamId,
    job_id: job.jobId,
    version: job.version,
    state: next,
    status: next.status,
    open: !isSettled(next),
    operation: operationOf(next),
    started_at: next.status === 'rendering' ? next.since : null,
    booked,
    lane: booked ? null : (step?.lane ?? null),
    due_at: booked ? null : (step?.dueAt ?? null),
    charge: creditsOf(ledger, 'charge'),
    release: creditsOf(ledger, 'release'),
    overrun: creditsOf(ledger, 'overrun'),
    loss: creditsOf(ledger, 'loss'),
    took_ms: tookMs(job.state, next),
    at,
    provider: moveTo?.provider ?? null,
    model: moveTo?.model ?? null,
    price: moveTo?.price ?? null,
  };
}

/** The handle that is asked about next, certain or not. */
function operationOf(next: JobState): Json | null {
  if ('operation' in next) return next.operation;
  return next.status === 'unconfirmed' ? (next.reported ?? null) : null;
}

function creditsOf(ledger: readonly LedgerEntry[], kind: LedgerEntry['kind']): number | null {
  return ledger.find((it) => it.kind === kind)?.credits ?? null;
}

/** A render that was watched from its start to its end says how long renders take. */
function tookMs(before: JobState, next: JobState): number | null {
  if (before.status !== 'rendering' || next.status !== 'collecting') return null;
  return Math.min(next.renderedAt.getTime() - next.since.getTime(), 2_000_000_000);
}
