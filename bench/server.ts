import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect } from '../test/support/database/sql.ts';
import type { Sql } from '../test/support/database/sql.ts';
import { startEmbeddedPostgres } from '../src/db/server/embedded-postgres.ts';
import { migrate } from '../src/db/server/migrate.ts';

/** The one server that every contestant of a run uses. */
export interface BenchServer extends AsyncDisposable {
  /** An empty database of its own. */
  database(name: string): Promise<BenchDatabase>;
}

export interface BenchDatabase {
  readonly url: string;
  /** A pool as the service has one, closed with the server. */
  connect(connections: number): Sql;
  /** Brings the service's own tables. */
  migrate(): Promise<void>;
}

/**
 * The embedded Postgres as the service runs it, fsync and all, but for two things: room for
 * pgbench's 200 connections, and no checkpoint by the clock in the middle of somebody's round. A
 * warm-up round writes every page once, so that nobody pays full-page images for another.
 */
export async function startBenchServer(): Promise<BenchServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'showrunner-bench-'));
  const server = await startEmbeddedPostgres({
    folder: path.join(folder, 'postgres'),
    settings: ['max_connections=300', 'max_wal_size=16GB', 'checkpoint_timeout=1h'],
  });
  const pools: Sql[] = [];
  return {
    async database(name) {
      const sql = connect(server.url, { connections: 1 });
      await sql`create database ${sql(name)}`;
      await sql.end();
      const url = new URL(server.url);
      url.pathname = `/${name}`;
      return {
        url: url.href,
        connect(connections) {
          const pool = connect(url.href, { connections });
          pools.push(pool);
          return pool;
        },
        migrate: () => migrate(url.href),
      };
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(pools.map((it) => it.end(1_000)));
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
