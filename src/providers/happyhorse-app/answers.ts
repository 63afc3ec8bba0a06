import { ProviderError } from '../../core/shared/domain/errors.ts';
import type { ProviderErrorCode } from '../../core/shared/domain/errors.ts';
import type { RenderStatus, StartAnswer } from '../../core/providers/ports/video-provider.ts';
import type { ProviderAnswer } from '../shared/http.ts';
import { isSameId, speaksOfModeration } from '../shared/lenient.ts';
import { linksAmong } from '../shared/links.ts';
import {
  callRefusal,
  isNotFound,
  isSuccess,
  lateRefusal,
  refusalOf,
  saidOf,
  traced,
} from '../shared/problem.ts';
import { NAME } from './capabilities.ts';
import { readAnswer, REFUSALS } from './wire.ts';
import type { Answer, Task } from './wire.ts';

/** @throws {ProviderError} the answer does not say whether a render was created */
export function readStartAnswer(response: ProviderAnswer): StartAnswer {
  const answer = readAnswer(response.httpStatus, response.json);
  if (answer === null) throw noAnswer('unreadable', 'POST /api/generate', response, answer);
  const taskId = answer.task?.task_id ?? null;
  if (isSuccessful(response, answer) && taskId !== null) {
    return { status: 'started', operation: { taskId } };
  }
  const { status, name, message } = answer;
  // These say that something went wrong, not that nothing was done.
  if (status >= 500 || status === 408) {
    throw noAnswer(codeFor(answer), 'POST /api/generate', response, answer);
  }
  if (status === 429 || name === 'rate_limited') {
    return { status: 'later', reason: 'rate-limited', retryAfterMs: response.retryAfterMs };
  }
  if (status < 400 && (name === null || !REFUSALS.has(name))) {
    throw noAnswer('unreadable', 'POST /api/generate', response, answer);
  }
  return {
    status: 'refused',
    reason: refusalOf(status, answer, REFUSALS),
    message,
    ...traced(answer),
  };
}

/** It answers, and not about this render: that is no reason to think ill of the provider. */
const NO_SUCH_TASK: readonly number[] = [200, 400, 404, 410, 422];

export interface Asked {
  readonly taskId: string;
  readonly apiUrl: string;
}

/** @throws {ProviderError} no answer was had about any render */
export function readRenderStatus(response: ProviderAnswer, asked: Asked): RenderStatus {
  const answer = readAnswer(response.httpStatus, response.json);
  if (answer === null) throw noAnswer('unreadable', 'GET /api/status', response, answer);
  const { task, status } = answer;
  if (task !== null && isSuccessful(response, answer)) {
    const isAnother = !isSameId(task.task_id ?? asked.taskId, asked.taskId);
    return isAnother ? { status: 'silent' } : taskStatus(task, asked);
  }
  const refused = lateRefusal(status, answer);
  if (refused !== null) return refused;
  if (isNotFound(response, status, answer)) return { status: 'not-found' };
  const code = codeFor(answer);
  if (code === 'unreadable' && NO_SUCH_TASK.includes(status)) return { status: 'silent' };
  throw noAnswer(code, 'GET /api/status', response, answer);
}

function taskStatus(task: Task, { apiUrl }: Asked): RenderStatus {
  switch (task.status?.toUpperCase()) {
    case 'IN_PROGRESS':
      return { status: 'running', progress: null };
    case 'SUCCESS':
    case 'COMPLETED': {
      const videoUrls = linksAmong(task.response?.resultUrls ?? [], apiUrl);
      return { status: 'succeeded', videoUrls, consumed: task.consumed_credits };
    }
    case 'FAILED':
    case 'CANCELLED':
      // No codes are published for a failed render: its words are all there is to go by.
      return failed(speaksOfModeration(task.error_message) ? 'moderated' : 'provider-fault', task);
    default:
      return { status: 'silent' };
  }
}

function failed(reason: 'moderated' | 'provider-fault', task: Task): RenderStatus {
  const { error_message: message, consumed_credits: consumed } = task;
  return { status: 'failed', reason, message, consumed };
}

/** An HTTP success whose body does not name an error status instead of 200. */
function isSuccessful({ httpStatus }: ProviderAnswer, { status }: Answer): boolean {
  return isSuccess(httpStatus) && status < 300;
}

function codeFor(answer: Answer): ProviderErrorCode {
  const { status, name } = answer;
  if (status === 429 || name === 'rate_limited') return 'rate-limited';
  if (status === 408) return 'timeout';
  const refused = callRefusal(status, answer, REFUSALS);
  return refused ?? (status >= 500 ? 'server-error' : 'unreadable');
}

function noAnswer(
  code: ProviderErrorCode,
  call: string,
  response: ProviderAnswer,
  answer: Answer | null,
): ProviderError {
  const said = answer?.name ?? (answer === null ? 'not readable' : String(answer.status));
  return new ProviderError(NAME, code, `${call}: HTTP ${response.httpStatus}, ${said}`, {
    retryAfterMs: response.retryAfterMs,
    ...(answer === null ? {} : saidOf(answer)),
  });
}
