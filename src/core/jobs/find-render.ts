import type { JobEvent } from './domain/job-event.ts';
import type { Claimed } from './ports/schedule.ts';
import type { RenderStatus, VideoProvider } from '../providers/ports/video-provider.ts';
import { advanceJob } from './advance-job.ts';
import type { AdvanceJobDependencies } from './advance-job.ts';
import { askAboutOne } from './check-one.ts';
import { newsOf, timeOf } from './check-renders.ts';
import type { Asked, AskAboutDependencies } from './check-renders.ts';
import { isNothingTold, reportNothingTold } from '../providers/check-health.ts';

/** Until the next question where there was no answer; what was answered books its own. */
export const FIND_INTERVALS_MS = [15_000, 30_000, 60_000, 120_000] as const;

/** Asks, about nothing else, for a render that its provider did not know when it was asked last. */
export async function findRender(
  deps: AdvanceJobDependencies & AskAboutDependencies,
  claimed: Claimed,
  provider: VideoProvider,
  signal: AbortSignal,
): Promise<void> {
  const job = await deps.jobs.find(claimed.teamId, claimed.jobId);
  if (job?.state.status !== 'rendering' && job?.state.status !== 'overdue') return;
  const { operation, since, notFound } = job.state;
  if (notFound === undefined) return;
  const outcome = await askAboutOne(deps, provider, operation, signal);
  if (outcome.status === 'put-off') return;
  if (outcome.status === 'answered' && isNothingTold([outcome.answer])) {
    await reportNothingTold(deps, provider, [outcome.answer]);
  }
  const at = deps.clock.now();
  const asked = { lane: 'find', startedAt: since, alone: true } as const;
  const event =
    outcome.status === 'answered'
      ? findNews(provider, asked, outcome.answer, at)
      : timeOf(provider, asked, outcome.unread, at);
  if (event !== null) await advanceJob(deps, job, event);
}

function findNews(
  provider: VideoProvider,
  asked: Asked,
  answer: RenderStatus,
  at: Date,
): JobEvent | null {
  if (answer.status === 'running') return { type: 'found', at };
  return newsOf(provider, asked, answer, at);
}
