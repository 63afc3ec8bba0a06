import { z } from 'zod';
import { jobId, personId, teamId } from '../../core/shared/domain/ids.ts';
import type { JobKey } from '../../core/shared/domain/ids.ts';
import type { Job } from '../../core/jobs/domain/job.ts';
import { requestSchema, stateSchema } from './job-json.ts';

const rowSchema = z
  .object({
    team_id: z.string(),
    job_id: z.string(),
    version: z.number(),
    person_id: z.string(),
    roles: z.array(z.string()),
    platform: z.string(),
    provider: z.string(),
    model: z.string(),
    quote: z.number(),
    price: z.number(),
    request: requestSchema,
    state: stateSchema,
    created_at: z.date(),
  })
  .transform((row): Job => ({
    teamId: teamId(row.team_id),
    jobId: jobId(row.job_id),
    version: row.version,
    personId: personId(row.person_id),
    roles: row.roles,
    platform: row.platform,
    provider: row.provider,
    model: row.model,
    quote: row.quote,
    price: row.price,
    request: row.request,
    state: row.state,
    createdAt: row.created_at,
  }));

/** What a job is read from. */
export const JOB_COLUMNS = [
  ...['team_id', 'job_id', 'version', 'person_id', 'roles', 'platform', 'provider', 'model'],
  ...['quote', 'price', 'request', 'state', 'created_at'],
];

export function jobOf(row: unknown): Job {
  return rowSchema.parse(row);
}

export function keyOf(row: { readonly team_id: string; readonly job_id: string }): JobKey {
  return { teamId: teamId(row.team_id), jobId: jobId(row.job_id) };
}

/** A key and nothing else, for a statement. */
export function plainKey({ teamId, jobId }: JobKey): JobKey {
  return { teamId, jobId };
}
