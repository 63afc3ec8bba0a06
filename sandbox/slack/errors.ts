import type { JsonObject } from '../shared/json.ts';

interface SlackErrorDetails {
  readonly extra?: JsonObject;
  /** Set when an app that keeps the rules would never have met this answer. */
  readonly brokenRule?: string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer with `ok: false`, by the error code that Slack documents. */
export class SlackError extends Error {
  readonly code: string;
  readonly extra: JsonObject;
  readonly brokenRule: string | undefined;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: string, details: SlackErrorDetails = {}) {
    super(code);
    this.name = 'SlackError';
    this.code = code;
    this.extra = details.extra ?? {};
    this.brokenRule = details.brokenRule;
    this.status = details.status ?? 200;
    this.headers = details.headers ?? {};
  }
}

/** The world is in the way: gone, closed, not allowed any more. No fault of the app's. */
export function refused(code: string, extra: JsonObject = {}): SlackError {
  return new SlackError(code, { extra });
}

/** The app broke a rule. */
export function broken(code: string, rule: string, extra: JsonObject = {}): SlackError {
  return new SlackError(code, { extra, brokenRule: rule });
}

export function invalidBlocks(errors: readonly string[]): SlackError {
  return broken('invalid_blocks', errors.join('; '), detailed(errors));
}

export function invalidArguments(errors: readonly string[]): SlackError {
  return broken('invalid_arguments', errors.join('; '), detailed(errors));
}

export function rateLimited(seconds: number): SlackError {
  return new SlackError('ratelimited', {
    status: 429,
    headers: { 'Retry-After': String(Math.max(1, Math.ceil(seconds))) },
  });
}

function detailed(errors: readonly string[]): JsonObject {
  return { errors, response_metadata: { messages: errors.map((it) => `[ERROR] ${it}`) } };
}
