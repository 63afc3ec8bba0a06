import { mayStillCome } from './domain/late-render.ts';
import type { Job } from './domain/job.ts';
import type { Claimed } from './ports/schedule.ts';
import type { Operation, VideoProvider } from '../providers/ports/video-provider.ts';
import { advanceJob } from './advance-job.ts';
import type { AdvanceJobDependencies } from './advance-job.ts';
import { askAboutOne } from './check-one.ts';
import { newsOf } from './check-renders.ts';
import type { AskAboutDependencies } from './check-renders.ts';
import { ownsRender } from './orphaned-renders.ts';
import type { OrphanedRenderDependencies } from './orphaned-renders.ts';

export interface ConfirmRenderDependencies
  extends AdvanceJobDependencies, AskAboutDependencies, OrphanedRenderDependencies {}

/**
 * A provider may know a render a little later than it tells of it. The first ones are longer than a
 * question waits for its slot, which after a lost order it does: else it would be asked twice.
 */
export const CONFIRM_INTERVALS_MS = [
  ...([20_000, 20_000, 20_000, 60_000, 180_000, 900_000, 3_600_000] as const),
] as const;

/**
 * Asks the provider about a render that is said to be the one of a create call whose answer was
 * lost, or of a job that was called lost. Only what the provider itself answers counts.
 */
export async function confirmRender(
  deps: ConfirmRenderDependencies,
  claimed: Claimed,
  provider: VideoProvider,
  signal: AbortSignal,
): Promise<void> {
  const job = await deps.jobs.find(claimed.teamId, claimed.jobId);
  if (job !== null && mayStillCome(job)) {
    await askAgain(deps, job, provider, signal);
    return;
  }
  if (job?.state.status !== 'unconfirmed' || job.state.reported === undefined) return;
  const operation = job.state.reported;
  const asked = await askAboutOne(deps, provider, operation, signal);
  // The claim has booked the next look already.
  if (asked.status !== 'answered') return;
  const { answer } = asked;
  if (answer.status === 'silent' || answer.status === 'not-found') return;
  const at = deps.clock.now();
  if (!(await ownsRender(deps, job, provider, operation))) {
    await advanceJob(deps, job, { type: 'disowned', at, operation });
    return;
  }
  const moveTo = { provider: provider.name, model: job.model, price: job.price };
  const confirmed = await advanceJob(deps, job, { type: 'created', at, operation }, moveTo);
  deps.logger.info({ team: job.teamId, job: job.jobId, operation }, 'lost order found again');
  const asking = { lane: 'confirm', startedAt: null, alone: true } as const;
  const news = newsOf(provider, asking, answer, deps.clock.now());
  if (confirmed !== null && news !== null) await advanceJob(deps, confirmed, news);
}

/** Until its provider has an answer, or nothing came of what was heard for a day. */
async function askAgain(
  deps: ConfirmRenderDependencies,
  job: Job & { readonly state: { readonly operation: Operation } },
  provider: VideoProvider,
  signal: AbortSignal,
): Promise<void> {
  const asked = await askAboutOne(deps, provider, job.state.operation, signal);
  const answer = asked.status === 'answered' ? asked.answer : null;
  const at = deps.clock.now();
  const news =
    answer?.status === 'succeeded' || answer?.status === 'failed'
      ? newsOf(provider, { lane: 'confirm', startedAt: null, alone: true }, answer, at)
      : ({ type: 'given-up', at } as const);
  if (news !== null) await advanceJob(deps, job, news);
}
