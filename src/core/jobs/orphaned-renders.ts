import { orphanedRenderReply } from '../providers/domain/operator-alerts.ts';
import type { OrphanReason } from '../providers/domain/operator-alerts.ts';
import type { Job } from './domain/job.ts';
import type { Operation, VideoProvider } from '../providers/ports/video-provider.ts';
import type { RenderStore } from './ports/render-store.ts';
import type { Logger } from '../shared/ports/logger.ts';
import type { TellOperators } from '../messages/ports/tell-operators.ts';

export interface OrphanedRenderDependencies {
  readonly renders: RenderStore;
  readonly logger: Logger;
  readonly tellOperators: TellOperators;
}

/**
 * Writes that a render is this job's. False when it is another's: no two jobs show one, whatever
 * is said of it.
 */
export async function ownsRender(
  deps: OrphanedRenderDependencies,
  job: Job,
  provider: VideoProvider,
  operation: Operation,
): Promise<boolean> {
  const render = provider.renderKey(operation);
  const owner = await deps.renders.claim(provider.name, render, job);
  if (owner.teamId === job.teamId && owner.jobId === job.jobId) return true;
  await reportOrphan(deps, job, provider, operation, 'taken');
  return false;
}

/** Whether it is the render that the job waits for, or that it came to. */
export function showsRender(job: Job, provider: VideoProvider, operation: Operation): boolean {
  const { state } = job;
  if (job.provider !== provider.name || !('operation' in state)) return false;
  if (state.operation === null) return false;
  return provider.renderKey(state.operation) === provider.renderKey(operation);
}

/** Tells whoever runs the service, once, of a render that may be paid for and is not shown. */
export async function reportOrphan(
  deps: OrphanedRenderDependencies,
  job: Job,
  provider: VideoProvider,
  operation: Operation,
  reason: OrphanReason,
): Promise<void> {
  const render = provider.renderKey(operation);
  const facts = { team: job.teamId, job: job.jobId, provider: provider.name, operation, reason };
  deps.logger.warn(facts, 'a render that this job does not show');
  if (!(await deps.renders.recordOrphanOnce(provider.name, render, job))) return;
  deps.tellOperators(orphanedRenderReply(reason, provider.title, render, job.jobId));
}
