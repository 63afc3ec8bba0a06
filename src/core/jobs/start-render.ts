import type { Job } from './domain/job.ts';
import { DAY_MS, later } from '../shared/domain/later.ts';
import { START_CLAIMS_MS, START_DEADLINE_MS } from './domain/steps.ts';
import { mediaOf } from '../video/domain/video-request.ts';
import type { Claimed, Schedule } from './ports/schedule.ts';
import type { VideoProvider } from '../providers/ports/video-provider.ts';
import { advanceJob, advanceOnce } from './advance-job.ts';
import { createRender } from './create-render.ts';
import type { Begun, Called, CreateRenderDependencies } from './create-render.ts';
import { deadlineSignal } from '../shared/deadline.ts';
import { unlessAborted } from '../shared/ports/unless-aborted.ts';
import type { HeldCalls } from './held-calls.ts';
import { persistCreateResult } from './persist-create-result.ts';
import type { PersistCreateResultDependencies } from './persist-create-result.ts';
import { moveGated, takenBack } from './move-jobs.ts';
import type { MoveJobsDependencies } from './move-jobs.ts';
import {
  modelCircuit,
  reportAnswer,
  reportNoAnswer,
  reportSuccess,
} from '../providers/provider-failures.ts';
import { bookSlot, untilSlot } from '../providers/rate-slots.ts';
import type { JobId } from '../shared/domain/ids.ts';

export interface StartRenderDependencies
  extends CreateRenderDependencies, MoveJobsDependencies, PersistCreateResultDependencies {
  readonly schedule: Schedule;
  readonly newJobId: () => JobId;
}

/** How long a job waits for its slot before it lets another step go first. */
const SLOT_MS = 20_000;

/** A provider fetches what it needs soon, but a render may start late. */
const LINK_MS = DAY_MS;

/**
 * Makes the create call of a job that was dequeued. It is written that the call is
 * being made before it is made, and only the one who wrote it calls; so it is made once, and a
 * job that is found in that state was left there by somebody who is gone.
 */
export async function startRender(
  deps: StartRenderDependencies,
  claimed: Claimed,
  provider: VideoProvider,
  held: HeldCalls,
  signal: AbortSignal,
): Promise<void> {
  const job = await deps.jobs.find(claimed.teamId, claimed.jobId);
  if (job === null) return;
  if (job.state.status === 'submitting') {
    deps.logger.error({ team: job.teamId, job: job.jobId }, 'create call left without an answer');
    const { attempt } = job.state;
    await advanceJob(deps, job, { type: 'create-unanswered', at: deps.clock.now(), attempt });
    return;
  }
  // It may have been sent to another provider since it was claimed.
  if (job.state.status !== 'waiting' || job.provider !== provider.name) return;
  if (!(await takesSlot(deps, provider, claimed, signal))) return;
  // An order before it may have found that the provider takes none.
  if (await takenBack(deps, job)) return;
  const links = linksFor(deps, job);
  if (links === null) {
    const at = deps.clock.now();
    const reason = 'provider-not-set-up';
    await advanceJob(deps, job, { type: 'unstartable', at, reason });
    return;
  }
  const begun = await begin(deps, job);
  if (begun === null) return;
  await callWithTimeout(deps, provider, begun, links, held, signal);
}

/**
 * Makes the call and writes what it comes to. Past its deadline nobody knows, which is written; as
 * long as the connection is open its answer counts all the same.
 */
async function callWithTimeout(
  deps: StartRenderDependencies,
  provider: VideoProvider,
  begun: Begun,
  links: ReadonlyMap<string, string>,
  held: HeldCalls,
  signal: AbortSignal,
): Promise<void> {
  const { attempt } = begun;
  const giveUp = new AbortController();
  // Not ended by a shutdown: to cut this call off is to lose its answer.
  const call = createRender(deps, provider, begun, links, giveUp.signal);
  if (await isOver(deps, call)) {
    await persistCalled(deps, provider, begun, await call, signal);
    return;
  }
  const event = { type: 'create-unanswered', at: deps.clock.now(), attempt } as const;
  const called = { outcome: { event }, received: 'nothing' } as const;
  await persistCalled(deps, provider, begun, called, signal);
  const late = async () => {
    const answer = await call;
    // That there is none was written already.
    if (answer.received !== 'nothing') await persistCalled(deps, provider, begun, answer, signal);
  };
  const { teamId: team, jobId: job } = begun.job;
  const lost = (error: unknown) => {
    deps.logger.error({ team, job, err: error }, 'late answer to a create call not written');
  };
  held.hold(late().catch(lost), giveUp);
}

/** False when the deadline came first. */
async function isOver(deps: StartRenderDependencies, call: Promise<Called>): Promise<boolean> {
  using deadline = deadlineSignal(deps.clock, START_DEADLINE_MS);
  return await unlessAborted(
    call.then(() => true),
    deadline.signal,
    () => false,
  );
}

async function persistCalled(
  deps: StartRenderDependencies,
  provider: VideoProvider,
  begun: Begun,
  { outcome, received, gate }: Called,
  signal: AbortSignal,
): Promise<void> {
  if (received === 'nothing') await reportNoAnswer(deps, provider);
  await persistCreateResult(deps, provider, begun, outcome, signal);
  if (outcome.event.type === 'created') {
    await reportSuccess(deps, provider, begun.since);
    await reportSuccess(deps, modelCircuit(provider, begun.job.model), begun.since);
  } else if (received === 'an answer') await reportAnswer(deps, provider);
  // Those queued for what it was found not to allow need not wait to be told the same.
  if (gate === true) await moveGated(deps, provider.name);
}

/** Longer than this after it was written that a call is made, it is not made any more. */
const BEGUN_WITHIN_MS = 30_000;

/** Writes that the call is being made; null when somebody else was first. */
async function begin(deps: StartRenderDependencies, job: Job): Promise<Begun | null> {
  const attempt: string = deps.newJobId();
  const at = deps.clock.now();
  const begun = await advanceOnce(deps, job, { type: 'create-begun', at, attempt }).catch(
    (error: unknown) => {
      // It may be written all the same, with only the answer lost: then the attempt is ours.
      deps.logger.warn({ team: job.teamId, job: job.jobId, err: error }, 'write without an answer');
      return deps.jobs.find(job.teamId, job.jobId);
    },
  );
  const state = begun?.state;
  if (begun === null || state?.status !== 'submitting' || state.attempt !== attempt) return null;
  if (deps.clock.now().getTime() - at.getTime() > BEGUN_WITHIN_MS) return null;
  return { job: begun, attempt, since: state.since, setback: state.setback };
}

/** Waits for a free place among the provider's calls; false when it is too far off. */
async function takesSlot(
  deps: StartRenderDependencies,
  provider: VideoProvider,
  claimed: Claimed,
  signal: AbortSignal,
): Promise<boolean> {
  const { name, limits } = provider;
  const now = deps.clock.now();
  const one = (perSecond: number | null) => ({ count: 1, perSecond });
  const slot = await bookSlot(deps, name, one(limits.callsPerSecond), SLOT_MS);
  const order =
    limits.createsPerSecond === null
      ? slot
      : await bookSlot(deps, `${name} creates`, one(limits.createsPerSecond), SLOT_MS);
  if (slot === null || order === null) {
    await deps.schedule.postpone([claimed], later(now, SLOT_MS / 2));
    return false;
  }
  const at = slot > order ? slot : order;
  const [leaseMs] = START_CLAIMS_MS;
  // Its claim lasts until then, too.
  if (at.getTime() - now.getTime() > leaseMs / 2) {
    await deps.schedule.postpone([claimed], later(at, leaseMs));
  }
  if (await untilSlot(deps, at, signal)) return true;
  await deps.schedule.postpone([claimed], now);
  return false;
}

/**
 * A link for everything that was given, by its key; null when one that is needed cannot be made, or
 * the model is not there.
 */
function linksFor(deps: StartRenderDependencies, job: Job): ReadonlyMap<string, string> | null {
  const provider = deps.providers.get(job.provider);
  const model = provider?.models.find((it) => it.model === job.model);
  if (model === undefined) return null;
  if (model.inputs === 'upload') return new Map();
  const links = new Map<string, string>();
  for (const media of mediaOf(job.request.scene)) {
    const link = deps.media.link(media, later(deps.clock.now(), LINK_MS));
    if (link === null && model.inputs === 'link') return null;
    if (link !== null) links.set(media.key, link);
  }
  return links;
}
