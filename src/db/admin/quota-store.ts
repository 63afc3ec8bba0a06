import { z } from 'zod';
import type { QuotaStore } from '../../core/admin/ports/quota-store.ts';
import type { TeamId } from '../../core/shared/domain/ids.ts';
import { sameJson } from '../../core/shared/domain/json.ts';
import { inTurnOf, writeAudit } from './audit-chain.ts';
import type { Sql, Statements } from '../connection/connection.ts';
import { sql } from '../drizzle.cjs';
import { auditLog } from '../schema/teams.ts';
import { kinds } from '../statements/kinds.ts';
import { sqlStatement } from '../statements/statement.ts';
import { readPolicy, writePolicy } from '../credits/policies.ts';
import { asJson } from '../shared/json-text.ts';
import { endGrants, insertGrant, readGrants } from './team-grants.ts';

/**
 * What admins set for people's credits. A change that changes nothing writes nothing either, so
 * that one that is made again after a crash is told once.
 */
export function createPostgresQuotas(sql: Sql): QuotaStore {
  return {
    changePolicy(team, key, to, entry) {
      return inTurnOf(sql, team, async (tx) => {
        const before = await readPolicy(tx, team, key);
        const after = to(before);
        const changed = { before: asJson(before), after: asJson(after) };
        if (sameJson(changed.before, changed.after)) return { before, after };
        await writePolicy(tx, team, key, after);
        await writeAudit(tx, team, { ...entry, ...changed, outcome: 'done' });
        return { before, after };
      });
    },
    grant(team, grant, entry) {
      return inTurnOf(sql, team, async (tx) => {
        if (!(await insertGrant(tx, team, grant, entry))) return false;
        const { grantId, credits, expiresAt } = grant;
        const after = asJson({ grant: grantId, credits, expiresAt });
        await writeAudit(tx, team, { ...entry, outcome: 'done', before: null, after });
        return true;
      });
    },
    revoke(team, subject, grantId, entry, once) {
      return inTurnOf(sql, team, async (tx) => {
        const earlier = once === undefined ? null : await revokedBefore(tx, team, once);
        if (earlier !== null) return earlier;
        const ended = await endGrants(tx, team, subject, grantId, entry.at);
        if (ended.length === 0) return 0;
        const before = asJson(ended.map((it) => ({ grant: it.grantId, left: it.left })));
        const after = once === undefined ? null : { once };
        await writeAudit(tx, team, { ...entry, outcome: 'done', before, after });
        return ended.reduce((sum, it) => sum + it.left, 0);
      });
    },
    grants: (team, subject, now) => readGrants(sql, team, subject, now),
  };
}

const revokedSchema = z.array(z.object({ left: z.number() }));

const readRevoked = sqlStatement(
  { team: auditLog.teamId, once: kinds.text },
  { before: auditLog.before },
  (p) => sql`
    select before from audit_log
    where team_id = ${p.team} and action = 'revoke' and after ->> 'once' = ${p.once}`,
);

/** What was taken back by the same request before; null: nothing was. */
async function revokedBefore(on: Statements, team: TeamId, once: string): Promise<number | null> {
  const [row] = await readRevoked(on, { team, once });
  if (row === undefined) return null;
  return revokedSchema.parse(row.before).reduce((sum, it) => sum + it.left, 0);
}
