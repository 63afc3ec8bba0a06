import type { JobHistory } from '../../core/jobs/ports/job-history.ts';
import type { RenderTimes } from '../../core/providers/domain/check-advice.ts';
import type { Sql } from '../connection/connection.ts';
import { JOB_COLUMNS, jobOf } from './job-rows.ts';

/** Reads what was asked for before, and how long it took. */
export function createPostgresJobHistory(sql: Sql): JobHistory {
  return {
    async madeFor(team, platform, requestKey) {
      const [row] = await sql`
        select ${sql(JOB_COLUMNS)} from jobs
        where team_id = ${team} and platform = ${platform} and request_key = ${requestKey}`;
      return row === undefined ? null : jobOf(row);
    },
    async listOf(team, person, { open, most }) {
      const rows = await sql`
        select ${sql(JOB_COLUMNS)} from jobs
        where team_id = ${team} and person_id = ${person} ${open ? sql`and open` : sql``}
        order by created_at desc, job_id desc limit ${most}`;
      return rows.map(jobOf);
    },
    async renderTimes(provider, model, { settings }) {
      const [row] = await sql<RenderTimesRow[]>`
        select count(*)::int as count,
          percentile_cont(array[0.1, 0.5, 0.9]) within group (order by took_ms) as quantiles
        from (
          select took_ms from render_times
          where provider = ${provider} and model = ${model}
            and quality = ${settings.quality} and seconds = ${settings.seconds}
          order by at desc limit 100
        ) newest`;
      return timesOf(row);
    },
  };
}

interface RenderTimesRow {
  readonly count: number;
  readonly quantiles: readonly number[] | null;
}

function timesOf(row: RenderTimesRow | undefined): RenderTimes | null {
  const [fastMs, halfMs, mostMs] = row?.quantiles ?? [];
  if (row === undefined || fastMs === undefined || halfMs === undefined || mostMs === undefined) {
    return null;
  }
  return { count: row.count, fastMs, halfMs, mostMs };
}
