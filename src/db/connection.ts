import postgres from 'postgres';
import type { ISql, Sql } from 'postgres';

export type { Sql } from 'postgres';

/** A connection pool or a transaction: whatever takes statements. */
export type Statements = ISql;

/** A pool of connections. It reconnects by itself; a statement that meets a dead one fails. */
export function connect(databaseUrl: string, options: { readonly connections: number }): Sql {
  return postgres(databaseUrl, {
    max: options.connections,
    connect_timeout: 5,
    onnotice: () => undefined,
    connection: {
      application_name: 'showrunner',
      // A statement that hangs must not hold a step beyond its lease.
      statement_timeout: 20_000,
      idle_in_transaction_session_timeout: 20_000,
    },
  });
}

const CONNECTION_TROUBLE: ReadonlySet<unknown> = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ECONNRESET', 'CONNECT_TIMEOUT'],
  // The server is starting up or shutting down.
  ...['57P03', '57P01', 'CONNECTION_CLOSED', 'CONNECTION_ENDED'],
]);

/** True when it is the way to the database, or its starting, that a statement failed on. */
export function isConnectionTrouble(error: unknown): boolean {
  const causes = [error, error instanceof Error ? error.cause : null];
  return causes.some(
    (it) => it instanceof Error && 'code' in it && CONNECTION_TROUBLE.has(it.code),
  );
}

/** True when the database answers in time. */
export async function answers(sql: Sql, withinMs: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(resolve, withinMs, false);
  void sql`select 1`.then(
    () => {
      resolve(true);
    },
    () => {
      resolve(false);
    },
  );
  const answered = await promise;
  clearTimeout(timer);
  return answered;
}

/**
 * True when a statement was refused for the values in it: a data exception (class 22) or a broken
 * constraint (class 23), or a moment that is none. Nothing of it was written.
 */
export function isRefusedValue(error: unknown): boolean {
  if (error instanceof RangeError) return true;
  return error instanceof postgres.PostgresError && /^2[23]/.test(error.code);
}

const LOCK_CONFLICTS: ReadonlySet<unknown> = new Set(['40P01', '40001']);

/** Runs a transaction again when it lost against another one over locks: nothing of it was written. */
export async function retryingConflicts<result>(run: () => Promise<result>): Promise<result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      const code = error instanceof postgres.PostgresError ? error.code : null;
      if (!LOCK_CONFLICTS.has(code) || attempt >= 5) throw error;
    }
  }
}
