import { readMigrationFiles } from 'drizzle-orm/migrator';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';

const FOLDER = fileURLToPath(new URL('./migrations', import.meta.url));

/** Any number that nothing else in this database locks. */
const MIGRATION_LOCK = 7_316_524;

/**
 * Applies the SQL files of `migrations/` that this database has not seen. Processes that start at
 * once wait for each other; the lock goes with the connection, whatever happens to the process.
 */
export async function migrate(databaseUrl: string): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => undefined });
  try {
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await applyMissing(sql);
  } finally {
    await sql.end();
  }
}

/**
 * As drizzle's own migrator does it, in the table that it keeps. That one costs every process half a
 * second and 200 MB to load.
 */
async function applyMissing(sql: postgres.Sql): Promise<void> {
  await sql`create schema if not exists drizzle`;
  await sql`
    create table if not exists drizzle.__drizzle_migrations
      (id serial primary key, hash text not null, created_at bigint)`;
  const [last] = await sql<{ at: number | null }[]>`
    select max(created_at)::float8 as at from drizzle.__drizzle_migrations`;
  const newest = last?.at ?? -Infinity;
  await sql.begin(async (tx) => {
    for (const { sql: statements, hash, folderMillis } of readMigrationFiles({
      migrationsFolder: FOLDER,
    })) {
      if (folderMillis <= newest) continue;
      for (const statement of statements) await tx.unsafe(statement);
      await tx`
        insert into drizzle.__drizzle_migrations (hash, created_at)
        values (${hash}, ${folderMillis})`;
    }
  });
}
