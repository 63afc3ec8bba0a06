import { backOffMs } from '../providers/domain/back-off.ts';
import type { Setback } from './domain/job.ts';
import type { JobEvent } from './domain/job-event.ts';
import { later } from '../shared/domain/later.ts';
import { START_HELD_MS, WAITING_GIVE_UP_MS } from './domain/steps.ts';
import type { ProviderFailure } from '../providers/domain/provider-failure.ts';
import { ProviderError } from '../shared/domain/errors.ts';
import type {
  StartAnswer,
  StartRefusal,
  VideoProvider,
} from '../providers/ports/video-provider.ts';
import { deadlineSignal } from '../shared/deadline.ts';
import type { CreateCall, Outcome } from './persist-create-result.ts';
import { downNow } from '../providers/offers.ts';
import { rememberGate } from './remember-plan-gate.ts';
import type { RememberGateDependencies } from './remember-plan-gate.ts';
import { moveFor } from './move-jobs.ts';
import type { MoveForDependencies } from './move-jobs.ts';
import { modelCircuit, reportNoAnswer, reportFailure } from '../providers/provider-failures.ts';
import type { CircuitOwner, ReportFailureDependencies } from '../providers/provider-failures.ts';
import { callsComeThrough, pushBack } from '../providers/push-back.ts';
import type { PushBackDependencies } from '../providers/push-back.ts';
import { slotsOf } from '../providers/rate-slots.ts';
import type { MediaStore } from '../media/ports/media-store.ts';
import type { JobKey } from '../shared/domain/ids.ts';

export interface CreateRenderDependencies
  extends
    MoveForDependencies,
    PushBackDependencies,
    RememberGateDependencies,
    ReportFailureDependencies {
  readonly media: MediaStore;
  /** Where a provider may tell of a job’s render; null where it cannot reach this service. */
  readonly callbackUrl: (job: JobKey, provider: string) => string | null;
}

/** A create call that is written as being made. */
export interface Begun extends CreateCall {
  readonly since: Date;
  readonly setback: Setback | null;
}

export interface Called {
  readonly outcome: Outcome;
  /** Whether the provider said anything: what could not be sent reached nobody. */
  readonly received: 'an answer' | 'nothing' | 'not sent';
  /** The plan of its account does not allow it. */
  readonly gate?: boolean;
}

/** Makes the create call and tells what it comes to. Never throws. */
export async function createRender(
  deps: CreateRenderDependencies,
  provider: VideoProvider,
  begun: Begun,
  links: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<Called> {
  const { job, attempt } = begun;
  const { request, model } = job;
  const facts = { team: job.teamId, job: job.jobId, provider: provider.name };
  using held = deadlineSignal(deps.clock, START_HELD_MS);
  const sentAt = deps.clock.now();
  try {
    const answer = await provider.start(model, request, {
      slot: slotsOf(deps, provider, 1),
      signal: AbortSignal.any([signal, held.signal]),
      linkTo: (media) => links.get(media.key) ?? null,
      open: (media) => deps.media.open(media),
      callbackUrl: deps.callbackUrl(job, provider.name),
    });
    deps.logger.info(
      { ...facts, answer: answer.status, operation: operationOf(answer) },
      'create call answered',
    );
    await paceAfter(deps, provider, answer, sentAt);
    const outcome = await outcomeOf(deps, provider, begun, answer);
    const isUnsent =
      answer.status === 'later' && (answer.reason === 'unreachable' || answer.reason === 'unsent');
    const gate = answer.status === 'refused' && answer.reason === 'plan-gate';
    return { outcome, received: isUnsent ? 'not sent' : 'an answer', gate };
  } catch (error) {
    deps.logger.error({ ...facts, err: error }, 'create call without a clear answer');
    await pushBack(deps, provider, error, sentAt);
    const event = { type: 'create-unanswered', at: deps.clock.now(), attempt } as const;
    return { outcome: { event }, received: 'nothing' };
  }
}

/** A limit is the key's, not this job's: nobody calls until it is over. */
async function paceAfter(
  deps: CreateRenderDependencies,
  provider: VideoProvider,
  answer: StartAnswer,
  sentAt: Date,
): Promise<void> {
  if (answer.status !== 'later') callsComeThrough(provider);
  else if (answer.reason === 'rate-limited' || answer.reason === 'unreachable') {
    const { reason, retryAfterMs } = answer;
    const error = new ProviderError(provider.name, reason, 'order put off', { retryAfterMs });
    await pushBack(deps, provider, error, sentAt);
  }
}

function operationOf(answer: StartAnswer): unknown {
  return answer.status === 'started' ? answer.operation : null;
}

async function outcomeOf(
  deps: CreateRenderDependencies,
  provider: VideoProvider,
  begun: Begun,
  answer: StartAnswer,
): Promise<Outcome> {
  const { attempt, setback } = begun;
  const at = deps.clock.now();
  switch (answer.status) {
    case 'started': {
      // Whatever became of the job meanwhile: this is who makes it.
      const { model, price } = begun.job;
      const moveTo = { provider: provider.name, model, price };
      return { event: { type: 'created', at, operation: answer.operation }, moveTo };
    }
    case 'refused': {
      const { reason, message, detail } = answer;
      const { job } = begun;
      const refused = { type: 'create-refused', at, attempt, reason, message } as const;
      deps.logger.warn({ provider: provider.name, reason, message, detail }, 'create rejected');
      if (answer.reason === 'plan-gate') {
        const gate = await rememberGate(deps, provider, job, answer.gate, message);
        const gated = { ...refused, gate };
        return elsewhere(deps, begun, gated, modelCircuit(provider, job.model).name);
      }
      const alone = circuitOpenFor(provider, job.model, answer.reason);
      if (alone === null) return { event: refused };
      await reportFailure(deps, alone.who, alone.trouble, answer);
      return elsewhere(deps, begun, refused, alone.who.name);
    }
    case 'later': {
      if (setback !== null && at.getTime() - setback.since.getTime() >= WAITING_GIVE_UP_MS) {
        const reason = 'provider-unavailable';
        const refused = { type: 'create-refused', at, attempt, reason, message: null } as const;
        return elsewhere(deps, begun, refused);
      }
      const { reason, retryAfterMs } = answer;
      const waitMs = backOffMs(setback?.times ?? 0, retryAfterMs);
      const until = later(at, reason === 'unsent' ? (retryAfterMs ?? waitMs) : waitMs);
      if (reason === 'maintenance') {
        const said = { message: null };
        await reportFailure(deps, provider, 'maintenance', said, retryAfterMs);
      }
      if (reason === 'unreachable') await reportNoAnswer(deps, provider);
      const put = { type: 'postponed', at, attempt, reason, until } as const;
      const down = await downNow(deps).catch(() => null);
      return down?.has(provider.name) === true ? elsewhere(deps, begun, put) : { event: put };
    }
  }
}

/** What is left alone after a refusal that no other request would change; null: nothing is. */
function circuitOpenFor(
  provider: VideoProvider,
  model: string,
  reason: StartRefusal,
): { readonly who: CircuitOwner; readonly trouble: ProviderFailure } | null {
  switch (reason) {
    case 'key-refused':
    case 'out-of-credit':
    case 'redirected':
      return { who: provider, trouble: reason };
    case 'not-found':
    case 'disabled':
    case 'no-uploads':
      return { who: modelCircuit(provider, model), trouble: reason };
    case 'bad-prompt':
    case 'bad-settings':
    case 'file-too-large':
    case 'provider-fault':
    case 'not-understood':
      return null;
  }
}

/** Nothing was created here, so the job may go to whoever else makes the same for no more. */
async function elsewhere(
  deps: CreateRenderDependencies,
  { job, attempt }: Begun,
  event: JobEvent,
  without = job.provider,
): Promise<Outcome> {
  const moveTo = await moveFor(deps, job, without).catch(() => null);
  return moveTo === null ? { event } : { event: { type: 'moved', at: event.at, attempt }, moveTo };
}
