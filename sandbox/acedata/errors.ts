// The error envelope of Ace Data Cloud, and the status that belongs to each of its codes.
import { randomUUID } from 'node:crypto';

import type { Answer } from '../provider/answer.ts';

export type ErrorCode =
  | 'bad_request'
  | 'no_token'
  | 'invalid_token'
  | 'token_expired'
  | 'token_mismatched'
  | 'disabled'
  | 'used_up'
  | 'forbidden'
  | 'too_many_requests'
  | 'api_error'
  | 'timeout';

export interface TaskError {
  readonly code: ErrorCode;
  readonly message: string;
}

const HTTP_STATUS = {
  bad_request: 400,
  no_token: 400,
  invalid_token: 401,
  token_expired: 401,
  token_mismatched: 401,
  disabled: 403,
  used_up: 403,
  forbidden: 403,
  too_many_requests: 429,
  api_error: 500,
  timeout: 504,
} as const satisfies Record<ErrorCode, number>;

/** Never with `success`, unlike a callback. Nothing is said of a `Retry-After`, so there is none. */
export function errorAnswer(
  code: ErrorCode,
  message: string,
  instead: { readonly traceId?: string; readonly status?: number } = {},
): Answer {
  const { traceId = randomUUID(), status = HTTP_STATUS[code] } = instead;
  return { status, body: { error: { code, message }, trace_id: traceId } };
}
