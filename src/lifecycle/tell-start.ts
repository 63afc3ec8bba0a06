import type { Clock } from '../core/shared/ports/clock.ts';
import type { Logger } from '../core/shared/ports/logger.ts';
import type { PublicReach } from '../http/public-reach.ts';
import type { StartSummary } from './start-summary.ts';
import { problemsIn, summaryText } from './start-words.ts';

export interface Started {
  summarize(signal: AbortSignal): Promise<StartSummary>;
  /** Null where there is no public address. */
  askPublicUrl(signal: AbortSignal): Promise<PublicReach | null>;
}

export interface Told {
  readonly logger: Logger;
  /** Where somebody looks on; null where the log is all there is. */
  readonly show: ((text: string) => void) | null;
  readonly clock: Pick<Clock, 'sleep'>;
}

/** A tunnel often comes up after what it leads to. */
const FIRST_AGAIN_MS = 15_000;
const LAST_AGAIN_MS = 600_000;

/** Tells the operator what was found at the start, and when the public address comes to lead here. */
export async function tellStart(started: Started, told: Told, stop: AbortSignal): Promise<void> {
  const summary = await started.summarize(stop);
  if (isOver(stop)) return;
  const problems = problemsIn(summary);
  if (told.show !== null) told.show(summaryText(summary));
  else if (problems.length === 0) told.logger.info(summary, 'start summary');
  else told.logger.warn({ ...summary, problems }, 'start summary');

  let reach = summary.publicUrl?.reach ?? null;
  for (let pauseMs = FIRST_AGAIN_MS; reach !== null && reach.status !== 'reached'; pauseMs *= 2) {
    await told.clock.sleep(Math.min(pauseMs, LAST_AGAIN_MS), stop);
    if (isOver(stop)) return;
    reach = await started.askPublicUrl(stop);
    if (reach?.status === 'reached') told.logger.info({}, 'PUBLIC_URL leads here now');
  }
}

/** Asked anew: the compiler takes what it once was for what it stays. */
function isOver(stop: AbortSignal): boolean {
  return stop.aborted;
}
