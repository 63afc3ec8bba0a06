import { ProviderError } from '../../core/shared/domain/errors.ts';
import type { ProviderErrorCode } from '../../core/shared/domain/errors.ts';
import type {
  NotStarted,
  RenderStatus,
  StartAnswer,
} from '../../core/providers/ports/video-provider.ts';
import type { ProviderAnswer } from '../shared/http.ts';
import { isLink, isSameId, speaksOfModeration } from '../shared/lenient.ts';
import { linksAmong } from '../shared/links.ts';
import {
  callRefusal,
  isNotFound,
  isSuccess,
  lateRefusal,
  refusalOf,
  saidOf,
  statusOf,
  traced,
} from '../shared/problem.ts';
import { NAME } from './capabilities.ts';
import { gateOf, gateWords } from './plan-gate.ts';
import { PLAN_GATE, readCreatedId, readError, readPresigned, readVideo, REFUSALS } from './wire.ts';
import type { ApiError, Video } from './wire.ts';

/** @throws {ProviderError} the answer does not say whether a video was created */
export function readStartAnswer(response: ProviderAnswer): StartAnswer {
  const videoId = isSuccess(response.httpStatus) ? readCreatedId(response.json) : null;
  if (videoId !== null) return { status: 'started', operation: { videoId } };
  const refusal = readRefusal(response);
  if (refusal === null) throw noAnswer('POST /api/v1/videos', response);
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
function readRefusal({ httpStatus, json, retryAfterMs }: ProviderAnswer): NotStarted | null {
  const error = readError(json);
  const status = statusOf(httpStatus, error);
  const isNamed = error.name !== null && (error.name === PLAN_GATE || REFUSALS.has(error.name));
  // These say that something went wrong, not that nothing was done.
  if (status >= 500 || status === 408 || error.name === 'internal_error') return null;
  if (status === 429 || error.name === 'rate_limited') {
    return { status: 'later', reason: 'rate-limited', retryAfterMs };
  }
  if (status < 400 && !isNamed) return null;
  if (error.name === PLAN_GATE) {
    const refused = { status: 'refused', reason: 'plan-gate', message: gateWords(error) } as const;
    return { ...refused, ...traced(error), gate: gateOf(error) };
  }
  return {
    status: 'refused',
    reason: refusalOf(status, error, REFUSALS),
    message: error.message,
    ...traced(error),
  };
}

/** It answers, and not about this video: that is no reason to think ill of the provider. */
const NO_SUCH_VIDEO: readonly number[] = [400, 404, 410, 422];

export interface Asked {
  readonly videoId: string;
  readonly apiUrl: string;
}

/** @throws {ProviderError} no answer was had about any video */
export function readRenderStatus(response: ProviderAnswer, asked: Asked): RenderStatus {
  const { httpStatus, json } = response;
  const error = readError(json);
  const status = statusOf(httpStatus, error);
  const video = isSuccess(status) ? readVideo(json) : null;
  if (video !== null && (video.id ?? video.status) !== null) {
    const isAnother = !isSameId(video.id ?? asked.videoId, asked.videoId);
    return isAnother ? { status: 'silent' } : videoStatus(video, asked);
  }
  const refused = lateRefusal(status, error);
  if (refused !== null) return refused;
  if (isNotFound(response, status, error)) return { status: 'not-found' };
  const code = codeFor(status, error);
  const ofNone = video !== null || NO_SUCH_VIDEO.includes(status);
  if (code === 'unreadable' && ofNone) return { status: 'silent' };
  throw noAnswer('GET /api/v1/videos/{id}', response);
}

function videoStatus(video: Video, { apiUrl }: Asked): RenderStatus {
  const { errorMessage: message, videoUrl } = video;
  switch (video.status?.toLowerCase()) {
    case 'queued':
    case 'processing':
      return { status: 'running', progress: null };
    case 'ready':
      return { status: 'succeeded', videoUrls: linksAmong([videoUrl], apiUrl), consumed: null };
    case 'failed': {
      const reason = speaksOfModeration(message) ? 'moderated' : 'provider-fault';
      return { status: 'failed', reason, message, consumed: null };
    }
    default:
      return { status: 'silent' };
  }
}

function codeFor(status: number, error: ApiError): ProviderErrorCode {
  const { name } = error;
  if (status === 429 || name === 'rate_limited') return 'rate-limited';
  if (status === 408 || status === 504) return 'timeout';
  const isBroken = status >= 500 || name === 'internal_error';
  return callRefusal(status, error, REFUSALS) ?? (isBroken ? 'server-error' : 'unreadable');
}

function noAnswer(call: string, { httpStatus, json, retryAfterMs }: ProviderAnswer): ProviderError {
  const error = readError(json);
  const said = error.name === null ? '' : `, ${error.name}`;
  const code = codeFor(statusOf(httpStatus, error), error);
  const message = `${call}: HTTP ${httpStatus}${said}`;
  return new ProviderError(NAME, code, message, { retryAfterMs, ...saidOf(error) });
}
