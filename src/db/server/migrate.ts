import { readMigrationFiles } from 'drizzle-orm/migrator';
import { fileURLToPath } from 'node:url';
import { connect } from '../connection/connection.ts';
import type { Sql, Statements } from '../connection/connection.ts';
import { sql } from '../drizzle.cjs';
import { kinds, maybe } from '../statements/kinds.ts';
import { sqlStatement } from '../statements/statement.ts';
import { refuseOldServer } from './server-version.ts';

const FOLDER = fileURLToPath(new URL('../migrations', import.meta.url));

/** Any number that nothing else in this database locks. */
const MIGRATION_LOCK = 7_316_524;

/** Large tables may be rewritten. */
const WITHIN_MS = 15 * 60_000;
const LOOK_EVERY_MS = 250;

const tryLock = sqlStatement(
  { lock: kinds.int },
  { mine: kinds.boolean },
  (p) => sql`select pg_try_advisory_xact_lock(${p.lock}) as mine`,
);

const readNewest = sqlStatement(
  {},
  { at: maybe(kinds.float) },
  () => sql`select max(created_at)::float8 as at from drizzle.__drizzle_migrations`,
);

const markApplied = sqlStatement(
  { hash: kinds.text, at: kinds.float },
  {},
  (p) => sql`
    insert into drizzle.__drizzle_migrations (hash, created_at) values (${p.hash}, ${p.at})`,
);

/**
 * Applies the SQL files of `migrations/` that this database has not seen. Processes that start at
 * once wait for each other; the lock is the transaction's, so that it goes with it, whatever happens
 * to the process and whatever pooler is on the way.
 * @throws {DatabaseRefused} the server is too old
 */
export async function migrate(databaseUrl: string): Promise<void> {
  const on = connect(databaseUrl, { connections: 1 });
  const until = performance.now() + WITHIN_MS;
  try {
    await refuseOldServer(on);
    while (!(await applyInTurn(on))) {
      if (performance.now() > until) throw new Error('Another process has been migrating too long');
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  } finally {
    await on.end();
  }
}

/** @returns false while another process is at it */
function applyInTurn(on: Sql): Promise<boolean> {
  return on.begin({ withinMs: WITHIN_MS }, async (tx) => {
    const [lock] = await tryLock(tx, { lock: MIGRATION_LOCK });
    if (lock?.mine !== true) return false;
    await applyMissing(tx);
    return true;
  });
}

/**
 * As drizzle's own migrator does it, in the table that it keeps. That one costs every process half a
 * second and 200 MB to load.
 */
async function applyMissing(tx: Statements): Promise<void> {
  await tx.script(`
    create schema if not exists drizzle;
    create table if not exists drizzle.__drizzle_migrations
      (id serial primary key, hash text not null, created_at bigint)`);
  const [last] = await readNewest(tx, {});
  const newest = last?.at ?? -Infinity;
  for (const { sql: statements, hash, folderMillis } of readMigrationFiles({
    migrationsFolder: FOLDER,
  })) {
    if (folderMillis <= newest) continue;
    for (const statement of statements) await tx.script(statement);
    await markApplied(tx, { hash, at: folderMillis });
  }
}
