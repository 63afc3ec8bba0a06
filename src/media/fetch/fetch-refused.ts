export type FetchRefusal =
  /** The address is not of the public internet: loopback, private, link-local, reserved … */
  | 'private-address'
  | 'bad-url'
  | 'too-many-redirects'
  | 'too-big'
  | 'bad-status'
  | 'too-slow'
  | 'unreachable'
  /** The connection ended before the body did, or the body was not as long as declared. */
  | 'truncated';

const TRANSIENT_STATUSES: readonly number[] = [408, 425, 429];

/** A file from outside was not had. Its message is for logs, never for a person. */
export class FetchRefused extends Error {
  override readonly name = 'FetchRefused';
  readonly code: FetchRefusal;
  /** What the server answered, for `bad-status`. */
  readonly status: number | null;
  /** What the server said the file has, for `too-big`. */
  readonly declaredBytes: number | null;

  constructor(
    code: FetchRefusal,
    message: string,
    options: {
      readonly status?: number;
      readonly declaredBytes?: number | null;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.status = options.status ?? null;
    this.declaredBytes = options.declaredBytes ?? null;
  }

  /** True where asking again later may end differently. */
  get transient(): boolean {
    switch (this.code) {
      case 'too-slow':
      case 'unreachable':
      case 'truncated':
        return true;
      case 'bad-status':
        return (
          this.status !== null && (this.status >= 500 || TRANSIENT_STATUSES.includes(this.status))
        );
      case 'private-address':
      case 'bad-url':
      case 'too-many-redirects':
      case 'too-big':
        return false;
    }
  }
}
