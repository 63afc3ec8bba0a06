import { DatabaseError } from 'pg';

/** The way to the database failed, so nobody knows what became of a statement that was sent. */
export class ConnectionTrouble extends Error {
  override readonly name = 'ConnectionTrouble';
  /** The operating system's code, or one of ours: CONNECTION_LOST, CONNECT_TIMEOUT, … */
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** What the driver throws, as one of two kinds: what the server said, or trouble on the way to it. */
export function troubleOf(error: unknown): Error {
  if (error instanceof ConnectionTrouble) return error;
  // Refused on this side, before anything was sent.
  if (error instanceof DatabaseError || error instanceof RangeError) return error;
  const { message } = error instanceof Error ? error : new Error(String(error));
  const told =
    error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
  const code = told ?? KINDS.find(([words]) => words.test(message))?.[1] ?? 'CONNECTION_LOST';
  return new ConnectionTrouble(code, message || code, { cause: error });
}

/** What the driver tells by words alone. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/time(d )?out/i, 'CONNECT_TIMEOUT'],
  [/does not support SSL/, 'WITHOUT_TLS'],
  [/^SASL/, 'NOT_LET_IN'],
];

/** No waiting helps: the server has no TLS, or not the certificate, or we have no password for it. */
const LASTING = /^(WITHOUT_TLS|NOT_LET_IN)$|CERT|SIGNED|_TLS_|_SSL_|UNABLE_TO_/;

export function isWithoutTls(error: unknown): boolean {
  const trouble = troubleOf(error);
  return trouble instanceof ConnectionTrouble && trouble.code === 'WITHOUT_TLS';
}

const SERVER_AWAY: ReadonlySet<unknown> = new Set([
  // It shuts down, crashed, or starts up; it has no connection left.
  ...['57P01', '57P02', '57P03', '53300'],
  // The connection broke off or was not made, as the server sees it.
  ...['08000', '08001', '08003', '08004', '08006'],
]);

/** A pooler says all that it has to say under one code. */
const POOLER_CODE = '08P01';
const POOLER_AWAY =
  /cannot connect to server|login has been failing|login failed|query_wait_timeout|shutting down/i;

/** True when it is the way to the database, or its starting, that a statement failed on. */
export function isConnectionTrouble(error: unknown): boolean {
  const causes = [error, error instanceof Error ? error.cause : null];
  return causes.some((it) => {
    if (it instanceof ConnectionTrouble) return !LASTING.test(it.code);
    if (!(it instanceof DatabaseError)) return false;
    return SERVER_AWAY.has(it.code) || (it.code === POOLER_CODE && POOLER_AWAY.test(it.message));
  });
}

/**
 * True when a statement was refused for the values in it: a data exception (class 22) or a broken
 * constraint (class 23), or a moment that is none. Nothing of it was written.
 */
export function isRefusedValue(error: unknown): boolean {
  if (error instanceof RangeError) return true;
  return error instanceof DatabaseError && /^2[23]/.test(error.code ?? '');
}

const LOCK_CONFLICTS: ReadonlySet<unknown> = new Set(['40P01', '40001']);

/** Runs a transaction again when it lost against another one over locks: nothing of it was written. */
export async function retryingConflicts<result>(run: () => Promise<result>): Promise<result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      const code = error instanceof DatabaseError ? error.code : null;
      if (!LOCK_CONFLICTS.has(code) || attempt >= 5) throw error;
    }
  }
}
