import { backOffMs } from '../domain/check-schedule.ts';
import type { Job, Setback } from '../domain/job.ts';
import { later, START_DEADLINE_MS, WAITING_GIVE_UP_MS } from '../domain/steps.ts';
import type { JobEvent } from '../domain/transition.ts';
import { mediaOf } from '../domain/video-request.ts';
import type { Claimed } from '../ports/job-store.ts';
import type { StartAnswer, VideoProvider } from '../ports/video-provider.ts';
import { advanceJob, advanceOnce } from './advance-job.ts';
import type { Core } from './core.ts';
import { deadlineSignal } from './deadline.ts';

/** How long a job waits for its turn to call before it lets another step go first. */
const TURN_MS = 20_000;

/** A provider fetches what it needs soon, but a render may start late. */
const LINK_MS = 24 * 60 * 60 * 1000;

/**
 * Makes the create call of a job that was let out of the line. It is written that the call is
 * being made before it is made, and only the one who wrote it calls; so it is made once, and a
 * job that is found in that state was left there by somebody who is gone.
 */
export async function startRender(
  core: Core,
  claimed: Claimed,
  provider: VideoProvider,
  signal: AbortSignal,
): Promise<void> {
  const job = await core.jobs.find(claimed.teamId, claimed.jobId);
  if (job === null) return;
  if (job.state.status === 'submitting') {
    core.logger.error({ team: job.teamId, job: job.jobId }, 'create call left without an answer');
    const { attempt } = job.state;
    await advanceJob(core, job, { type: 'create-unanswered', at: core.clock.now(), attempt });
    return;
  }
  if (job.state.status !== 'waiting') return;
  if (!(await inTurn(core, provider, claimed, signal))) return;
  const links = linksFor(core, job);
  if (links === null) {
    const at = core.clock.now();
    const reason = 'provider-not-set-up';
    await advanceJob(core, job, { type: 'unstartable', at, reason });
    return;
  }
  const begun = await begin(core, job);
  if (begun === null) return;
  const event = await create(core, provider, begun, links);
  await insist(core, begun.job, event, signal);
}

interface Begun {
  readonly job: Job;
  readonly attempt: string;
  readonly setback: Setback | null;
}

/** Longer than this after it was written that a call is made, it is not made any more. */
const BEGUN_WITHIN_MS = 30_000;

/** Writes that the call is being made; null when somebody else was first. */
async function begin(core: Core, job: Job): Promise<Begun | null> {
  const attempt: string = core.newJobId();
  const at = core.clock.now();
  const begun = await advanceOnce(core, job, { type: 'create-begun', at, attempt }).catch(
    (error: unknown) => {
      // It may be written all the same, with only the answer lost: then the attempt is ours.
      core.logger.warn({ team: job.teamId, job: job.jobId, err: error }, 'write without an answer');
      return core.jobs.find(job.teamId, job.jobId);
    },
  );
  const state = begun?.state;
  if (begun === null || state?.status !== 'submitting' || state.attempt !== attempt) return null;
  if (core.clock.now().getTime() - at.getTime() > BEGUN_WITHIN_MS) return null;
  return { job: begun, attempt, setback: state.setback };
}

/** Waits for a free place among the provider's calls; false when it is too far off. */
async function inTurn(
  core: Core,
  provider: VideoProvider,
  claimed: Claimed,
  signal: AbortSignal,
): Promise<boolean> {
  const { callsPerSecond } = provider.limits;
  const now = core.clock.now();
  const latest = later(now, TURN_MS);
  const interval = callsPerSecond === null ? 0 : 1000 / callsPerSecond;
  const turn = await core.gate.book(provider.name, 1, interval, now, latest);
  if (turn === null) {
    await core.jobs.postpone([claimed], later(now, TURN_MS / 2));
    return false;
  }
  await core.clock.sleep(turn.getTime() - now.getTime(), signal);
  if (!signal.aborted) return true;
  await core.jobs.postpone([claimed], now);
  return false;
}

/** A link for everything that was given, by its key; null when one cannot be linked to, or the model is not there. */
function linksFor(core: Core, job: Job): ReadonlyMap<string, string> | null {
  const provider = core.providers.get(job.provider);
  const model = provider?.models.find((it) => it.model === job.model);
  if (model === undefined) return null;
  if (model.inputs !== 'link') return new Map();
  const links = new Map<string, string>();
  for (const media of mediaOf(job.request.scene)) {
    const link = core.media.link(media, later(core.clock.now(), LINK_MS));
    if (link === null) return null;
    links.set(media.key, link);
  }
  return links;
}

async function create(
  core: Core,
  provider: VideoProvider,
  { job, attempt, setback }: Begun,
  links: ReadonlyMap<string, string>,
): Promise<JobEvent> {
  const { request, model } = job;
  const facts = { team: job.teamId, job: job.jobId, provider: provider.name };
  // Not ended by a shutdown: to cut this call off is to lose its answer.
  using deadline = deadlineSignal(core.clock, START_DEADLINE_MS);
  try {
    const answer = await provider.start(model, request, {
      signal: deadline.signal,
      linkTo: (media) => {
        const link = links.get(media.key);
        if (link === undefined) throw new Error('Something in the request has no link');
        return link;
      },
      open: (media) => core.media.open(media),
      callbackUrl: null,
    });
    core.logger.info(
      { ...facts, answer: answer.status, operation: operationOf(answer) },
      'create call answered',
    );
    return await eventOf(core, provider, { attempt, setback }, answer);
  } catch (error) {
    core.logger.error({ ...facts, err: error }, 'create call without a clear answer');
    return { type: 'create-unanswered', at: core.clock.now(), attempt };
  }
}

function operationOf(answer: StartAnswer): unknown {
  return answer.status === 'started' ? answer.operation : null;
}

async function eventOf(
  core: Core,
  provider: VideoProvider,
  { attempt, setback }: Pick<Begun, 'attempt' | 'setback'>,
  answer: StartAnswer,
): Promise<JobEvent> {
  const at = core.clock.now();
  switch (answer.status) {
    case 'started':
      return { type: 'created', at, operation: answer.operation };
    case 'refused': {
      const { reason, message } = answer;
      if (reason !== 'bad-prompt' && reason !== 'bad-settings') {
        core.logger.error(
          { provider: provider.name, reason, message },
          'provider needs its operator',
        );
      }
      return { type: 'create-refused', at, attempt, reason, message };
    }
    case 'later': {
      if (setback !== null && at.getTime() - setback.since.getTime() >= WAITING_GIVE_UP_MS) {
        const reason = 'provider-unavailable';
        return { type: 'create-refused', at, attempt, reason, message: null };
      }
      const until = later(at, backOffMs(setback?.times ?? 0, answer.retryAfterMs));
      // A limit is the key's, not this job's: nobody calls until it is over. The answer is in
      // hand and must be written, so this may fail.
      if (answer.reason === 'rate-limited') {
        await core.gate.pause(provider.name, until).catch(() => undefined);
      }
      return { type: 'postponed', at, attempt, reason: answer.reason, until };
    }
  }
}

/** An answer to a create call exists only here until it is written: it is written as long as this process lives. */
async function insist(core: Core, job: Job, event: JobEvent, signal: AbortSignal): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const after = await advanceJob(core, job, event);
      if (event.type === 'created' && after !== null && !('operation' in after.state)) {
        core.logger.error(
          { team: job.teamId, job: job.jobId, operation: event.operation },
          'a render was created for a job that was closed meanwhile',
        );
      }
      return;
    } catch (error) {
      const facts = { team: job.teamId, job: job.jobId, event, err: error };
      core.logger.error(facts, 'answer to a create call not written yet');
      if (signal.aborted && attempt >= 5) throw error;
      await core.clock.sleep(Math.min(250 * 2 ** attempt, 10_000), new AbortController().signal);
    }
  }
}
