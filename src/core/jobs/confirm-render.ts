import { mayStillCome } from './domain/late-render.ts';
import type { Job } from './domain/job.ts';
import type { Claimed } from './ports/schedule.ts';
import type { Operation, VideoProvider } from '../providers/ports/video-provider.ts';
import { advanceJob } from './advance-job.ts';
import { askAboutOne } from './check-one.ts';
import { newsOf } from './check-renders.ts';
import type { Core } from '../core.ts';
import { ownsRender } from './orphaned-renders.ts';

/**
 * A provider may know a render a little later than it tells of it. The first ones are longer than a
 * question waits for its turn, which after a lost order it does: else it would be asked twice.
 */
export const CONFIRM_INTERVALS_MS = [
  ...([20_000, 20_000, 20_000, 60_000, 180_000, 900_000, 3_600_000] as const),
] as const;

/**
 * Asks the provider about a render that is said to be the one of a create call whose answer was
 * lost, or of a job that was called lost. Only what the provider itself answers counts.
 */
export async function confirmRender(
  core: Core,
  claimed: Claimed,
  provider: VideoProvider,
  signal: AbortSignal,
): Promise<void> {
  const job = await core.jobs.find(claimed.teamId, claimed.jobId);
  if (job !== null && mayStillCome(job)) {
    await askAgain(core, job, provider, signal);
    return;
  }
  if (job?.state.status !== 'unconfirmed' || job.state.reported === undefined) return;
  const operation = job.state.reported;
  const asked = await askAboutOne(core, provider, operation, signal);
  // The claim has booked the next look already.
  if (asked.status !== 'answered') return;
  const { answer } = asked;
  if (answer.status === 'silent' || answer.status === 'not-found') return;
  const at = core.clock.now();
  if (!(await ownsRender(core, job, provider, operation))) {
    await advanceJob(core, job, { type: 'disowned', at, operation });
    return;
  }
  const moveTo = { provider: provider.name, model: job.model, price: job.price };
  const confirmed = await advanceJob(core, job, { type: 'created', at, operation }, moveTo);
  core.logger.info({ team: job.teamId, job: job.jobId, operation }, 'lost order found again');
  const asking = { lane: 'confirm', startedAt: null, alone: true } as const;
  const news = newsOf(provider, asking, answer, core.clock.now());
  if (confirmed !== null && news !== null) await advanceJob(core, confirmed, news);
}

/** Until its provider has an answer, or nothing came of what was heard for a day. */
async function askAgain(
  core: Core,
  job: Job & { readonly state: { readonly operation: Operation } },
  provider: VideoProvider,
  signal: AbortSignal,
): Promise<void> {
  const asked = await askAboutOne(core, provider, job.state.operation, signal);
  const answer = asked.status === 'answered' ? asked.answer : null;
  const at = core.clock.now();
  const news =
    answer?.status === 'succeeded' || answer?.status === 'failed'
      ? newsOf(provider, { lane: 'confirm', startedAt: null, alone: true }, answer, at)
      : ({ type: 'given-up', at } as const);
  if (news !== null) await advanceJob(core, job, news);
}
