import { GIVE_UP_MS } from '../../providers/domain/check-advice.ts';
import { SLOW_WATCH_MS } from './check-intervals.ts';
import { assertNever } from '../../shared/domain/assert-never.ts';
import type { JobState, NotFound } from './job.ts';
import { later } from '../../shared/domain/later.ts';

/** What is next for a job: each lane is claimed, paced and bounded by itself. */
export type Lane =
  /** Queued for its provider; left by `dequeue`, not by a claim. */
  | 'line'
  /** The create call, or the clearing up after one that was cut off. */
  | 'start'
  /** A look at a render, closely and then slowly. */
  | 'check'
  | 'watch'
  /** A look, alone, at a render that its provider does not know just now. */
  | 'find'
  /** A look at a render that is said to be the one of a create call without an answer, or of a lost job. */
  | 'confirm'
  /** Copying the result. */
  | 'collect';

export interface Step {
  readonly lane: Lane;
  readonly dueAt: Date;
}

/**
 * When a state that was just written is to be taken up again; null: nothing is left to do by itself.
 * @param lookAfterMs from the start of a render to the next look at it
 */
export function nextStep(state: JobState, now: Date, lookAfterMs: number): Step | null {
  switch (state.status) {
    case 'waiting':
      return { lane: 'line', dueAt: state.notBefore };
    case 'submitting':
      return { lane: 'start', dueAt: later(now, START_LEASE_MS) };
    case 'rendering':
      return findStep(state.notFound) ?? { lane: 'check', dueAt: later(state.since, lookAfterMs) };
    case 'overdue':
      return findStep(state.notFound) ?? { lane: 'watch', dueAt: later(now, SLOW_WATCH_MS) };
    case 'collecting':
      return { lane: 'collect', dueAt: state.setback?.until ?? now };
    case 'unconfirmed':
      return state.reported === undefined ? null : { lane: 'confirm', dueAt: now };
    case 'failed':
    case 'expired':
      return state.heard === undefined ? null : { lane: 'confirm', dueAt: now };
    case 'succeeded':
    case 'cancelled':
      return null;
    default:
      return assertNever(state);
  }
}

function findStep(notFound: NotFound | undefined): Step | null {
  return notFound === undefined ? null : { lane: 'find', dueAt: notFound.until };
}

/** A create call must be over well before another worker may take the job for abandoned. */
export const START_DEADLINE_MS = 60_000;

/** Past that, an answer counts for as long as its connection is held. */
export const START_HELD_MS = 10 * 60 * 1000;

export const START_LEASE_MS = 120_000;

/**
 * Until a job that was claimed for its create call, and for which none is written as being made,
 * may be claimed by another worker: short, for nothing was sent. Longer for one that ends processes.
 */
export const START_CLAIMS_MS = [5_000, 15_000, 60_000, START_LEASE_MS] as const;

/** Fetching, probing and perhaps re-encoding a result. */
export const COLLECT_DEADLINE_MS = 240_000;

/** How long a provider may keep turning an order away before it is given up. */
export const WAITING_GIVE_UP_MS = 15 * 60 * 1000;

/**
 * When a queued job is given up that nobody but its provider in trouble can make. What it waited
 * before the trouble began says nothing about that.
 */
export function giveUpAt(queuedSince: Date, trouble: { readonly since: Date }): Date {
  const since = trouble.since > queuedSince ? trouble.since : queuedSince;
  return later(since, WAITING_GIVE_UP_MS);
}

/** What the passing of time alone means for a render, if anything. */
export function outOfTime(
  since: Date,
  now: Date,
  patienceMs: number,
): 'patience-ended' | 'given-up' | null {
  const elapsed = now.getTime() - since.getTime();
  if (elapsed >= GIVE_UP_MS) return 'given-up';
  return elapsed >= patienceMs ? 'patience-ended' : null;
}
