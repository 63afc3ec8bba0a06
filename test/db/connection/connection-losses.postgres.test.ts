import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { connect } from '../../support/database/sql.ts';
import { cuttableWayTo, throughWay } from '../../support/database/cuttable-connection.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { patience } from '../../support/patience.ts';

const CHILD = fileURLToPath(new URL('../../support/database/losing-child.ts', import.meta.url));

const database = databaseOfFile();

async function way() {
  const { hostname, port } = new URL(database.url);
  return cuttableWayTo(hostname, Number(port));
}

interface Ended {
  readonly code: number;
  readonly stderr: string;
  /** The lines it wrote, but for the last. */
  readonly told: readonly Readonly<Record<string, unknown>>[];
  /** It came to the end of its scenario. */
  readonly over: boolean;
}

function lose(scenario: string): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [CHILD, scenario, database.url], (error, stdout, stderr) => {
      const lines = stdout.trim().split('\n');
      const told = lines.filter((it) => it.startsWith('{'));
      resolve({
        code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1,
        stderr,
        told: told.map((it) => JSON.parse(it) as Record<string, unknown>),
        over: lines.at(-1) === '"over"',
      });
    });
  });
}

describe('a process', () => {
  it('outlives fifty connections lost inside transactions', async () => {
    const { code, stderr, told, over } = await lose('transactions');
    expect({ code, stderr, over }).toEqual({ code: 0, stderr: '', over: true });
    expect(told).toHaveLength(50);
  });

  it('outlives connections lost at any moment of their opening, and opens others', async () => {
    const { code, stderr, told, over } = await lose('opening');
    expect({ code, stderr, over }).toEqual({ code: 0, stderr: '', over: true });
    expect(told.length).toBeGreaterThan(100);
    expect(told.filter((it) => it.then !== 'answered')).toEqual([]);
    expect(told[0]).toMatchObject({ first: 'failed' });
    expect(told.at(-1)).toMatchObject({ first: 'answered' });
  });

  it('hears of it when a connection is lost while it migrates, and can try again', async () => {
    const { code, stderr, told, over } = await lose('migrating');
    expect({ code, stderr, over }).toEqual({ code: 0, stderr: '', over: true });
    expect(told.at(-1)).toEqual({ then: 'answered' });
    expect(told.slice(0, -1).filter((it) => it.first !== 'failed')).toEqual([]);
  });
});

describe('a statement after one that failed', () => {
  it.each([
    ['by a value in the third row', `select 6 / (3 - x) as x from generate_series(1, 5) x`],
    ['in the middle of much', `select repeat('y', 9000), 6 / (9 - x) from generate_series(1, 9) x`],
  ])('%s has its own rows alone', async (_, failing) => {
    const sql = database.connect(1);
    for (let time = 0; time < 3; time += 1) {
      await expect(sql.script(failing)).rejects.toMatchObject({ code: '22012' });
      const rows = await sql<{ x: number }[]>`select x from (values (1), (2)) as v(x)`;
      expect([...rows]).toEqual([{ x: 1 }, { x: 2 }]);
      expect(rows.count).toBe(2);
    }
  });

  it('by a time limit in mid-stream has its own rows alone', async () => {
    const sql = database.connect(1);
    const slow = sql.begin(async (tx) => {
      await tx`set local statement_timeout = 300`;
      return tx`select x, repeat('y', 9000), pg_sleep(0.05) from generate_series(1, 100) x`;
    });
    await expect(slow).rejects.toMatchObject({ code: '57014' });
    expect([...(await sql`select 1 as x`)]).toEqual([{ x: 1 }]);
  });
});

describe('a pool', () => {
  it('answers again at once after its connections were reset under traffic', async () => {
    await using passage = await way();
    const sql = connect(throughWay(database.url, passage), { connections: 10 });
    let over = false;
    let answered = 0;
    let failed = 0;
    const traffic = Array.from({ length: 40 }, async () => {
      while (!over) {
        await sql`select ${answered}::int as n, pg_sleep(0.001)`.then(
          () => (answered += 1),
          () => (failed += 1),
        );
      }
    });
    for (let time = 0; time < 20; time += 1) {
      const before = answered;
      await expect
        .poll(() => answered, { timeout: patience(4_000), interval: 5 })
        .toBeGreaterThan(before);
      passage.reset();
    }
    over = true;
    await Promise.all(traffic);
    // What was under way fails; what waited does not.
    expect(failed).toBeLessThanOrEqual(20 * 10);
    await sql.end(1_000);
  });

  it('gives up a connection that has gone silent, and statements go on over others', async () => {
    await using passage = await way();
    const sql = connect(throughWay(database.url, passage), {
      connections: 2,
      deadlines: { statementMs: patience(700) },
    });
    await Promise.all([sql`select 1`, sql`select pg_sleep(0.1)`]);
    const under = sql`select pg_sleep(60)`;
    const waiting = expect(under).rejects.toMatchObject({ code: 'STATEMENT_TIMEOUT' });
    await new Promise((resolve) => setTimeout(resolve, 100));
    passage.freeze();
    await waiting;
    // The other connection was silent, too, and nobody has to find out by waiting for it.
    const began = performance.now();
    expect([...(await sql`select 2 as n`)]).toEqual([{ n: 2 }]);
    expect(performance.now() - began).toBeLessThan(patience(600));
    await sql.end(1_000);
  });

  it('ends in time though statements hang and connections are gone', async () => {
    await using passage = await way();
    const sql = connect(throughWay(database.url, passage), { connections: 2 });
    await sql`select 1`;
    const hanging = sql`select pg_sleep(60)`.then(
      () => 'answered',
      () => 'failed',
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    passage.freeze();
    await sql.end(200);
    expect(await hanging).toBe('failed');
  });
});
