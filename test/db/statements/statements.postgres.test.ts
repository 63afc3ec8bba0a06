import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Client } from 'pg';
import type { Connection } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Column, getTableColumns, getTableName, is, PgTable } from '../../../src/db/drizzle.cjs';
import { kinds, maybe, typeOf } from '../../../src/db/statements/kinds.ts';
import type { AnyKind } from '../../../src/db/statements/kinds.ts';
import { sqlStatement, statements } from '../../../src/db/statements/statement.ts';
import type { Output } from '../../../src/db/statements/statement.ts';
import { sql } from '../../../src/db/drizzle.cjs';
import { testDatabase } from '../../support/database/database.ts';
import type { TestDatabase } from '../../support/database/database.ts';

const SOURCES = path.resolve(import.meta.dirname, '../../../src');

/** Where statements are made: all files in here are loaded. */
const MADE_IN = ['db', 'telemetry'];

/** Who sends a text without making a statement of it: what is no statement of ours, and what sends ours. */
const SENDING = [
  ...['db/connection/connection.ts', 'db/statements/statement.ts', 'db/server/migrate.ts'],
];

/** Whether a file hands a text of its own to a connection. */
function sends(source: string): boolean {
  return /\.script\(|\.run\(\{\s*text\b/.test(source);
}

let database: TestDatabase;
let client: Client;
const tables: PgTable[] = [];
beforeAll(async () => {
  database = await testDatabase();
  client = new Client({ connectionString: database.url });
  await client.connect();
  for (const folder of MADE_IN) {
    for (const file of await readdir(path.join(SOURCES, folder), { recursive: true })) {
      if (!file.endsWith('.ts')) continue;
      const module = (await import(pathToFileURL(path.join(SOURCES, folder, file)).href)) as object;
      const made: unknown[] = Object.values(module);
      if (file.startsWith('schema/')) tables.push(...made.filter((it) => is(it, PgTable)));
    }
  }
});
afterAll(async () => {
  await client.end();
  await database[Symbol.asyncDispose]();
});

interface Described {
  readonly name: string;
  readonly type: string;
  /** False where it is a column that is never null; null where nobody can tell. */
  readonly nullable: boolean | null;
}

/** Has the server prepare it, and asks what would come back. */
async function described(text: string): Promise<readonly Described[]> {
  const fields = await new Promise<readonly Field[]>((resolve, reject) => {
    let fields: readonly Field[] = [];
    client.query({
      submit(connection: Connection) {
        connection.parse({ name: '', text, types: [] }, true);
        connection.describe({ type: 'S', name: '' }, true);
        connection.sync();
      },
      handleRowDescription: (message: { readonly fields: readonly Field[] }) => {
        fields = message.fields;
      },
      handleError: (error: Error) => {
        reject(new Error(`${error.message}: ${text}`));
      },
      handleReadyForQuery: () => {
        resolve(fields);
      },
    });
  });
  const { rows } = await client.query<{ type: string; nullable: boolean | null }>(
    `select format_type(t.type, null) as type, not a.attnotnull as nullable
     from unnest($1::oid[], $2::oid[], $3::int[]) with ordinality as t(type, tab, col, n)
     left join pg_attribute a on a.attrelid = t.tab and a.attnum = t.col and t.col > 0
     order by n`,
    [
      fields.map((it) => it.dataTypeID),
      fields.map((it) => it.tableID),
      fields.map((it) => it.columnID),
    ],
  );
  return rows.map((row, index) => ({ name: fields[index]?.name ?? '', ...row }));
}

interface Field {
  readonly name: string;
  readonly dataTypeID: number;
  readonly tableID: number;
  readonly columnID: number;
}

/** What its rows are said to be and are not. */
function differences(said: readonly Output[], found: readonly Described[]): readonly string[] {
  if (said.length !== found.length) return [`${said.length} values are said, ${found.length} come`];
  return said.flatMap(({ name, kind, named }, index) => {
    const value = found[index];
    if (value === undefined) return [];
    const wrong: string[] = [];
    const names = [snake(name), is(kind, Column) ? kind.name : name];
    if (named && !names.includes(value.name)) wrong.push(`${name} is called ${value.name}`);
    if (typeOf(kind) !== value.type)
      wrong.push(`${name} is said to be ${typeOf(kind)}, not ${value.type}`);
    if (value.nullable === true && !isNullable(kind)) wrong.push(`${name} may be null`);
    return wrong;
  });
}

function isNullable(of: AnyKind): boolean {
  return is(of, Column) ? !of.notNull : of.nullable;
}

function snake(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

describe('The tables', () => {
  it('have the columns, types and nulls of the schema, and there are no others', async () => {
    const { rows } = await client.query<{
      table: string;
      column: string;
      type: string;
      nullable: boolean;
    }>(
      `select c.relname::text as table, a.attname::text as column, format_type(a.atttypid, null) as type,
         not a.attnotnull as nullable
       from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
       where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'`,
    );
    const declared = tables.flatMap((table) =>
      Object.values(getTableColumns(table)).map((column) => ({
        table: getTableName(table),
        column: column.name,
        type: column.getSQLType(),
        nullable: !column.notNull,
      })),
    );
    expect(sorted(declared)).toEqual(sorted(rows));
    expect(declared.length).toBeGreaterThan(100);
  });
});

describe('Every statement', () => {
  it('is understood by the server, and gives back what its rows are said to be', async () => {
    const wrong: string[] = [];
    for (const { text, outputs } of statements) {
      const found = differences(outputs, await described(text));
      wrong.push(...found.map((it) => `${it} in ${text.slice(0, 200)}`));
    }
    expect(wrong).toEqual([]);
    expect(statements.length).toBeGreaterThan(150);
  });

  it('is one of these: nobody sends a text of their own', async () => {
    const files = (await readdir(SOURCES, { recursive: true })).filter((it) => it.endsWith('.ts'));
    const others: string[] = [];
    for (const file of files) {
      const source = await readFile(path.join(SOURCES, file), 'utf8');
      const makes = source.includes("/statements/statement.ts'");
      if (makes && !MADE_IN.some((it) => file.startsWith(`${it}/`))) others.push(file);
      if (sends(source) && !SENDING.includes(file)) others.push(file);
    }
    expect(others).toEqual([]);
    expect(sends("await on.run({ text: 'select 1', values: [] })")).toBe(true);
    expect(sends('await tx.script(`delete from jobs`)')).toBe(true);
  });

  it('would be told of another name, type, number or null', async () => {
    const before = statements.length;
    const wrong = [
      sqlStatement({}, { other: kinds.text }, () => sql`select key from facts`),
      sqlStatement({}, { key: kinds.int }, () => sql`select key from facts`),
      sqlStatement({}, { key: kinds.text }, () => sql`select key, value from facts`),
      sqlStatement({}, { dueAt: kinds.moment }, () => sql`select due_at from inbox`),
    ];
    const right = sqlStatement(
      {},
      { dueAt: maybe(kinds.moment) },
      () => sql`select due_at from inbox`,
    );
    statements.splice(before);
    for (const it of wrong) {
      expect(differences(it.outputs, await described(it.text))).toHaveLength(1);
    }
    expect(differences(right.outputs, await described(right.text))).toEqual([]);
    await expect(described('select nothing from facts')).rejects.toThrow('nothing');
  });
});

function sorted(rows: readonly { readonly table: string; readonly column: string }[]) {
  const nameOf = (it: { readonly table: string; readonly column: string }) =>
    `${it.table}.${it.column}`;
  return rows.toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
}
