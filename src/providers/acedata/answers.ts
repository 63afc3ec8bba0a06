import { ProviderError } from '../../core/errors.ts';
import type { ProviderErrorCode } from '../../core/errors.ts';
import type { StartAnswer, StartRefusal } from '../../core/ports/video-provider.ts';
import type { ProviderAnswer } from '../http.ts';
import { NAME } from './capabilities.ts';
import { readAnswer, readBatch } from './wire.ts';
import type { Answer, Batch } from './wire.ts';

export const CREATE = '/happyhorse/videos';
export const TASKS = '/happyhorse/tasks';

/** By code first: the same one comes with different HTTP statuses, and 403 with several. */
const REFUSALS: ReadonlyMap<string, StartRefusal> = new Map([
  ['no_token', 'key-refused'],
  ['invalid_token', 'key-refused'],
  ['token_expired', 'key-refused'],
  ['token_mismatched', 'key-refused'],
  ['disabled', 'key-refused'],
  ['used_up', 'out-of-credit'],
  // By moderation.
  ['forbidden', 'bad-prompt'],
  ['no_api', 'not-understood'],
  ['api_not_implemented', 'not-understood'],
]);

const NO_ANSWERS: ReadonlyMap<string, ProviderErrorCode> = new Map([
  ['too_many_requests', 'rate-limited'],
  ['api_error', 'server-error'],
  ['timeout', 'timeout'],
]);

/**
 * What became of a create call; the task has no other handle than its id.
 * @throws {ProviderError} the answer does not say whether a render was created
 */
export function readCreated(
  response: ProviderAnswer,
):
  | Exclude<StartAnswer, { status: 'started' }>
  | { readonly status: 'created'; readonly taskId: string } {
  const answer = readAnswer(response.json);
  const { taskId, message } = answer;
  if (isSuccess(response) && taskId !== null) return { status: 'created', taskId };
  const code = noAnswerCode(response, answer);
  if (code === 'rate-limited') {
    return { status: 'later', reason: code, retryAfterMs: response.retryAfterMs };
  }
  const reason = code === null ? refusalOf(response, answer) : null;
  if (reason === null) throw noAnswer(code ?? 'unreadable', CREATE, response, answer);
  const isForPerson = reason === 'bad-prompt' || reason === 'bad-settings';
  return { status: 'refused', reason, message: isForPerson ? message : traced(message, answer) };
}

/** Null where nothing is clearly refused. */
export function refusalOf({ httpStatus }: ProviderAnswer, answer: Answer): StartRefusal | null {
  const { errorCode, message } = answer;
  if (errorCode === 'bad_request') return badRequest(message ?? '');
  const known = errorCode === null ? undefined : REFUSALS.get(errorCode);
  if (known !== undefined) return known;
  if (httpStatus === 401) return 'key-refused';
  if (httpStatus === 402) return 'out-of-credit';
  return httpStatus >= 400 && httpStatus < 500 ? 'not-understood' : null;
}

/** One code for whatever is wrong with a request: only its words say whose fault it is. */
function badRequest(message: string): StartRefusal {
  if (/\bprompt\b/i.test(message)) return 'bad-prompt';
  if (/\b(model|action)\b/i.test(message)) return 'not-understood';
  return /image|video|audio|duration|resolution|ratio|seed/i.test(message)
    ? 'bad-settings'
    : 'not-understood';
}

/** @throws {ProviderError} no answer was had about any render */
export function readTasks(response: ProviderAnswer): Batch {
  const answer = readAnswer(response.json);
  if (answer.errorCode === null && isSuccess(response)) {
    const batch = readBatch(response.json);
    if (batch !== null) return batch;
  }
  const reason = refusalOf(response, answer);
  const code =
    noAnswerCode(response, answer) ??
    // Nobody is asked to pay here, so an empty account can only be a refusal of the key.
    (reason === 'key-refused' || reason === 'out-of-credit' ? 'key-refused' : 'unreadable');
  throw noAnswer(code, TASKS, response, answer);
}

/** Null where it is an answer: a success, or a clear refusal. */
function noAnswerCode(
  { httpStatus }: ProviderAnswer,
  { errorCode }: Answer,
): ProviderErrorCode | null {
  if (httpStatus >= 300 && httpStatus < 400) return 'unreadable';
  if (errorCode !== null) {
    const known = NO_ANSWERS.get(errorCode);
    if (known !== undefined) return known;
    if (REFUSALS.has(errorCode) || errorCode === 'bad_request') return null;
  }
  if (httpStatus === 429) return 'rate-limited';
  if (httpStatus === 408 || httpStatus === 504) return 'timeout';
  return httpStatus >= 500 ? 'server-error' : null;
}

function isSuccess({ httpStatus }: ProviderAnswer): boolean {
  return httpStatus >= 200 && httpStatus < 300;
}

function noAnswer(
  code: ProviderErrorCode,
  path: string,
  response: ProviderAnswer,
  answer: Answer,
): ProviderError {
  const said = [`HTTP ${response.httpStatus}`, answer.errorCode].filter((it) => it !== null);
  const message = traced(`POST ${path}: ${said.join(', ')}`, answer);
  return new ProviderError(NAME, code, message, { retryAfterMs: response.retryAfterMs });
}

/** With the id by which their support finds the call, where there is one. */
export function traced<text extends string | null>(
  message: text,
  { traceId }: { readonly traceId: string | null },
): text | string {
  if (traceId === null) return message;
  return message === null ? `Trace ${traceId}` : `${message} (trace ${traceId})`;
}
