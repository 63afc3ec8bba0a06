// The envelope that every answer of crun comes in, and the codes it may say.
import type { Answer } from '../provider/answer.ts';

export const CODES = {
  200: 'success',
  401: 'Authentication credentials are missing or invalid',
  402: 'Insufficient credits',
  404: 'The requested resource or endpoint does not exist',
  422: 'The request parameters failed validation checks',
  429: 'Request limit has been exceeded for this resource',
  455: 'System is currently undergoing maintenance',
  500: 'An unexpected error occurred while processing the request',
  501: 'Content generation task failed',
  505: 'The requested feature is currently disabled',
} as const;

export type Code = keyof typeof CODES;
export type ErrorCode = Exclude<Code, 200>;

/**
 * Whether an error is also said by the HTTP status. The documents do not tell, so a client must
 * get along with both; 455 and 505 are sent as they are, although HTTP knows them otherwise or not at all.
 */
export type ErrorStatus = 'same-as-code' | 'always-200';

export function success(data: unknown): Answer {
  return { status: 200, body: { code: 200, message: CODES[200], data } };
}

export interface Refusal {
  readonly ok: false;
  readonly code: ErrorCode;
  readonly message: string;
}

export function refusal(code: ErrorCode, message: string = CODES[code]): Refusal {
  return { ok: false, code, message };
}

export function refused({ code, message }: Refusal, errorStatus: ErrorStatus): Answer {
  return {
    status: errorStatus === 'always-200' ? 200 : code,
    headers: code === 429 ? { 'retry-after': '1' } : {},
    body: { code, message, data: null },
  };
}
