import type { TeamId } from '../../core/shared/domain/ids.ts';
import type { Statements } from '../connection/connection.ts';
import { and, asc, eq, gt, isNull, or, sql } from '../drizzle.cjs';
import { balances, grants } from '../schema/credits.ts';
import { db } from '../statements/builder.ts';
import { kinds } from '../statements/kinds.ts';
import { sqlStatement, statement } from '../statements/statement.ts';

const { teamId, subject, per, startsAt } = balances;

const lockAll = statement({ team: teamId, subjects: kinds.texts }, (p) =>
  db
    .select({ subject })
    .from(balances)
    .where(and(eq(teamId, p.team), sql`${subject} = any(${p.subjects})`))
    .orderBy(asc(teamId), asc(subject), asc(per), asc(startsAt))
    .for('update'),
);

const carryCharges = sqlStatement(
  { team: teamId, from: subject, to: subject, at: kinds.moment },
  {},
  (p) => sql`
    with running as materialized (
      select per, starts_at, ends_at from balances
      where team_id = ${p.team} and subject = ${p.to} and starts_at <= ${p.at} and ends_at > ${p.at}
    ),
    carried as (
      insert into ledger (team_id, job_id, kind, person_id, credits, granted, at, held_at)
      select team_id, job_id, 'carry', ${p.to}, credits, granted, ${p.at}, held_at
      from ledger
      where team_id = ${p.team} and person_id = ${p.from} and kind = 'charge'
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
    where b.team_id = ${p.team} and b.subject = ${p.to} and b.per = c.per
      and b.starts_at = c.starts_at`,
);

const carryGrants = statement(
  { team: grants.teamId, from: grants.subject, to: grants.subject, at: kinds.moment },
  (p) =>
    db
      .update(grants)
      .set({ subject: p.to })
      .where(
        and(
          eq(grants.teamId, p.team),
          eq(grants.subject, p.from),
          isNull(grants.revokedAt),
          or(isNull(grants.expiresAt), gt(grants.expiresAt, p.at)),
        ),
      ),
);

/** In the order in which every hold and save locks them: none of these is on its way from here on. */
export async function lockBalances(
  tx: Statements,
  team: TeamId,
  subjects: readonly string[],
): Promise<void> {
  await lockAll(tx, { team, subjects });
}

/**
 * What the account was charged counts for the person too, in the period in which it was held; what
 * it was granted is theirs. Linked again, nothing is counted twice.
 */
export async function carryOver(
  tx: Statements,
  team: TeamId,
  moved: { readonly from: string; readonly to: string; readonly at: Date },
): Promise<void> {
  await carryCharges(tx, { team, ...moved });
  await carryGrants(tx, { team, ...moved });
}
