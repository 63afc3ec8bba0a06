import type { ProviderError, ProviderErrorCode } from '../../core/shared/domain/errors.ts';
import type { RenderStatus, StartRefusal } from '../../core/providers/ports/video-provider.ts';
import { noAnswer, rateLimited, refusedFor } from '../shared/answers.ts';
import type { Created } from '../shared/http-provider.ts';
import type { ProviderAnswer } from '../shared/http.ts';
import {
  callRefusal,
  isNotFound,
  isSuccess,
  lateRefusal,
  refusalOf,
  statusOf,
} from '../shared/problem.ts';
import { NAME } from './capabilities.ts';
import { NO_ANSWERS, readAnswer, readSingle, REFUSALS } from './wire.ts';
import type { Answer, TaskRecords } from './wire.ts';

export const CREATE = '/happyhorse/videos';
export const TASKS = '/happyhorse/tasks';

/**
 * What became of a create call; the task has no other handle than its id.
 * @throws {ProviderError} the answer does not say whether a render was created
 */
export function readCreated(response: ProviderAnswer): Created {
  const answer = readAnswer(response.json);
  const { taskId: id } = answer;
  if (isSuccess(response.httpStatus) && id !== null) return { status: 'created', id };
  const code = noAnswerCode(response, answer);
  if (code === 'rate-limited') return rateLimited(response);
  const reason = code === null ? refusalIn(response, answer) : null;
  if (reason === null) throw unanswered(code ?? 'unreadable', CREATE, response, answer);
  return refusedFor(reason, answer);
}

/** Null where nothing is clearly refused. */
export function refusalIn({ httpStatus }: ProviderAnswer, answer: Answer): StartRefusal | null {
  const { name } = answer;
  const status = statusOf(httpStatus, answer);
  return isRefusal(name) || (status >= 400 && status < 500)
    ? refusalOf(status, answer, REFUSALS)
    : null;
}

function isRefusal(name: string | null): boolean {
  return name !== null && (REFUSALS.has(name) || name === 'bad_request');
}

/**
 * What is known of the tasks that were asked about.
 * @param read reads the answer to that question, and is null where it is none
 * @throws {ProviderError} no answer was had about any render
 */
export function readTasks(
  response: ProviderAnswer,
  read: (json: unknown) => TaskRecords | null,
): TaskRecords {
  const answer = readAnswer(response.json);
  if (answer.name === null && isSuccess(response.httpStatus)) {
    const records = read(response.json);
    if (records !== null) return records;
  }
  const status = statusOf(response.httpStatus, answer);
  if (!isKnownError(answer.name) && isNotFound(response, status, answer)) return new Map();
  const code = noAnswerCode(response, answer) ?? callRefusal(status, answer, REFUSALS);
  throw unanswered(code ?? 'unreadable', TASKS, response, answer);
}

function isKnownError(name: string | null): boolean {
  return isRefusal(name) || (name !== null && NO_ANSWERS.has(name));
}

/**
 * What an answer says of a task without a record of it; null where it says nothing. One about several
 * does not say which of them is meant.
 */
export function readLateRefusal({ httpStatus, json }: ProviderAnswer): RenderStatus | null {
  const answer = readAnswer(json);
  const status = statusOf(httpStatus, answer);
  const isRecord = isSuccess(status) && answer.name === null && readSingle(json, '') !== null;
  return isRecord ? null : lateRefusal(status, answer);
}

/** Null where it is an answer: a success, or a clear refusal. */
function noAnswerCode({ httpStatus }: ProviderAnswer, answer: Answer): ProviderErrorCode | null {
  const { name } = answer;
  const known = name === null ? undefined : NO_ANSWERS.get(name);
  if (known !== undefined) return known;
  if (isRefusal(name)) return null;
  const status = statusOf(httpStatus, answer);
  if (status === 429) return 'rate-limited';
  if (status === 408 || status === 504) return 'timeout';
  return status >= 500 ? 'server-error' : null;
}

function unanswered(
  code: ProviderErrorCode,
  path: string,
  response: ProviderAnswer,
  answer: Answer,
): ProviderError {
  return noAnswer(NAME, code, `POST ${path}`, response, answer);
}
