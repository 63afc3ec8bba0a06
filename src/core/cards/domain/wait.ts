import { expectedMs } from '../../jobs/domain/check-intervals.ts';
import type { CheckAdvice, RenderTimes } from '../../providers/domain/check-advice.ts';
import { roughly } from '../../messages/domain/rich-text.ts';

/** How long somebody is likely to wait for a video that did not start yet. */
export interface Wait {
  readonly queueMs: number;
  readonly renderMs: number;
}

export interface QueueState {
  /** Jobs that start before this one. */
  readonly ahead: number;
  /** Jobs at the provider, and how many may be there at one time. */
  readonly there: number;
  readonly inFlight: number;
}

/**
 * As renders like this one took lately, or as its provider says. While the provider is full, one of
 * its places becomes free as often as so many renders side by side are done.
 */
export function waitFor(
  { ahead, there, inFlight }: QueueState,
  seconds: number,
  checks: CheckAdvice,
  seen: RenderTimes | null,
): Wait {
  const { halfMs } = expectedMs(checks, seconds, seen);
  const missing = ahead + 1 - Math.max(0, inFlight - there);
  return {
    queueMs: missing <= 0 ? 0 : (missing * halfMs) / Math.max(1, inFlight),
    renderMs: halfMs,
  };
}

/** Shorter waits in a queue are over before anybody reads of them. */
const WORTH_TELLING_MS = 3_000;

export function waitWords({ queueMs, renderMs }: Wait): string {
  const render = roughly(renderMs);
  if (queueMs < WORTH_TELLING_MS) return `It takes about ${render} to make.`;
  return `Ready in about ${roughly(queueMs + renderMs)}: ${roughly(queueMs)} in line, then ${render} to make.`;
}
