import { eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { pgTable, text } from 'drizzle-orm/pg-core';
import { describe, expect, it } from 'vitest';
import { connect } from '../../src/db/connection/connection.ts';
import { cuttableWayTo, throughWay } from '../support/database/cuttable-connection.ts';
import { databaseOfFile } from '../support/database/database.ts';
import { patience } from '../support/patience.ts';

const facts = pgTable('facts', { key: text().primaryKey(), value: text().notNull() });

const database = databaseOfFile();

describe('A query builder over the same pool', () => {
  it('reads, writes and undoes', async () => {
    const db = drizzle({ client: database.sql.pool });
    await db.insert(facts).values({ key: 'a', value: 'one' });
    const undone = db.transaction(async (tx) => {
      await tx.update(facts).set({ value: 'two' });
      throw new Error('no');
    });
    await expect(undone).rejects.toThrow('no');
    expect(await db.select().from(facts).where(eq(facts.key, 'a'))).toEqual([
      { key: 'a', value: 'one' },
    ]);
  });

  it('has the same deadlines, and leaves no connection behind in use', async () => {
    const { hostname, port } = new URL(database.url);
    await using way = await cuttableWayTo(hostname, Number(port));
    const sql = connect(throughWay(database.url, way), {
      connections: 1,
      deadlines: { statementMs: patience(50) },
    });
    const db = drizzle({ client: sql.pool });
    const stuck = db.transaction(async (tx) => {
      await tx.select().from(facts);
      way.freeze();
      await tx.select().from(facts);
    });
    await expect(stuck).rejects.toThrow();
    expect(await db.select({ key: facts.key }).from(facts)).toEqual([{ key: 'a' }]);
    await sql.end();
  });
});
