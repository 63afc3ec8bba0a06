import type { Statements } from '../connection/connection.ts';

/** What a provider took that no team pays for. */
export interface OperatorCost {
  readonly provider: string;
  /** Beyond what was quoted for a video, or for a video that never came. */
  readonly kind: 'overrun' | 'loss';
  readonly jobs: number;
  readonly credits: number;
}

/** The largest first. */
export async function readCosts(tx: Statements): Promise<readonly OperatorCost[]> {
  return tx<OperatorCost[]>`
    select j.provider, l.kind, count(*)::int as jobs, sum(l.credits)::float8 as credits
    from ledger l join jobs j using (team_id, job_id)
    where l.kind in ('overrun', 'loss')
    group by 1, 2 order by credits desc, 1, 2`;
}
