import type { JobKey } from '../../core/shared/domain/ids.ts';
import type { Queue, QueuePosition } from '../../core/jobs/ports/queue.ts';
import { createBatcher } from '../shared/batch.ts';
import { atProvider, dequeueJobs, queueOf } from './claims.ts';
import { keyOf } from './job-rows.ts';
import type { Sql } from '../connection/connection.ts';
import { isRefusedValue } from '../connection/trouble.ts';
import { jsonText } from '../shared/json-text.ts';

/** The queues of the providers. Positions that are asked for at once are read together. */
export function createPostgresQueue(sql: Sql): Queue {
  const placeOf = createBatcher<JobKey & { readonly provider: string }, QueuePosition | null>({
    most: 200,
    isolateOn: isRefusedValue,
    async run(keys) {
      const providers = new Set(keys.map((it) => it.provider));
      const places = await Promise.all([...providers].map((it) => positionsAt(sql, it, keys)));
      const found = new Map(places.flat());
      return keys.map((key) => found.get(nameOf(key)) ?? null);
    },
  });
  return {
    dequeue: (capacities, now) => dequeueJobs(sql, capacities, now),
    async waitingAt(provider, most) {
      const keys = await sql<{ team_id: string; job_id: string }[]>`
        select team_id, job_id from schedule
        where lane = 'line' and provider = ${provider} order by due_at limit ${most}`;
      return keys.map(keyOf);
    },
    positionOf: (key, provider) => placeOf({ ...key, provider }),
    async positionFor({ teamId, personId }, provider) {
      const [position] = await sql<QueuePosition[]>`
        with queue as (${queueOf(sql, provider)}),
        own as (
          select (select count(*) from schedule where provider = ${provider}
              and ${atProvider(sql)}
              and team_id = ${teamId} and person_id = ${personId})
            + (select count(*) from queue where team_id = ${teamId} and person_id = ${personId})
            as mine
        )
        -- Of those of the same round whoever came first starts first, and one more comes last.
        select mine::int, (select count(*)::int from queue where round <= own.mine + 1) as ahead,
          (select count(*)::int from schedule where provider = ${provider}
            and ${atProvider(sql)}) as there
        from own`;
      return position ?? { ahead: 0, mine: 0, there: 0 };
    },
  };
}

async function positionsAt(
  sql: Sql,
  provider: string,
  keys: readonly JobKey[],
): Promise<readonly (readonly [string, QueuePosition])[]> {
  const wanted = jsonText(keys.map(({ teamId, jobId }) => ({ teamId, jobId })));
  const rows = await sql<(QueuePosition & { team_id: string; job_id: string })[]>`
    select p.team_id, p.job_id, p.ahead::int, p.mine::int, t.there::int
    from (
      select team_id, job_id, round - 1 as mine,
        row_number() over (order by round, queued_at, job_id) - 1 as ahead
      from (${queueOf(sql, provider)}) queue
    ) p
    join jsonb_to_recordset(${wanted}::text::jsonb) as k("teamId" text, "jobId" text)
      on k."teamId" = p.team_id and k."jobId" = p.job_id
    cross join (
      select count(*) as there from schedule
      where provider = ${provider} and ${atProvider(sql)}
    ) t`;
  return rows.map(({ team_id: teamId, job_id: jobId, ahead, mine, there }) => [
    nameOf({ teamId, jobId }),
    { ahead, mine, there },
  ]);
}

function nameOf({ teamId, jobId }: { readonly teamId: string; readonly jobId: string }): string {
  return JSON.stringify([teamId, jobId]);
}
