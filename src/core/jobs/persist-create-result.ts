import type { Job } from './domain/job.ts';
import type { JobEvent } from './domain/job-event.ts';
import type { MoveTo } from './ports/job-store.ts';
import type { VideoProvider } from '../providers/ports/video-provider.ts';
import { advanceJob } from './advance-job.ts';
import type { Core } from '../core.ts';
import { ownsRender, reportOrphan, showsRender } from './orphaned-renders.ts';

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
  core: Core,
  provider: VideoProvider,
  call: CreateCall,
  outcome: Outcome,
  signal: AbortSignal,
): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await write(core, provider, call, outcome);
      return;
    } catch (error) {
      const { job } = call;
      const facts = { team: job.teamId, job: job.jobId, event: outcome.event, err: error };
      core.logger.error(facts, 'answer to a create call not written yet');
      if (signal.aborted && attempt >= 5) throw error;
      await core.clock.sleep(Math.min(250 * 2 ** attempt, 10_000), new AbortController().signal);
    }
  }
}

async function write(
  core: Core,
  provider: VideoProvider,
  { job, attempt }: CreateCall,
  { event, moveTo }: Outcome,
): Promise<void> {
  if (event.type !== 'created') {
    await advanceJob(core, job, event, moveTo);
    return;
  }
  const { operation, at } = event;
  if (!(await ownsRender(core, job, provider, operation))) {
    // What it was answered with is another job's: of its own order nothing is known.
    await advanceJob(core, job, { type: 'create-unanswered', at, attempt });
    return;
  }
  const after = await advanceJob(core, job, event, moveTo);
  if (after === null || showsRender(after, provider, operation)) return;
  await reportOrphan(core, job, provider, operation, 'unneeded');
}
