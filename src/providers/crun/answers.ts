import type { ProviderError, ProviderErrorCode } from '../../core/shared/domain/errors.ts';
import type {
  NotStarted,
  RenderStatus,
  StartRefusal,
} from '../../core/providers/ports/video-provider.ts';
import {
  NO_NAMES,
  errorCodeOf,
  failedRender,
  noAnswer,
  rateLimited,
  refusedFor,
  undocumentedStatus,
  withoutRender,
} from '../shared/answers.ts';
import type { Asked, Created } from '../shared/http-provider.ts';
import type { ProviderAnswer } from '../shared/http.ts';
import { isLink, isSameId } from '../shared/lenient.ts';
import { linksAmong } from '../shared/links.ts';
import { blamed, isSuccess, lateRefusal, refusalOf } from '../shared/problem.ts';
import type { Problem } from '../shared/problem.ts';
import { noUploads } from '../shared/uploads.ts';
import { NAME } from './capabilities.ts';
import { readEnvelope, readEstimate, readTask, readUploadLinks } from './wire.ts';
import type { Envelope, Task } from './wire.ts';

export const JOB = '/api/v1/client/job';

/** @throws {ProviderError} the answer does not say whether a render was created */
export function readStartAnswer(response: ProviderAnswer): Created {
  const envelope = readEnvelope(response.json);
  const code = codeOf(response, envelope);
  const id = readTask(envelope?.data)?.task_id ?? null;
  // Whatever else it says: there is a task to be asked about.
  if (id !== null && !isRefusal(code)) return { status: 'created', id };
  const turnedAway = readNotStarted(response, envelope);
  if (turnedAway !== null) return turnedAway;
  throw unanswered('POST CreateTask', response, envelope);
}

function isRefusal(code: number | null): boolean {
  return code !== null && code >= 400 && code < 500;
}

/** A clear refusal, under which nothing is made; null where the answer is none. */
function readNotStarted(response: ProviderAnswer, envelope: Envelope | null): NotStarted | null {
  const code = codeOf(response, envelope);
  const message = envelope?.message ?? null;
  const refused = (reason: StartRefusal): NotStarted => refusedFor(reason, envelope ?? NOTHING);
  switch (code) {
    case null:
    case 408:
      return null;
    case 422:
      return refused(blamed(message, 'bad-settings'));
    case 429:
      return rateLimited(response);
    case 455:
      return {
        status: 'later',
        reason: 'maintenance',
        retryAfterMs: response.retryAfterMs ?? MAINTENANCE_MS,
      };
    // Not even without crun's own words is anything made under these two: a web server says by them
    // that it does nothing of the kind.
    case 501:
      return refused(speaksOfContent(message) ? 'bad-prompt' : 'provider-fault');
    case 505:
      return refused('disabled');
    default:
      return isRefusal(code) ? refused(refusalOf(code, { name: null, message })) : null;
  }
}

function speaksOfContent(message: string | null): boolean {
  return blamed(message) === 'bad-prompt';
}

/** No end of it is told. */
const MAINTENANCE_MS = 60_000;

export type UploadLinks =
  /** Where the bytes go, and where crun has them from then on. */
  { readonly status: 'given'; readonly put: string; readonly get: string } | NotStarted;

/**
 * Before anything is created, so whatever is not clear can be tried again. The call is in none of
 * crun's documents: what refuses it, and not the key, says that there are no uploads.
 */
export function readUploadAnswer(response: ProviderAnswer, development: boolean): UploadLinks {
  const envelope = readEnvelope(response.json);
  const turnedAway = readNotStarted(response, envelope);
  if (turnedAway !== null) {
    if (turnedAway.status !== 'refused') return turnedAway;
    const { reason } = turnedAway;
    if (reason === 'key-refused' || reason === 'out-of-credit') return turnedAway;
    const code = codeOf(response, envelope);
    return noUploads(`GET upload-url: HTTP ${response.httpStatus}, code ${String(code)}`);
  }
  const links = readUploadLinks(envelope?.data);
  const usable = links !== null && [links.put, links.get].every((it) => isLink(it, development));
  return usable
    ? { status: 'given', ...links }
    : { status: 'later', reason: 'unreachable', retryAfterMs: response.retryAfterMs };
}

/** @throws {ProviderError} nothing was said about the price */
export function readQuote(response: ProviderAnswer): number | null {
  const envelope = readEnvelope(response.json);
  if (codeOf(response, envelope) !== 200) throw unanswered('POST EstimateTask', response, envelope);
  return readEstimate(envelope?.data);
}

const NO_SUCH_TASK: readonly (number | null)[] = [400, 404, 410, 422];

/** @throws {ProviderError} no answer was had about any render */
export function readRenderStatus(response: ProviderAnswer, asked: Asked): RenderStatus {
  const envelope = readEnvelope(response.json);
  const code = codeOf(response, envelope);
  const task = readTask(envelope?.data);
  const another = !isSameId(task?.task_id ?? asked.id, asked.id);
  const error = (): ProviderError => unanswered('GET TaskInfo', response, envelope);
  // Without crun's own words it is any web server's.
  if (code === 501 && envelope !== null) {
    return another ? { status: 'silent' } : failed(envelope.message, task);
  }
  if (code === null) throw error();
  if (task === null) return withoutRender(response, code, envelope ?? NOTHING, error);
  const refused = code === 200 || another ? null : lateRefusal(code, envelope ?? NOTHING);
  if (refused !== null) return refused;
  if (NO_SUCH_TASK.includes(code)) return { status: 'silent' };
  if (code !== 200) throw error();
  return another ? { status: 'silent' } : taskStatus(task, asked);
}

const NOTHING: Problem = { name: null, status: null, message: null, traceId: null };

function taskStatus(task: Task, { apiUrl }: Asked): RenderStatus {
  const message = task.result?.message ?? null;
  switch (task.status?.toLowerCase()) {
    case 'pending':
    case 'running':
      return { status: 'running', progress: null };
    case 'success': {
      const links = [...(task.result?.media_urls ?? []), ...(task.media_urls ?? [])];
      const videoUrls = linksAmong(links, apiUrl);
      return videoUrls.length === 0 && task.result?.code === 501
        ? failed(message, task)
        : { status: 'succeeded', videoUrls, consumed: task.credits };
    }
    case 'failed':
      return failed(message, task);
    default:
      // Where a failed generation says its code is not documented.
      return task.result?.code === 501
        ? failed(message, task)
        : undocumentedStatus(task.status, message, task.credits);
  }
}

function failed(message: string | null, task: Task | null): RenderStatus {
  return failedRender(message, task?.credits ?? null);
}

/** The body's own code counts; where it has none, the HTTP status. Null where nothing can be read. */
function codeOf({ httpStatus }: ProviderAnswer, envelope: Envelope | null): number | null {
  if (envelope === null) return isSuccess(httpStatus) ? null : httpStatus;
  return envelope.code ?? (isSuccess(httpStatus) ? 200 : httpStatus);
}

function unanswered(
  call: string,
  response: ProviderAnswer,
  envelope: Envelope | null,
): ProviderError {
  const code = errorCodeFor(codeOf(response, envelope));
  const said = envelope === null ? 'not readable' : `code ${String(envelope.code)}`;
  return noAnswer(NAME, code, call, response, envelope, said);
}

function errorCodeFor(code: number | null): ProviderErrorCode {
  if (code === 455) return 'maintenance';
  return code === null ? 'unreadable' : errorCodeOf(code, NOTHING, NO_NAMES);
}
