import { backOffMs } from '../domain/check-schedule.ts';
import type { Job, Setback } from '../domain/job.ts';
import { later, START_DEADLINE_MS, WAITING_GIVE_UP_MS } from '../domain/steps.ts';
import type { JobEvent } from '../domain/job-event.ts';
import type { Trouble } from '../domain/trouble.ts';
import { mediaOf } from '../domain/video-request.ts';
import type { Claimed } from '../ports/job-store.ts';
import type { StartAnswer, StartRefusal, VideoProvider } from '../ports/video-provider.ts';
import { advanceJob, advanceOnce } from './advance-job.ts';
import type { Core } from './core.ts';
import { deadlineSignal } from './deadline.ts';
import { keepAnswer } from './keep-answer.ts';
import type { CreateCall, Outcome } from './keep-answer.ts';
import {
  downNow,
  modelAlone,
  moveFor,
  reportAnswer,
  reportSilence,
  reportTrouble,
  reportWell,
  takenBack,
} from './provider-troubles.ts';
import type { LeftAlone } from './provider-troubles.ts';
import { bookTurn, untilTurn } from './turn.ts';

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
  // It may have been sent to another provider since it was claimed.
  if (job.state.status !== 'waiting' || job.provider !== provider.name) return;
  if (!(await inTurn(core, provider, claimed, signal))) return;
  // An order before it may have found that the provider takes none.
  if (await takenBack(core, job)) return;
  const links = linksFor(core, job);
  if (links === null) {
    const at = core.clock.now();
    const reason = 'provider-not-set-up';
    await advanceJob(core, job, { type: 'unstartable', at, reason });
    return;
  }
  const begun = await begin(core, job);
  if (begun === null) return;
  const { outcome, answered } = await create(core, provider, begun, links);
  await keepAnswer(core, provider, begun, outcome, signal);
  if (outcome.event.type === 'created') {
    await reportWell(core, provider, begun.since);
    await reportWell(core, modelAlone(provider, job.model), begun.since);
  } else if (answered) await reportAnswer(core, provider);
}

interface Begun extends CreateCall {
  readonly since: Date;
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
  return { job: begun, attempt, since: state.since, setback: state.setback };
}

/** Waits for a free place among the provider's calls; false when it is too far off. */
async function inTurn(
  core: Core,
  provider: VideoProvider,
  claimed: Claimed,
  signal: AbortSignal,
): Promise<boolean> {
  const { name, limits } = provider;
  const now = core.clock.now();
  const one = (perSecond: number | null) => ({ count: 1, perSecond });
  const turn = await bookTurn(core, name, one(limits.callsPerSecond), TURN_MS);
  const order =
    limits.createsPerSecond === null
      ? turn
      : await bookTurn(core, `${name} creates`, one(limits.createsPerSecond), TURN_MS);
  if (turn === null || order === null) {
    await core.jobs.postpone([claimed], later(now, TURN_MS / 2));
    return false;
  }
  if (await untilTurn(core, turn > order ? turn : order, signal)) return true;
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
  begun: Begun,
  links: ReadonlyMap<string, string>,
): Promise<{ readonly outcome: Outcome; readonly answered: boolean }> {
  const { job, attempt } = begun;
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
      callbackUrl: core.callbackUrl(job, provider.name),
    });
    core.logger.info(
      { ...facts, answer: answer.status, operation: operationOf(answer) },
      'create call answered',
    );
    const outcome = await outcomeOf(core, provider, begun, answer);
    return { outcome, answered: answer.status !== 'later' || answer.reason !== 'unreachable' };
  } catch (error) {
    core.logger.error({ ...facts, err: error }, 'create call without a clear answer');
    await reportSilence(core, provider);
    const event = { type: 'create-unanswered', at: core.clock.now(), attempt } as const;
    return { outcome: { event }, answered: false };
  }
}

function operationOf(answer: StartAnswer): unknown {
  return answer.status === 'started' ? answer.operation : null;
}

async function outcomeOf(
  core: Core,
  provider: VideoProvider,
  begun: Begun,
  answer: StartAnswer,
): Promise<Outcome> {
  const { attempt, setback } = begun;
  const at = core.clock.now();
  switch (answer.status) {
    case 'started': {
      // Whatever became of the job meanwhile: this is who makes it.
      const { model, price } = begun.job;
      const moveTo = { provider: provider.name, model, price };
      return { event: { type: 'created', at, operation: answer.operation }, moveTo };
    }
    case 'refused': {
      const { reason, message, detail } = answer;
      const refused = { type: 'create-refused', at, attempt, reason, message } as const;
      core.logger.warn({ provider: provider.name, reason, message, detail }, 'create rejected');
      const alone = leftAloneFor(provider, begun.job.model, reason);
      if (alone === null) return { event: refused };
      await reportTrouble(core, alone.who, alone.trouble, answer);
      return elsewhere(core, begun, refused, alone.who.name);
    }
    case 'later': {
      if (setback !== null && at.getTime() - setback.since.getTime() >= WAITING_GIVE_UP_MS) {
        const reason = 'provider-unavailable';
        const refused = { type: 'create-refused', at, attempt, reason, message: null } as const;
        return elsewhere(core, begun, refused);
      }
      const until = later(at, backOffMs(setback?.times ?? 0, answer.retryAfterMs));
      // A limit is the key's, not this job's: nobody calls until it is over. The answer is in
      // hand and must be written, so this may fail.
      if (answer.reason === 'rate-limited') {
        await core.gate.pause(provider.name, until).catch(() => undefined);
      }
      if (answer.reason === 'maintenance') {
        const said = { message: null };
        await reportTrouble(core, provider, 'maintenance', said, answer.retryAfterMs);
      }
      if (answer.reason === 'unreachable') await reportSilence(core, provider);
      const put = { type: 'postponed', at, attempt, reason: answer.reason, until } as const;
      const down = await downNow(core).catch(() => null);
      return down?.has(provider.name) === true ? elsewhere(core, begun, put) : { event: put };
    }
  }
}

/** What is left alone after a refusal that no other request would change; null: nothing is. */
function leftAloneFor(
  provider: VideoProvider,
  model: string,
  reason: StartRefusal,
): { readonly who: LeftAlone; readonly trouble: Trouble } | null {
  switch (reason) {
    case 'key-refused':
    case 'out-of-credit':
    case 'redirected':
      return { who: provider, trouble: reason };
    case 'not-found':
    case 'disabled':
      return { who: modelAlone(provider, model), trouble: reason };
    case 'bad-prompt':
    case 'bad-settings':
    case 'provider-fault':
    case 'not-understood':
      return null;
  }
}

/** Nothing was created here, so the job may go to whoever else makes the same for no more. */
async function elsewhere(
  core: Core,
  { job, attempt }: Begun,
  event: JobEvent,
  without = job.provider,
): Promise<Outcome> {
  const moveTo = await moveFor(core, job, without).catch(() => null);
  return moveTo === null ? { event } : { event: { type: 'moved', at: event.at, attempt }, moveTo };
}
