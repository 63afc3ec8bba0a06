import { assertNever } from '../../shared/domain/assert-never.ts';
import type { Job } from './job.ts';
import type { JobEvent } from './job-event.ts';
import { whileCollecting, whileLost, whileRendering } from './states/after-render.ts';
import { whileUnclear, whileWaiting } from './states/before-render.ts';
import { unchanged } from './states/outcome.ts';
import type { Transition } from './states/outcome.ts';

/**
 * The life of a job. An event that means nothing in a state leaves it as it is, with an empty
 * ledger: late, repeated and reordered news is normal. Settled states absorb all of it, but for what
 * a provider says of a video that was called lost.
 */
export function transition(job: Job, event: JobEvent): Transition {
  const { state } = job;
  switch (state.status) {
    case 'waiting':
      return whileWaiting(job, state, event);
    case 'submitting':
    case 'unconfirmed':
      return whileUnclear(job, state, event);
    case 'rendering':
    case 'overdue':
      return whileRendering(job, state, event);
    case 'collecting':
      return whileCollecting(job, state, event);
    case 'failed':
    case 'expired':
      return whileLost(job, state, event);
    case 'succeeded':
    case 'cancelled':
      return unchanged(state);
    default:
      return assertNever(state);
  }
}
