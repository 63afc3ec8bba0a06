import type { TeamId } from '../../core/shared/domain/ids.ts';
import type { Grant } from '../../core/credits/domain/grant.ts';
import type { NewAuditEntry } from '../../core/teams/domain/audit-entry.ts';
import type { NewGrant } from '../../core/admin/ports/quota-store.ts';
import type { Statements } from '../connection/connection.ts';
import { jsonText } from '../shared/json-text.ts';

/** False: it was there already. */
export async function insertGrant(
  sql: Statements,
  team: TeamId,
  { grantId, subject, credits, expiresAt }: NewGrant,
  { actor, reason, at }: NewAuditEntry,
): Promise<boolean> {
  const written = await sql`
    insert into grants (team_id, grant_id, subject, credits, reason, granted_by, at, expires_at)
    select ${team}, ${grantId}, ${subject}, ${credits}, r.reason, r.actor, ${at}, ${expiresAt}
    from jsonb_to_record(${jsonText({ reason, actor })}::text::jsonb) as r(reason text, actor text)
    on conflict (team_id, grant_id) do nothing`;
  return written.count > 0;
}

/** Ends grants of which something is left. What jobs hold of them stays theirs. */
export async function endGrants(
  sql: Statements,
  team: TeamId,
  subject: string,
  grantId: string | null,
  at: Date,
): Promise<readonly { readonly grantId: string; readonly left: number }[]> {
  // The rows are locked before they are judged: a hold may be taking from them right now. In the
  // order in which holds and saves lock them, so that nobody waits for each other.
  const rows = await sql<{ grant_id: string; left: number }[]>`
    with ending as materialized (
      select grant_id, (credits - held - charged)::float8 as left
      from grants
      where team_id = ${team} and subject = ${subject} and revoked_at is null
        and (expires_at is null or expires_at > ${at}) and held + charged < credits
        ${grantId === null ? sql`` : sql`and grant_id = ${grantId}`}
      order by team_id, grant_id
      for update
    )
    update grants g set revoked_at = ${at} from ending e
    where g.team_id = ${team} and g.grant_id = e.grant_id
    returning g.grant_id, e.left`;
  return rows.map((it) => ({ grantId: it.grant_id, left: it.left }));
}

interface GrantRow {
  readonly grant_id: string;
  readonly credits: number;
  readonly left: number;
  readonly reason: string;
  readonly expires_at: Date | null;
}

export async function readGrants(
  sql: Statements,
  team: TeamId,
  subject: string,
  now: Date,
): Promise<readonly Grant[]> {
  const rows = await sql<GrantRow[]>`
    select grant_id, credits::float8, (credits - held - charged)::float8 as left, reason, expires_at
    from grants
    where team_id = ${team} and subject = ${subject} and revoked_at is null
      and (expires_at is null or expires_at > ${now}) and held + charged < credits
    order by expires_at nulls last, at, grant_id`;
  return rows.map(({ grant_id: grantId, expires_at: expiresAt, ...rest }) => {
    return { grantId, ...rest, expiresAt };
  });
}
