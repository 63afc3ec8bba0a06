import { expectedMs } from '../../jobs/domain/check-intervals.ts';
import type { CheckAdvice, RenderTimes } from '../../providers/domain/check-advice.ts';
import { msg } from '../../messages/domain/message.ts';
import type { Message } from '../../messages/domain/message.ts';
import { roughMs } from '../../messages/domain/rough-ms.ts';

export interface QueueState {
  /** Jobs that start before this one. */
  readonly ahead: number;
  /** Jobs at the provider, and how many may be there at one time. */
  readonly there: number;
  readonly inFlight: number;
}

/**
 * How long somebody is likely to wait for a video that did not start yet: as renders like this one
 * took lately, or as its provider says. While the provider is full, it has room again as often as
 * so many renders side by side are done.
 */
export function waitMsFor(
  { ahead, there, inFlight }: QueueState,
  seconds: number,
  checks: CheckAdvice,
  seen: RenderTimes | null,
): number {
  const { halfMs } = expectedMs(checks, seconds, seen);
  const missing = ahead + 1 - Math.max(0, inFlight - there);
  return halfMs + (missing <= 0 ? 0 : (missing * halfMs) / Math.max(1, inFlight));
}

/** Where a video is in the queue, and when it should be there. */
export function queueWords({
  ahead,
  mine,
  waitMs,
}: {
  readonly ahead: number;
  readonly mine: number;
  readonly waitMs: number;
}): Message {
  return msg('cards.queue', { ahead, mine, wait: roughMs(waitMs) });
}
