import type { Sql } from '../../src/db/connection/connection.ts';

/**
 * Moves random rows of a contestant's table to random moments of the last minute. Vacuumed, so
 * that nobody drags along what making them due left behind.
 */
export async function makeRowsDue(
  sql: Sql,
  table: string,
  column: string,
  count: number,
): Promise<void> {
  const [done] = await sql.unsafe<{ n: number }[]>(
    `with made as (
      update ${table} set ${column} = now() - random() * interval '60 seconds'
      where ctid = any(array(
        select ctid from ${table} where ${column} > now() order by random() limit ${count}))
      returning 1
    )
    select count(*)::int as n from made`,
  );
  if (done?.n !== count) throw new Error(`${table} has ${done?.n ?? 0} jobs to make due`);
  await sql.unsafe(`vacuum analyze ${table}`);
}
