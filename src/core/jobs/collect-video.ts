import { backOffMs } from '../providers/domain/back-off.ts';
import type { VideoRef } from '../media/domain/media.ts';
import { COLLECT_DEADLINE_MS } from './domain/steps.ts';
import { later } from '../shared/domain/later.ts';
import type { CollectSetback, Job, JobState } from './domain/job.ts';
import { isWaitedFor } from '../providers/domain/check-failures.ts';
import { ResultNotFetched } from '../shared/domain/errors.ts';
import type { Claimed } from './ports/schedule.ts';
import type { RenderStatus } from '../providers/ports/video-provider.ts';
import { advanceJob } from './advance-job.ts';
import { newsOf } from './check-renders.ts';
import { askAboutOne } from './check-one.ts';
import type { Core } from '../core.ts';
import { deadlineSignal } from '../shared/deadline.ts';
import { LEASE_MS, withLease } from '../shared/with-lease.ts';

type Tried =
  | { readonly status: 'collected'; readonly video: VideoRef }
  | {
      readonly status: 'missed';
      readonly reason: CollectSetback['reason'];
      readonly why: unknown;
    }
  /** There is no result to bring in any more. */
  | { readonly status: 'over' };

/** Copies a finished render into our own store, before the provider's links end. */
export async function collectVideo(
  core: Core,
  claimed: Pick<Claimed, 'teamId' | 'jobId'>,
  signal: AbortSignal,
): Promise<void> {
  const job = await core.jobs.find(claimed.teamId, claimed.jobId);
  if (job === null || !isCollecting(job)) return;
  const { tried, unread } = await withLease(
    core.clock,
    () => core.schedule.postpone([claimed], later(core.clock.now(), LEASE_MS)),
    () => tryToCollect(core, job, signal),
  );
  const at = core.clock.now();
  if (tried.status === 'over') return;
  if (tried.status === 'collected') {
    await advanceJob(core, job, { type: 'collected', at, video: tried.video });
    return;
  }
  if (signal.aborted) {
    await core.schedule.postpone([claimed], at);
    return;
  }
  const { reason, why } = tried;
  const { setback } = job.state;
  const facts = { team: job.teamId, job: job.jobId, provider: job.provider, reason };
  core.logger.warn(
    { ...facts, times: (setback?.times ?? 0) + 1, err: why },
    'result not collected',
  );
  const until = later(at, unread ? UNREAD_PAUSE_MS : pauseMs(core, job, setback));
  const after = await advanceJob(core, job, { type: 'collect-failed', at, reason, until, unread });
  if (after?.state.status === 'failed') core.logger.error({ ...facts, err: why }, 'result lost');
}

/** A fresh link is had within this once its provider can be asked for one again. */
const UNREAD_PAUSE_MS = 30_000;

type Collecting = Job & { readonly state: Extract<JobState, { status: 'collecting' }> };

function isCollecting(job: Job): job is Collecting {
  return job.state.status === 'collecting';
}

/** Growing, and never shorter than the provider wants between two questions: one is asked each time. */
function pauseMs(core: Core, { provider }: Job, setback: CollectSetback | undefined): number {
  const everyMs = core.providers.get(provider)?.checks.everyMs ?? 0;
  return Math.max(backOffMs(setback?.times ?? 0, null), everyMs);
}

async function tryToCollect(
  core: Core,
  job: Collecting,
  signal: AbortSignal,
): Promise<{ readonly tried: Tried; readonly unread: boolean }> {
  // Its links were told a moment ago: only where they fail they are asked for again.
  const isFirst = job.state.setback === undefined;
  const { asked, unread } = isFirst
    ? { asked: job, unread: false }
    : await withFreshLinks(core, job, signal);
  if (asked === null || !isCollecting(asked)) return { tried: { status: 'over' }, unread };
  using deadline = deadlineSignal(core.clock, COLLECT_DEADLINE_MS);
  const within = AbortSignal.any([signal, deadline.signal]);
  const tried = await tryLinks(core, asked, within);
  if (tried.status === 'collected') await fitToChat(core, job, tried.video, within);
  return { tried, unread };
}

/**
 * Looks at the render once more. What is not said about its links changes nothing.
 * @returns `unread` where its provider cannot be asked, and that may be mended
 */
async function withFreshLinks(
  core: Core,
  job: Collecting,
  signal: AbortSignal,
): Promise<{ readonly asked: Job | null; readonly unread: boolean }> {
  const provider = core.providers.get(job.provider);
  if (provider === undefined) return { asked: job, unread: false };
  const { operation, since: startedAt } = job.state;
  const outcome = await askAboutOne(core, provider, operation, signal);
  if (outcome.status === 'unanswered' && outcome.unread !== null) {
    const { trouble, since } = outcome.unread;
    return { asked: job, unread: isWaitedFor(trouble, since, core.clock.now()) };
  }
  const asking = { lane: 'collect', startedAt, alone: true } as const;
  const news =
    outcome.status === 'answered' && isOver(outcome.answer)
      ? newsOf(provider, asking, outcome.answer, core.clock.now())
      : null;
  return { asked: news === null ? job : await advanceJob(core, job, news), unread: false };
}

function isOver({ status }: RenderStatus): boolean {
  return status === 'succeeded' || status === 'failed';
}

/** Every link is tried, each time another one first: none that hangs keeps the rest from their turn. */
async function tryLinks(core: Core, { state }: Collecting, signal: AbortSignal): Promise<Tried> {
  const { videoUrls } = state;
  const first = (state.setback?.times ?? 0) % Math.max(videoUrls.length, 1);
  let missed: Tried = { status: 'missed', reason: 'no-video', why: 'there is no link' };
  for (const url of [...videoUrls.slice(first), ...videoUrls.slice(0, first)]) {
    const tried = await tryLink(core, url, signal);
    if (tried.status === 'collected') return tried;
    if (tried.status === 'missed' && hope(tried) >= hope(missed)) missed = tried;
  }
  return missed;
}

const HOPES = ['no-video', 'not-fetched', 'not-saved'];

/** Of what several links came to, that counts which is most likely to be over later. */
function hope({ reason }: { readonly reason: CollectSetback['reason'] }): number {
  return HOPES.indexOf(reason);
}

async function tryLink(core: Core, url: string, signal: AbortSignal): Promise<Tried> {
  try {
    const outcome = await core.media.collectVideo(url, signal);
    if (outcome.status === 'collected') return outcome;
    return { status: 'missed', reason: 'no-video', why: outcome.why };
  } catch (why) {
    const fetching = why instanceof ResultNotFetched || signal.aborted;
    return { status: 'missed', reason: fetching ? 'not-fetched' : 'not-saved', why };
  }
}

/**
 * A video that is too big for its chat is made smaller here, where few are worked on at a time, so
 * that showing it is only to send it. Where that fails it is tried again when it is shown.
 */
async function fitToChat(
  core: Core,
  job: Job,
  video: VideoRef,
  signal: AbortSignal,
): Promise<void> {
  try {
    const message = (await core.cards.messageOf([job])).get(job.jobId);
    const limit =
      message === undefined
        ? undefined
        : await core.platforms.get(job.platform)?.uploadLimit(message);
    if (limit !== undefined) await core.media.fit(video, limit, signal);
  } catch (error) {
    core.logger.warn({ team: job.teamId, job: job.jobId, err: error }, 'video not fitted yet');
  }
}
