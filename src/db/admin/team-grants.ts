import type { TeamId } from '../../core/shared/domain/ids.ts';
import type { Grant } from '../../core/credits/domain/grant.ts';
import type { NewAuditEntry } from '../../core/teams/domain/audit-entry.ts';
import type { NewGrant } from '../../core/admin/ports/quota-store.ts';
import type { Statements } from '../connection/connection.ts';
import { sql } from '../drizzle.cjs';
import { grants } from '../schema/credits.ts';
import { plainText } from '../shared/json-text.ts';
import { db } from '../statements/builder.ts';
import { kinds, maybe } from '../statements/kinds.ts';
import { sqlStatement, statement } from '../statements/statement.ts';

const { teamId, grantId, subject, credits, reason, grantedBy, at, expiresAt } = grants;

const insertOne = statement(
  { teamId, grantId, subject, credits, reason, grantedBy, at, expiresAt },
  (p) =>
    db
      .insert(grants)
      .values(p)
      .onConflictDoNothing({ target: [teamId, grantId] }),
);

// The rows are locked before they are judged: a hold may be taking from them right now. In the
// order in which holds and saves lock them, so that nobody waits for each other.
const endAll = sqlStatement(
  { teamId, subject, grantId: maybe(kinds.text), at: kinds.moment },
  { grantId, left: kinds.float },
  (p) => sql`
    with ending as materialized (
      select grant_id, (credits - held - charged)::float8 as left
      from grants
      where team_id = ${p.teamId} and subject = ${p.subject} and revoked_at is null
        and (expires_at is null or expires_at > ${p.at}) and held + charged < credits
        and (${p.grantId} is null or grant_id = ${p.grantId})
      order by team_id, grant_id
      for update
    )
    update grants g set revoked_at = ${p.at} from ending e
    where g.team_id = ${p.teamId} and g.grant_id = e.grant_id
    returning g.grant_id, e.left`,
);

const readUsable = sqlStatement(
  { teamId, subject, now: kinds.moment },
  { grantId, credits, left: kinds.float, reason, expiresAt },
  (p) => sql`
    select grant_id, credits, (credits - held - charged)::float8 as left, reason, expires_at
    from grants
    where team_id = ${p.teamId} and subject = ${p.subject} and revoked_at is null
      and (expires_at is null or expires_at > ${p.now}) and held + charged < credits
    order by expires_at nulls last, at, grant_id`,
);

/** False: it was there already. */
export async function insertGrant(
  tx: Statements,
  team: TeamId,
  grant: NewGrant,
  entry: NewAuditEntry,
): Promise<boolean> {
  const written = await insertOne(tx, {
    teamId: team,
    grantId: grant.grantId,
    subject: grant.subject,
    credits: grant.credits,
    reason: plainText(entry.reason),
    grantedBy: plainText(entry.actor),
    at: entry.at,
    expiresAt: grant.expiresAt,
  });
  return written.count > 0;
}

/** Ends grants of which something is left. What jobs hold of them stays theirs. */
export async function endGrants(
  tx: Statements,
  team: TeamId,
  of: string,
  grant: string | null,
  now: Date,
): Promise<readonly { readonly grantId: string; readonly left: number }[]> {
  return endAll(tx, { teamId: team, subject: of, grantId: grant, at: now });
}

export async function readGrants(
  on: Statements,
  team: TeamId,
  of: string,
  now: Date,
): Promise<readonly Grant[]> {
  return readUsable(on, { teamId: team, subject: of, now });
}
