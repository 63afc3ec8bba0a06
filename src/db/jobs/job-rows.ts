import { z } from 'zod';
import { jobId, personId, teamId } from '../../core/shared/domain/ids.ts';
import type { JobKey } from '../../core/shared/domain/ids.ts';
import type { Job } from '../../core/jobs/domain/job.ts';
import { jobs } from '../schema/jobs.ts';
import { rows } from '../statements/kinds.ts';
import type { ValuesOf } from '../statements/kinds.ts';
import { requestSchema, stateSchema } from './job-json.ts';

/** What a job is read from. */
export const jobColumns = {
  teamId: jobs.teamId,
  jobId: jobs.jobId,
  version: jobs.version,
  personId: jobs.personId,
  roles: jobs.roles,
  platform: jobs.platform,
  provider: jobs.provider,
  model: jobs.model,
  quote: jobs.quote,
  price: jobs.price,
  request: jobs.request,
  state: jobs.state,
  createdAt: jobs.createdAt,
};

const rolesSchema = z.array(z.string());

export function jobOf(row: ValuesOf<typeof jobColumns>): Job {
  return {
    ...row,
    teamId: teamId(row.teamId),
    jobId: jobId(row.jobId),
    personId: personId(row.personId),
    roles: rolesSchema.parse(row.roles),
    request: requestSchema.parse(row.request),
    state: stateSchema.parse(row.state),
  };
}

/** Keys of jobs, for a statement. */
export const jobKeys = rows({ teamId: jobs.teamId, jobId: jobs.jobId });

export function keyOf(row: { readonly teamId: string; readonly jobId: string }): JobKey {
  return { teamId: teamId(row.teamId), jobId: jobId(row.jobId) };
}

/** A key and nothing else: callers hand over more. */
export function plainKey({ teamId, jobId }: JobKey): JobKey {
  return { teamId, jobId };
}
