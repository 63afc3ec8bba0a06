import { ProviderError } from '../../core/shared/domain/errors.ts';
import type { ProviderErrorCode } from '../../core/shared/domain/errors.ts';
import type {
  NotStarted,
  RenderStatus,
  StartRefusal,
} from '../../core/providers/ports/video-provider.ts';
import type { ProviderAnswer } from './http.ts';
import { speaksOfModeration } from './lenient.ts';
import {
  callRefusal,
  isNotFound,
  isSuccess,
  lateRefusal,
  refusalOf,
  saidOf,
  statusOf,
  traced,
} from './problem.ts';
import type { Problem } from './problem.ts';

/** What a provider's errors mean beyond what their HTTP status says. */
export interface ErrorNames {
  /** What its refusals are called, and what each is for. */
  readonly refusals: ReadonlyMap<string, StartRefusal>;
  /** Something went wrong there. */
  readonly broken?: string;
  /** Beside 408. */
  readonly timeout?: number;
}

/** It answers by names that all of them have, or by statuses alone. */
export const NO_NAMES: ErrorNames = { refusals: new Map() };

export function rateLimited({ retryAfterMs }: ProviderAnswer): NotStarted {
  return { status: 'later', reason: 'rate-limited', retryAfterMs };
}

export function refusedFor(reason: StartRefusal, problem: Problem): NotStarted {
  return { status: 'refused', reason, message: problem.message, ...traced(problem) };
}

/** What a create call was refused for; null where it is not clear that nothing was done. */
export function refusalIn(
  response: ProviderAnswer,
  problem: Problem,
  { refusals, broken }: ErrorNames,
): NotStarted | null {
  const { name } = problem;
  const status = statusOf(response.httpStatus, problem);
  // These say that something went wrong, not that nothing was done.
  if (status >= 500 || status === 408 || (name !== null && name === broken)) return null;
  if (status === 429 || name === 'rate_limited') return rateLimited(response);
  if (status < 400 && (name === null || !refusals.has(name))) return null;
  return refusedFor(refusalOf(status, problem, refusals), problem);
}

/** Why a call gave no answer. */
export function errorCodeOf(
  status: number,
  problem: Pick<Problem, 'name'>,
  { refusals, broken, timeout }: ErrorNames,
): ProviderErrorCode {
  const { name } = problem;
  if (status === 429 || name === 'rate_limited') return 'rate-limited';
  if (status === 408 || status === timeout) return 'timeout';
  const refused = callRefusal(status, problem, refusals);
  if (refused !== null) return refused;
  return status >= 500 || (name !== null && name === broken) ? 'server-error' : 'unreadable';
}

/** It answers, and not about this render: that is no reason to think ill of the provider. */
const OF_NO_RENDER: readonly number[] = [400, 404, 410, 422];

/**
 * What a status answer without the render says of it all the same.
 * @param noAnswer why it is none
 */
export function withoutRender(
  response: ProviderAnswer,
  status: number,
  problem: Problem,
  noAnswer: () => ProviderError,
): RenderStatus {
  const refused = lateRefusal(status, problem);
  if (refused !== null) return refused;
  if (isNotFound(response, status, problem)) return { status: 'not-found' };
  const error = noAnswer();
  const ofNone = isSuccess(status) || OF_NO_RENDER.includes(status);
  if (error.code === 'unreadable' && ofNone) return { status: 'silent' };
  throw error;
}

/** A render that failed, for which its own words are all there is to go by. */
export function failedRender(
  message: string | null,
  consumed: number | null,
): Extract<RenderStatus, { readonly status: 'failed' }> {
  const reason = speaksOfModeration(message) ? 'moderated' : 'provider-fault';
  return { status: 'failed', reason, message, consumed };
}

/** A word for the state that no document has: it is over only where the content is blamed. */
export function undocumentedStatus(
  word: string | null,
  message: string | null,
  consumed: number | null = null,
): RenderStatus {
  const blames = speaksOfModeration(message) || speaksOfModeration(word);
  return blames
    ? { status: 'failed', reason: 'moderated', message, consumed }
    : { status: 'silent' };
}

/** @param said what stands in logs beside the HTTP status */
export function noAnswer(
  provider: string,
  code: ProviderErrorCode,
  call: string,
  { httpStatus, retryAfterMs }: ProviderAnswer,
  problem: Problem | null,
  said: string | null = problem?.name ?? null,
): ProviderError {
  const trace = problem?.traceId == null ? '' : ` (trace ${problem.traceId})`;
  const message = `${call}: HTTP ${httpStatus}${said === null ? '' : `, ${said}`}${trace}`;
  return new ProviderError(provider, code, message, {
    retryAfterMs,
    ...(problem === null ? {} : saidOf(problem)),
  });
}
