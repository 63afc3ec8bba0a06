import { GIVE_UP_MS } from '../../providers/domain/check-advice.ts';
import type { CollectSetback } from './job.ts';
import type { JobEvent } from './job-event.ts';

/** What was seen once is never final: fewer tries than this decide nothing, however far apart. */
const LEAST_TRIES = 6;

/** How long each of them has to last before a result is called lost. */
const LOST_AFTER_MS = {
  // Links come late, and files come later than their links; a fresh one is asked for each time.
  'no-video': 15 * 60_000,
  // Results stay fetchable for a day at most; after so long of trying they are gone.
  'not-fetched': 6 * 60 * 60_000,
  // What can be fetched is there: only saving it has to be mended, and somebody may take a day to.
  'not-saved': GIVE_UP_MS,
} as const satisfies Record<CollectSetback['reason'], number>;

/** Counts one more try that brought nothing in. */
export function setBack(
  known: CollectSetback | undefined,
  { reason, at, until, unread }: Omit<Extract<JobEvent, { type: 'collect-failed' }>, 'type'>,
): CollectSetback {
  // While nobody can be asked for another link, no time counts.
  const before = unread ? undefined : known;
  return {
    reason,
    since: before?.reason === reason ? before.since : at,
    firstAt: before?.firstAt ?? at,
    times: (known?.times ?? 0) + 1,
    until,
  };
}

/** Whether a result is to be given up: after enough time and enough tries. */
export function isLost({ reason, since, firstAt, times }: CollectSetback, at: Date): boolean {
  if (times < LEAST_TRIES) return false;
  return elapsed(since, at) >= LOST_AFTER_MS[reason] || elapsed(firstAt, at) >= GIVE_UP_MS;
}

function elapsed(since: Date, at: Date): number {
  return at.getTime() - since.getTime();
}

/** Links are signed anew each time that they are asked for: the old ones end. */
const MOST_LINKS = 10;

/** The links to a result, the newest first: an older one may still be the one that works. */
export function linksByNow(before: readonly string[], fresh: readonly string[]): readonly string[] {
  return [...new Set([...fresh, ...before])].slice(0, MOST_LINKS);
}
