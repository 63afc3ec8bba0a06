import { ProviderError } from '../../core/errors.ts';
import type { ProviderErrorCode } from '../../core/errors.ts';
import type { RenderStatus, StartAnswer, StartRefusal } from '../../core/ports/video-provider.ts';
import type { ProviderAnswer } from '../http.ts';
import { isLink, speaksOfModeration } from '../lenient.ts';
import { linksAmong } from '../links.ts';
import { NAME } from './capabilities.ts';
import { gateWords } from './plan-gate.ts';
import { readCreatedId, readError, readPresigned, readVideo } from './wire.ts';
import type { ApiError, Video } from './wire.ts';

/** Nothing was created: either nobody should ask again, or later. */
export type NotStarted = Exclude<StartAnswer, { status: 'started' }>;

const REFUSALS: ReadonlyMap<string, StartRefusal> = new Map([
  ['missing_api_key', 'key-refused'],
  ['invalid_api_key', 'key-refused'],
  ['insufficient_credits', 'out-of-credit'],
  ['plan_gate_exceeded', 'bad-settings'],
  ['upload_file_too_large', 'bad-settings'],
  ['upload_type_not_supported', 'bad-settings'],
  ['not_found', 'not-understood'],
]);

/** @throws {ProviderError} the answer does not say whether a video was created */
export function readStartAnswer(response: ProviderAnswer): StartAnswer {
  const videoId = isSuccess(response) ? readCreatedId(response.json) : null;
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
  const given = isSuccess(response) ? readPresigned(response.json) : null;
  if (given !== null && isLink(given.uploadUrl, development)) return { status: 'given', ...given };
  const { retryAfterMs } = response;
  return readRefusal(response) ?? { status: 'later', reason: 'unreachable', retryAfterMs };
}

/** Null where it is not clear that nothing was done. */
function readRefusal(response: ProviderAnswer): NotStarted | null {
  const { httpStatus, retryAfterMs } = response;
  const error = readError(response.json);
  // These say that something went wrong, not that nothing was done.
  if (httpStatus < 400 || httpStatus >= 500 || httpStatus === 408) return null;
  if (httpStatus === 429 || error.code === 'rate_limited') {
    return { status: 'later', reason: 'rate-limited', retryAfterMs };
  }
  if (error.code === 'internal_error') return null;
  const reason = reasonOf(httpStatus, error);
  return {
    status: 'refused',
    reason,
    message: error.code === 'plan_gate_exceeded' ? gateWords(error) : error.message,
  };
}

function reasonOf(httpStatus: number, { code, message }: ApiError): StartRefusal {
  if (code === 'invalid_input') return invalidInput(message ?? '');
  const known = code === null ? undefined : REFUSALS.get(code);
  if (known !== undefined) return known;
  if (httpStatus === 401) return 'key-refused';
  if (httpStatus === 402) return 'out-of-credit';
  return 'not-understood';
}

/** One code for whatever is wrong with a request: only its words say whose fault it is. */
function invalidInput(message: string): StartRefusal {
  // A key is made and sent by us.
  if (/key\b/i.test(message)) return 'not-understood';
  if (/\bprompt\b/i.test(message)) return 'bad-prompt';
  return /style|duration|aspect|resolution|image|video|audio|frame|motion|cfg/i.test(message)
    ? 'bad-settings'
    : 'not-understood';
}

/** It answers, and not about this video: that is no reason to think ill of the provider. */
const NO_SUCH_VIDEO: readonly number[] = [400, 404, 410, 422];

export interface Asked {
  readonly videoId: string;
  readonly apiUrl: string;
}

/** @throws {ProviderError} no answer was had about any video */
export function readRenderStatus(response: ProviderAnswer, asked: Asked): RenderStatus {
  const call = 'GET /api/v1/videos/{id}';
  if (!isSuccess(response)) {
    const code = codeFor(response);
    if (code === 'unreadable' && NO_SUCH_VIDEO.includes(response.httpStatus)) {
      return { status: 'silent' };
    }
    throw noAnswer(call, response);
  }
  const video = readVideo(response.json);
  if (video === null) throw noAnswer(call, response);
  return (video.id ?? asked.videoId) === asked.videoId
    ? videoStatus(video, asked)
    : { status: 'silent' };
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
      return { status: 'failed', reason, message };
    }
    default:
      return { status: 'silent' };
  }
}

function isSuccess({ httpStatus }: ProviderAnswer): boolean {
  return httpStatus >= 200 && httpStatus < 300;
}

function codeFor({ httpStatus, json }: ProviderAnswer): ProviderErrorCode {
  const { code } = readError(json);
  if (httpStatus === 429 || code === 'rate_limited') return 'rate-limited';
  if (httpStatus === 401 || httpStatus === 402 || httpStatus === 403) return 'key-refused';
  if (code === 'missing_api_key' || code === 'invalid_api_key') return 'key-refused';
  if (httpStatus === 408 || httpStatus === 504) return 'timeout';
  return httpStatus >= 500 || code === 'internal_error' ? 'server-error' : 'unreadable';
}

function noAnswer(call: string, response: ProviderAnswer): ProviderError {
  const { code } = readError(response.json);
  const said = code === null ? '' : `, ${code}`;
  return new ProviderError(NAME, codeFor(response), `${call}: HTTP ${response.httpStatus}${said}`, {
    retryAfterMs: response.retryAfterMs,
  });
}
