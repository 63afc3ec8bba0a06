import type { Statements } from '../connection/connection.ts';
import type { Fragment } from '../connection/render.ts';

/** Keys of files in a scene or a video: nothing in either that people named is called so. */
export function keysIn(sql: Statements, request: Fragment, state: Fragment): Fragment {
  return sql`(
    select jsonb_path_query(${request} -> 'scene', '$.**.key') #>> '{}' as key
    union select jsonb_path_query(${state} -> 'video', '$.**.key') #>> '{}'
  )`;
}

/**
 * Takes from jobs that are over whatever a stranger wrote, gave or got out of them, and marks the
 * files. Settings and amounts stay. Whoever read such a job before can write it no more.
 * @param jobs which of them, as a condition on `j`
 */
export async function forgetJobs(
  tx: Statements,
  jobs: Fragment,
  { now, showCards }: { readonly now: Date; readonly showCards: boolean },
): Promise<number> {
  const [done] = await tx<{ jobs: number }[]>`
    with chosen as materialized (
      select j.team_id, j.job_id, j.request, j.state from jobs j
      where not j.open and j.request -> 'forgotten' is null and ${jobs}
      -- In the order in which saves lock them.
      order by j.team_id, j.job_id for update
    ),
    marked as (
      insert into forgotten_files (key, due_at)
      select distinct f.key, ${now}::timestamptz from chosen c
      cross join lateral ${keysIn(tx, tx`c.request`, tx`c.state`)} f
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
  return done?.jobs ?? 0;
}
