import type { Statements } from '../connection/connection.ts';
import { sql } from '../drizzle.cjs';
import { ledger } from '../schema/credits.ts';
import { jobs } from '../schema/jobs.ts';
import { kinds } from '../statements/kinds.ts';
import { sqlStatement } from '../statements/statement.ts';

/** What a provider took that no team pays for. */
export interface OperatorCost {
  readonly provider: string;
  /** Beyond what was quoted for a video, or for a video that never came. */
  readonly kind: (typeof ledger.$inferSelect)['kind'];
  readonly jobs: number;
  readonly credits: number;
}

const sumCosts = sqlStatement(
  {},
  { provider: jobs.provider, kind: ledger.kind, jobs: kinds.int, credits: kinds.float },
  () => sql`
    select j.provider, l.kind, count(*)::int as jobs, sum(l.credits)::float8 as credits
    from ledger l join jobs j using (team_id, job_id)
    where l.kind in ('overrun', 'loss')
    group by 1, 2 order by credits desc, 1, 2`,
);

/** The largest first. */
export async function readCosts(tx: Statements): Promise<readonly OperatorCost[]> {
  return sumCosts(tx, {});
}
