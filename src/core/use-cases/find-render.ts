import type { JobEvent } from '../domain/job-event.ts';
import type { Claimed } from '../ports/job-store.ts';
import type { RenderStatus, VideoProvider } from '../ports/video-provider.ts';
import { advanceJob } from './advance-job.ts';
import { askAboutOne } from './ask-about-one.ts';
import { newsOf } from './check-renders.ts';
import type { Core } from './core.ts';

/** Until the next question where there was no answer; what was answered books its own. */
export const FIND_INTERVALS_MS = [15_000, 30_000, 60_000, 120_000] as const;

/** Asks, about nothing else, for a render that its provider did not know when it was asked last. */
export async function findRender(
  core: Core,
  claimed: Claimed,
  provider: VideoProvider,
  signal: AbortSignal,
): Promise<void> {
  const job = await core.jobs.find(claimed.teamId, claimed.jobId);
  if (job?.state.status !== 'rendering' && job?.state.status !== 'overdue') return;
  const { operation, since, notFound } = job.state;
  if (notFound === undefined) return;
  const answer = await askAboutOne(core, provider, operation, signal);
  const event = findNews(core, provider, since, answer ?? { status: 'silent' });
  if (event !== null) await advanceJob(core, job, event);
}

function findNews(
  core: Core,
  provider: VideoProvider,
  startedAt: Date,
  answer: RenderStatus,
): JobEvent | null {
  if (answer.status === 'running') return { type: 'found', at: core.clock.now() };
  return newsOf(core, provider, { lane: 'find', startedAt, alone: true }, answer);
}
