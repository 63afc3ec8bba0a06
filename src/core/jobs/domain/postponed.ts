import type { JobState, Setback } from './job.ts';
import type { JobEvent } from './job-event.ts';

/** Queued again, behind nobody new: it was turned away once more, or for the first time. */
export function postponed(
  since: Date,
  setback: Setback | null,
  event: Extract<JobEvent, { type: 'postponed' }>,
): JobState {
  return {
    status: 'waiting',
    since,
    notBefore: event.until,
    setback: {
      reason: event.reason,
      times: (setback?.times ?? 0) + 1,
      since: setback?.since ?? event.at,
    },
  };
}
