import { backOffMs } from '../../providers/domain/back-off.ts';
import { LOST_AFTER_MS } from '../../providers/domain/check-advice.ts';
import type { NotFound } from './job.ts';
import type { JobEvent } from './job-event.ts';
import { later } from '../../shared/domain/later.ts';

/** What is not known now may be known later: so often it is asked about at least. */
const LEAST_TIMES = 6;

/** What is known of a render that was not found, once more or for the first time. */
export function stillNotFound(
  before: NotFound | undefined,
  { at, asked, everyMs }: Extract<JobEvent, { type: 'not-found' }>,
): NotFound {
  const since = before?.since ?? at;
  // Left out of an answer about many, it is asked about alone at once.
  if (asked === 'among-others') return before ?? { since, times: 0, until: at };
  const times = (before?.times ?? 0) + 1;
  return { since, times, until: later(at, Math.max(backOffMs(times - 1, null), everyMs)) };
}

/** Whether a render is to be given up: after enough time and enough questions about it alone. */
export function isGone({ since, times }: NotFound, at: Date): boolean {
  return times >= LEAST_TIMES && at >= later(since, LOST_AFTER_MS);
}

/** When it is likely to be given up: at the first question after enough time. */
export function goneAt({ since, until }: NotFound): Date {
  const enough = later(since, LOST_AFTER_MS);
  return until > enough ? until : enough;
}
