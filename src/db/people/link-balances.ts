import type { TeamId } from '../../core/shared/domain/ids.ts';
import type { Statements } from '../connection/connection.ts';

/** In the order in which every hold and save locks them: none of these is on its way from here on. */
export async function lockBalances(
  tx: Statements,
  team: TeamId,
  subjects: readonly string[],
): Promise<void> {
  await tx`
    select 1 from balances
    where team_id = ${team} and subject = any(${[...subjects]}::text[])
    order by team_id, subject, per, starts_at for update`;
}

/**
 * What the account was charged counts for the person too, in the period in which it was held; what
 * it was granted is theirs. Linked again, nothing is counted twice.
 */
export async function carryOver(
  tx: Statements,
  team: TeamId,
  { from, to, at }: { readonly from: string; readonly to: string; readonly at: Date },
): Promise<void> {
  await tx`
    with running as materialized (
      select per, starts_at, ends_at from balances
      where team_id = ${team} and subject = ${to} and starts_at <= ${at} and ends_at > ${at}
    ),
    carried as (
      insert into ledger (team_id, job_id, kind, person_id, credits, granted, at, held_at)
      select team_id, job_id, 'carry', ${to}, credits, granted, ${at}, held_at
      from ledger
      where team_id = ${team} and person_id = ${from} and kind = 'charge'
        and held_at >= (select min(starts_at) from running)
      on conflict (team_id, job_id, kind) do nothing
      returning credits - granted as own, held_at
    )
    update balances b set charged = b.charged + c.own
    from (
      select r.per, r.starts_at, sum(c.own) as own
      from running r join carried c on c.held_at >= r.starts_at and c.held_at < r.ends_at
      group by 1, 2
    ) c
    where b.team_id = ${team} and b.subject = ${to} and b.per = c.per and b.starts_at = c.starts_at`;
  await tx`
    update grants set subject = ${to}
    where team_id = ${team} and subject = ${from} and revoked_at is null
      and (expires_at is null or expires_at > ${at})`;
}
