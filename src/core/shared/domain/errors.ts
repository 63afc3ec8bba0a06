export type ProviderErrorCode =
  | 'unreachable'
  /** It was not called: others call it as often as may be. */
  | 'no-turn'
  | 'rate-limited'
  | 'key-refused'
  | 'out-of-credit'
  | 'maintenance'
  /** The address that is set is not where the provider is: it sends calls elsewhere. */
  | 'redirected'
  | 'unreadable'
  | 'server-error'
  | 'timeout';

/** No answer was had from a provider. Its message is for logs, never for a person. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  readonly provider: string;
  readonly code: ProviderErrorCode;
  readonly retryAfterMs: number | null;
  /** What whoever runs the service needs to mend it; null where there is nothing to say. */
  readonly detail: string | null;

  constructor(
    provider: string,
    code: ProviderErrorCode,
    message: string,
    options: {
      readonly retryAfterMs?: number | null;
      readonly detail?: string;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.provider = provider;
    this.detail = options.detail ?? null;
    this.code = code;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

/** A provider's link did not give its video this time. Its message is for logs, never for a person. */
export class ResultNotFetched extends Error {
  override readonly name = 'ResultNotFetched';
}

export type PlatformErrorCode =
  /** Wait and show again. */
  | 'rate-limited'
  | 'unreachable'
  /** The file is over what the chat takes here. */
  | 'too-large'
  /** The message cannot be reached by any way that is left, now or later. */
  | 'gone'
  /** The chat refused the content itself (its own moderation, or a rule of its API). */
  | 'refused';

/** A message could not be shown. Its message is for logs, never for a person. */
export class PlatformError extends Error {
  override readonly name = 'PlatformError';
  readonly platform: string;
  readonly code: PlatformErrorCode;
  readonly retryAfterMs: number | null;

  constructor(
    platform: string,
    code: PlatformErrorCode,
    message: string,
    options: { readonly retryAfterMs?: number | null; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.platform = platform;
    this.code = code;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

/** Whether the chat has no place for the message, now or later. */
export function isClosed(error: unknown): boolean {
  return error instanceof PlatformError && (error.code === 'gone' || error.code === 'refused');
}
