import { checkIntervalsMs, SLOW_WATCH_MS } from '../jobs/domain/check-intervals.ts';
import { GIVE_UP_MS } from '../providers/domain/check-advice.ts';
import type { Job, JobState } from '../jobs/domain/job.ts';
import type { JobEvent } from '../jobs/domain/job-event.ts';
import { DAY_MS, later } from '../shared/domain/later.ts';
import { START_CLAIMS_MS } from '../jobs/domain/steps.ts';
import type { Lane } from '../jobs/domain/steps.ts';
import type { ClaimRequest } from '../jobs/ports/schedule.ts';
import type { Conversations } from '../chat/ports/interaction-handler.ts';
import { advanceJob } from '../jobs/advance-job.ts';
import { checkRenders } from '../jobs/check-renders.ts';
import type { CheckRendersDependencies } from '../jobs/check-renders.ts';
import { confirmRender, CONFIRM_INTERVALS_MS } from '../jobs/confirm-render.ts';
import type { ConfirmRenderDependencies } from '../jobs/confirm-render.ts';
import { collectVideo } from '../jobs/collect-video.ts';
import type { CollectVideoDependencies } from '../jobs/collect-video.ts';
import { endUnanswered } from '../credit-requests/answer-credit-request.ts';
import type { EndUnansweredDependencies } from '../credit-requests/answer-credit-request.ts';
import { sendWeeklyReports } from '../reports/weekly-report.ts';
import type { SendWeeklyReportsDependencies } from '../reports/weekly-report.ts';
import { FIND_INTERVALS_MS, findRender } from '../jobs/find-render.ts';
import { createHeldCalls } from '../jobs/held-calls.ts';
import { LEASE_MS } from '../shared/with-lease.ts';
import { lookUpBalances } from '../providers/read-balances.ts';
import { createProviderCapacities } from './provider-capacity.ts';
import type { ProviderCapacityDependencies } from './provider-capacity.ts';
import { showCard, uploadLimitOf } from '../cards/show-card.ts';
import type { ShowCardDependencies } from '../cards/show-card.ts';
import { endsWithin, STALLED_MS } from './stalls.ts';
import { startRender } from '../jobs/start-render.ts';
import type { StartRenderDependencies } from '../jobs/start-render.ts';
import type { Inbox } from '../chat/ports/inbox.ts';
import type { PendingActionStore } from '../chat/ports/pending-action-store.ts';

export interface WorkerDependencies
  extends
    CheckRendersDependencies,
    Omit<CollectVideoDependencies, 'uploadLimit'>,
    ConfirmRenderDependencies,
    EndUnansweredDependencies,
    ProviderCapacityDependencies,
    SendWeeklyReportsDependencies,
    ShowCardDependencies,
    StartRenderDependencies {
  readonly inbox: Inbox;
  readonly pendingActions: PendingActionStore;
}

export interface WorkerOptions {
  /** Between two looks at what is due. */
  readonly tickMs: number;
  /** How much of each kind one process does at a time. */
  readonly most: {
    readonly start: number;
    readonly check: number;
    readonly collect: number;
    readonly cards: number;
    readonly asks: number;
  };
}

export const WORKER_DEFAULTS: WorkerOptions = {
  tickMs: 100,
  most: { start: 20, check: 500, collect: 2, cards: 20, asks: 20 },
};

export interface Worker {
  /** Takes all that is due and there is room for, one step each, and waits until they are done. */
  tick(signal: AbortSignal): Promise<number>;
  /**
   * Ticks until the signal is aborted, without waiting for slow steps; in a backlog without a
   * pause, as soon as there is room again. Then waits for all steps.
   */
  run(signal: AbortSignal): Promise<void>;
  /** False when the loop has not come round for a while. */
  alive(): boolean;
}

const INTERACTION_LEASE_MS = 90_000;
const INTERACTIONS_EVERY_MS = 1_000;
const HOUSEKEEPING_MS = 60_000;
const ORPHANED_MS = 10 * 60 * 1000;
const INTERACTIONS_KEPT_MS = DAY_MS;

/** The loop around every step of every job. Any number of them share the work through the store. */
export function createWorker(
  deps: WorkerDependencies,
  conversations: Pick<Conversations, 'resume'>,
  options: WorkerOptions,
): Worker {
  const running: Record<keyof WorkerOptions['most'], number> = {
    start: 0,
    check: 0,
    collect: 0,
    cards: 0,
    asks: 0,
  };
  const steps = new Set<Promise<void>>();
  let housekeepingAt = 0;
  let starting = true;
  let asksAt = 0;
  let lastTick = deps.clock.now().getTime();
  // More is due than there was room for, and nothing but room was in the way.
  let behind = false;
  let wake: () => void = () => undefined;

  const held = createHeldCalls();
  const providerCapacities = createProviderCapacities(deps);
  const uploadLimit = (job: Job) => uploadLimitOf(deps, job);

  const room = (kind: keyof WorkerOptions['most']) => options.most[kind] - running[kind];

  /** Counts a step as running until it ends; what it throws is a bug, and costs only this step. */
  function begin(kind: keyof WorkerOptions['most'], size: number, step: Promise<unknown>): void {
    running[kind] += size;
    const done = step
      .catch((error: unknown) => {
        deps.logger.error({ step: kind, err: error }, 'step failed');
      })
      .then(() => {
        running[kind] -= size;
        steps.delete(done);
        if (kind === 'check' && behind) wake();
        // A call may have told of a trouble, or of its end.
        if (kind === 'start' || (kind === 'check' && providerCapacities.areProbed())) {
          providerCapacities.lookAgain();
        }
      });
    steps.add(done);
  }

  // Looks that one call can ask about come together while the provider may not be called: claimed
  // as they fall due, each few of them would take a call of their own.
  const gathering = [...deps.providers.values()]
    .filter(({ limits }) => limits.checkBatch > 1 && limits.callsPerSecond !== null)
    .map((it) => it.name);

  function claimRequests(
    closed: ReadonlySet<string>,
    probes: ReadonlyMap<string, number>,
  ): ClaimRequest[] {
    return [...deps.providers.values()].flatMap((provider) => {
      const { callsPerSecond, checkBatch } = provider.limits;
      const name = provider.name;
      // No more than can be asked soon: the rest stays due, in order, for whoever comes next.
      const pace =
        callsPerSecond === null
          ? room('check')
          : Math.min(room('check'), Math.ceil(callsPerSecond * 2) * checkBatch);
      const share = probes.get(name) ?? (closed.has(name) ? 0 : pace);
      const alone =
        callsPerSecond === null ? share : Math.min(share, Math.ceil(callsPerSecond * 2));
      const claimRequest = (
        lane: Lane,
        most: number,
        intervalsMs: readonly number[],
      ): ClaimRequest[] => (most <= 0 ? [] : [{ lane, provider: name, limit: most, intervalsMs }]);
      return [
        ...claimRequest('start', room('start'), START_CLAIMS_MS),
        ...claimRequest('check', share, checkIntervalsMs(provider.checks)),
        ...claimRequest('watch', share, [SLOW_WATCH_MS]),
        ...claimRequest('collect', room('collect'), [LEASE_MS]),
        ...claimRequest('confirm', share, CONFIRM_INTERVALS_MS),
        ...claimRequest('find', alone, FIND_INTERVALS_MS),
      ];
    });
  }

  async function takeSteps(signal: AbortSignal, left: AbortSignal): Promise<number> {
    const now = deps.clock.now();
    const { capacities, moving } = await providerCapacities.open(now);
    if (moving !== null) begin('start', 0, moving);
    await deps.queue.dequeue(capacities, now);
    const checkCapacity = room('check');
    const closed = await deps.rateLimiter.closed(gathering, now);
    const probes = await providerCapacities.probes(now);
    const claimed = await deps.schedule.claim(claimRequests(closed, probes), now);
    if (left.aborted) return 0;
    if (checkCapacity > 0) behind = false;
    for (const provider of deps.providers.values()) {
      const own = claimed.filter((it) => it.provider === provider.name);
      const looks = own.filter((it) => it.lane === 'check' || it.lane === 'watch');
      // With a limit on calls it is the provider that sets the pace.
      const unlimited = provider.limits.callsPerSecond === null;
      if (unlimited && checkCapacity > 0 && looks.length >= checkCapacity) behind = true;
      if (looks.length > 0)
        begin('check', looks.length, checkRenders(deps, provider, looks, signal));
      for (const it of own) {
        if (it.lane === 'start') begin('start', 1, startRender(deps, it, provider, held, signal));
        if (it.lane === 'confirm') begin('check', 1, confirmRender(deps, it, provider, signal));
        if (it.lane === 'find') begin('check', 1, findRender(deps, it, provider, signal));
        if (it.lane === 'collect')
          begin('collect', 1, collectVideo({ ...deps, uploadLimit }, it, signal));
      }
    }
    return claimed.length;
  }

  async function takeCards(signal: AbortSignal, left: AbortSignal): Promise<number> {
    if (room('cards') <= 0 || deps.platforms.size === 0) return 0;
    const names = [...deps.platforms.keys()];
    const due = await deps.cards.claim(names, room('cards'), LEASE_MS, deps.clock.now());
    if (left.aborted) return 0;
    for (const card of due) begin('cards', 1, showCard(deps, card, signal));
    return due.length;
  }

  /** Requests whose process died before it answered them. */
  async function takeInteractions(left: AbortSignal): Promise<number> {
    if (room('asks') <= 0 || deps.clock.now().getTime() < asksAt) return 0;
    asksAt = deps.clock.now().getTime() + INTERACTIONS_EVERY_MS;
    const due = await deps.inbox.claim(room('asks'), INTERACTION_LEASE_MS, deps.clock.now());
    if (left.aborted) return 0;
    for (const { interaction, attempts } of due) {
      if (deps.platforms.has(interaction.requester.platform))
        begin('asks', 1, conversations.resume(interaction, attempts));
    }
    return due.length;
  }

  async function housekeeping(signal: AbortSignal): Promise<void> {
    const now = deps.clock.now();
    if (now.getTime() < housekeepingAt) return;
    housekeepingAt = now.getTime() + HOUSEKEEPING_MS;
    const orphans = await deps.schedule.withUnknownProvider(
      [...deps.providers.keys()],
      later(now, -ORPHANED_MS),
    );
    for (const job of await deps.jobs.load(orphans)) {
      const facts = { team: job.teamId, job: job.jobId, provider: job.provider };
      deps.logger.error(facts, 'job of a provider that is not set up');
      const event = orphanedEvent(job.state, now);
      if (event !== null) await advanceJob(deps, job, event);
      else if (job.state.status === 'collecting') {
        // To copy what is rendered nobody has to be asked.
        begin('collect', 1, collectVideo({ ...deps, uploadLimit }, job, signal));
      }
    }
    if (orphans.length > 0) await deps.schedule.postpone(orphans, later(now, ORPHANED_MS));
    await deps.inbox.sweep(later(now, -INTERACTIONS_KEPT_MS));
    await deps.pendingActions.sweep(now);
    begin('asks', 1, endUnanswered(deps, signal));
    begin('asks', 1, sendWeeklyReports(deps, signal));
    begin('check', 0, lookUpBalances(deps, { starting }, signal));
    starting = false;
  }

  /** What it claims after it was left it gives up again: that comes up anew when its lease is over. */
  async function once(signal: AbortSignal, left: AbortSignal): Promise<number> {
    const taken = await Promise.all([
      takeSteps(signal, left),
      takeCards(signal, left),
      takeInteractions(left),
    ]);
    if (left.aborted) return 0;
    await housekeeping(signal);
    lastTick = deps.clock.now().getTime();
    return taken.reduce((sum, it) => sum + it, 0);
  }

  /** Ticks keep their pace, whatever they take, but leave a slow store room to breathe. */
  function pauseMs(failures: number, tookMs: number): number {
    if (failures > 0) return Math.min(250 * 2 ** failures, 5_000);
    const { tickMs } = options;
    return Math.min(Math.max(tickMs - tookMs, tickMs / 4), tickMs);
  }

  return {
    async tick(signal) {
      const taken = await once(signal, new AbortController().signal);
      await Promise.all(steps);
      return taken;
    },
    async run(signal) {
      let failures = 0;
      while (!signal.aborted) {
        const began = deps.clock.now().getTime();
        const pause = new AbortController();
        wake = () => {
          pause.abort();
        };
        const ended = await endsWithin(deps.clock, async (left) => {
          try {
            await once(signal, left);
            failures = 0;
          } catch (error) {
            failures += 1;
            behind = false;
            deps.logger.error({ err: error, failures }, 'tick failed');
          }
        });
        if (!ended) deps.logger.error({ afterMs: STALLED_MS }, 'tick stalled: going on without it');
        const ms = pauseMs(failures, deps.clock.now().getTime() - began);
        await deps.clock.sleep(ms, AbortSignal.any([signal, pause.signal]));
      }
      await Promise.all(steps);
      await held.end();
    },
    alive() {
      return deps.clock.now().getTime() - lastTick < STALLED_MS;
    },
  };
}

/** What can be said of a job nobody here can ask about: that it will not start, or that time is up. */
function orphanedEvent(state: JobState, at: Date): JobEvent | null {
  switch (state.status) {
    case 'waiting':
      return { type: 'unstartable', at, reason: 'provider-not-set-up' };
    case 'submitting':
      return { type: 'create-unanswered', at, attempt: state.attempt };
    case 'rendering':
    case 'overdue':
      return at.getTime() - state.since.getTime() >= GIVE_UP_MS ? { type: 'given-up', at } : null;
    case 'failed':
    case 'expired':
      return { type: 'given-up', at };
    default:
      return null;
  }
}
