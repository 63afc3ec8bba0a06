import { readConfig } from '../config/config.ts';
import { diagnose } from '../db/connection/diagnose-database.ts';
import { migrate } from '../db/server/migrate.ts';
import { DatabaseRefused } from '../db/server/database-refused.ts';

/** `npm run db:migrate`: the service does the same when it starts. */
const read = readConfig(process.env);
const url = read.status === 'read' ? read.config.DATABASE_URL : undefined;
if (url === undefined) {
  console.error(
    'Set DATABASE_URL to the database to migrate. The embedded one migrates itself when the service starts.',
  );
  process.exitCode = 1;
} else {
  try {
    await migrate(url);
    console.log('The database is up to date.');
  } catch (error) {
    console.error(`The database was not migrated: ${await wordsOf(error, url)}`);
    process.exitCode = 1;
  }
}

async function wordsOf(error: unknown, address: string): Promise<string> {
  try {
    const problem = await diagnose(error, address);
    if (problem === null) throw error;
    return `${problem.reason}. ${problem.fix}.`;
  } catch (refused) {
    if (refused instanceof DatabaseRefused) return refused.message;
    throw refused;
  }
}
