import type { Statements } from '../connection/connection.ts';
import { sql } from '../drizzle.cjs';
import type { SQL } from '../drizzle.cjs';
import { jobs } from '../schema/jobs.ts';
import { forgottenFiles } from '../schema/media.ts';
import { kinds } from '../statements/kinds.ts';
import { sqlStatement } from '../statements/statement.ts';

/** Keys of files in a scene or a video: nothing in either that people named is called so. */
const keysIn = (request: SQL, state: SQL) => sql`(
    select jsonb_path_query(${request} -> 'scene', '$.**.key') #>> '{}' as key
    union select jsonb_path_query(${state} -> 'video', '$.**.key') #>> '{}'
  )`;

/**
 * Takes from jobs that are over whatever a stranger wrote, gave or got out of them, and marks the
 * files. Settings and amounts stay. Whoever read such a job before can write it no more.
 * @param which of them, as a condition on `j`
 */
const forgetting = (which: SQL, now: SQL, showCards: SQL) => sql`
    with chosen as materialized (
      select j.team_id, j.job_id, j.request, j.state from jobs j
      where not j.open and j.request -> 'forgotten' is null and ${which}
      -- In the order in which saves lock them.
      order by j.team_id, j.job_id for update
    ),
    marked as (
      insert into forgotten_files (key, due_at)
      select distinct f.key, ${now} from chosen c
      cross join lateral ${keysIn(sql`c.request`, sql`c.state`)} f
      order by f.key
      on conflict (key) do update set due_at = least(forgotten_files.due_at, excluded.due_at)
    ),
    forgotten as (
      update jobs j set version = j.version + 1,
        request = jsonb_set(j.request #- '{settings,extras,style}', '{scene}',
            '{"kind": "text", "prompt": ""}')
          || jsonb_build_object('forgotten', j.request #> '{scene,kind}'),
        state = (j.state - 'heard') || case j.status
          when 'succeeded' then '{"video": null, "operation": null}'::jsonb
          when 'failed' then '{"message": null, "operation": null}'
          when 'expired' then '{"operation": null}'
          else '{}' end
      from chosen c where j.team_id = c.team_id and j.job_id = c.job_id
      returning j.team_id, j.job_id, j.version
    ),
    unscheduled as (
      -- Nobody is asked about it any more.
      delete from schedule s using chosen c where s.team_id = c.team_id and s.job_id = c.job_id
    ),
    shown as (
      update cards c set version = f.version, due_at = ${now}, rank = 1
      from forgotten f
      where ${showCards} and c.team_id = f.team_id and c.job_id = f.job_id
    )
    select count(*)::int as jobs from forgotten`;

const forgetOf = sqlStatement(
  { team: jobs.teamId, persons: kinds.texts, now: kinds.moment },
  { jobs: kinds.int },
  (p) =>
    forgetting(sql`j.team_id = ${p.team} and j.person_id = any(${p.persons})`, p.now, sql`true`),
);

const forgetBefore = sqlStatement(
  { before: kinds.moment, most: kinds.int, now: kinds.moment },
  { jobs: kinds.int },
  (p) =>
    forgetting(
      sql`(j.team_id, j.job_id) in (
        select team_id, job_id from jobs
        where not open and request -> 'forgotten' is null and created_at < ${p.before}
        order by created_at limit ${p.most})`,
      p.now,
      sql`false`,
    ),
);

export const findUsedKeys = sqlStatement(
  { keys: kinds.texts },
  { key: forgottenFiles.key },
  (p) => sql`
    select distinct f.key from jobs j
    cross join lateral ${keysIn(sql`j.request`, sql`j.state`)} f
    where j.request -> 'forgotten' is null and f.key = any(${p.keys})`,
);

/** All that is over of these persons; their cards will show it. */
export async function forgetJobsOf(
  tx: Statements,
  of: { readonly team: string; readonly persons: readonly string[] },
  now: Date,
): Promise<number> {
  const [done] = await forgetOf(tx, { ...of, now });
  return done?.jobs ?? 0;
}

/** Some of what is over and was asked for before; its cards are left as they are. */
export async function forgetOldJobs(
  tx: Statements,
  before: Date,
  most: number,
  now: Date,
): Promise<number> {
  const [done] = await forgetBefore(tx, { before, most, now });
  return done?.jobs ?? 0;
}
