import type { Sql } from '../../test/support/database/sql.ts';

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
  const [of, due] = [sql.raw(table), sql.raw(column)];
  const [done] = await sql<{ n: number }[]>`
    with made as (
      update ${of} set ${due} = now() - random() * interval '60 seconds'
      where ctid = any(array(
        select ctid from ${of} where ${due} > now() order by random() limit ${count}))
      returning 1
    )
    select count(*)::int as n from made`;
  if (done?.n !== count) throw new Error(`${table} has ${done?.n ?? 0} jobs to make due`);
  await sql.script(`vacuum analyze ${table}`);
}
