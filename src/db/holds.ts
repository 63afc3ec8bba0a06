import { limitOf, periodOf } from '../core/domain/allowance.ts';
import type { Draft } from '../core/ports/job-store.ts';
import type { Statements } from './connection.ts';
import { jsonText } from './json-text.ts';
import { PERIODS, POOL } from './periods.ts';

/** What became of one draft of a group. */
export interface HoldRow {
  readonly n: number;
  readonly taken: boolean;
  /** What is left after the whole group; null without a limit. */
  readonly left: number | null;
  readonly pool_left: number | null;
  readonly renews_at: Date | null;
  readonly pool_renews_at: Date | null;
  readonly open_jobs: number | null;
  /** A row of the running period is missing: make it and ask again. */
  readonly unready: boolean;
}

/**
 * Holds the credits of many drafts and writes their jobs, all in one statement, so that no check
 * is ever older than the taking. The rows of the period are locked in one order, which makes
 * concurrent groups wait for each other and never deadlock; what was used is read after the wait.
 * Within a group drafts are taken in their order while they fit beside all before them. One that
 * was passed over only because an earlier one was counted in is asked again by the caller.
 */
export async function holdAndWrite(
  sql: Statements,
  drafts: readonly Draft[],
  now: Date,
): Promise<readonly HoldRow[]> {
  return sql<HoldRow[]>`
    with draft as materialized (
      select * from jsonb_to_recordset(${jsonText(drafts.map(toRow))}::text::jsonb) as d(
        n int, team_id text, job_id text, person_id text, roles jsonb, platform text,
        request_key text, message jsonb, request jsonb, state jsonb, provider text, model text,
        cost int, per text, most bigint, pool_per text, pool_most bigint, at_once int)
    ),
    subject as (
      select team_id, person_id as subject from draft union select team_id, ${POOL} from draft
    ),
    locked as materialized (
      select b.team_id, b.subject, b.per, b.ends_at, b.held + b.charged as used
      from balances b join subject s using (team_id, subject)
      where b.starts_at <= ${now} and b.ends_at > ${now}
      order by b.team_id, b.subject, b.per, b.starts_at
      for update of b
    ),
    period as (
      -- One key: by several the planner joins on the team alone and compares all with all.
      select concat_ws(' ', team_id, subject, per) as key, used, ends_at,
        count(*) over (partition by team_id, subject) as periods
      from locked
    ),
    judged as (
      select d.*, p.used, p.ends_at, q.used as pool_used, q.ends_at as pool_ends_at,
        coalesce(p.periods + q.periods, 0) < ${2 * PERIODS} as unready,
        exists (select 1 from jobs j where j.team_id = d.team_id and j.platform = d.platform
          and j.request_key = d.request_key) as known,
        case when d.at_once is not null then (
          select count(*) from jobs j where j.team_id = d.team_id and j.person_id = d.person_id
            and j.open and j.status <> 'unconfirmed')::int end as open_jobs,
        row_number() over (partition by d.team_id, d.person_id order by d.n) as turn
      from draft d
      left join period p on p.key = concat_ws(' ', d.team_id, d.person_id, d.per)
      left join period q on q.key = concat_ws(' ', d.team_id, ${POOL}::text, d.pool_per)
    ),
    within as (
      select *, sum(cost) over (partition by team_id, person_id order by n) as running
      from judged
      where not unready and not known and (at_once is null or open_jobs + turn <= at_once)
    ),
    fitting as (
      select *, sum(cost) over (partition by team_id order by n) as pool_running
      from within where most is null or used + running <= most
    ),
    inserted as (
      insert into jobs (team_id, job_id, person_id, roles, platform, request_key, provider, model,
        quote, price, request, state, status, created_at)
      select team_id, job_id, person_id, roles, platform, request_key, provider, model, cost, cost,
        request, state, 'waiting', ${now}
      from fitting where pool_most is null or pool_used + pool_running <= pool_most
      on conflict (team_id, platform, request_key) do nothing
      returning team_id, job_id, person_id, quote
    ),
    sums as materialized (
      select team_id, person_id as subject, sum(quote) as held from inserted group by 1, 2
      union all
      select team_id, ${POOL}, sum(quote) from inserted group by 1
    ),
    counted as (
      update balances b set held = b.held + s.held
      from sums s
      where b.team_id = s.team_id and b.subject = s.subject
        and b.starts_at <= ${now} and b.ends_at > ${now}
    ),
    booked as (
      insert into ledger (team_id, job_id, kind, person_id, credits, at, held_at)
      select team_id, job_id, 'hold', person_id, quote, ${now}, ${now} from inserted
    ),
    scheduled as (
      insert into schedule (team_id, job_id, lane, provider, due_at, person_id, queued_at)
      select i.team_id, i.job_id, 'line', d.provider, ${now}, i.person_id, ${now}
      from inserted i join draft d using (team_id, job_id)
    ),
    carded as (
      -- Shown by whoever takes it first: the one who accepted it, or a worker if that one dies.
      insert into cards (team_id, job_id, platform, message, due_at)
      select i.team_id, i.job_id, d.platform, d.message, ${now}
      from inserted i join draft d using (team_id, job_id)
    )
    select j.n, i.job_id is not null as taken, j.unready, j.open_jobs,
      (j.most - j.used - coalesce(s.held, 0))::int as left, j.ends_at as renews_at,
      (j.pool_most - j.pool_used - coalesce(ps.held, 0))::int as pool_left,
      j.pool_ends_at as pool_renews_at
    from judged j
    left join inserted i
      on concat_ws(' ', i.team_id, i.job_id) = concat_ws(' ', j.team_id, j.job_id)
    left join sums s on s.team_id = j.team_id and s.subject = j.person_id
    left join sums ps on ps.team_id = j.team_id and ps.subject = ${POOL}
    order by j.n`;
}

function toRow(draft: Draft, index: number) {
  return {
    n: index,
    team_id: draft.teamId,
    job_id: draft.jobId,
    person_id: draft.personId,
    roles: draft.roles,
    platform: draft.platform,
    request_key: draft.requestKey,
    message: draft.message,
    request: draft.request,
    state: {
      status: 'waiting',
      since: draft.at.toISOString(),
      notBefore: draft.at.toISOString(),
      setback: null,
    },
    provider: draft.provider,
    model: draft.model,
    cost: draft.quote,
    per: periodOf(draft.allowance),
    most: limitOf(draft.allowance),
    pool_per: periodOf(draft.pool),
    pool_most: limitOf(draft.pool),
    at_once: draft.atOnce,
  };
}
