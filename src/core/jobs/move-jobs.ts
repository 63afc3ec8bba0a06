import { modelId } from '../video/domain/capabilities.ts';
import type { Offer } from '../video/domain/validate.ts';
import type { PlanGate } from '../video/domain/plan-gates.ts';
import type { TeamId } from '../shared/domain/ids.ts';
import type { Job } from './domain/job.ts';
import { otherRoute } from './domain/reroute.ts';
import type { TeamSettings } from '../teams/domain/team-settings.ts';
import { isOfModel } from '../providers/domain/provider-failure.ts';
import { giveUpAt } from './domain/steps.ts';
import type { MoveTo } from './ports/job-store.ts';
import { advanceOnce } from './advance-job.ts';
import type { AdvanceJobDependencies } from './advance-job.ts';
import { offersNow, downNow, outagesNow, gatesNow } from '../providers/offers.ts';
import type { OffersNowDependencies } from '../providers/offers.ts';
import { gateFor } from './remember-plan-gate.ts';
import type { TeamStore } from '../teams/ports/team-store.ts';
import type { Queue } from './ports/queue.ts';

export interface MoveForDependencies extends OffersNowDependencies {
  readonly teams: TeamStore;
}

export interface MoveJobsDependencies extends AdvanceJobDependencies, MoveForDependencies {
  readonly queue: Queue;
}

/**
 * Another model that would make what was accepted for no more than is held; null: there is none.
 * @param without the provider, or the model, that does not make it
 */
export async function moveFor(
  deps: MoveForDependencies,
  job: Job,
  without: string,
): Promise<MoveTo | null> {
  const down = await downNow(deps);
  const [offers, team] = await Promise.all([offersNow(deps), deps.teams.settings(job.teamId)]);
  return routeWithout(job, offers, down, without, team);
}

function routeWithout(
  job: Job,
  offers: readonly Offer[],
  down: ReadonlyMap<string, unknown>,
  without: string,
  { models }: TeamSettings,
): MoveTo | null {
  return otherRoute(job, offers, new Set([...down.keys(), without]), models);
}

/**
 * Takes a job that was dequeued back when its provider's circuit turns out to be open: to
 * another one, or to its position in the queue. Where it is only its model, nobody waits for that one. False
 * when nothing is in the way of its order.
 */
export async function takenBack(deps: MoveJobsDependencies, job: Job): Promise<boolean> {
  const [outages, gates] = await Promise.all([outagesNow(deps), gatesNow(deps)]);
  const name = [job.provider, modelOf(job)].find((it) => outages.has(it));
  if (name === undefined) {
    const gate = gateFor(gates, job);
    if (gate === null) return false;
    const to = await moveFor(deps, job, modelOf(job));
    await moveOrEnd(deps, job, to, gate);
    return true;
  }
  const [offers, team] = await Promise.all([offersNow(deps), deps.teams.settings(job.teamId)]);
  const to = routeWithout(job, offers, outages, name, team);
  const at = deps.clock.now();
  const trouble = outages.get(name)?.trouble;
  if (to !== null) await move(deps, job, to);
  else if (trouble !== undefined && isOfModel(trouble)) {
    await advanceOnce(deps, job, { type: 'unstartable', at, reason: trouble });
  } else await advanceOnce(deps, job, { type: 'held-back', at });
  return true;
}

function modelOf({ provider, model }: Pick<Job, 'provider' | 'model'>): string {
  return modelId(provider, { model });
}

/**
 * Sends those that wait for a provider whose circuit is open to others that can do the same. Those that wait
 * for a model are sent on when it is their turn.
 */
export async function moveWaiting(deps: MoveJobsDependencies): Promise<void> {
  const outages = await outagesNow(deps);
  const offers = await offersNow(deps);
  for (const [provider, outage] of outages) {
    if (!deps.providers.has(provider)) continue;
    await eachWaiting(deps, provider, async (job, team) => {
      if (job.state.status !== 'waiting') return;
      const to = routeWithout(job, offers, outages, provider, team);
      if (to !== null) await move(deps, job, to);
      else if (deps.clock.now() >= giveUpAt(job.state.since, outage)) await giveUp(deps, job);
    });
  }
}

/** Sends those in the queue elsewhere that the plan there was found not to allow, or ends them. */
export async function moveGated(deps: MoveJobsDependencies, provider: string): Promise<void> {
  const [gates, outages, offers] = await Promise.all([
    ...([gatesNow(deps), outagesNow(deps), offersNow(deps)] as const),
  ]);
  await eachWaiting(deps, provider, async (job, team) => {
    const gate = gateFor(gates, job);
    if (gate === null) return;
    const to = routeWithout(job, offers, outages, modelOf(job), team);
    await moveOrEnd(deps, job, to, gate);
  });
}

async function moveOrEnd(
  deps: MoveJobsDependencies,
  job: Job,
  to: MoveTo | null,
  gate: PlanGate,
): Promise<void> {
  if (to !== null) await move(deps, job, to);
  else {
    const at = deps.clock.now();
    await advanceOnce(deps, job, { type: 'unstartable', at, reason: 'plan-gate', gate });
  }
}

async function eachWaiting(
  deps: MoveJobsDependencies,
  provider: string,
  act: (job: Job, team: TeamSettings) => Promise<void>,
): Promise<void> {
  const waiting = await deps.queue.waitingAt(provider, MOST_MOVED);
  for (let at = 0; at < waiting.length; at += MOVED_AT_ONCE) {
    const jobs = await deps.jobs.load(waiting.slice(at, at + MOVED_AT_ONCE));
    const teams = await settingsOfAll(deps, jobs);
    await Promise.all(
      jobs.map(async (job) => {
        const team = teams.get(job.teamId);
        if (job.state.status === 'waiting' && team !== undefined) await act(job, team);
      }),
    );
  }
}

/** What each team of these jobs lets its people use, read once. */
async function settingsOfAll(
  deps: MoveForDependencies,
  jobs: readonly Job[],
): Promise<ReadonlyMap<TeamId, TeamSettings>> {
  const teams = [...new Set(jobs.map((it) => it.teamId))];
  return new Map(
    await Promise.all(teams.map(async (it) => [it, await deps.teams.settings(it)] as const)),
  );
}

/** Nobody else makes it, and its provider has not come back: it has its credits back instead. */
async function giveUp(deps: MoveJobsDependencies, job: Job): Promise<void> {
  await advanceOnce(deps, job, { type: 'given-up', at: deps.clock.now() });
}

const MOST_MOVED = 10_000;
const MOVED_AT_ONCE = 100;

async function move(deps: MoveJobsDependencies, job: Job, to: MoveTo): Promise<void> {
  const event = { type: 'moved', at: deps.clock.now(), attempt: null } as const;
  if ((await advanceOnce(deps, job, event, to)) === null) return;
  const facts = { team: job.teamId, job: job.jobId, from: job.provider, ...to };
  deps.logger.info(facts, 'job rerouted');
}
