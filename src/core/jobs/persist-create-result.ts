import type { Job } from './domain/job.ts';
import type { JobEvent } from './domain/job-event.ts';
import type { MoveTo } from './ports/job-store.ts';
import type { VideoProvider } from '../providers/ports/video-provider.ts';
import { advanceJob } from './advance-job.ts';
import type { AdvanceJobDependencies } from './advance-job.ts';
import { ownsRender, reportOrphan, showsRender } from './orphaned-renders.ts';
import type { OrphanedRenderDependencies } from './orphaned-renders.ts';
import type { Clock } from '../shared/ports/clock.ts';

export interface PersistCreateResultDependencies
  extends AdvanceJobDependencies, OrphanedRenderDependencies {
  readonly clock: Clock;
}

export interface CreateCall {
  readonly job: Job;
  readonly attempt: string;
}

/** What a create call came to. `moveTo` names who has the order, or whose turn is next. */
export interface Outcome {
  readonly event: JobEvent;
  readonly moveTo?: MoveTo;
}

/** An answer to a create call exists only here until it is written: it is written as long as this process lives. */
export async function persistCreateResult(
  deps: PersistCreateResultDependencies,
  provider: VideoProvider,
  call: CreateCall,
  outcome: Outcome,
  signal: AbortSignal,
): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await write(deps, provider, call, outcome);
      return;
    } catch (error) {
      const { job } = call;
      const facts = { team: job.teamId, job: job.jobId, event: outcome.event, err: error };
      deps.logger.error(facts, 'answer to a create call not written yet');
      if (signal.aborted && attempt >= 5) throw error;
      await deps.clock.sleep(Math.min(250 * 2 ** attempt, 10_000), new AbortController().signal);
    }
  }
}

async function write(
  deps: PersistCreateResultDependencies,
  provider: VideoProvider,
  { job, attempt }: CreateCall,
  { event, moveTo }: Outcome,
): Promise<void> {
  if (event.type !== 'created') {
    await advanceJob(deps, job, event, moveTo);
    return;
  }
  const { operation, at } = event;
  if (!(await ownsRender(deps, job, provider, operation))) {
    // What it was answered with is another job's: of its own order nothing is known.
    await advanceJob(deps, job, { type: 'create-unanswered', at, attempt });
    return;
  }
  const after = await advanceJob(deps, job, event, moveTo);
  if (after === null || showsRender(after, provider, operation)) return;
  await reportOrphan(deps, job, provider, operation, 'unneeded');
}
