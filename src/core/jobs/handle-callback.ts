import type { JobKey } from '../shared/domain/ids.ts';
import type { Job } from './domain/job.ts';
import { mayStillCome } from './domain/late-render.ts';
import { otherRoute } from './domain/reroute.ts';
import { USUAL_TEAM } from '../teams/domain/team-settings.ts';
import type { MoveTo } from './ports/job-store.ts';
import type { Operation, VideoProvider } from '../providers/ports/video-provider.ts';
import { advanceOnce } from './advance-job.ts';
import type { AdvanceJobDependencies } from './advance-job.ts';
import { offersOf } from '../providers/offers.ts';
import type { OffersDependencies } from '../providers/offers.ts';
import { reportOrphan, showsRender } from './orphaned-renders.ts';
import type { OrphanedRenderDependencies } from './orphaned-renders.ts';
import type { Schedule } from './ports/schedule.ts';
import type { Clock } from '../shared/ports/clock.ts';

export interface HandleCallbackDependencies
  extends AdvanceJobDependencies, OffersDependencies, OrphanedRenderDependencies {
  readonly schedule: Schedule;
  readonly clock: Clock;
}

/**
 * A provider tells of a render. It proves nothing: a job that renders is looked at now, one that was
 * called lost is asked about again, and one whose order has no answer is asked about under the
 * handle that is told. Nothing else of it is read, and no link in it is followed.
 */
export async function handleCallback(
  deps: HandleCallbackDependencies,
  key: JobKey,
  providerName: string,
  body: unknown,
): Promise<void> {
  const facts = { team: key.teamId, job: key.jobId, provider: providerName };
  const provider = deps.providers.get(providerName);
  let job = await deps.jobs.find(key.teamId, key.jobId);
  if (job === null || provider === undefined) {
    deps.logger.warn(facts, 'callback for a job or of a provider that is not here');
    return;
  }
  if (job.provider === provider.name && isAskedAbout(job)) {
    await deps.schedule.makeDueNow(job, deps.clock.now());
  }
  const operation = provider.readCallback(body);
  if (operation === null) {
    deps.logger.debug(facts, 'callback that names no render');
    return;
  }
  // When somebody else wrote first, it may mean something else to the job as it is now.
  while (job !== null && !(await confirmReported(deps, job, provider, operation))) {
    job = await deps.jobs.find(key.teamId, key.jobId);
  }
}

function isAskedAbout(job: Job): boolean {
  const { state } = job;
  if (state.status === 'rendering' || state.status === 'overdue') return true;
  return mayStillCome(job) && job.state.heard !== undefined;
}

/** False when the job was written by somebody else meanwhile. */
async function confirmReported(
  deps: HandleCallbackDependencies,
  job: Job,
  provider: VideoProvider,
  operation: Operation,
): Promise<boolean> {
  // What it came to was forgotten, and with it by which render.
  if (job.request.forgotten !== undefined) return true;
  if (showsRender(job, provider, operation)) {
    return !mayStillCome(job) || (await isKept(deps, job, job.state.operation));
  }
  const render = provider.renderKey(operation);
  const owner = await deps.renders.ownerOf(provider.name, render);
  if (owner !== null && (owner.teamId !== job.teamId || owner.jobId !== job.jobId)) {
    await reportOrphan(deps, job, provider, operation, 'taken');
    return true;
  }
  if (job.provider === provider.name && isOpenQuestion(job)) return isKept(deps, job, operation);
  // It moved on, but no order is known to be taken there: the one that was may still make it.
  const moveTo = isUnordered(job) ? routeBack(deps, job, provider) : null;
  if (moveTo !== null) return isKept(deps, job, operation, moveTo);
  await reportOrphan(deps, job, provider, operation, 'unneeded');
  return true;
}

/** Writes which render is spoken of, so that it is asked about; what comes from outside proves nothing. */
async function isKept(
  deps: HandleCallbackDependencies,
  job: Job,
  operation: Operation,
  moveTo?: MoveTo,
): Promise<boolean> {
  const event = { type: 'reported', at: deps.clock.now(), operation } as const;
  return (await advanceOnce(deps, job, event, moveTo)) !== null;
}

/** An order of it was or will be made, and nobody knows of a render yet. */
function isOpenQuestion({ state }: Job): boolean {
  return (
    state.status === 'waiting' || state.status === 'submitting' || state.status === 'unconfirmed'
  );
}

/** No call is under way that could be answered, and no other render is asked about. */
function isUnordered({ state }: Job): boolean {
  if (state.status === 'unconfirmed') return state.reported === undefined;
  return state.status === 'waiting';
}

/**
 * The model of the provider that makes what was accepted for no more than is held; null: it has
 * none. What the team lets its people use was looked at when it was ordered there.
 */
function routeBack(
  deps: HandleCallbackDependencies,
  job: Job,
  { name }: VideoProvider,
): MoveTo | null {
  const offers = offersOf(deps).filter(
    (it) => it.provider === name || it.provider === job.provider,
  );
  return otherRoute(job, offers, new Set([job.provider]), USUAL_TEAM.models);
}
