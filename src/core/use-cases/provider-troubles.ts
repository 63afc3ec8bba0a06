import { troubleNote, wellNote } from '../domain/operator-notes.ts';
import type { TeamId } from '../domain/ids.ts';
import type { Job } from '../domain/job.ts';
import { otherRoute } from '../domain/reroute.ts';
import type { TeamSettings } from '../domain/team.ts';
import type { Trouble } from '../domain/trouble.ts';
import { giveUpAt } from '../domain/steps.ts';
import type { MoveTo } from '../ports/job-store.ts';
import type { Outage } from '../ports/provider-health.ts';
import type { VideoProvider } from '../ports/video-provider.ts';
import { advanceOnce } from './advance-job.ts';
import type { Core } from './core.ts';
import { offersOf } from './offers.ts';

/** Providers that are left alone at this moment, and until when. */
export async function downNow(core: Core): Promise<ReadonlyMap<string, Date>> {
  return untils(await outagesNow(core));
}

async function outagesNow(core: Core): Promise<ReadonlyMap<string, Outage>> {
  const now = core.clock.now();
  const troubles = await core.health.troubles();
  return new Map([...troubles].filter(([, { until }]) => until > now));
}

function untils(outages: ReadonlyMap<string, Outage>): ReadonlyMap<string, Date> {
  return new Map([...outages].map(([name, { until }]) => [name, until]));
}

/** Takes a provider out for a while; whoever runs the service hears of it once. Never throws. */
export async function reportTrouble(
  core: Core,
  provider: VideoProvider,
  trouble: Trouble,
  message: string | null,
  toldMs: number | null = null,
): Promise<void> {
  try {
    const now = core.clock.now();
    const { until, news } = await core.health.troubled(provider.name, trouble, now, toldMs);
    const facts = { provider: provider.name, trouble, message, until };
    if (!news) {
      core.logger.warn(facts, 'provider still in trouble');
      return;
    }
    core.logger.error(facts, 'provider in trouble: left alone for a while');
    core.tellOperators(troubleNote(provider.title, trouble, message, until));
  } catch (error) {
    core.logger.error({ provider: provider.name, trouble, err: error }, 'trouble not written');
  }
}

/** So many orders in a row without an answer, and a provider is left alone. */
const FAILING_AFTER = 3;

/** An order had no answer, or could not be sent. Never throws. */
export async function reportSilence(core: Core, provider: VideoProvider): Promise<void> {
  try {
    const [times, troubles] = await Promise.all([
      core.health.silent(provider.name),
      core.health.troubles(),
    ]);
    // In trouble already: the one order that it is tried with says enough.
    if (times < FAILING_AFTER && !troubles.has(provider.name)) return;
  } catch (error) {
    core.logger.error({ provider: provider.name, err: error }, 'silence not counted');
    return;
  }
  await reportTrouble(core, provider, 'failing', null);
}

/** It answered an order, and did not take it. Never throws. */
export async function reportAnswer(core: Core, provider: VideoProvider): Promise<void> {
  await core.health.answered(provider.name).catch((error: unknown) => {
    core.logger.warn({ provider: provider.name, err: error }, 'answer not noted');
  });
}

/** An order was taken that was sent then. Never throws. */
export async function reportWell(
  core: Core,
  provider: VideoProvider,
  orderedAt: Date,
): Promise<void> {
  try {
    if (!(await core.health.well(provider.name, orderedAt))) return;
    core.logger.info({ provider: provider.name }, 'provider is well again');
    core.tellOperators(wellNote(provider.title));
  } catch (error) {
    core.logger.warn({ provider: provider.name, err: error }, 'recovery not written');
  }
}

/** Another model that would make what was accepted for no more than is held; null: there is none. */
export async function moveFor(core: Core, job: Job): Promise<MoveTo | null> {
  return routeWithout(core, job, await downNow(core), await core.teams.settings(job.teamId));
}

function routeWithout(
  core: Core,
  job: Job,
  down: ReadonlyMap<string, Date>,
  { models }: TeamSettings,
): MoveTo | null {
  return otherRoute(job, offersOf(core), new Set([...down.keys(), job.provider]), models);
}

/**
 * Takes a job that was let out of the line back when its provider turns out to be in trouble: to
 * another one, or to its place in line. False when nothing is in the way of its order.
 */
export async function takenBack(core: Core, job: Job): Promise<boolean> {
  const down = await downNow(core);
  if (!down.has(job.provider)) return false;
  const to = routeWithout(core, job, down, await core.teams.settings(job.teamId));
  if (to !== null) await move(core, job, to);
  else await advanceOnce(core, job, { type: 'held-back', at: core.clock.now() });
  return true;
}

/** Sends those that wait for a provider in trouble to others that can do the same. */
export async function moveWaiting(core: Core): Promise<void> {
  const outages = await outagesNow(core);
  const down = untils(outages);
  for (const [provider, outage] of outages) {
    if (!core.providers.has(provider)) continue;
    const waiting = await core.jobs.waitingAt(provider, MOST_MOVED);
    for (let at = 0; at < waiting.length; at += MOVED_AT_ONCE) {
      const jobs = await core.jobs.load(waiting.slice(at, at + MOVED_AT_ONCE));
      const teams = await settingsOfAll(core, jobs);
      await Promise.all(
        jobs.map(async (job) => {
          const team = teams.get(job.teamId);
          if (job.state.status !== 'waiting' || team === undefined) return;
          const to = routeWithout(core, job, down, team);
          if (to !== null) await move(core, job, to);
          else if (core.clock.now() >= giveUpAt(job.state.since, outage)) await giveUp(core, job);
        }),
      );
    }
  }
}

/** What each team of these jobs lets its people use, read once. */
async function settingsOfAll(
  core: Core,
  jobs: readonly Job[],
): Promise<ReadonlyMap<TeamId, TeamSettings>> {
  const teams = [...new Set(jobs.map((it) => it.teamId))];
  return new Map(
    await Promise.all(teams.map(async (it) => [it, await core.teams.settings(it)] as const)),
  );
}

/** Nobody else makes it, and its provider has not come back: it has its credits back instead. */
async function giveUp(core: Core, job: Job): Promise<void> {
  await advanceOnce(core, job, { type: 'given-up', at: core.clock.now() });
}

const MOST_MOVED = 10_000;
const MOVED_AT_ONCE = 100;

async function move(core: Core, job: Job, to: MoveTo): Promise<void> {
  const event = { type: 'moved', at: core.clock.now(), attempt: null } as const;
  if ((await advanceOnce(core, job, event, to)) === null) return;
  const facts = { team: job.teamId, job: job.jobId, from: job.provider, ...to };
  core.logger.info(facts, 'job rerouted');
}
