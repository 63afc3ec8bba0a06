import type { Schedule } from '../../core/jobs/ports/schedule.ts';
import type { Sql } from '../connection/connection.ts';
import { jsonText } from '../shared/json-text.ts';
import { claimSteps } from './claims.ts';
import { keyOf, plainKey } from './job-rows.ts';

/** When which job is due, in a table narrow enough that a claim reads no wide row. */
export function createPostgresSchedule(sql: Sql): Schedule {
  return {
    claim: (requests, now) => claimSteps(sql, requests, now),
    async postpone(keys, until) {
      await sql`
        update schedule s set due_at = ${until}
        from jsonb_to_recordset(${jsonText(keys.map(plainKey))}::text::jsonb)
          as k("teamId" text, "jobId" text)
        where s.team_id = k."teamId" and s.job_id = k."jobId"`;
    },
    async makeDueNow(key, now) {
      const rows = await sql`
        update schedule set due_at = ${now}
        where team_id = ${key.teamId} and job_id = ${key.jobId} and lane in ('check', 'watch', 'find', 'confirm')
          and due_at > ${now}`;
      return rows.count > 0;
    },
    async withUnknownProvider(known, dueBefore) {
      const rows = await sql<{ team_id: string; job_id: string }[]>`
        select team_id, job_id from schedule
        where provider <> all(${[...known]}) and due_at < ${dueBefore}
        order by due_at limit 100`;
      return rows.map(keyOf);
    },
  };
}
