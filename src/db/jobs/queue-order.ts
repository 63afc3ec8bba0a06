import { sql } from '../drizzle.cjs';
import type { SQL } from '../drizzle.cjs';

/** Dequeued, and rendering there as far as anybody knows. */
export const atProvider = sql`lane in ('start', 'check', 'find')`;

/** The order of a provider's queue: fair between people, counting what each has running, then first come. */
export const queueOf = (provider: SQL) => sql`
  select s.team_id, s.job_id, s.person_id, s.due_at, s.queued_at, coalesce(a.running, 0)
      + row_number() over (partition by s.team_id, s.person_id order by s.queued_at, s.job_id)
      as round
  from schedule s
  left join (
    select team_id, person_id, count(*) as running from schedule
    where provider = ${provider} and ${atProvider} group by 1, 2
  ) a on a.team_id = s.team_id and a.person_id = s.person_id
  where s.provider = ${provider} and s.lane = 'line'`;
