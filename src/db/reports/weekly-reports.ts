import { teamId } from '../../core/shared/domain/ids.ts';
import type { WeeklyReports } from '../../core/reports/ports/weekly-reports.ts';
import type { Sql } from '../connection/connection.ts';
import type { Fragment } from '../connection/render.ts';

/** When the weekly reports of teams are sent, by the clocks of each. */
export function createPostgresWeeklyReports(sql: Sql): WeeklyReports {
  return {
    async book(team, now) {
      const [row] = await sql<{ weekly_report_due_at: Date }[]>`
        insert into teams as t (team_id, weekly_report_due_at)
        values (${team}, ${nextMonday(sql`'UTC'`, now)})
        on conflict (team_id) do update set weekly_report_due_at = ${nextMonday(sql`t.time_zone`, now)}
        returning weekly_report_due_at`;
      if (row === undefined) throw new Error('No weekly report was booked');
      return row.weekly_report_due_at;
    },
    async cancel(team) {
      await sql`update teams set weekly_report_due_at = null where team_id = ${team}`;
    },
    async claim(platforms, now, until, most) {
      const rows = await sql<
        { team_id: string; zone: string; first: string; last: string; timely: boolean }[]
      >`
        with due as materialized (
          select team_id, weekly_report_due_at as due_at from teams
          where weekly_report_due_at <= ${now}
            and settings -> 'digest' ->> 'platform' = any(${[...platforms]}::text[])
          order by weekly_report_due_at limit ${most} for update skip locked
        )
        update teams t set weekly_report_due_at = ${until}
        from due cross join lateral (
          select date_trunc('week', ${now}::timestamptz at time zone (
            select time_zone from teams z where z.team_id = due.team_id)) as monday
        ) w
        where t.team_id = due.team_id
        returning t.team_id, t.time_zone as zone,
          to_char(w.monday - interval '7 days', 'YYYY-MM-DD') as first,
          to_char(w.monday - interval '1 day', 'YYYY-MM-DD') as last,
          -- Not in the first hours of a Monday, nor at the end of a week that has its own to come.
          ${now}::timestamptz at time zone t.time_zone
            between w.monday + interval '9 hours' and w.monday + interval '6 days' as timely`;
      return rows.map(({ team_id, zone, first, last, timely }) => ({
        team: teamId(team_id),
        week: { timeZone: zone, first, last },
        timely,
      }));
    },
  };

  /** The first Monday, 9:00 by these clocks, after now. */
  function nextMonday(zone: Fragment, now: Date) {
    return sql`(
      select min(nine) from (
        select (date_trunc('week', ${now}::timestamptz at time zone ${zone})
          + n * interval '7 days' + interval '9 hours') at time zone ${zone} as nine
        from generate_series(0, 1) as n
      ) m where nine > ${now}::timestamptz)`;
  }
}
