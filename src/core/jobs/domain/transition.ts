import { assertNever } from '../../shared/domain/assert-never.ts';
import { GIVE_UP_MS } from '../../providers/domain/check-advice.ts';
import { isLost, linksByNow, setBack } from './collect-setback.ts';
import type { FailureReason, Job, JobState } from './job.ts';
import type { JobEvent } from './job-event.ts';
import { sameJson } from '../../shared/domain/json.ts';
import type { Json } from '../../shared/domain/json.ts';
import { mayStillCome } from './late-render.ts';
import { chargeOf, lateCostOf, lossOf, releaseOf, wholeCredits } from './ledger.ts';
import type { LedgerEntry } from './ledger.ts';
import { isGone, stillNotFound } from './not-found.ts';
import { postponed } from './postponed.ts';

export interface Transition {
  readonly next: JobState;
  readonly ledger: readonly LedgerEntry[];
}

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

type In<status> = Extract<JobState, { status: status }>;

function whileWaiting(job: Job, state: In<'waiting'>, event: JobEvent): Transition {
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
      return fails(job, event.at, { reason: event.reason });
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

function whileUnclear(
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

function whileRendering(job: Job, state: In<'rendering' | 'overdue'>, event: JobEvent): Transition {
  switch (event.type) {
    case 'progressed':
      return state.status === 'rendering' && event.progress > (state.progress ?? 0)
        ? becomes({ ...state, progress: event.progress })
        : unchanged(state);
    case 'rendered':
      return becomes({
        status: 'collecting',
        operation: state.operation,
        since: state.since,
        renderedAt: event.at,
        videoUrls: event.videoUrls,
        consumed: event.consumed,
      });
    case 'render-failed':
      return renderFails(job, state.operation, event);
    case 'not-found': {
      const notFound = stillNotFound(state.notFound, event);
      if (notFound === state.notFound) return unchanged(state);
      return isGone(notFound, event.at)
        ? // Nobody waits for it any more, and it is asked about for another day all the same.
          fails(job, event.at, {
            reason: 'render-lost',
            operation: state.operation,
            heard: event.at,
          })
        : becomes({ ...state, notFound });
    }
    case 'found': {
      const { notFound, ...known } = state;
      return notFound === undefined ? unchanged(state) : becomes(known);
    }
    case 'patience-ended':
      return state.status === 'overdue'
        ? unchanged(state)
        : becomes({ status: 'overdue', operation: state.operation, since: state.since });
    case 'given-up':
      return {
        next: { status: 'expired', at: event.at, operation: state.operation },
        ledger: releaseOf(job.quote),
      };
    default:
      return unchanged(state);
  }
}

function whileCollecting(job: Job, state: In<'collecting'>, event: JobEvent): Transition {
  switch (event.type) {
    case 'collected': {
      const consumed = wholeCredits(state.consumed);
      const { operation, since, renderedAt, lost } = state;
      const done = { status: 'succeeded', operation, since, renderedAt, consumed } as const;
      const shown = { ...done, at: event.at, video: event.video };
      if (lost !== undefined) {
        // Its credits are back and may be spent: nobody is charged for what comes that late.
        const cost = lateCostOf(consumed ?? job.price, lost);
        return { next: { ...shown, charged: 0, lost: cost.lost }, ledger: cost.ledger };
      }
      const charged = Math.min(consumed ?? job.price, job.quote);
      return { next: { ...shown, charged }, ledger: chargeOf(job.quote, charged, consumed) };
    }
    case 'collect-failed': {
      const setback = setBack(state.setback, event);
      return isLost(setback, event.at)
        ? fails(job, event.at, {
            reason: 'result-lost',
            operation: state.operation,
            // It was made, so it was paid for, whether or not the provider says how much.
            lost: wholeCredits(state.consumed) ?? job.price,
            booked: state.lost,
          })
        : becomes({ ...state, setback });
    }
    // Asked again for a link.
    case 'rendered': {
      const videoUrls = linksByNow(state.videoUrls, event.videoUrls);
      const consumed = event.consumed ?? state.consumed;
      return consumed === state.consumed && sameJson(videoUrls, state.videoUrls)
        ? unchanged(state)
        : becomes({ ...state, videoUrls, consumed });
    }
    // It was called done before there was anything to show for it.
    case 'render-failed':
      return state.videoUrls.length === 0
        ? renderFails(job, state.operation, event, state.lost)
        : unchanged(state);
    default:
      return unchanged(state);
  }
}

/** It was called lost and its credits went back: what its provider says of it later still counts. */
function whileLost(job: Job, state: In<'failed' | 'expired'>, event: JobEvent): Transition {
  if (!mayStillCome(job)) return unchanged(state);
  const { operation } = job.state;
  const booked = state.status === 'failed' ? state.lost : 0;
  switch (event.type) {
    // Kept until it is asked about, for a day: what comes from outside proves nothing.
    case 'reported':
      return state.heard === undefined ? becomes({ ...state, heard: event.at }) : unchanged(state);
    case 'given-up': {
      const { heard, ...settled } = state;
      return heard !== undefined && event.at.getTime() - heard.getTime() >= GIVE_UP_MS
        ? becomes(settled)
        : unchanged(state);
    }
    case 'rendered': {
      const { videoUrls, consumed } = event;
      return becomes({ ...madeLate(job, operation, booked, event.at), videoUrls, consumed });
    }
    // Somebody else gave it up while this try was still under way.
    case 'collected': {
      const made = madeLate(job, operation, booked, event.at);
      return whileCollecting(job, { ...made, videoUrls: [], consumed: booked }, event);
    }
    case 'render-failed':
      return renderFails(job, operation, event, booked);
    default:
      return unchanged(state);
  }
}

function madeLate({ createdAt }: Job, operation: Json, lost: number, renderedAt: Date) {
  return { status: 'collecting', operation, since: createdAt, renderedAt, lost } as const;
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

function renderFails(
  job: Job,
  operation: Json,
  { at, reason, message, consumed }: Extract<JobEvent, { type: 'render-failed' }>,
  booked?: number,
): Transition {
  return fails(job, at, { reason, message, operation, lost: wholeCredits(consumed) ?? 0, booked });
}

function fails(
  job: Job,
  at: Date,
  failure: {
    readonly reason: FailureReason;
    readonly message?: string | null;
    readonly operation?: Json;
    /** What the provider took all the same. */
    readonly lost?: number;
    /** There where the credits are back already: what was booked as lost then. */
    readonly booked?: number | undefined;
    readonly heard?: Date;
  },
): Transition {
  const { reason, message = null, operation = null, lost = 0, booked, heard } = failure;
  const books =
    booked === undefined ? { lost, ledger: releaseOf(job.quote, lost) } : lossOf(lost, booked);
  return {
    next: {
      status: 'failed',
      at,
      reason,
      message,
      operation,
      lost: books.lost,
      ...(heard === undefined ? {} : { heard }),
      ...(booked === undefined ? {} : { closed: true }),
    },
    ledger: books.ledger,
  };
}

function becomes(next: JobState): Transition {
  return { next, ledger: [] };
}

function unchanged(state: JobState): Transition {
  return { next: state, ledger: [] };
}
