import type { FailureReason, Job, JobState } from './job.ts';
import type { Json } from '../../shared/domain/json.ts';

type Lost = Extract<JobState, { status: 'failed' | 'expired' }> & { readonly operation: Json };

const UNANSWERED: ReadonlySet<FailureReason> = new Set(['render-lost', 'result-lost']);

/**
 * Whether a job was called lost though its provider never said that there is no video: what it says
 * later still counts, once. Of what was forgotten nothing is wanted any more.
 */
export function mayStillCome(job: Job): job is Job & { readonly state: Lost } {
  const { state, request } = job;
  if (request.forgotten !== undefined) return false;
  return (
    state.status === 'expired' ||
    (state.status === 'failed' &&
      UNANSWERED.has(state.reason) &&
      state.closed !== true &&
      state.operation !== null)
  );
}
