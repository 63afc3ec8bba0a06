import { existsSync } from 'node:fs';
import path from 'node:path';
import { readConfig } from '../config/config.ts';
import type { Config } from '../config/config.ts';
import { connect } from '../db/connection/connection.ts';
import { takeLock } from '../db/connection/embedded-lock.ts';
import { startEmbeddedPostgres } from '../db/server/embedded-postgres.ts';
import { auditBooks } from '../db/audit/audit.ts';
import { reportAudit } from '../db/audit/report.ts';

/**
 * `npm run audit`: proves the books, beside a service that runs or without one.
 * Exit status 0: all is proved; 1: something is wrong; 2: the books could not be read.
 */
const UNREADABLE = 2;

/** Postgres' word for a table that is not there. */
const UNDEFINED_TABLE = '42P01';

/** The database of the service; our own is started if it does not run, and stopped again. */
async function openBooks({ DATABASE_URL, DATA_DIR }: Config): Promise<{
  readonly url: string;
  readonly close: () => Promise<void>;
}> {
  if (DATABASE_URL !== undefined) return { url: DATABASE_URL, close: () => Promise.resolve() };
  const folder = path.join(DATA_DIR, 'postgres');
  if (!existsSync(folder)) {
    throw new Error(`There are none in ${DATA_DIR} yet; set DATABASE_URL if they are elsewhere.`);
  }
  const embedded = await startEmbeddedPostgres({ folder });
  const close = async () => {
    // A service that has begun since then runs on it.
    const lock = embedded.found ? null : await takeLock(embedded.url);
    if (lock === null) return;
    await embedded.stop();
    lock.release();
  };
  return { url: embedded.url, close };
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const older = 'code' in error && error.code === UNDEFINED_TABLE;
  return older
    ? 'The database is of an older version: run npm run db:migrate first.'
    : error.message;
}

const read = readConfig(process.env);
try {
  if (read.status !== 'read') {
    throw new Error(read.problems.map((it) => `${it.variable} ${it.problem}.`).join(' '));
  }
  const { url, close } = await openBooks(read.config);
  const sql = connect(url, { connections: 1 });
  try {
    const { text, right } = reportAudit(await auditBooks(sql), new Date());
    console.log(text);
    process.exitCode = right ? 0 : 1;
  } finally {
    await sql.end();
    await close();
  }
} catch (error) {
  console.error(`The books could not be read. ${wordsOf(error)}`);
  process.exitCode = UNREADABLE;
}
