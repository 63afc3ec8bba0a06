import type { ProviderError } from '../../core/shared/domain/errors.ts';
import type { RenderStatus } from '../../core/providers/ports/video-provider.ts';
import {
  errorCodeOf,
  failedRender,
  noAnswer,
  refusalIn,
  undocumentedStatus,
  withoutRender,
} from '../shared/answers.ts';
import type { Asked, Created } from '../shared/http-provider.ts';
import type { ProviderAnswer } from '../shared/http.ts';
import { isSameId } from '../shared/lenient.ts';
import { linksAmong } from '../shared/links.ts';
import { isSuccess } from '../shared/problem.ts';
import { NAME } from './capabilities.ts';
import { ERRORS, readAnswer } from './wire.ts';
import type { Answer, Task } from './wire.ts';

export const CREATE = '/api/generate';
export const STATUS = '/api/status';

/** @throws {ProviderError} the answer does not say whether a render was created */
export function readStartAnswer(response: ProviderAnswer): Created {
  const answer = readAnswer(response.httpStatus, response.json);
  const id = answer?.task?.task_id ?? null;
  if (answer !== null && isSuccessful(answer) && id !== null) return { status: 'created', id };
  const refused = answer === null ? null : refusalIn(response, answer, ERRORS);
  if (refused === null) throw unanswered(`POST ${CREATE}`, response, answer);
  return refused;
}

/** @throws {ProviderError} no answer was had about any render */
export function readRenderStatus(response: ProviderAnswer, asked: Asked): RenderStatus {
  const answer = readAnswer(response.httpStatus, response.json);
  const error = (): ProviderError => unanswered(`GET ${STATUS}`, response, answer);
  if (answer === null) throw error();
  const { task, status } = answer;
  if (task === null || !isSuccessful(answer)) return withoutRender(response, status, answer, error);
  const isAnother = !isSameId(task.task_id ?? asked.id, asked.id);
  return isAnother ? { status: 'silent' } : taskStatus(task, asked);
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
      // No codes are published for a failed render.
      return failedRender(task.error_message, task.consumed_credits);
    default:
      return undocumentedStatus(task.status, task.error_message, task.consumed_credits);
  }
}

/** An HTTP success whose body does not name an error status instead of 200. */
function isSuccessful({ status }: Answer): boolean {
  return isSuccess(status);
}

function unanswered(call: string, response: ProviderAnswer, answer: Answer | null): ProviderError {
  const code = answer === null ? 'unreadable' : errorCodeOf(answer.status, answer, ERRORS);
  const said = answer === null ? 'not readable' : (answer.name ?? String(answer.status));
  return noAnswer(NAME, code, call, response, answer, said);
}
