import type { JobKey } from '../../core/shared/domain/ids.ts';
import type { QueuePosition } from '../../core/jobs/ports/queue.ts';
import type { Identity } from '../../core/teams/domain/identity.ts';
import type { Sql } from '../connection/connection.ts';
import { sql } from '../drizzle.cjs';
import { schedule } from '../schema/jobs.ts';
import { kinds } from '../statements/kinds.ts';
import { recordset, sqlStatement } from '../statements/statement.ts';
import { jobKeys, plainKey } from './job-rows.ts';
import { atProvider, queueOf } from './queue-order.ts';

const { teamId, jobId, personId, provider } = schedule;
const position = { ahead: kinds.int, mine: kinds.int, there: kinds.int };

/** In SQL: what orders a queue counts over all of it, once for all jobs that are asked about. */
const readAll = sqlStatement(
  { provider, keys: jobKeys },
  { teamId, jobId, ...position },
  (p) => sql`
    select p.team_id, p.job_id, p.ahead::int, p.mine::int, t.there::int
    from (
      select team_id, job_id, round - 1 as mine,
        row_number() over (order by round, queued_at, job_id) - 1 as ahead
      from (${queueOf(p.provider)}) queue
    ) p
    join ${recordset(jobKeys, p.keys, 'k')} on k."teamId" = p.team_id and k."jobId" = p.job_id
    cross join (
      select count(*) as there from schedule
      where provider = ${p.provider} and ${atProvider}
    ) t`,
);

const readNext = sqlStatement(
  { teamId, personId, provider },
  position,
  (p) => sql`
    with queue as (${queueOf(p.provider)}),
    own as (
      select (select count(*) from schedule where provider = ${p.provider}
          and ${atProvider}
          and team_id = ${p.teamId} and person_id = ${p.personId})
        + (select count(*) from queue where team_id = ${p.teamId} and person_id = ${p.personId})
        as mine
    )
    -- Of those of the same round whoever came first starts first, and one more comes last.
    select (select count(*)::int from queue where round <= own.mine + 1) as ahead, mine::int,
      (select count(*)::int from schedule where provider = ${p.provider}
        and ${atProvider}) as there
    from own`,
);

/** Those of the jobs that are in the queue of a provider, by `nameOf`, each with its place there. */
export async function positionsAt(
  on: Sql,
  at: string,
  keys: readonly JobKey[],
): Promise<readonly (readonly [string, QueuePosition])[]> {
  const found = await readAll(on, { provider: at, keys: keys.map(plainKey) });
  return found.map(({ teamId: team, jobId: job, ...where }) => [
    nameOf({ teamId: team, jobId: job }),
    where,
  ]);
}

/** Where one more job of somebody would be. */
export async function positionFor(
  on: Sql,
  { teamId: team, personId: person }: Identity,
  at: string,
): Promise<QueuePosition> {
  const [found] = await readNext(on, { teamId: team, personId: person, provider: at });
  return found ?? { ahead: 0, mine: 0, there: 0 };
}

export function nameOf(key: { readonly teamId: string; readonly jobId: string }): string {
  return JSON.stringify([key.teamId, key.jobId]);
}
