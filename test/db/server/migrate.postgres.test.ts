import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { connect } from '../../support/database/sql.ts';
import type { Sql } from '../../support/database/sql.ts';
import { migrate } from '../../../src/db/server/migrate.ts';
import { databaseUrl } from '../../support/database/postgres-server.ts';

let server: Sql;
let url: string;
const made: string[] = [];
beforeAll(() => {
  server = connect(inject('postgresUrl'), { connections: 1 });
});
beforeEach(async () => {
  const name = `empty_${randomBytes(6).toString('hex')}`;
  made.push(name);
  await server`create database ${server(name)}`;
  url = databaseUrl(inject('postgresUrl'), name);
});
afterAll(async () => {
  for (const name of made) await server`drop database ${server(name)} with (force)`;
  await server.end();
});

async function inDatabase<result>(run: (sql: Sql) => Promise<result>): Promise<result> {
  const sql = connect(url, { connections: 1 });
  try {
    return await run(sql);
  } finally {
    await sql.end();
  }
}

const tables = () =>
  inDatabase(async (sql) => {
    const rows = await sql<{ name: string }[]>`
      select table_name as name from information_schema.tables where table_schema = 'public'`;
    return rows.map((it) => it.name).toSorted();
  });

describe('migrating', () => {
  it('makes every table in an empty database', async () => {
    expect(await tables()).toEqual([]);
    await migrate(url);
    expect(await tables()).toEqual([
      ...['accounts', 'audit_log', 'balances', 'cards'],
      ...['check_failures', 'credit_requests', 'edit_budgets', 'facts'],
      ...['forgotten_files', 'grant_usage', 'grants', 'inbox'],
      ...['installations', 'jobs', 'ledger', 'link_codes'],
      ...['pending_actions', 'people', 'plan_gates', 'policies'],
      ...['provider_balances', 'provider_health', 'rate_limits', 'render_times'],
      ...['renders', 'schedule', 'teams', 'unanswered_orders'],
      ...['workspaces'],
    ]);
  });

  it('leaves what is there alone the second time', async () => {
    await migrate(url);
    await inDatabase((sql) => sql`insert into facts (key, value) values ('a', 'b')`);
    await migrate(url);
    const kept = await inDatabase((sql) => sql`select value from facts`);
    expect(kept.map((it) => ({ ...it }))).toEqual([{ value: 'b' }]);
  });

  it('is done once by processes that start at the same time', async () => {
    await Promise.all([1, 2, 3, 4].map(() => migrate(url)));
    const applied = await inDatabase(
      (sql) => sql<{ count: number }[]>`
        select count(*)::int, count(distinct hash)::int as kinds from drizzle.__drizzle_migrations`,
    );
    expect({ ...applied[0] }).toMatchObject({ count: applied[0]!.count, kinds: applied[0]!.count });
    expect(applied[0]!.count).toBeGreaterThan(0);
  });

  it('lets go of everything when it fails', async () => {
    await inDatabase((sql) => sql`create table jobs (id text)`);
    await expect(migrate(url)).rejects.toThrow();
    await inDatabase((sql) => sql`drop table jobs`);
    await migrate(url);
    expect(await tables()).toContain('jobs');
  });

  it('says so when nobody listens', async () => {
    const nowhere = new URL(url);
    nowhere.port = '1';
    await expect(migrate(nowhere.href)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
