import type { Statements } from '../connection/connection.ts';
import { sql } from '../drizzle.cjs';
import { kinds } from '../statements/kinds.ts';
import { sqlStatement } from '../statements/statement.ts';
import { DatabaseRefused } from './database-refused.ts';

/** The oldest major version that may be used. */
const OLDEST = 16;

const readVersion = sqlStatement(
  {},
  { words: kinds.text, number: kinds.int },
  () => sql`select version() as words, current_setting('server_version_num')::int as number`,
);

/** `PostgreSQL 18.1`, say. */
export async function versionOf(on: Statements): Promise<string> {
  return (await read(on)).name;
}

/** @throws {DatabaseRefused} the server is too old, or no Postgres but something that speaks like it */
export async function refuseOldServer(on: Statements, oldest = OLDEST): Promise<void> {
  const { name, isPostgres, major } = await read(on);
  if (isPostgres && major >= oldest) return;
  throw new DatabaseRefused(
    `leads to ${name}, and Showrunner needs PostgreSQL ${oldest} or later`,
    isPostgres ? 'Upgrade that server, or name a newer one.' : 'Name a PostgreSQL server.',
  );
}

async function read(on: Statements) {
  const [row] = await readVersion(on, {});
  // "PostgreSQL 15.8 (Debian 15.8-0+deb12u1) on x86_64-pc-linux-gnu, compiled by gcc …"
  const name = /^[^\d(]*\d[^\s,(]*/.exec(row?.words ?? '')?.[0] ?? 'an unknown server';
  return {
    name,
    isPostgres: name.startsWith('PostgreSQL '),
    major: Math.floor((row?.number ?? 0) / 10_000),
  };
}
