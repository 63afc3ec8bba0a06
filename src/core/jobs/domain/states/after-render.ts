import { GIVE_UP_MS } from '../../../providers/domain/check-advice.ts';
import { sameJson } from '../../../shared/domain/json.ts';
import type { Json } from '../../../shared/domain/json.ts';
import { isLost, linksByNow, setBack } from '../collect-setback.ts';
import type { Job } from '../job.ts';
import type { JobEvent } from '../job-event.ts';
import { mayStillCome } from '../late-render.ts';
import { chargeOf, lateCostOf, releaseOf, wholeCredits } from '../charge-or-release-credits.ts';
import { isGone, stillNotFound } from '../not-found.ts';
import { becomes, fails, renderFails, unchanged } from './outcome.ts';
import type { In, Transition } from './outcome.ts';

export function whileRendering(
  job: Job,
  state: In<'rendering' | 'overdue'>,
  event: JobEvent,
): Transition {
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

export function whileCollecting(job: Job, state: In<'collecting'>, event: JobEvent): Transition {
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
export function whileLost(job: Job, state: In<'failed' | 'expired'>, event: JobEvent): Transition {
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
