import { backOffMs } from '../domain/check-schedule.ts';
import {
  COLLECT_DEADLINE_MS,
  COLLECT_GIVE_UP_MS,
  later,
  SAVE_GIVE_UP_MS,
} from '../domain/steps.ts';
import type { Job } from '../domain/job.ts';
import { ResultNotFetched } from '../errors.ts';
import type { Claimed } from '../ports/job-store.ts';
import type { VideoCollected } from '../ports/media-store.ts';
import { advanceJob } from './advance-job.ts';
import type { Core } from './core.ts';
import { HOLD_MS, holding } from './holding.ts';

/** Copies a finished render into our own store, before the provider's link ends. */
export async function collectVideo(
  core: Core,
  claimed: Pick<Claimed, 'teamId' | 'jobId'>,
  signal: AbortSignal,
): Promise<void> {
  const job = await core.jobs.find(claimed.teamId, claimed.jobId);
  if (job?.state.status !== 'collecting') return;
  const { videoUrl, renderedAt, setback } = job.state;
  const facts = { team: job.teamId, job: job.jobId, provider: job.provider };
  try {
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(COLLECT_DEADLINE_MS)]);
    const outcome = await holding(
      core.clock,
      () => core.jobs.postpone([claimed], later(core.clock.now(), HOLD_MS)),
      () => collectAndFit(core, job, videoUrl, deadline),
    );
    const at = core.clock.now();
    if (outcome.status === 'collected') {
      await advanceJob(core, job, { type: 'collected', at, video: outcome.video });
      return;
    }
    core.logger.error({ ...facts, why: outcome.why }, 'finished video cannot be used');
    await advanceJob(core, job, { type: 'given-up', at });
  } catch (error) {
    const at = core.clock.now();
    const reason = error instanceof ResultNotFetched ? 'not-fetched' : 'not-saved';
    const most = reason === 'not-fetched' ? COLLECT_GIVE_UP_MS : SAVE_GIVE_UP_MS;
    if (at.getTime() - renderedAt.getTime() >= most) {
      core.logger.error({ ...facts, err: error }, 'finished video given up');
      await advanceJob(core, job, { type: 'given-up', at });
      return;
    }
    if (signal.aborted) {
      await core.jobs.postpone([claimed], at);
      return;
    }
    core.logger.warn({ ...facts, reason, err: error }, 'finished video not collected yet');
    const until = later(at, backOffMs(setback?.times ?? 0, null));
    await advanceJob(core, job, { type: 'collect-failed', at, reason, until });
  }
}

/**
 * A video that is too big for its chat is made smaller here, where few are worked on at a time, so
 * that showing it is only to send it. Where that fails it is tried again when it is shown.
 */
async function collectAndFit(
  core: Core,
  job: Job,
  videoUrl: string,
  signal: AbortSignal,
): Promise<VideoCollected> {
  const outcome = await core.media.collectVideo(videoUrl, signal);
  if (outcome.status !== 'collected') return outcome;
  try {
    const message = (await core.cards.messageOf([job])).get(job.jobId);
    const limit =
      message === undefined
        ? undefined
        : await core.platforms.get(job.platform)?.uploadLimit(message);
    if (limit !== undefined) await core.media.fit(outcome.video, limit, signal);
  } catch (error) {
    core.logger.warn({ team: job.teamId, job: job.jobId, err: error }, 'video not fitted yet');
  }
  return outcome;
}
