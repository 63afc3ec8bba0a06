import type { Statements } from '../connection/connection.ts';
import { sql } from '../drizzle.cjs';
import { kinds } from '../statements/kinds.ts';
import { sqlStatement } from '../statements/statement.ts';

const waitForTurn = sqlStatement(
  { name: kinds.text },
  { turn: kinds.nothing },
  (p) => sql`select pg_advisory_xact_lock(hashtextextended(${p.name}, 0)) as turn`,
);

const tryTurn = sqlStatement(
  { name: kinds.text },
  { mine: kinds.boolean },
  (p) => sql`select pg_try_advisory_xact_lock(hashtextextended(${p.name}, 0)) as mine`,
);

/**
 * Until the end of the transaction nobody else has a turn of this name. All processes must call it
 * the same, those of other versions too.
 */
export async function takeAdvisoryLock(tx: Statements, name: string): Promise<void> {
  await waitForTurn(tx, { name });
}

/** The same, but nobody waits: false while somebody else has it. */
export async function tryAdvisoryLock(tx: Statements, name: string): Promise<boolean> {
  const [lock] = await tryTurn(tx, { name });
  return lock?.mine === true;
}
