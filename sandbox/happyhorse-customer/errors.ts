// The one shape that every error of the Customer API has.
import type { Answer } from '../provider/answer.ts';

const HTTP_STATUS = {
  missing_api_key: 401,
  invalid_api_key: 401,
  rate_limited: 429,
  invalid_input: 400,
  insufficient_credits: 402,
  plan_gate_exceeded: 403,
  upload_file_too_large: 413,
  upload_type_not_supported: 400,
  not_found: 404,
  internal_error: 500,
} as const;

export type ErrorCode = keyof typeof HTTP_STATUS;

/** No `Retry-After` with `rate_limited`: the document does not promise one. */
export function errorAnswer(
  code: ErrorCode,
  message: string,
  extras: Readonly<Record<string, string>> = {},
): Answer {
  return { status: HTTP_STATUS[code], body: { error: { code, message, ...extras } } };
}

export interface Refusal {
  readonly ok: false;
  readonly code: ErrorCode;
  readonly message: string;
}

export function refusal(code: ErrorCode, message: string): Refusal {
  return { ok: false, code, message };
}
