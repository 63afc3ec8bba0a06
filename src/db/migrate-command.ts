import { readConfig } from '../config.ts';
import { migrate } from './migrate.ts';

/** `npm run db:migrate`: the service does the same when it starts. */
const read = readConfig(process.env);
const url = read.status === 'read' ? read.config.DATABASE_URL : undefined;
if (url === undefined) {
  console.error(
    'Set DATABASE_URL to the database to migrate. The embedded one migrates itself when the service starts.',
  );
  process.exitCode = 1;
} else {
  await migrate(url);
  console.log('The database is up to date.');
}
