import { ProviderError } from '../../core/shared/domain/errors.ts';
import type { ProviderErrorCode } from '../../core/shared/domain/errors.ts';
import type {
  NotStarted,
  RenderStatus,
  StartAnswer,
  StartRefusal,
} from '../../core/providers/ports/video-provider.ts';
import type { ProviderAnswer } from '../shared/http.ts';
import { isLink, isSameId, speaksOfModeration } from '../shared/lenient.ts';
import { linksAmong } from '../shared/links.ts';
import {
  blamed,
  callRefusal,
  isNotFound,
  lateRefusal,
  refusalOf,
  saidOf,
  traced,
} from '../shared/problem.ts';
import type { Problem } from '../shared/problem.ts';
import { noUploads } from '../shared/uploads.ts';
import { NAME } from './capabilities.ts';
import { readEnvelope, readEstimate, readTask, readUploadLinks } from './wire.ts';
import type { Envelope, Task } from './wire.ts';

/** @throws {ProviderError} the answer does not say whether a render was created */
export function readStartAnswer(response: ProviderAnswer): StartAnswer {
  const envelope = readEnvelope(response.json);
  const code = codeOf(response, envelope);
  const taskId = readTask(envelope?.data)?.task_id ?? null;
  // Whatever else it says: there is a task to be asked about.
  if (taskId !== null && !isRefusal(code)) return { status: 'started', operation: { taskId } };
  const turnedAway = readNotStarted(response, envelope);
  if (turnedAway !== null) return turnedAway;
  throw noAnswer('POST CreateTask', response, envelope);
}

function isRefusal(code: number | null): boolean {
  return code !== null && code >= 400 && code < 500;
}

/** A clear refusal, under which nothing is made; null where the answer is none. */
function readNotStarted(response: ProviderAnswer, envelope: Envelope | null): NotStarted | null {
  const code = codeOf(response, envelope);
  const message = envelope?.message ?? null;
  const refused = (reason: StartRefusal): NotStarted => ({
    status: 'refused',
    reason,
    message,
    ...(envelope === null ? {} : traced(envelope)),
  });
  switch (code) {
    case null:
    case 408:
      return null;
    case 422:
      return refused(blamed(message, 'bad-settings'));
    case 429:
      return { status: 'later', reason: 'rate-limited', retryAfterMs: response.retryAfterMs };
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
  if (codeOf(response, envelope) !== 200) throw noAnswer('POST EstimateTask', response, envelope);
  return readEstimate(envelope?.data);
}

/** It answers, and not about this render: that is no reason to think ill of the provider. */
const NO_SUCH_TASK: readonly (number | null)[] = [400, 404, 410, 422];

export interface Asked {
  readonly taskId: string;
  readonly apiUrl: string;
}

/** @throws {ProviderError} no answer was had about any render */
export function readRenderStatus(response: ProviderAnswer, asked: Asked): RenderStatus {
  const envelope = readEnvelope(response.json);
  const code = codeOf(response, envelope);
  const task = readTask(envelope?.data);
  const another = !isSameId(task?.task_id ?? asked.taskId, asked.taskId);
  // Without crun's own words it is any web server's.
  if (code === 501 && envelope !== null) {
    return another ? { status: 'silent' } : failed(envelope.message, task);
  }
  const refused = code === null || task !== null ? null : lateRefusal(code, envelope ?? NOTHING);
  if (refused !== null) return refused;
  if (task === null && isNotFound(response, code, envelope ?? NOTHING)) {
    return { status: 'not-found' };
  }
  if (NO_SUCH_TASK.includes(code)) return { status: 'silent' };
  if (code !== 200) throw noAnswer('GET TaskInfo', response, envelope);
  if (task === null || another) return { status: 'silent' };
  return taskStatus(task, asked);
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
      return task.result?.code === 501 ? failed(message, task) : { status: 'silent' };
  }
}

function failed(message: string | null, task: Task | null): RenderStatus {
  const reason = speaksOfModeration(message) ? 'moderated' : 'provider-fault';
  return { status: 'failed', reason, message, consumed: task?.credits ?? null };
}

/** The body's own code counts; where it has none, the HTTP status. Null where nothing can be read. */
function codeOf(response: ProviderAnswer, envelope: Envelope | null): number | null {
  const { httpStatus } = response;
  const successful = httpStatus >= 200 && httpStatus < 300;
  if (envelope === null) return successful ? null : httpStatus;
  return envelope.code ?? (successful ? 200 : httpStatus);
}

function noAnswer(
  call: string,
  response: ProviderAnswer,
  envelope: Envelope | null,
): ProviderError {
  const { httpStatus, retryAfterMs } = response;
  const code = codeOf(response, envelope);
  const said = envelope === null ? 'not readable' : `code ${String(envelope.code)}`;
  return new ProviderError(NAME, errorCodeFor(code), `${call}: HTTP ${httpStatus}, ${said}`, {
    retryAfterMs,
    ...(envelope === null ? {} : saidOf(envelope)),
  });
}

function errorCodeFor(code: number | null): ProviderErrorCode {
  if (code === null) return 'unreadable';
  if (code === 429) return 'rate-limited';
  if (code === 455) return 'maintenance';
  if (code === 408) return 'timeout';
  return callRefusal(code, NOTHING) ?? (code >= 500 ? 'server-error' : 'unreadable');
}
