import { expect } from 'vitest';
import { auditBooks } from '../../../src/db/audit/audit.ts';
import type { Sql } from '../database/sql.ts';

/** Whatever was played, the books prove themselves to the last credit. */
export async function expectBooksBalance(sql: Sql): Promise<void> {
  const { checks } = await auditBooks(sql);
  expect(checks.flatMap((it) => it.wrong)).toEqual([]);
}
