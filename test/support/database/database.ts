import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, inject } from 'vitest';
import { connect } from './sql.ts';
import type { Sql } from './sql.ts';
import { patience } from '../patience.ts';
import { databaseUrl } from './postgres-server.ts';

/** Those of the product, with the patience of a machine that is busy with other work. */
const DEADLINES = {
  connectMs: patience(5_000),
  waitMs: patience(10_000),
  statementMs: patience(20_000),
};

export interface TestDatabase extends AsyncDisposable {
  readonly url: string;
  readonly sql: Sql;
  /** Another pool on the same database, as another worker process would have. */
  connect(connections?: number): Sql;
}

/** A database of its own with the migrated schema, gone when disposed of. */
export function testDatabase(): Promise<TestDatabase> {
  return databaseFrom('template');
}

/** One without any table. */
export function emptyDatabase(): Promise<TestDatabase> {
  return databaseFrom('template0');
}

async function databaseFrom(template: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const server = serverOfWorker();
  // Without a disk to wait for, copying files is seven times as quick as logging every page.
  await server`create database ${server(name)} template ${server(template)} strategy file_copy`;
  const url = databaseUrl(inject('postgresUrl'), name);
  const pools: Sql[] = [];
  const open = (connections = 5): Sql => {
    const pool = connect(withoutTls(url), { connections, deadlines: DEADLINES });
    pools.push(pool);
    return pool;
  };
  return {
    url,
    sql: open(),
    connect: open,
    async [Symbol.asyncDispose]() {
      await Promise.all(pools.map((it) => it.end(1_000)));
      await server`drop database ${server(name)} with (force)`;
    },
  };
}

/** A database for all tests of the file that calls this: there before them, and gone after them. */
export function databaseOfFile(): TestDatabase {
  let opened: TestDatabase | null = null;
  const database = () => {
    if (opened === null) throw new Error('The database is there once tests run, and not before');
    return opened;
  };
  beforeAll(async () => {
    opened = await testDatabase();
  });
  const dispose = async () => {
    await opened?.[Symbol.asyncDispose]();
    opened = null;
  };
  afterAll(dispose);
  return {
    get url() {
      return database().url;
    },
    get sql() {
      return database().sql;
    },
    connect: (connections) => database().connect(connections),
    [Symbol.asyncDispose]: dispose,
  };
}

let shared: Sql | null = null;

/** Makes and drops databases, for as long as this worker lives; idle connections of it are closed. */
function serverOfWorker(): Sql {
  const url = withoutTls(inject('postgresUrl'));
  return (shared ??= connect(url, { connections: 2, deadlines: DEADLINES }));
}

/** What the server would answer anyway; a service is left to find out by itself. */
function withoutTls(databaseUrl: string): string {
  return `${databaseUrl}?sslmode=disable`;
}
