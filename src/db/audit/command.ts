import path from 'node:path';
import { readConfig } from '../../config.ts';
import { auditBooks } from './audit.ts';
import { reportAudit } from './report.ts';
import { connect } from '../connection.ts';
import { startEmbeddedPostgres } from '../embedded-postgres.ts';

/**
 * `npm run audit`: proves the books, beside a service that runs or without one.
 * Exit status 0: all is proved; 1: something is wrong; 2: the books could not be read.
 */
const UNREADABLE = 2;

const read = readConfig(process.env);
try {
  if (read.status !== 'read')
    throw new Error(
      read.problems.map(({ variable, problem }) => `${variable} ${problem}.`).join(' '),
    );
  const { DATABASE_URL: url, DATA_DIR } = read.config;
  const embedded =
    url === undefined
      ? await startEmbeddedPostgres({ folder: path.join(DATA_DIR, 'postgres') })
      : null;
  const sql = connect(url ?? embedded?.url ?? '', { connections: 1 });
  try {
    const { text, right } = reportAudit(await auditBooks(sql), new Date());
    console.log(text);
    process.exitCode = right ? 0 : 1;
  } finally {
    await sql.end();
    // One that a service uses goes on; one that was started for this is stopped again.
    if (embedded?.found === false) await embedded.stop();
  }
} catch (error) {
  console.error(`The books could not be read. ${error instanceof Error ? error.message : ''}`);
  process.exitCode = UNREADABLE;
}
