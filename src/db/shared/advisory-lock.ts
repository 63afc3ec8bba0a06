import type { Statements } from '../connection/connection.ts';
import { sql } from '../drizzle.cjs';
import { kinds } from '../statements/kinds.ts';
import { sqlStatement } from '../statements/statement.ts';

const waitForTurn = sqlStatement(
  { name: kinds.text },
  { turn: kinds.nothing },
  (p) => sql`select pg_advisory_xact_lock(hashtextextended(${p.name}, 0)) as turn`,
);

/**
 * Until the end of the transaction nobody else has a turn of this name. All processes must call it
 * the same, those of other versions too.
 */
export async function takeAdvisoryLock(tx: Statements, name: string): Promise<void> {
  await waitForTurn(tx, { name });
}
