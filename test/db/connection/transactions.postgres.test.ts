import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../support/database/sql.ts';
import type { Sql, Statements } from '../../support/database/sql.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { sql as text } from '../../../src/db/drizzle.cjs';
import { kinds } from '../../../src/db/statements/kinds.ts';
import { sqlStatement } from '../../../src/db/statements/statement.ts';
import { patience } from '../../support/patience.ts';

const database = databaseOfFile();
let sql: Sql;
beforeAll(() => {
  sql = database.connect(1);
});
beforeEach(() => sql`delete from facts`);

const put = (tx: Statements, key: string) =>
  tx`insert into facts (key, value) values (${key}, 'x')`;

async function kept(): Promise<string[]> {
  const rows = await sql<{ key: string }[]>`select key from facts order by key`;
  return rows.map((it) => it.key);
}

async function pid(): Promise<number | undefined> {
  const rows = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
  return rows[0]?.pid;
}

describe('A transaction', () => {
  it('writes all of it and gives back what its work gave back', async () => {
    const result = await sql.begin(async (tx) => {
      await put(tx, 'a');
      await put(tx, 'b');
      return { rows: await tx`select 1` };
    });
    expect(result.rows.count).toBe(1);
    expect(await kept()).toEqual(['a', 'b']);
  });

  it('writes nothing when its work throws, and tells what it threw', async () => {
    const before = await pid();
    const thrown = new TypeError('of ours');
    const undone = sql.begin(async (tx) => {
      await put(tx, 'a');
      throw thrown;
    });
    await expect(undone).rejects.toBe(thrown);
    expect(await kept()).toEqual([]);
    // Rolled back, its connection is as good as before.
    expect(await pid()).toBe(before);
  });

  it('is not called written when a statement in it failed and was passed over', async () => {
    const undone = sql.begin(async (tx) => {
      await put(tx, 'a');
      await put(tx, 'a').catch(() => undefined);
    });
    await expect(undone).rejects.toThrow('A transaction was undone');
    expect(await kept()).toEqual([]);
  });

  it('is not called written when its constraints fail at its end', async () => {
    await sql`create table if not exists pairs (id int primary key, other int
      references pairs deferrable initially deferred)`;
    const undone = sql.begin((tx) => tx`insert into pairs values (1, 2)`);
    await expect(undone).rejects.toMatchObject({ code: '23503' });
    expect(await sql`select 1 from pairs`).toHaveLength(0);
  });

  it('takes statements one after the other, however they are asked for', async () => {
    const seen = await sql.begin((tx) =>
      Promise.all([1, 2, 3].map((n) => tx<{ n: number }[]>`select ${n}::int as n`)),
    );
    expect(seen.map(([row]) => row?.n)).toEqual([1, 2, 3]);
  });

  it('finishes what was not waited for before it ends, and takes nothing after it', async () => {
    const left: Statements[] = [];
    await sql.begin((tx) => {
      left.push(tx);
      void put(tx, 'unwaited').then(() => undefined);
      return Promise.resolve();
    });
    expect(await kept()).toEqual(['unwaited']);
    const [tx] = left;
    await expect(tx === undefined ? null : put(tx, 'late')).rejects.toThrow('after its end');
    expect(await kept()).toEqual(['unwaited']);
  });

  it('is cut off in time, whatever its work waits for, and frees its connection', async () => {
    const hasty = connect(database.url, {
      connections: 1,
      deadlines: { statementMs: patience(50) },
    });
    const stuck = hasty.begin(async (tx) => {
      await put(tx, 'a');
      await new Promise(() => undefined);
    });
    await expect(stuck).rejects.toMatchObject({ name: 'ConnectionTrouble' });
    expect(await hasty`select 1`).toHaveLength(1);
    expect(await kept()).toEqual([]);
    await hasty.end();
  });

  it('may take longer where it says so', async () => {
    const statementMs = patience(50);
    const hasty = connect(database.url, { connections: 1, deadlines: { statementMs } });
    const slow = (tx: Statements) => tx`select pg_sleep(${(statementMs * 3) / 1_000}::float8)`;
    // The server says so, or, where it comes to that late, this side.
    const code = expect.stringMatching(/^(57014|STATEMENT_TIMEOUT)$/) as string;
    await expect(hasty.begin(slow)).rejects.toMatchObject({ code });
    expect(await hasty.begin({ withinMs: patience(5_000) }, slow)).toHaveLength(1);
    await expect(hasty`select pg_sleep(60)`).rejects.toMatchObject({ code });
    await hasty.end();
  });

  it('only reads where it says so', async () => {
    const writing = sql.begin({ mode: 'read only' }, (tx) => put(tx, 'a'));
    await expect(writing).rejects.toMatchObject({ code: '25006' });
  });
});

describe('A statement', () => {
  it('is run once, when it is waited for, however often', async () => {
    const statement = put(sql, 'once');
    expect(await kept()).toEqual([]);
    await statement;
    await Promise.all([statement, statement]);
    expect(await kept()).toEqual(['once']);
  });

  it('is composed of others, each with its values', async () => {
    const named = (name: string) => sql`key = ${name}`;
    await put(sql, 'a');
    await put(sql, 'b');
    const either = sql`(${named('a')} or ${named('b')})`;
    const rows = await sql<{ key: string }[]>`
      select ${sql(['key', 'facts.value'])} from ${sql('facts')} where ${either} and ${named('b')}`;
    expect([...rows]).toEqual([{ key: 'b', value: 'x' }]);
  });

  it('takes values for what they are', async () => {
    const at = new Date('2026-11-30T12:00:00.123Z');
    const [row] = await sql`
      select ${at} + interval '1 day' as later, ${true} as yes, ${7n} as big, ${null}::text as none,
        ${'$1 \\ \' "'} as text, ${['a', 'b,"\\', null]}::text[] as list, ${[]}::text[] as empty,
        ${[at]}::timestamptz[] as moments, ${Buffer.from([0, 255])} as bytes, ${1.5}::float8 as half`;
    expect(row).toEqual({
      later: new Date('2026-12-01T12:00:00.123Z'),
      yes: true,
      big: '7',
      none: null,
      text: '$1 \\ \' "',
      list: ['a', 'b,"\\', null],
      empty: [],
      moments: [at],
      bytes: Buffer.from([0, 255]),
      half: 1.5,
    });
  });

  it.each([
    ['a moment that is none', new Date(NaN), RangeError],
    ['nothing at all', undefined as unknown as Date, TypeError],
  ])('is not sent with %s', async (_, at, kind) => {
    const echo = sqlStatement(
      { at: kinds.moment },
      { at: kinds.moment },
      (p) => text`select ${p.at} as at`,
    );
    await expect(echo(sql, { at })).rejects.toThrow(kind);
    expect(await sql`select 1`).toHaveLength(1);
  });
});
