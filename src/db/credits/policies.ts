import type { Policy } from '../../core/credits/domain/allowance.ts';
import type { TeamId } from '../../core/shared/domain/ids.ts';
import type { PolicyKey } from '../../core/admin/ports/quota-store.ts';
import type { Statements } from '../connection/connection.ts';
import { policies } from '../schema/credits.ts';
import { db, equal, excluded } from '../statements/builder.ts';
import { statement } from '../statements/statement.ts';
import { policySchema } from './wallet.ts';

const { teamId, kind, subject, policy } = policies;
const key = { teamId, kind, subject };

const readOne = statement(key, (p) => db.select({ policy }).from(policies).where(equal(key, p)));

const removeOne = statement(key, (p) => db.delete(policies).where(equal(key, p)));

const writeOne = statement({ ...key, policy }, (p) =>
  db
    .insert(policies)
    .values(p)
    .onConflictDoUpdate({ target: [teamId, kind, subject], set: { policy: excluded(policy) } }),
);

export async function readPolicy(sql: Statements, team: TeamId, of: PolicyKey): Promise<Policy> {
  const [row] = await readOne(sql, { teamId: team, kind: of.kind, subject: of.subject });
  return row === undefined ? {} : policySchema.parse(row.policy);
}

/** One that says nothing any more has no row. */
export async function writePolicy(
  sql: Statements,
  team: TeamId,
  of: PolicyKey,
  set: Policy,
): Promise<void> {
  const row = { teamId: team, kind: of.kind, subject: of.subject };
  if (Object.values(set).every((it) => it === undefined)) await removeOne(sql, row);
  else await writeOne(sql, { ...row, policy: set });
}
