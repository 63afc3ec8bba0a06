import type { Policy } from '../../core/credits/domain/allowance.ts';
import type { TeamId } from '../../core/shared/domain/ids.ts';
import type { PolicyKey } from '../../core/admin/ports/team-store.ts';
import type { Statements } from '../connection/connection.ts';
import { jsonText } from '../shared/json-text.ts';
import { policySchema } from './wallet.ts';

interface PolicyRow {
  readonly kind: PolicyKey['kind'];
  readonly subject: string;
  readonly policy: unknown;
}

/** Everything that was set for a team and those in it. */
export async function readPolicies(
  sql: Statements,
  team: TeamId,
): Promise<readonly (PolicyKey & { readonly policy: Policy })[]> {
  const rows = await sql<PolicyRow[]>`
    select kind, subject, policy from policies where team_id = ${team} order by kind, subject`;
  return rows.map(({ kind, subject, policy }) => {
    return { kind, subject, policy: policySchema.parse(policy) };
  });
}

export async function readPolicy(
  sql: Statements,
  team: TeamId,
  { kind, subject }: PolicyKey,
): Promise<Policy> {
  const [row] = await sql<{ policy: unknown }[]>`
    select policy from policies
    where team_id = ${team} and kind = ${kind} and subject = ${subject}`;
  return row === undefined ? {} : policySchema.parse(row.policy);
}

/** One that says nothing any more has no row. */
export async function writePolicy(
  sql: Statements,
  team: TeamId,
  { kind, subject }: PolicyKey,
  policy: Policy,
): Promise<void> {
  if (Object.values(policy).every((it) => it === undefined)) {
    await sql`
      delete from policies where team_id = ${team} and kind = ${kind} and subject = ${subject}`;
    return;
  }
  await sql`
    insert into policies (team_id, kind, subject, policy)
    values (${team}, ${kind}, ${subject}, ${jsonText(policy)}::text::jsonb)
    on conflict (team_id, kind, subject) do update set policy = excluded.policy`;
}
