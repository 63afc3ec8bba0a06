import { ProviderError } from '../../core/errors.ts';
import type { ProviderErrorCode } from '../../core/errors.ts';
import type { RenderStatus, StartAnswer, StartRefusal } from '../../core/ports/video-provider.ts';
import type { ProviderAnswer } from '../http.ts';
import { speaksOfModeration } from '../lenient.ts';
import { linksAmong } from '../links.ts';
import { NAME } from './capabilities.ts';
import { readAnswer } from './wire.ts';
import type { Answer, Task } from './wire.ts';

const REFUSALS: ReadonlyMap<string, StartRefusal> = new Map([
  ['INVALID_PROMPT', 'bad-prompt'],
  ['INVALID_DURATION', 'bad-settings'],
  ['INVALID_MODEL', 'not-understood'],
  ['INVALID_API_KEY', 'key-refused'],
  ['INSUFFICIENT_CREDITS', 'out-of-credit'],
]);

/** @throws {ProviderError} the answer does not say whether a render was created */
export function readStartAnswer(response: ProviderAnswer): StartAnswer {
  const answer = readAnswer(response.httpStatus, response.json);
  if (answer === null) throw noAnswer('unreadable', 'POST /api/generate', response, answer);
  const taskId = answer.task?.task_id ?? null;
  if (isSuccessful(response, answer) && taskId !== null) {
    return { status: 'started', operation: { taskId } };
  }
  const { status, errorCode, message } = answer;
  // These say that something went wrong, not that nothing was done.
  if (status >= 500 || status === 408 || (status >= 300 && status < 400)) {
    throw noAnswer(codeFor(status), 'POST /api/generate', response, answer);
  }
  if (status === 429 || errorCode === 'RATE_LIMITED') {
    return { status: 'later', reason: 'rate-limited', retryAfterMs: response.retryAfterMs };
  }
  const known = errorCode === null ? undefined : REFUSALS.get(errorCode);
  if (known !== undefined) return refused(known, message);
  if (status === 401) return refused('key-refused', message);
  if (status === 402) return refused('out-of-credit', message);
  if (status >= 400) return refused('not-understood', message);
  throw noAnswer('unreadable', 'POST /api/generate', response, answer);
}

function refused(reason: StartRefusal, message: string | null): StartAnswer {
  return { status: 'refused', reason, message };
}

/** It answers, and not about this render: that is no reason to think ill of the provider. */
const NO_SUCH_TASK: readonly number[] = [400, 404, 410, 422];

export interface Asked {
  readonly taskId: string;
  readonly apiUrl: string;
}

/** @throws {ProviderError} no answer was had about any render */
export function readRenderStatus(response: ProviderAnswer, asked: Asked): RenderStatus {
  const answer = readAnswer(response.httpStatus, response.json);
  if (answer === null) throw noAnswer('unreadable', 'GET /api/status', response, answer);
  if (!isSuccessful(response, answer)) {
    const code = codeFor(answer.status, answer.errorCode);
    if (code === 'unreadable' && NO_SUCH_TASK.includes(answer.status)) return { status: 'silent' };
    throw noAnswer(code, 'GET /api/status', response, answer);
  }
  const { task } = answer;
  if (task === null || (task.task_id ?? asked.taskId) !== asked.taskId) return { status: 'silent' };
  return taskStatus(task, asked);
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
      return {
        status: 'failed',
        // No codes are published for a failed render: its words are all there is to go by.
        reason: speaksOfModeration(task.error_message) ? 'moderated' : 'provider-fault',
        message: task.error_message,
      };
    default:
      return { status: 'silent' };
  }
}

/** An HTTP success whose body does not name an error status instead of 200. */
function isSuccessful(response: ProviderAnswer, answer: Answer): boolean {
  return (
    response.httpStatus >= 200 &&
    response.httpStatus < 300 &&
    !(answer.status >= 300 && answer.status < 600)
  );
}

function codeFor(status: number, errorCode: string | null = null): ProviderErrorCode {
  if (status === 429 || errorCode === 'RATE_LIMITED') return 'rate-limited';
  if (status === 401 || status === 402 || status === 403) return 'key-refused';
  if (errorCode === 'INVALID_API_KEY' || errorCode === 'INSUFFICIENT_CREDITS') return 'key-refused';
  if (status === 408) return 'timeout';
  return status >= 500 ? 'server-error' : 'unreadable';
}

function noAnswer(
  code: ProviderErrorCode,
  call: string,
  response: ProviderAnswer,
  answer: Answer | null,
): ProviderError {
  const said = answer?.errorCode ?? (answer === null ? 'not readable' : String(answer.status));
  return new ProviderError(NAME, code, `${call}: HTTP ${response.httpStatus}, ${said}`, {
    retryAfterMs: response.retryAfterMs,
  });
}
