import type { TeamId } from '../../core/shared/domain/ids.ts';
import type { Json } from '../../core/shared/domain/json.ts';
import type { NewAuditEntry } from '../../core/teams/domain/audit-entry.ts';
import type { Sql, Statements } from '../connection/connection.ts';
import { sql } from '../drizzle.cjs';
import { auditLog } from '../schema/teams.ts';
import { takeAdvisoryLock } from '../shared/advisory-lock.ts';
import { kinds } from '../statements/kinds.ts';
import { sqlStatement } from '../statements/statement.ts';

/** A line that is to be written: with what changed, or what somebody tried in vain. */
export type AuditLine = NewAuditEntry & {
  readonly outcome: 'done' | 'refused';
  readonly before: Json;
  readonly after: Json;
};

/**
 * What the hash of a line must be: over the hash of the line before and everything in its own,
 * so that none can be changed, left out or put in between unnoticed. Written and proved by this one
 * expression; `e` is the line, with the columns of the table.
 */
export const AUDIT_HASH = `encode(sha256(convert_to(jsonb_build_array(e.previous, e.team_id, e.seq,
    extract(epoch from e.at), e.actor, e.action, e.outcome, e.target, e.before, e.after,
    e.reason)::text, 'UTF8')), 'hex')`;

/** Changes of one team happen one after the other: each continues the log where the last one ended. */
export async function inTurnOf<result>(
  on: Sql,
  team: TeamId,
  change: (tx: Statements) => Promise<result>,
): Promise<result> {
  return on.begin(async (tx) => {
    await takeAuditTurn(tx, team);
    return change(tx);
  });
}

/** Until the end of the transaction nobody else changes this team. */
export async function takeAuditTurn(tx: Statements, team: TeamId): Promise<void> {
  await takeAdvisoryLock(tx, `audit ${team}`);
}

const appendLine = sqlStatement(
  { team: auditLog.teamId, line: kinds.json },
  {},
  (p) => sql`
    with last as (
      select seq, hash from audit_log where team_id = ${p.team} order by seq desc limit 1
    ),
    e as (
      select ${p.team} as team_id, coalesce((select seq from last), 0) + 1 as seq, r.*,
        coalesce((select hash from last), '') as previous
      from jsonb_to_record(${p.line}) as r(at timestamptz, actor text, action text, outcome text,
        target text, before jsonb, after jsonb, reason text)
    )
    insert into audit_log (team_id, seq, at, actor, action, outcome, target, before, after, reason,
      previous, hash)
    select e.*, ${sql.raw(AUDIT_HASH)} from e`,
);

/** Adds to a team's log. Only in the team's turn: two that read the same last line would break it. */
export async function writeAudit(tx: Statements, team: TeamId, line: AuditLine): Promise<void> {
  const { at, actor, action, outcome, target, before, after, reason } = line;
  const written = { at, actor, action, outcome, target, before, after, reason };
  await appendLine(tx, { team, line: written });
}
