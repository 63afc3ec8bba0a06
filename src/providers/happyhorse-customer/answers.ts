import type { ProviderError } from '../../core/shared/domain/errors.ts';
import type { NotStarted, RenderStatus } from '../../core/providers/ports/video-provider.ts';
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
import { isLink, isSameId } from '../shared/lenient.ts';
import { linksAmong } from '../shared/links.ts';
import { isSuccess, statusOf, traced } from '../shared/problem.ts';
import { NAME } from './capabilities.ts';
import { gateOf } from './plan-gate.ts';
import { ERRORS, PLAN_GATE, readCreatedId, readError, readPresigned, readVideo } from './wire.ts';
import type { Video } from './wire.ts';

export const VIDEOS = '/api/v1/videos';

/** @throws {ProviderError} the answer does not say whether a video was created */
export function readStartAnswer(response: ProviderAnswer): Created {
  const id = isSuccess(response.httpStatus) ? readCreatedId(response.json) : null;
  if (id !== null) return { status: 'created', id };
  const refusal = readRefusal(response);
  if (refusal === null) throw unanswered(`POST ${VIDEOS}`, response);
  return refusal;
}

/** Where a file is to be put, or why that cannot be told. No answer can be a loss here. */
export function readPresignAnswer(
  response: ProviderAnswer,
  development: boolean,
): { readonly status: 'given'; readonly uploadUrl: string; readonly key: string } | NotStarted {
  const given = isSuccess(response.httpStatus) ? readPresigned(response.json) : null;
  if (given !== null && isLink(given.uploadUrl, development)) return { status: 'given', ...given };
  const { retryAfterMs } = response;
  return readRefusal(response) ?? { status: 'later', reason: 'unreachable', retryAfterMs };
}

/** Null where it is not clear that nothing was done. */
function readRefusal(response: ProviderAnswer): NotStarted | null {
  const error = readError(response.json);
  const refused = refusalIn(response, error, ERRORS);
  if (refused?.status !== 'refused' || error.name !== PLAN_GATE) return refused;
  const { message } = error;
  return { status: 'refused', reason: 'plan-gate', message, ...traced(error), gate: gateOf(error) };
}

/** @throws {ProviderError} no answer was had about any video */
export function readRenderStatus(response: ProviderAnswer, asked: Asked): RenderStatus {
  const { httpStatus, json } = response;
  const error = readError(json);
  const status = statusOf(httpStatus, error);
  const video = isSuccess(status) ? readVideo(json) : null;
  const unread = (): ProviderError => unanswered(`GET ${VIDEOS}/{id}`, response);
  if (isSuccess(status) && video === null) throw unread();
  if (video === null || (video.id ?? video.status) === null) {
    return withoutRender(response, status, error, unread);
  }
  const isAnother = !isSameId(video.id ?? asked.id, asked.id);
  return isAnother ? { status: 'silent' } : videoStatus(video, asked);
}

function videoStatus(video: Video, { apiUrl }: Asked): RenderStatus {
  const { errorMessage: message, videoUrl } = video;
  switch (video.status?.toLowerCase()) {
    case 'queued':
    case 'processing':
      return { status: 'running', progress: null };
    case 'ready':
      return { status: 'succeeded', videoUrls: linksAmong([videoUrl], apiUrl), consumed: null };
    case 'failed':
      return failedRender(message, null);
    default:
      return undocumentedStatus(video.status, message);
  }
}

function unanswered(call: string, response: ProviderAnswer): ProviderError {
  const error = readError(response.json);
  const code = errorCodeOf(statusOf(response.httpStatus, error), error, ERRORS);
  return noAnswer(NAME, code, call, response, error);
}
