import { backOffMs } from '../providers/domain/back-off.ts';
import type { VideoRef } from '../media/domain/media.ts';
import { COLLECT_DEADLINE_MS } from './domain/steps.ts';
import { later } from '../shared/domain/later.ts';
import type { CollectSetback, Job, JobState } from './domain/job.ts';
import { isWaitedFor } from '../providers/domain/check-failures.ts';
import { ResultNotFetched } from '../shared/domain/errors.ts';
import type { Claimed, Schedule } from './ports/schedule.ts';
import type { RenderStatus } from '../providers/ports/video-provider.ts';
import { advanceJob } from './advance-job.ts';
import type { AdvanceJobDependencies } from './advance-job.ts';
import { newsOf } from './check-renders.ts';
import type { AskAboutDependencies } from './check-renders.ts';
import { askAboutOne } from './check-one.ts';
import { deadlineSignal } from '../shared/deadline.ts';
import { LEASE_MS, withLease } from '../shared/with-lease.ts';
import type { MediaStore } from '../media/ports/media-store.ts';

export interface CollectVideoDependencies extends AdvanceJobDependencies, AskAboutDependencies {
  readonly schedule: Schedule;
  readonly media: MediaStore;
  /** Bytes that the chat takes in the message of a job; null where there is none. */
  readonly uploadLimit: (job: Job) => Promise<number | null>;
}

type Tried =
  | { readonly status: 'collected'; readonly video: VideoRef }
  | { readonly status: 'missed'; readonly reason: CollectSetback['reason']; readonly why: unknown }
  /** There is no result to bring in any more. */
  | { readonly status: 'over' };

/** Copies a finished render into our own store, before the provider's links end. */
export async function collectVideo(
  deps: CollectVideoDependencies,
  claimed: Pick<Claimed, 'teamId' | 'jobId'>,
  signal: AbortSignal,
): Promise<void> {
  const job = await deps.jobs.find(claimed.teamId, claimed.jobId);
  if (job === null || !isCollecting(job)) return;
  const { tried, unread } = await withLease(
    deps.clock,
    deps.clock.now(),
    async () => {
      await deps.schedule.postpone([claimed], later(deps.clock.now(), LEASE_MS));
      return true;
    },
    () => tryToCollect(deps, job, signal),
  );
  const at = deps.clock.now();
  if (tried.status === 'over') return;
  if (tried.status === 'collected') {
    await advanceJob(deps, job, { type: 'collected', at, video: tried.video });
    return;
  }
  if (signal.aborted) {
    await deps.schedule.postpone([claimed], at);
    return;
  }
  const { reason, why } = tried;
  const { setback } = job.state;
  const facts = { team: job.teamId, job: job.jobId, provider: job.provider, reason };
  deps.logger.warn(
    { ...facts, times: (setback?.times ?? 0) + 1, err: why },
    'result not collected',
  );
  const until = later(at, unread ? UNREAD_PAUSE_MS : pauseMs(deps, job, setback));
  const after = await advanceJob(deps, job, { type: 'collect-failed', at, reason, until, unread });
  if (after?.state.status === 'failed') deps.logger.error({ ...facts, err: why }, 'result lost');
}

/** A fresh link is had within this once its provider can be asked for one again. */
const UNREAD_PAUSE_MS = 30_000;

type Collecting = Job & { readonly state: Extract<JobState, { status: 'collecting' }> };

function isCollecting(job: Job): job is Collecting {
  return job.state.status === 'collecting';
}

/** Growing, and never shorter than the provider wants between two questions: one is asked each time. */
function pauseMs(
  deps: CollectVideoDependencies,
  { provider }: Job,
  setback: CollectSetback | undefined,
): number {
  const everyMs = deps.providers.get(provider)?.checks.everyMs ?? 0;
  return Math.max(backOffMs(setback?.times ?? 0, null), everyMs);
}

async function tryToCollect(
  deps: CollectVideoDependencies,
  job: Collecting,
  signal: AbortSignal,
): Promise<{ readonly tried: Tried; readonly unread: boolean }> {
  // Its links were told a moment ago: only where they fail they are asked for again.
  const isFirst = job.state.setback === undefined;
  const { asked, unread } = isFirst
    ? { asked: job, unread: false }
    : await withFreshLinks(deps, job, signal);
  if (asked === null || !isCollecting(asked)) return { tried: { status: 'over' }, unread };
  using deadline = deadlineSignal(deps.clock, COLLECT_DEADLINE_MS);
  const within = AbortSignal.any([signal, deadline.signal]);
  const tried = await tryLinks(deps, asked, within);
  if (tried.status === 'collected') await fitToChat(deps, job, tried.video, within);
  return { tried, unread };
}

/**
 * Looks at the render once more. What is not said about its links changes nothing.
 * @returns `unread` where its provider cannot be asked, and that may be mended
 */
async function withFreshLinks(
  deps: CollectVideoDependencies,
  job: Collecting,
  signal: AbortSignal,
): Promise<{ readonly asked: Job | null; readonly unread: boolean }> {
  const provider = deps.providers.get(job.provider);
  if (provider === undefined) return { asked: job, unread: false };
  const { operation, since: startedAt } = job.state;
  const outcome = await askAboutOne(deps, provider, operation, signal);
  if (outcome.status === 'unanswered' && outcome.unread !== null) {
    const { trouble, since } = outcome.unread;
    return { asked: job, unread: isWaitedFor(trouble, since, deps.clock.now()) };
  }
  const asking = { lane: 'collect', startedAt, alone: true } as const;
  const news =
    outcome.status === 'answered' && isOver(outcome.answer)
      ? newsOf(provider, asking, outcome.answer, deps.clock.now())
      : null;
  return { asked: news === null ? job : await advanceJob(deps, job, news), unread: false };
}

function isOver({ status }: RenderStatus): boolean {
  return status === 'succeeded' || status === 'failed';
}

/** It may be half of a video by now and the whole of it later, or one that nobody here can read. */
const TAKEN_AS_IT_CAME_MS = 10 * 60_000;

/** What is no video for so long, by fresh links too, is still what was paid for. */
function isToBeTaken(setback: CollectSetback | undefined, now: Date): boolean {
  if (setback?.reason !== 'no-video') return false;
  return now.getTime() - setback.since.getTime() >= TAKEN_AS_IT_CAME_MS;
}

/** Every link is tried, each time another one first: none that hangs keeps the rest from their turn. */
async function tryLinks(
  deps: CollectVideoDependencies,
  { state }: Collecting,
  signal: AbortSignal,
): Promise<Tried> {
  const { videoUrls } = state;
  const first = (state.setback?.times ?? 0) % Math.max(videoUrls.length, 1);
  const asItCame = isToBeTaken(state.setback, deps.clock.now());
  let missed: Tried = { status: 'missed', reason: 'no-video', why: 'there is no link' };
  for (const url of [...videoUrls.slice(first), ...videoUrls.slice(0, first)]) {
    const tried = await tryLink(deps, url, asItCame, signal);
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

async function tryLink(
  deps: CollectVideoDependencies,
  url: string,
  asItCame: boolean,
  signal: AbortSignal,
): Promise<Tried> {
  try {
    const outcome = await deps.media.collectVideo(url, signal, { asItCame });
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
  deps: CollectVideoDependencies,
  job: Job,
  video: VideoRef,
  signal: AbortSignal,
): Promise<void> {
  try {
    const limit = await deps.uploadLimit(job);
    if (limit !== null) await deps.media.fit(video, limit, signal);
  } catch (error) {
    deps.logger.warn({ team: job.teamId, job: job.jobId, err: error }, 'video not transcoded yet');
  }
}
