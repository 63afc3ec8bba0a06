import { createHash } from 'node:crypto';
import { jobId, teamId } from '../../core/shared/domain/ids.ts';
import type { JobKey } from '../../core/shared/domain/ids.ts';
import type { Sql } from '../connection/connection.ts';

interface OwnerRow {
  readonly team_id: string;
  readonly job_id: string;
}

/** All that has to be known of a render once its job is forgotten, and it leads nowhere. */
function hashOf(render: string): string {
  return createHash('sha256').update(render).digest('hex');
}

/** Whose a render is: the first job that is written for it, and nobody after it. */
export async function claimRender(
  sql: Sql,
  provider: string,
  render: string,
  job: JobKey,
): Promise<JobKey> {
  // The update changes nothing, but it waits for whoever is writing the row and tells of it.
  const [owner] = await sql<OwnerRow[]>`
    insert into renders as r (provider, render, team_id, job_id)
    values (${provider}, ${hashOf(render)}, ${job.teamId}, ${job.jobId})
    on conflict (provider, render) do update set render = r.render
    returning team_id, job_id`;
  if (owner === undefined) throw new Error('A render was not written');
  return keyOf(owner);
}

export async function ownerOfRender(
  sql: Sql,
  provider: string,
  render: string,
): Promise<JobKey | null> {
  const [owner] = await sql<OwnerRow[]>`
    select team_id, job_id from renders
    where provider = ${provider} and render = ${hashOf(render)}`;
  return owner === undefined ? null : keyOf(owner);
}

function keyOf(row: OwnerRow): JobKey {
  return { teamId: teamId(row.team_id), jobId: jobId(row.job_id) };
}

/** True for the first of all who hear of it. */
export async function recordOrphanOnce(
  sql: Sql,
  provider: string,
  render: string,
  job: JobKey,
): Promise<boolean> {
  const key = ['stray', job.teamId, job.jobId, provider, hashOf(render)].join(' ');
  const first = await sql`
    insert into facts (key, value) values (${key}, '') on conflict (key) do nothing returning 1`;
  return first.length > 0;
}
