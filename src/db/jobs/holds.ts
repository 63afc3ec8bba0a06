import { limitOf, periodOf } from '../../core/credits/domain/allowance.ts';
import { acceptedJob } from '../../core/jobs/domain/job.ts';
import type { NewJob } from '../../core/jobs/domain/job.ts';
import type { Statements } from '../connection/connection.ts';
import { PERIODS, POOL } from '../credits/periods.ts';
import { sql } from '../drizzle.cjs';
import { balances } from '../schema/credits.ts';
import { cards } from '../schema/cards.ts';
import { jobs } from '../schema/jobs.ts';
import { kinds, maybe, rows } from '../statements/kinds.ts';
import type { ValuesOf } from '../statements/kinds.ts';
import { recordset, sqlStatement } from '../statements/statement.ts';

const drafts = rows({
  n: kinds.int,
  team_id: jobs.teamId,
  job_id: jobs.jobId,
  person_id: jobs.personId,
  roles: jobs.roles,
  platform: jobs.platform,
  request_key: jobs.requestKey,
  message: cards.message,
  language: cards.language,
  request: jobs.request,
  state: jobs.state,
  status: jobs.status,
  provider: jobs.provider,
  model: jobs.model,
  cost: jobs.quote,
  per: maybe(balances.per),
  most: maybe(balances.held),
  pool_per: maybe(balances.per),
  pool_most: maybe(balances.held),
  at_once: maybe(kinds.int),
  team_at_once: maybe(kinds.int),
  asks_if_first: kinds.boolean,
});

/** What became of one draft of a group. */
const outcome = {
  n: kinds.int,
  taken: kinds.boolean,
  /** A row of the running period is missing: make it and ask again. */
  unready: kinds.boolean,
  /** Nothing of this person's was accepted in the team yet, and they are to be asked then. */
  first: kinds.boolean,
  openJobs: maybe(kinds.int),
  teamOpenJobs: maybe(kinds.int),
  /** What is left after the whole group; null without a limit. */
  left: maybe(kinds.float),
  renewsAt: maybe(balances.endsAt),
  poolLeft: maybe(kinds.float),
  poolRenewsAt: maybe(balances.endsAt),
};
export type HoldRow = ValuesOf<typeof outcome>;

/**
 * Holds the credits of many drafts and writes their jobs, all in one statement, so that no check
 * is ever older than the taking. The rows of the period are locked in one order, which makes
 * concurrent groups wait for each other and never deadlock; what was used is read after the wait.
 * Within a group drafts are taken in their order while they fit beside all before them. One that
 * was passed over only because an earlier one was counted in is asked again by the caller.
 *
 * In SQL, as it was measured: locks within parts, and eight writes, are no words of the builder's.
 */
const hold = sqlStatement(
  { drafts, now: kinds.moment },
  outcome,
  (p) => sql`
    with draft as materialized (
      select * from ${recordset(drafts, p.drafts, 'd')}
    ),
    subject as (
      select team_id, person_id as subject from draft union select team_id, ${POOL} from draft
    ),
    locked as materialized (
      select b.team_id, b.subject, b.per, b.ends_at, b.held + b.charged as used
      from balances b join subject s using (team_id, subject)
      where b.starts_at <= ${p.now} and b.ends_at > ${p.now}
      order by b.team_id, b.subject, b.per, b.starts_at
      for update of b
    ),
    granting as materialized (
      select g.team_id, g.subject, g.grant_id, g.expires_at,
        g.credits - g.held - g.charged as room
      from grants g join subject s using (team_id, subject)
      where g.revoked_at is null and (g.expires_at is null or g.expires_at > ${p.now})
        -- Always after the balances, so that nobody waits for each other.
        and (select count(*) from locked) > 0
      order by g.team_id, g.grant_id
      for update of g
    ),
    extra as (
      select concat_ws(' ', team_id, subject) as key, sum(room)::bigint as room
      from granting where room > 0 group by 1
    ),
    period as (
      -- One key: by several the planner joins on the team alone and compares all with all.
      select concat_ws(' ', team_id, subject, per) as key, used, ends_at,
        count(*) over (partition by team_id, subject) as periods
      from locked
    ),
    judged as (
      select d.*, p.used, p.ends_at, q.used as pool_used, q.ends_at as pool_ends_at,
        case when d.most is not null then greatest(d.most - p.used, 0) end as free,
        case when d.pool_most is not null then greatest(d.pool_most - q.used, 0) end as pool_free,
        coalesce(e.room, 0) as extra, coalesce(f.room, 0) as pool_extra,
        coalesce(p.periods + q.periods, 0) < ${2 * PERIODS} as unready,
        exists (select 1 from jobs j where j.team_id = d.team_id and j.platform = d.platform
          and j.request_key = d.request_key) as known,
        case when d.at_once is not null then (
          select count(*) from jobs j where j.team_id = d.team_id and j.person_id = d.person_id
            and j.open and j.status <> 'unconfirmed')::int end as open_jobs,
        case when d.team_at_once is not null then (
          select count(*) from jobs j where j.team_id = d.team_id
            and j.open and j.status <> 'unconfirmed')::int end as team_open_jobs,
        -- Whatever became of a video that was accepted: its price was agreed to.
        d.asks_if_first and not exists (select 1 from jobs j where j.team_id = d.team_id
          and j.person_id = d.person_id) as first,
        row_number() over (partition by d.team_id, d.person_id order by d.n) as turn,
        row_number() over (partition by d.team_id order by d.n) as team_turn
      from draft d
      left join period p on p.key = concat_ws(' ', d.team_id, d.person_id, d.per)
      left join period q on q.key = concat_ws(' ', d.team_id, ${POOL}::text, d.pool_per)
      left join extra e on e.key = concat_ws(' ', d.team_id, d.person_id)
      left join extra f on f.key = concat_ws(' ', d.team_id, ${POOL}::text)
    ),
    within as (
      select *, sum(cost) over (partition by team_id, person_id order by n) as running
      from judged
      where not unready and not known and not first and (at_once is null or open_jobs + turn <= at_once)
        and (team_at_once is null or team_open_jobs + team_turn <= team_at_once)
    ),
    fitting as (
      -- Grants are drawn on by one draft at a time: the first, which has nobody counted in before it.
      select *, sum(cost) over (partition by team_id order by n) as pool_running,
        case when running = cost and cost > free then cost - free else 0 end as granted
      from within
      where most is null or running <= free or (running = cost and cost <= free + extra)
    ),
    taken as materialized (
      select *, case when pool_running = cost and cost > pool_free then cost - pool_free else 0 end
          as pool_granted
      from fitting
      where pool_most is null or pool_running <= pool_free
        or (pool_running = cost and cost <= pool_free + pool_extra)
    ),
    inserted as (
      insert into jobs (team_id, job_id, person_id, roles, platform, request_key, provider, model,
        quote, price, request, state, status, created_at)
      select team_id, job_id, person_id, roles, platform, request_key, provider, model, cost, cost,
        request, state, status, ${p.now}
      from taken
      on conflict (team_id, platform, request_key) do nothing
      returning team_id, job_id, person_id, quote
    ),
    hold as materialized (
      select i.*, t.granted, t.pool_granted from inserted i join taken t using (team_id, job_id)
    ),
    usage as materialized (
      select * from (
        select w.team_id, w.job_id, g.grant_id, least(g.room, w.wanted
          - (sum(g.room) over (partition by w.job_id, w.subject
              order by g.expires_at nulls last, g.grant_id) - g.room)) as held
        from (
          select team_id, job_id, person_id as subject, granted as wanted from hold
          union all select team_id, job_id, ${POOL}, pool_granted from hold
        ) w
        join granting g on g.team_id = w.team_id and g.subject = w.subject
        where w.wanted > 0 and g.room > 0
      ) u where held > 0
    ),
    used as (
      insert into grant_usage (team_id, job_id, grant_id, held)
      select team_id, job_id, grant_id, held from usage
    ),
    drained as (
      update grants g set held = g.held + u.held
      from usage u where g.team_id = u.team_id and g.grant_id = u.grant_id
    ),
    sums as materialized (
      select team_id, person_id as subject, sum(quote - granted) as held, sum(granted) as granted
      from hold group by 1, 2
      union all
      select team_id, ${POOL}, sum(quote - pool_granted), sum(pool_granted) from hold group by 1
    ),
    counted as (
      update balances b set held = b.held + s.held
      from sums s
      where b.team_id = s.team_id and b.subject = s.subject
        and b.starts_at <= ${p.now} and b.ends_at > ${p.now}
    ),
    booked as (
      insert into ledger (team_id, job_id, kind, person_id, credits, granted, pool_granted, at,
        held_at)
      select team_id, job_id, 'hold', person_id, quote, granted, pool_granted, ${p.now}, ${p.now}
      from hold
    ),
    scheduled as (
      insert into schedule (team_id, job_id, lane, provider, due_at, person_id, queued_at)
      select i.team_id, i.job_id, 'line', d.provider, ${p.now}, i.person_id, ${p.now}
      from inserted i join draft d using (team_id, job_id)
    ),
    carded as (
      -- Shown by whoever takes it first: the one who accepted it, or a worker if that one dies.
      insert into cards (team_id, job_id, platform, message, language, due_at)
      select i.team_id, i.job_id, d.platform, d.message, d.language, ${p.now}
      from inserted i join draft d using (team_id, job_id)
    )
    select j.n, i.job_id is not null as taken, j.unready, j.first, j.open_jobs, j.team_open_jobs,
      (j.free + j.extra - coalesce(s.held + s.granted, 0))::float8 as left, j.ends_at as renews_at,
      (j.pool_free + j.pool_extra - coalesce(ps.held + ps.granted, 0))::float8 as pool_left,
      j.pool_ends_at as pool_renews_at
    from judged j
    left join inserted i
      on concat_ws(' ', i.team_id, i.job_id) = concat_ws(' ', j.team_id, j.job_id)
    left join sums s on s.team_id = j.team_id and s.subject = j.person_id
    left join sums ps on ps.team_id = j.team_id and ps.subject = ${POOL}
    order by j.n`,
);

export function holdAndWrite(
  on: Statements,
  newJobs: readonly NewJob[],
  now: Date,
): Promise<readonly HoldRow[]> {
  return hold(on, { drafts: newJobs.map(toRow), now });
}

function toRow(newJob: NewJob, index: number) {
  const { state } = acceptedJob(newJob);
  return {
    n: index,
    team_id: newJob.teamId,
    job_id: newJob.jobId,
    person_id: newJob.personId,
    roles: newJob.roles,
    platform: newJob.platform,
    request_key: newJob.requestKey,
    message: newJob.message,
    language: newJob.language,
    request: newJob.request,
    state,
    status: state.status,
    provider: newJob.provider,
    model: newJob.model,
    cost: newJob.quote,
    per: periodOf(newJob.allowance),
    most: limitOf(newJob.allowance),
    pool_per: periodOf(newJob.pool),
    pool_most: limitOf(newJob.pool),
    at_once: newJob.atOnce,
    team_at_once: newJob.teamAtOnce,
    asks_if_first: newJob.asksIfFirst,
  };
}
