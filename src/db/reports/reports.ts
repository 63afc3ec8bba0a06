import { z } from 'zod';
import { jobId, personId, teamId } from '../../core/shared/domain/ids.ts';
import { NO_FIGURES } from '../../core/reports/domain/report.ts';
import type { Report } from '../../core/reports/domain/report.ts';
import type { ReportStore } from '../../core/reports/ports/reports.ts';
import type { Sql } from '../connection/connection.ts';
import { sql } from '../drizzle.cjs';
import { balances } from '../schema/credits.ts';
import { jobs } from '../schema/jobs.ts';
import { people, teams } from '../schema/teams.ts';
import { kinds, maybe } from '../statements/kinds.ts';
import type { ValuesOf } from '../statements/kinds.ts';
import { sqlStatement } from '../statements/statement.ts';
import type { Params } from '../statements/statement.ts';

const ofSpan = {
  team: jobs.teamId,
  timeZone: teams.timeZone,
  first: kinds.text,
  last: kinds.text,
};

/** The jobs of the span with what the ledger says of each. Days are those of the team's clocks. */
const jobsIn = (p: Params<typeof ofSpan>) => sql`
    span as (
      select ${p.first}::date::timestamp at time zone ${p.timeZone} as begins,
        (${p.last}::date + 1)::timestamp at time zone ${p.timeZone} as ends
    ),
    booked as (
      select l.job_id,
        coalesce(sum(l.credits) filter (where l.kind = 'charge'), 0) as charged,
        coalesce(sum(l.credits) filter (where l.kind = 'release'), 0) as returned,
        coalesce(sum(l.credits) filter (where l.kind = 'hold'), 0) as held,
        coalesce(sum(l.credits) filter (where l.kind = 'loss'), 0) as lost
      from ledger l cross join span
      where l.team_id = ${p.team} and l.kind <> 'carry'
        and l.held_at >= span.begins and l.held_at < span.ends
      group by l.job_id
    ),
    job as (
      select j.job_id, j.created_at, j.platform, j.status, j.quote, j.request,
        j.provider || '/' || j.model as model,
        -- Who was linked to somebody is that person now.
        coalesce(a.person_id, j.person_id) as person,
        (j.created_at at time zone ${p.timeZone}) as local,
        coalesce(b.charged, 0) as charged, coalesce(b.returned, 0) as returned,
        coalesce(b.held - b.charged - b.returned, 0) as held, coalesce(b.lost, 0) as lost
      from jobs j cross join span
      left join booked b on b.job_id = j.job_id
      left join accounts a
        on a.team_id = j.team_id and a.platform || ':' || a.account_id = j.person_id
      where j.team_id = ${p.team} and j.created_at >= span.begins and j.created_at < span.ends
    )`;

const figures = {
  asked: kinds.float,
  delivered: kinds.float,
  failed: kinds.float,
  cancelled: kinds.float,
  open: kinds.float,
  charged: kinds.float,
  held: kinds.float,
  returned: kinds.float,
  returnedOfFailed: kinds.float,
  lost: kinds.float,
};
const sums = { of: kinds.text, key: maybe(kinds.text), ...figures };

const sumUp = sqlStatement(
  ofSpan,
  sums,
  (p) => sql`
    with ${jobsIn(p)},
    dated as (select *, to_char(local, 'YYYY-MM-DD') as day from job)
    select
      case when grouping(day) = 0 then 'day' when grouping(person) = 0 then 'person'
        when grouping(model) = 0 then 'model' else 'all' end as of,
      coalesce(day, person, model) as key,
      count(*)::float8 as asked,
      count(*) filter (where status = 'succeeded')::float8 as delivered,
      count(*) filter (where status in ('failed', 'expired'))::float8 as failed,
      count(*) filter (where status = 'cancelled')::float8 as cancelled,
      count(*) filter (where status not in
        ('succeeded', 'failed', 'expired', 'cancelled'))::float8 as open,
      coalesce(sum(charged), 0)::float8 as charged,
      coalesce(sum(held), 0)::float8 as held,
      coalesce(sum(returned), 0)::float8 as returned,
      coalesce(sum(returned) filter (where status in ('failed', 'expired')), 0)::float8
        as returned_of_failed,
      coalesce(sum(lost), 0)::float8 as lost
    from dated
    group by grouping sets ((), (day), (person), (model))
    order by charged desc, asked desc, key`,
);

const listJobs = sqlStatement(
  { ...ofSpan, most: kinds.int },
  {
    jobId: jobs.jobId,
    time: kinds.text,
    person: kinds.text,
    name: people.name,
    platform: jobs.platform,
    model: kinds.text,
    settings: maybe(kinds.json),
    status: jobs.status,
    quoted: jobs.quote,
    charged: kinds.float,
    returned: kinds.float,
    lost: kinds.float,
  },
  (p) => sql`
    with ${jobsIn(p)}
    select job.job_id, to_char(local, 'YYYY-MM-DD HH24:MI:SS') as time, person, p.name,
      job.platform, model, request -> 'settings' as settings, status, quote,
      charged::float8, returned::float8, lost::float8
    from job left join people p on p.team_id = ${p.team} and p.person_id = person
    order by job.created_at desc, job.job_id desc limit ${p.most}`,
);

const listPeriod = sqlStatement(
  {
    team: jobs.teamId,
    person: jobs.personId,
    per: balances.per,
    now: kinds.moment,
    most: kinds.int,
  },
  { jobId: maybe(jobs.jobId), count: kinds.int, open: kinds.int, held: kinds.float },
  (p) => sql`
    with person as (
      select ${p.person} as id
      union
      select platform || ':' || account_id from accounts
      where team_id = ${p.team} and person_id = ${p.person}
    ),
    period as (
      select coalesce(
        (select starts_at from balances where team_id = ${p.team}
          and subject = ${p.person} and per = ${p.per}
          and starts_at <= ${p.now} and ends_at > ${p.now}),
        date_trunc(${p.per}, ${p.now}, coalesce(
          (select time_zone from teams where team_id = ${p.team}), 'UTC'))) as begins
    ),
    own as (
      select job_id, created_at, quote, open from jobs
      where team_id = ${p.team} and person_id in (select id from person)
        and (open or created_at >= (select begins from period))
    ),
    sums as (
      select count(*) filter (where created_at >= (select begins from period))::int as count,
        count(*) filter (where open)::int as open,
        coalesce(sum(quote) filter (where open), 0)::float8 as held
      from own
    )
    select l.job_id, s.count, s.open, s.held
    from sums s left join lateral (
      select job_id, created_at from own
      where created_at >= (select begins from period)
      order by created_at desc, job_id desc limit ${p.most}
    ) l on true
    order by l.created_at desc, l.job_id desc`,
);

// A request that only another version can read still has its row.
const settingsSchema = z
  .object({
    quality: z.string().nullable().catch(null),
    seconds: z.number().nullable().catch(null),
  })
  .catch({ quality: null, seconds: null });

/** What jobs and ledger add up to. */
export function createPostgresReports(on: Sql): ReportStore {
  return {
    async report(team, span) {
      return reportOf(await sumUp(on, { team, ...span }));
    },
    async jobs(team, span, most) {
      const rows = await listJobs(on, { team, ...span, most });
      return rows.map(({ settings, person, ...row }) => {
        return { ...row, ...settingsSchema.parse(settings), person: personId(person) };
      });
    },
    async periodJobs({ teamId: team, personId: person }, per, now, most) {
      const rows = await listPeriod(on, { team, person, per, now, most });
      const [all] = rows;
      return {
        latest: rows.flatMap(({ jobId: id }) =>
          id === null ? [] : [{ teamId: teamId(team), jobId: jobId(id) }],
        ),
        count: all?.count ?? 0,
        open: { count: all?.open ?? 0, held: all?.held ?? 0 },
      };
    },
  };
}

function reportOf(rows: readonly ValuesOf<typeof sums>[]): Report {
  const rowsOf = (wanted: 'all' | 'day' | 'person' | 'model') =>
    rows.flatMap(({ of, key, ...sum }) => (of === wanted ? [{ key: key ?? '', sum }] : []));
  return {
    totals: rowsOf('all')[0]?.sum ?? NO_FIGURES,
    days: rowsOf('day').map(({ key, sum }) => ({ ...sum, day: key })),
    people: rowsOf('person').map(({ key, sum }) => ({ ...sum, person: personId(key) })),
    models: rowsOf('model').map(({ key, sum }) => ({ ...sum, model: key })),
  };
}
