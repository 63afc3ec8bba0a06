import { sameJson } from '../../../shared/domain/json.ts';
import type { Json } from '../../../shared/domain/json.ts';
import type { Job, JobState } from '../job.ts';
import type { JobEvent } from '../job-event.ts';
import { releaseOf } from '../charge-or-release-credits.ts';
import { postponed } from '../postponed.ts';
import { becomes, fails, unchanged } from './outcome.ts';
import type { In, Transition } from './outcome.ts';

export function whileWaiting(job: Job, state: In<'waiting'>, event: JobEvent): Transition {
  switch (event.type) {
    case 'create-begun':
      return becomes({
        status: 'submitting',
        since: event.at,
        attempt: event.attempt,
        waitingSince: state.since,
        setback: state.setback,
      });
    case 'unstartable':
      return fails(job, event.at, event);
    // Tried again in vain: the order that was given up on had been placed after all.
    case 'created':
      return renders(event);
    case 'moved':
      return event.attempt === null
        ? becomes({ ...state, notBefore: event.at, setback: null })
        : unchanged(state);
    // Of an order that was given up on: before another one is placed, this one is asked about.
    case 'reported':
      return becomes({
        status: 'unconfirmed',
        since: event.at,
        attempt: '',
        reported: event.operation,
      });
    case 'held-back':
      return becomes({ ...state, notBefore: event.at });
    case 'given-up':
      return fails(job, event.at, { reason: 'provider-unavailable' });
    case 'cancelled':
      return { next: { status: 'cancelled', at: event.at }, ledger: releaseOf(job.quote) };
    default:
      return unchanged(state);
  }
}

export function whileUnclear(
  job: Job,
  state: In<'submitting' | 'unconfirmed'>,
  event: JobEvent,
): Transition {
  switch (event.type) {
    // An answer that comes late is still the answer, whoever gave up waiting for it.
    case 'created':
      return renders(event);
    // Said of another call than this one, it is old news that was told again.
    case 'create-refused':
      if (event.attempt !== state.attempt) return unchanged(state);
      return asReported(state, event.at) ?? fails(job, event.at, event);
    case 'postponed':
      if (event.attempt !== state.attempt) return unchanged(state);
      if (state.reported !== undefined) return asReported(state, event.at) ?? unchanged(state);
      return state.status === 'submitting'
        ? becomes(postponed(state.waitingSince, state.setback, event))
        : becomes(postponed(job.createdAt, null, event));
    case 'create-unanswered':
      return state.status === 'submitting' && event.attempt === state.attempt
        ? becomes({
            status: 'unconfirmed',
            since: event.at,
            attempt: state.attempt,
            ...reportedOf(state),
          })
        : unchanged(state);
    case 'moved': {
      if (event.attempt !== state.attempt) return unchanged(state);
      if (state.reported !== undefined) return asReported(state, event.at) ?? unchanged(state);
      const since = state.status === 'submitting' ? state.waitingSince : job.createdAt;
      return becomes({ status: 'waiting', since, notBefore: event.at, setback: null });
    }
    // Kept until it is asked about: what comes from outside proves nothing. Told again, it is no news.
    case 'reported':
      return state.reported !== undefined && sameJson(state.reported, event.operation)
        ? unchanged(state)
        : becomes({ ...state, reported: event.operation });
    case 'disowned':
      return state.reported !== undefined && sameJson(state.reported, event.operation)
        ? becomes(withoutReport(state))
        : unchanged(state);
    // Somebody who may decide it says that no render was made, or that another one is worth it.
    case 'tried-again':
      return state.status === 'submitting' || state.since > event.asked
        ? unchanged(state)
        : becomes({ status: 'waiting', since: event.at, notBefore: event.at, setback: null });
    case 'credits-given-back':
      return state.status === 'submitting' || state.since > event.asked
        ? unchanged(state)
        : fails(job, event.at, { reason: 'never-confirmed' });
    default:
      return unchanged(state);
  }
}

function renders({ at, operation }: Extract<JobEvent, { type: 'created' }>): Transition {
  return becomes({ status: 'rendering', operation, since: at, progress: null });
}

/** This call made nothing, but one before it is said to have: that is asked about first. */
function asReported(state: In<'submitting' | 'unconfirmed'>, at: Date): Transition | null {
  const { reported, attempt } = state;
  if (reported === undefined) return null;
  return state.status === 'unconfirmed'
    ? unchanged(state)
    : becomes({ status: 'unconfirmed', since: at, attempt, reported });
}

function withoutReport(state: In<'submitting' | 'unconfirmed'>): JobState {
  const { since, attempt } = state;
  if (state.status === 'unconfirmed') return { status: state.status, since, attempt };
  const { waitingSince, setback } = state;
  return { status: state.status, since, attempt, waitingSince, setback };
}

function reportedOf({ reported }: In<'submitting'>): { readonly reported?: Json } {
  return reported === undefined ? {} : { reported };
}
