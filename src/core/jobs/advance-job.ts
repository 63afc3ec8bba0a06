import { firstCheckMs } from './domain/check-intervals.ts';
import type { Job, JobState } from './domain/job.ts';
import {
  cameLateReply,
  isInvestigated,
  investigateReply,
} from '../providers/domain/operator-alerts.ts';
import { nextStep } from './domain/steps.ts';
import { transition } from './domain/transition.ts';
import type { JobEvent } from './domain/job-event.ts';
import type { MoveTo, JobStore } from './ports/job-store.ts';
import type { JobHistory } from './ports/job-history.ts';
import type { VideoProviders } from '../providers/ports/video-provider.ts';
import type { Logger } from '../shared/ports/logger.ts';
import type { TellOperators } from '../messages/ports/tell-operators.ts';

export interface AdvanceJobDependencies {
  readonly jobs: JobStore;
  readonly history: JobHistory;
  readonly providers: VideoProviders;
  readonly logger: Logger;
  readonly tellOperators: TellOperators;
}

/**
 * Tells a job what happened and writes what follows from it. When somebody else wrote first, the
 * event is told to the job as it is now: news is true whoever else has some.
 * @returns the job as it is afterwards, or null if there is no such job
 */
export async function advanceJob(
  deps: AdvanceJobDependencies,
  job: Job,
  event: JobEvent,
  moveTo?: MoveTo,
): Promise<Job | null> {
  let current: Job | null = job;
  while (current !== null) {
    const advanced = await advanceOnce(deps, current, event, moveTo);
    if (advanced !== null) return advanced;
    current = await deps.jobs.find(job.teamId, job.jobId);
  }
  return null;
}

/** The same, but null when somebody else wrote first: for events that decide what is done next. */
export async function advanceOnce(
  deps: AdvanceJobDependencies,
  job: Job,
  event: JobEvent,
  moveTo?: MoveTo,
): Promise<Job | null> {
  const { next, ledger } = transition(job, event);
  if (next === job.state) return job;
  const target = { ...job, ...moveTo };
  const step = goesOn(job.state, next, event)
    ? 'as-booked'
    : nextStep(next, event.at, await lookAfterMs(deps, target, next, event));
  const written = await deps.jobs.save({
    job,
    next,
    ledger,
    step,
    at: event.at,
    ...(moveTo === undefined ? {} : { moveTo }),
  });
  if (!written) return null;
  deps.logger.info(
    { team: job.teamId, job: job.jobId, from: job.state.status, to: next.status, ...whyOf(next) },
    'job moved',
  );
  tellOperators(deps, target, job.state, next);
  return { ...target, state: next, version: job.version + 1 };
}

/** Why it came to nothing, in the provider's own words where it has any. */
function whyOf(next: JobState): object {
  if (next.status !== 'failed') return {};
  return { reason: next.message === null ? next.reason : `${next.reason}: ${next.message}` };
}

/** Some of what happens to a job only whoever runs the service can look into. */
function tellOperators(
  deps: AdvanceJobDependencies,
  job: Job,
  before: JobState,
  next: JobState,
): void {
  if (next.status === before.status) return;
  const title = deps.providers.get(job.provider)?.title ?? job.provider;
  if (next.status === 'succeeded' && next.lost !== undefined) {
    deps.tellOperators(cameLateReply(title, { job: job.jobId, lost: next.lost }));
  }
  const what = next.status === 'failed' ? next.reason : next.status;
  if (!isInvestigated(what)) return;
  const lost = next.status === 'failed' ? next.lost : 0;
  deps.tellOperators(investigateReply(what, title, { job: job.jobId, lost }));
}

/** What goes on as it was keeps the time that was booked by its claim. */
function goesOn(before: JobState, next: JobState, { type }: JobEvent): boolean {
  if (next.status !== before.status || type === 'not-found' || type === 'found') return false;
  return next.status === 'rendering' || next.status === 'submitting' || type === 'rendered';
}

/** From the start of a render to the next look at it. */
async function lookAfterMs(
  deps: AdvanceJobDependencies,
  job: Job,
  next: JobState,
  event: JobEvent,
): Promise<number> {
  const provider = deps.providers.get(job.provider);
  if (next.status !== 'rendering' || provider === undefined) return 0;
  if (event.type === 'found') {
    return event.at.getTime() - next.since.getTime() + provider.checks.everyMs;
  }
  // The handle of a render is about to be written: no statistic may stand in its way.
  const seen = await deps.history
    .renderTimes(job.provider, job.model, job.request)
    .catch(() => null);
  return firstCheckMs(provider.checks, seen);
}
