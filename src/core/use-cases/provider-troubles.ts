import type { Note } from '../domain/conversation.ts';
import type { Job } from '../domain/job.ts';
import { troubleNote, wellNote } from '../domain/operator-notes.ts';
import { otherRoute } from '../domain/reroute.ts';
import type { Trouble } from '../domain/trouble.ts';
import type { VideoProvider } from '../ports/video-provider.ts';
import { advanceOnce } from './advance-job.ts';
import type { MoveTo } from '../ports/job-store.ts';
import type { Core } from './core.ts';
import { offersOf } from './offers.ts';

/** Providers that are left alone at this moment, and until when. */
export async function downNow(core: Core): Promise<ReadonlyMap<string, Date>> {
  const now = core.clock.now();
  const troubles = await core.health.troubles();
  return new Map([...troubles].filter(([, until]) => until > now));
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
    tell(core, troubleNote(provider.title, trouble, message, until));
  } catch (error) {
    core.logger.error({ provider: provider.name, trouble, err: error }, 'trouble not written');
  }
}

/** An order was taken. Never throws. */
export async function reportWell(core: Core, provider: VideoProvider): Promise<void> {
  try {
    if (!(await core.health.well(provider.name))) return;
    core.logger.info({ provider: provider.name }, 'provider is well again');
    tell(core, wellNote(provider.title));
  } catch (error) {
    core.logger.warn({ provider: provider.name, err: error }, 'recovery not written');
  }
}

function tell(core: Core, note: Note): void {
  core.tellOperators(note);
}

/** Another model that would make what was accepted for no more than is held; null: there is none. */
export async function moveFor(core: Core, job: Job): Promise<MoveTo | null> {
  const down = await downNow(core);
  return otherRoute(job, offersOf(core), new Set([...down.keys(), job.provider]));
}

/** Sends those that wait for a provider in trouble to others that can do the same. */
export async function moveWaiting(core: Core): Promise<void> {
  for (const provider of (await downNow(core)).keys()) {
    if (!core.providers.has(provider)) continue;
    for (const job of await core.jobs.waitingAt(provider, MOVED_AT_ONCE)) {
      const to = await moveFor(core, job);
      if (to === null) continue;
      const event = { type: 'moved', at: core.clock.now(), attempt: null } as const;
      if ((await advanceOnce(core, job, event, to)) !== null) {
        core.logger.info(
          { team: job.teamId, job: job.jobId, from: provider, ...to },
          'job rerouted',
        );
      }
    }
  }
}

const MOVED_AT_ONCE = 100;
