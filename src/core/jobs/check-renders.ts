import { afterNoAnswerMs } from '../providers/domain/back-off.ts';
import { checkIntervalsMs } from './domain/check-intervals.ts';
import { later } from '../shared/domain/later.ts';
import { outOfTime } from './domain/steps.ts';
import type { JobEvent } from './domain/job-event.ts';
import {
  isLongGone,
  isRefusal,
  isWaitedFor,
  PROBE_MS,
} from '../providers/domain/check-failures.ts';
import type { Unread } from '../providers/ports/check-health.ts';
import type { Claimed, Schedule } from './ports/schedule.ts';
import type { RenderStatus, VideoProvider } from '../providers/ports/video-provider.ts';
import { advanceJob } from './advance-job.ts';
import type { AdvanceJobDependencies } from './advance-job.ts';
import {
  checkFailureOf,
  isNothingTold,
  reportChecked,
  reportNothingTold,
  reportUnchecked,
} from '../providers/check-health.ts';
import type { ReportUncheckedDependencies } from '../providers/check-health.ts';
import { deadlineSignal } from '../shared/deadline.ts';
import { callsComeThrough, pushBack } from '../providers/push-back.ts';
import type { PushBackDependencies } from '../providers/push-back.ts';
import { bookSlot, intervalMs, slotsOf, untilSlot } from '../providers/rate-slots.ts';

export interface AskAboutDependencies extends PushBackDependencies, ReportUncheckedDependencies {}

export interface CheckRendersDependencies extends AdvanceJobDependencies, AskAboutDependencies {
  readonly schedule: Schedule;
}

const CHECK_DEADLINE_MS = 20_000;

/** A look whose slot would come later than this is taken another time. */
const SLOT_MS = 15_000;

/**
 * Asks a provider about renders, as many in a call as it takes. The claim has booked the next
 * look already, so an answer that says nothing new is not written at all.
 */
export async function checkRenders(
  deps: CheckRendersDependencies,
  provider: VideoProvider,
  claimed: readonly Claimed[],
  signal: AbortSignal,
): Promise<void> {
  const { checkBatch, callsPerSecond: perSecond } = provider.limits;
  const groups = grouped(claimed, checkBatch);
  const now = deps.clock.now();
  const first = await bookSlot(deps, provider.name, { count: groups.length, perSecond }, SLOT_MS);
  if (first === null) {
    await deps.schedule.postpone(claimed, later(now, SLOT_MS));
    return;
  }
  await Promise.all(
    groups.map(async (group, index) => {
      const slot = later(first, index * intervalMs(perSecond));
      if (await untilSlot(deps, slot, signal)) await checkGroup(deps, provider, group, signal);
    }),
  );
}

async function checkGroup(
  deps: CheckRendersDependencies,
  provider: VideoProvider,
  group: readonly Claimed[],
  signal: AbortSignal,
): Promise<void> {
  const outcome = await askAbout(deps, provider, group, signal);
  if (outcome.status === 'stopped') return;
  if (outcome.status !== 'answered') await lookLater(deps, provider, group, outcome.status);
  else if (isNothingTold(outcome.answers)) {
    await reportNothingTold(deps, provider, outcome.answers);
  }
  const at = deps.clock.now();
  await Promise.all(
    group.map(async (claimed, index) => {
      const asked = { ...claimed, alone: group.length === 1 };
      const event =
        outcome.status === 'answered'
          ? newsOf(provider, asked, outcome.answers[index] ?? { status: 'silent' }, at)
          : timeOf(provider, asked, outcome.unread, at);
      if (event === null) return;
      const job = await deps.jobs.find(claimed.teamId, claimed.jobId);
      if (job !== null) await advanceJob(deps, job, event);
    }),
  );
}

/** Longer than was booked by the claim: whoever had no answer slows down from the first time on. */
async function lookLater(
  deps: CheckRendersDependencies,
  provider: VideoProvider,
  group: readonly Claimed[],
  status: 'unanswered' | 'refused',
): Promise<void> {
  const now = deps.clock.now();
  // Except that it is to be known soon whether this was a refusal, and later whether that is over.
  if (status === 'refused') {
    await deps.schedule.postpone(group, later(now, ASKED_AGAIN_MS));
    return;
  }
  const intervals = checkIntervalsMs(provider.checks);
  const waits = Map.groupBy(
    group.filter(({ lane }) => lane === 'check'),
    ({ attempts }) => afterNoAnswerMs(intervals[attempts - 1] ?? provider.checks.mostMs),
  );
  for (const [waitMs, keys] of waits) await deps.schedule.postpone(keys, later(now, waitMs));
}

/** Sooner than the next look that is taken while looks are refused. */
const ASKED_AGAIN_MS = PROBE_MS / 3;

export type Outcome =
  | { readonly status: 'answered'; readonly answers: readonly RenderStatus[] }
  /** `unread` says why that is no wonder, where it is known. */
  | { readonly status: 'unanswered' | 'refused'; readonly unread: Unread | null }
  | { readonly status: 'stopped' };

/** Asks about renders in one call. None is failed by our not reaching its provider. */
export async function askAbout(
  deps: AskAboutDependencies,
  provider: VideoProvider,
  group: readonly Pick<Claimed, 'operation'>[],
  signal: AbortSignal,
): Promise<Outcome> {
  using deadline = deadlineSignal(deps.clock, CHECK_DEADLINE_MS);
  const begun = deps.clock.now();
  try {
    const answers = await provider.check(
      group.map((it) => it.operation),
      { slot: slotsOf(deps, provider, 1), signal: AbortSignal.any([signal, deadline.signal]) },
    );
    callsComeThrough(provider);
    await reportChecked(deps, provider, answers, begun);
    return { status: 'answered', answers };
  } catch (error) {
    if (signal.aborted) return { status: 'stopped' };
    await pushBack(deps, provider, error, begun);
    deps.logger.warn(
      { provider: provider.name, renders: group.length, err: error },
      'status call without an answer',
    );
    const unread = await reportUnchecked(deps, provider, error);
    const trouble = checkFailureOf(error);
    const isRefused = unread !== null || (trouble !== null && isRefusal(trouble));
    return { status: isRefused ? 'refused' : 'unanswered', unread };
  }
}

export interface Asked extends Pick<Claimed, 'lane' | 'startedAt'> {
  /** By a question about nothing else. */
  readonly alone: boolean;
}

/** What an answer means for the job, if anything. */
export function newsOf(
  provider: VideoProvider,
  { lane, startedAt, alone }: Asked,
  answer: RenderStatus,
  at: Date,
): JobEvent | null {
  switch (answer.status) {
    case 'succeeded':
      return { type: 'rendered', at, videoUrls: answer.videoUrls, consumed: answer.consumed };
    case 'failed': {
      const { reason, message, consumed } = answer;
      return { type: 'render-failed', at, reason, message, consumed };
    }
    case 'not-found': {
      const { everyMs } = provider.checks;
      return { type: 'not-found', at, asked: alone ? 'alone' : 'among-others', everyMs };
    }
    case 'running':
    case 'silent': {
      const over = startedAt === null ? null : outOfTime(startedAt, at, provider.checks.patienceMs);
      // What is seen once is not final, however late: it may not have been asked about for long.
      if (over !== null && lane === 'check') return { type: 'patience-ended', at };
      if (over === 'given-up') return { type: 'given-up', at };
      return answer.status === 'running' && answer.progress !== null
        ? { type: 'progressed', at, progress: Math.floor(answer.progress * 20) / 20 }
        : null;
    }
  }
}

/** What time alone means for a render of which nothing was told. */
export function timeOf(
  provider: VideoProvider,
  { startedAt, lane }: Asked,
  unread: Unread | null,
  at: Date,
): JobEvent | null {
  if (startedAt === null) return null;
  const over = outOfTime(startedAt, at, provider.checks.patienceMs);
  // It may be done for long: that nobody can tell is not its fault.
  if (unread !== null) {
    const isOver = over === 'given-up' && !isWaitedFor(unread.trouble, unread.since, at);
    return isOver ? { type: 'given-up', at } : null;
  }
  if (over !== null && lane === 'check') return { type: 'patience-ended', at };
  return isLongGone(startedAt, at) ? { type: 'given-up', at } : null;
}

function grouped<item>(items: readonly item[], size: number): item[][] {
  const groups: item[][] = [];
  for (let at = 0; at < items.length; at += size) groups.push(items.slice(at, at + size));
  return groups;
}
