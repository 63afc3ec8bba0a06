import { teamId } from '../../core/shared/domain/ids.ts';
import type { WeeklyReports } from '../../core/reports/ports/weekly-reports.ts';
import type { Sql } from '../connection/connection.ts';
import { eq, sql } from '../drizzle.cjs';
import type { SQL } from '../drizzle.cjs';
import { teams } from '../schema/teams.ts';
import { db } from '../statements/builder.ts';
import { kinds } from '../statements/kinds.ts';
import { sqlStatement, statement } from '../statements/statement.ts';

/** The first Monday, 9:00 by these clocks, after now. */
const nextMonday = (zone: SQL, now: SQL) => sql`(
  select min(nine) from (
    select (date_trunc('week', ${now} at time zone ${zone})
      + n * interval '7 days' + interval '9 hours') at time zone ${zone} as nine
    from generate_series(0, 1) as n
  ) m where nine > ${now})`;

const bookNext = sqlStatement(
  { team: teams.teamId, now: kinds.moment },
  { weeklyReportDueAt: teams.weeklyReportDueAt },
  (p) => sql`
    insert into teams as t (team_id, weekly_report_due_at)
    values (${p.team}, ${nextMonday(sql`'UTC'`, p.now)})
    on conflict (team_id) do update
      set weekly_report_due_at = ${nextMonday(sql`t.time_zone`, p.now)}
    returning weekly_report_due_at`,
);

const cancelNext = statement({ team: teams.teamId }, (p) =>
  db.update(teams).set({ weeklyReportDueAt: null }).where(eq(teams.teamId, p.team)),
);

const claimDue = sqlStatement(
  { platforms: kinds.texts, now: kinds.moment, until: kinds.moment, most: kinds.int },
  {
    teamId: teams.teamId,
    zone: teams.timeZone,
    first: kinds.text,
    last: kinds.text,
    timely: kinds.boolean,
  },
  (p) => sql`
    with due as materialized (
      select team_id, weekly_report_due_at as due_at from teams
      where weekly_report_due_at <= ${p.now}
        and settings -> 'digest' ->> 'platform' = any(${p.platforms})
      order by weekly_report_due_at limit ${p.most} for update skip locked
    )
    update teams t set weekly_report_due_at = ${p.until}
    from due cross join lateral (
      select date_trunc('week', ${p.now} at time zone (
        select time_zone from teams z where z.team_id = due.team_id)) as monday
    ) w
    where t.team_id = due.team_id
    returning t.team_id, t.time_zone as zone,
      to_char(w.monday - interval '7 days', 'YYYY-MM-DD') as first,
      to_char(w.monday - interval '1 day', 'YYYY-MM-DD') as last,
      -- Not in the first hours of a Monday, nor at the end of a week that has its own to come.
      ${p.now} at time zone t.time_zone
        between w.monday + interval '9 hours' and w.monday + interval '6 days' as timely`,
);

/** When the weekly reports of teams are sent, by the clocks of each. */
export function createPostgresWeeklyReports(on: Sql): WeeklyReports {
  return {
    async book(team, now) {
      const [row] = await bookNext(on, { team, now });
      if (row?.weeklyReportDueAt == null) throw new Error('No weekly report was booked');
      return row.weeklyReportDueAt;
    },
    async cancel(team) {
      await cancelNext(on, { team });
    },
    async claim(platforms, now, until, most) {
      const rows = await claimDue(on, { platforms, now, until, most });
      return rows.map(({ teamId: team, zone, first, last, timely }) => ({
        team: teamId(team),
        week: { timeZone: zone, first, last },
        timely,
      }));
    },
  };
}
