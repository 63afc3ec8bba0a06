import type { Sql } from '../../test/support/database/sql.ts';
import { PROVIDER } from '../core.ts';
import { AGAIN_MS, BATCH } from './contestant.ts';
import type { Contestant } from './contestant.ts';
import { makeRowsDue } from './make-due.ts';

/**
 * The least a check can cost on the service's own schedule table: claim a batch in one statement
 * that books the next time, and go on. It knows one lane of one provider and one interval, reads
 * no operation and asks nobody.
 *
 * The picked rows can be found again in two ways. By key is how one writes it; the planner then
 * takes turns between reading the whole table and looking the rows up, by how large the table
 * happens to be. By place there is nothing to choose and nothing faster.
 */
export async function rawLoop(sql: Sql, by: 'key' | 'place'): Promise<Contestant> {
  const table = `raw_by_${by}`;
  await sql`create table ${sql(table)} (like schedule including all)`;
  await sql`insert into ${sql(table)} select * from schedule`;
  const due = sql`
    from ${sql(table)} where lane = 'check' and provider = ${PROVIDER} and due_at <= now()
    order by due_at limit ${BATCH} for update skip locked`;
  const booked = sql`
    due_at = now() + ${AGAIN_MS} * interval '1 millisecond', attempts = s.attempts + 1`;
  const claim = {
    key: () => sql`
      update ${sql(table)} s set ${booked} from (select team_id, job_id ${due}) p
      where s.team_id = p.team_id and s.job_id = p.job_id returning s.team_id, s.job_id`,
    place: () => sql`
      update ${sql(table)} s set ${booked} where s.ctid = any(array(select ctid ${due}))
      returning s.team_id, s.job_id`,
  };
  return {
    name: `raw claim loop, by ${by}`,
    makeDue: (count) => makeRowsDue(sql, table, 'due_at', count),
    async drain() {
      let checked = 0;
      for (;;) {
        const rows = await claim[by]();
        if (rows.length === 0) return { checked, startUpMs: 0 };
        checked += rows.length;
      }
    },
  };
}
