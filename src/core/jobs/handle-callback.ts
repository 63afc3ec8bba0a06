import type { JobKey } from '../shared/domain/ids.ts';
import type { Job } from './domain/job.ts';
import { mayStillCome } from './domain/late-render.ts';
import { otherRoute } from './domain/reroute.ts';
import { USUAL_TEAM } from '../teams/domain/team-settings.ts';
import type { MoveTo } from './ports/job-store.ts';
import type { Operation, VideoProvider } from '../providers/ports/video-provider.ts';
import { advanceOnce } from './advance-job.ts';
import type { Core } from '../core.ts';
import { offersOf } from '../providers/offers.ts';
import { reportOrphan, showsRender } from './orphaned-renders.ts';

/**
 * A provider tells of a render. It proves nothing: a job that renders is looked at now, one that was
 * called lost is asked about again, and one whose order has no answer is asked about under the
 * handle that is told. Nothing else of it is read, and no link in it is followed.
 */
export async function handleCallback(
  core: Core,
  key: JobKey,
  providerName: string,
  body: unknown,
): Promise<void> {
  const facts = { team: key.teamId, job: key.jobId, provider: providerName };
  const provider = core.providers.get(providerName);
  let job = await core.jobs.find(key.teamId, key.jobId);
  if (job === null || provider === undefined) {
    core.logger.warn(facts, 'callback for a job or of a provider that is not here');
    return;
  }
  if (job.provider === provider.name && isAskedAbout(job)) {
    await core.schedule.makeDueNow(job, core.clock.now());
  }
  const operation = provider.readCallback(body);
  if (operation === null) {
    core.logger.debug(facts, 'callback that names no render');
    return;
  }
  // When somebody else wrote first, it may mean something else to the job as it is now.
  while (job !== null && !(await confirmReported(core, job, provider, operation))) {
    job = await core.jobs.find(key.teamId, key.jobId);
  }
}

function isAskedAbout(job: Job): boolean {
  const { state } = job;
  if (state.status === 'rendering' || state.status === 'overdue') return true;
  return mayStillCome(job) && job.state.heard !== undefined;
}

/** False when the job was written by somebody else meanwhile. */
async function confirmReported(
  core: Core,
  job: Job,
  provider: VideoProvider,
  operation: Operation,
): Promise<boolean> {
  // What it came to was forgotten, and with it by which render.
  if (job.request.forgotten !== undefined) return true;
  if (showsRender(job, provider, operation)) {
    return !mayStillCome(job) || (await isKept(core, job, job.state.operation));
  }
  const render = provider.renderKey(operation);
  const owner = await core.renders.ownerOf(provider.name, render);
  if (owner !== null && (owner.teamId !== job.teamId || owner.jobId !== job.jobId)) {
    await reportOrphan(core, job, provider, operation, 'taken');
    return true;
  }
  if (job.provider === provider.name && isOpenQuestion(job)) return isKept(core, job, operation);
  // It moved on, but no order is known to be taken there: the one that was may still make it.
  const moveTo = isUnordered(job) ? routeBack(core, job, provider) : null;
  if (moveTo !== null) {
    return isKept(core, job, operation, moveTo);
  }
  await reportOrphan(core, job, provider, operation, 'unneeded');
  return true;
}

/** Writes which render is spoken of, so that it is asked about; what comes from outside proves nothing. */
async function isKept(
  core: Core,
  job: Job,
  operation: Operation,
  moveTo?: MoveTo,
): Promise<boolean> {
  const event = { type: 'reported', at: core.clock.now(), operation } as const;
  return (await advanceOnce(core, job, event, moveTo)) !== null;
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
function routeBack(core: Core, job: Job, { name }: VideoProvider): MoveTo | null {
  const offers = offersOf(core).filter(
    (it) => it.provider === name || it.provider === job.provider,
  );
  return otherRoute(job, offers, new Set([job.provider]), USUAL_TEAM.models);
}
