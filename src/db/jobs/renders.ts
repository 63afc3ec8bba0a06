import { createHash } from 'node:crypto';
import type { RenderStore } from '../../core/jobs/ports/render-store.ts';
import type { Sql } from '../connection/connection.ts';
import { keyOf } from './job-rows.ts';

interface OwnerRow {
  readonly team_id: string;
  readonly job_id: string;
}

/** All that has to be known of a render once its job is forgotten, and it leads nowhere. */
function hashOf(render: string): string {
  return createHash('sha256').update(render).digest('hex');
}

/** Whose each render is: that of the first job that is written for it, and of none after it. */
export function createPostgresRenders(sql: Sql): RenderStore {
  return {
    async claim(provider, render, job) {
      // The update changes nothing, but it waits for whoever is writing the row and tells of it.
      const [owner] = await sql<OwnerRow[]>`
        insert into renders as r (provider, render, team_id, job_id)
        values (${provider}, ${hashOf(render)}, ${job.teamId}, ${job.jobId})
        on conflict (provider, render) do update set render = r.render
        returning team_id, job_id`;
      if (owner === undefined) throw new Error('A render was not written');
      return keyOf(owner);
    },
    async ownerOf(provider, render) {
      const [owner] = await sql<OwnerRow[]>`
        select team_id, job_id from renders
        where provider = ${provider} and render = ${hashOf(render)}`;
      return owner === undefined ? null : keyOf(owner);
    },
    async recordOrphanOnce(provider, render, job) {
      const key = ['stray', job.teamId, job.jobId, provider, hashOf(render)].join(' ');
      const first = await sql`
        insert into facts (key, value) values (${key}, '') on conflict (key) do nothing returning 1`;
      return first.length > 0;
    },
  };
}
