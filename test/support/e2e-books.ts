import { expect } from 'vitest';
import { auditBooks } from '../../src/db/audit/audit.ts';
import type { Sql } from '../../src/db/connection.ts';

/** Whatever was played, the books prove themselves to the last credit. */
export async function expectBooksBalance(sql: Sql): Promise<void> {
  const results = await auditBooks(sql);
  expect(results.flatMap((it) => it.wrong)).toEqual([]);
}
