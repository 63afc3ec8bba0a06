import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { connect } from './sql.ts';
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
    settings: [
      // Nothing here outlives the run, so the disk need not be waited for.
      ...['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'autovacuum=off'],
      ...['wal_level=minimal', 'max_wal_senders=0'],
      // Sessions live for seconds, with few rows: no plan pays for being made anew at each run.
      ...['plan_cache_mode=force_generic_plan', 'jit=off', 'update_process_title=off'],
    ],
  });
  const sql = connect(server.url, { connections: 1 });
  await sql`create database template`;
  // Each of some thousand connections proves that it knows the password. Nobody attacks this one,
  // so that one round of hashing does as well as the usual 4,096.
  const { password } = new URL(server.url);
  await sql.script(`set scram_iterations = 1; alter role postgres password '${password}'`);
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
