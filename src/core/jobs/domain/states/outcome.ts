import type { FailureReason, Job, JobState } from '../job.ts';
import type { JobEvent } from '../job-event.ts';
import type { PlanGate } from '../../../video/domain/plan-gates.ts';
import type { Json } from '../../../shared/domain/json.ts';
import { lossOf, releaseOf, wholeCredits } from '../charge-or-release-credits.ts';
import type { LedgerEntry } from '../charge-or-release-credits.ts';

export interface Transition {
  readonly next: JobState;
  readonly ledger: readonly LedgerEntry[];
}

export type In<status> = Extract<JobState, { status: status }>;

export function becomes(next: JobState): Transition {
  return { next, ledger: [] };
}

export function unchanged(state: JobState): Transition {
  return { next: state, ledger: [] };
}

export function fails(
  job: Job,
  at: Date,
  failure: {
    readonly reason: FailureReason;
    readonly message?: string | null;
    readonly gate?: PlanGate;
    readonly operation?: Json;
    /** What the provider took all the same. */
    readonly lost?: number;
    /** There where the credits are back already: what was booked as lost then. */
    readonly booked?: number | undefined;
    readonly heard?: Date;
  },
): Transition {
  const { reason, message = null, gate, operation = null, lost = 0, booked, heard } = failure;
  const books =
    booked === undefined ? { lost, ledger: releaseOf(job.quote, lost) } : lossOf(lost, booked);
  return {
    next: {
      status: 'failed',
      at,
      reason,
      message,
      ...(gate === undefined ? {} : { gate }),
      operation,
      lost: books.lost,
      ...(heard === undefined ? {} : { heard }),
      ...(booked === undefined ? {} : { closed: true }),
    },
    ledger: books.ledger,
  };
}

export function renderFails(
  job: Job,
  operation: Json,
  { at, reason, message, consumed }: Extract<JobEvent, { type: 'render-failed' }>,
  booked?: number,
): Transition {
  return fails(job, at, { reason, message, operation, lost: wholeCredits(consumed) ?? 0, booked });
}
