import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { connect } from '../../../src/db/connection/connection.ts';
import { startEmbeddedPostgres } from '../../../src/db/server/embedded-postgres.ts';
import { migrate } from '../../../src/db/server/migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A server whose database `template` holds the migrated schema and nothing else. */
    readonly postgresUrl: string;
    /** Removed when the run is over. */
    readonly runFolder: string;
  }
}

/** One server for the whole run; each test file clones the template for itself. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'showrunner-test-'));
  const server = await startEmbeddedPostgres({
    folder: path.join(folder, 'postgres'),
    // Nothing here outlives the run, so the disk need not be waited for.
    settings: [
      ...['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'autovacuum=off'],
    ],
  });
  const sql = connect(server.url, { connections: 1 });
  await sql`create database template`;
  await sql.end();
  await migrate(databaseUrl(server.url, 'template'));
  project.provide('postgresUrl', server.url);
  project.provide('runFolder', folder);
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

export function databaseUrl(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}
