import { z } from 'zod';
import { jobId, personId, teamId } from '../../core/shared/domain/ids.ts';
import type { TeamId } from '../../core/shared/domain/ids.ts';
import type { JobStatus } from '../../core/jobs/domain/job.ts';
import { NO_FIGURES } from '../../core/reports/domain/report.ts';
import type { Figures, Report, ReportedJob, ReportSpan } from '../../core/reports/domain/report.ts';
import type { ReportStore } from '../../core/reports/ports/reports.ts';
import type { Sql } from '../connection/connection.ts';

interface FiguresRow {
  readonly of: 'all' | 'day' | 'person' | 'model';
  readonly key: string | null;
  readonly asked: number;
  readonly delivered: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly open: number;
  readonly charged: number;
  readonly held: number;
  readonly returned: number;
  readonly returned_of_failed: number;
  readonly lost: number;
}

// A request that only another version can read still has its row.
const settingsSchema = z
  .object({
    quality: z.string().nullable().catch(null),
    seconds: z.number().nullable().catch(null),
  })
  .catch({ quality: null, seconds: null });

const statusSchema = z.enum([
  ...(['waiting', 'submitting', 'unconfirmed', 'rendering', 'overdue', 'collecting'] as const),
  ...(['succeeded', 'failed', 'cancelled', 'expired'] as const),
] satisfies readonly JobStatus[]);

const jobRowSchema = z.object({
  job_id: z.string(),
  time: z.string(),
  person: z.string(),
  name: z.string().nullable(),
  platform: z.string(),
  model: z.string(),
  settings: settingsSchema,
  status: statusSchema,
  quote: z.number(),
  charged: z.number(),
  returned: z.number(),
  lost: z.number(),
});

/** What jobs and ledger add up to. */
export function createPostgresReports(sql: Sql): ReportStore {
  /** The jobs of the span with what the ledger says of each. Days are those of the team's clocks. */
  const jobsIn = (team: TeamId, { timeZone, first, last }: ReportSpan) => sql`
    span as (
      select ${first}::date::timestamp at time zone ${timeZone}::text as begins,
        (${last}::date + 1)::timestamp at time zone ${timeZone}::text as ends
    ),
    booked as (
      select l.job_id,
        coalesce(sum(l.credits) filter (where l.kind = 'charge'), 0) as charged,
        coalesce(sum(l.credits) filter (where l.kind = 'release'), 0) as returned,
        coalesce(sum(l.credits) filter (where l.kind = 'hold'), 0) as held,
        coalesce(sum(l.credits) filter (where l.kind = 'loss'), 0) as lost
      from ledger l cross join span
      where l.team_id = ${team} and l.kind <> 'carry'
        and l.held_at >= span.begins and l.held_at < span.ends
      group by l.job_id
    ),
    job as (
      select j.job_id, j.created_at, j.platform, j.status, j.quote, j.request,
        j.provider || '/' || j.model as model,
        -- Who was linked to somebody is that person now.
        coalesce(a.person_id, j.person_id) as person,
        (j.created_at at time zone ${timeZone}::text) as local,
        coalesce(b.charged, 0) as charged, coalesce(b.returned, 0) as returned,
        coalesce(b.held - b.charged - b.returned, 0) as held, coalesce(b.lost, 0) as lost
      from jobs j cross join span
      left join booked b on b.job_id = j.job_id
      left join accounts a
        on a.team_id = j.team_id and a.platform || ':' || a.account_id = j.person_id
      where j.team_id = ${team} and j.created_at >= span.begins and j.created_at < span.ends
    )`;

  return {
    async report(team, span) {
      const rows = await sql<FiguresRow[]>`
        with ${jobsIn(team, span)},
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
        order by charged desc, asked desc, key`;
      return reportOf(rows);
    },

    async jobs(team, span, most) {
      const rows = await sql`
        with ${jobsIn(team, span)}
        select job.job_id, to_char(local, 'YYYY-MM-DD HH24:MI:SS') as time, person, p.name,
          job.platform, model, request -> 'settings' as settings, status, quote,
          charged::float8, returned::float8, lost::float8
        from job left join people p on p.team_id = ${team} and p.person_id = person
        order by job.created_at desc, job.job_id desc limit ${most}`;
      return rows.map((row): ReportedJob => {
        const { job_id, person, settings, quote, ...rest } = jobRowSchema.parse(row);
        return { ...rest, ...settings, jobId: job_id, person: personId(person), quoted: quote };
      });
    },

    async periodJobs(who, per, now, most) {
      const rows = await sql<
        { job_id: string | null; count: number; open: number; held: number }[]
      >`
        with person as (
          select ${who.personId}::text as id
          union
          select platform || ':' || account_id from accounts
          where team_id = ${who.teamId} and person_id = ${who.personId}
        ),
        period as (
          select coalesce(
            (select starts_at from balances where team_id = ${who.teamId}
              and subject = ${who.personId} and per = ${per}
              and starts_at <= ${now} and ends_at > ${now}),
            date_trunc(${per}, ${now}::timestamptz, coalesce(
              (select time_zone from teams where team_id = ${who.teamId}), 'UTC'))) as begins
        ),
        own as (
          select job_id, created_at, quote, open from jobs
          where team_id = ${who.teamId} and person_id in (select id from person)
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
          order by created_at desc, job_id desc limit ${most}
        ) l on true
        order by l.created_at desc, l.job_id desc`;
      const [sums] = rows;
      return {
        latest: rows.flatMap(({ job_id: id }) =>
          id === null ? [] : [{ teamId: teamId(who.teamId), jobId: jobId(id) }],
        ),
        count: sums?.count ?? 0,
        open: { count: sums?.open ?? 0, held: sums?.held ?? 0 },
      };
    },
  };
}

function reportOf(rows: readonly FiguresRow[]): Report {
  const of = (kind: FiguresRow['of']) =>
    rows.flatMap((row) => (row.of === kind ? [{ key: row.key ?? '', ...figuresOf(row) }] : []));
  return {
    totals: rows.filter((it) => it.of === 'all').map(figuresOf)[0] ?? NO_FIGURES,
    days: of('day').map(({ key, ...figures }) => ({ ...figures, day: key })),
    people: of('person').map(({ key, ...figures }) => ({ ...figures, person: personId(key) })),
    models: of('model').map(({ key, ...figures }) => ({ ...figures, model: key })),
  };
}

function figuresOf(row: FiguresRow): Figures {
  const { asked, delivered, failed, cancelled, open, charged, held, returned, lost } = row;
  return {
    asked,
    delivered,
    failed,
    cancelled,
    open,
    charged,
    held,
    returned,
    lost,
    returnedOfFailed: row.returned_of_failed,
  };
}
