import type { Policy } from '../../core/credits/domain/allowance.ts';
import type { TeamId } from '../../core/shared/domain/ids.ts';
import type { PolicyKey } from '../../core/admin/ports/quota-store.ts';
import type { Statements } from '../connection/connection.ts';
import { jsonText } from '../shared/json-text.ts';
import { policySchema } from './wallet.ts';

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
