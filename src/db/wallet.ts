import { z } from 'zod';
import type { Per, PolicyFor } from '../core/domain/allowance.ts';
import { ownTeam, personId, teamId } from '../core/domain/ids.ts';
import type { Standing, Use, Wallet } from '../core/ports/wallet.ts';
import type { Sql } from './connection.ts';
import { POOL } from './periods.ts';

const allowanceSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('credits'),
    credits: z.int().nonnegative(),
    per: z.enum(['day', 'week', 'month']),
  }),
  z.object({ kind: z.literal('unlimited') }),
  z.object({ kind: z.literal('none') }),
]);

const policySchema = z.object({
  allowance: allowanceSchema.optional(),
  perJob: z.int().nonnegative().optional(),
  atOnce: z.int().nonnegative().optional(),
});

interface UseRow {
  readonly subject: string;
  readonly per: Per;
  readonly used: number;
  readonly ends_at: Date;
}

/** Reads who somebody is, what they used and what was set for them. Credits move in the job store. */
export function createPostgresWallet(sql: Sql): Wallet {
  return {
    async whoIs({ platform, workspace, person }) {
      // Without a row of its own a workspace is a team of its own, and an account a person.
      const own = ownTeam(platform, workspace);
      const ownPerson = `${platform}:${person.id}`;
      const [row] = await sql<{ team: string; person: string | null }[]>`
        select t.team, a.person_id as person
        from (select coalesce((select team_id from workspaces
          where platform = ${platform} and workspace_id = ${workspace.id}), ${own}) as team) t
        left join accounts a on a.team_id = t.team and a.platform = ${platform}
          and a.account_id = ${person.id}`;
      return {
        teamId: teamId(row?.team ?? own),
        personId: personId(row?.person ?? ownPerson),
      };
    },

    async standing(who, roles, now) {
      const [uses, policies] = await Promise.all([
        sql<UseRow[]>`
          with subject as (
            select s.subject, p.per, coalesce(t.time_zone, 'UTC') as zone
            from unnest(${[who.personId, POOL]}::text[]) as s(subject)
            cross join unnest(array['day', 'week', 'month']) as p(per)
            left join teams t on t.team_id = ${who.teamId}
          ),
          period as (
            select subject, per,
              (date_trunc(per, ${now}::timestamptz at time zone zone) + ('1 ' || per)::interval)
                at time zone zone as ends_at
            from subject
          )
          select p.subject, p.per, p.ends_at,
            -- A period without a row had no hold yet.
            coalesce(b.held + b.charged, 0)::int as used
          from period p
          left join balances b on b.team_id = ${who.teamId} and b.subject = p.subject
            and b.per = p.per and b.starts_at <= ${now} and b.ends_at > ${now}`,
        sql<{ kind: string; policy: unknown }[]>`
          select kind, policy from policies
          where team_id = ${who.teamId} and (
            kind in ('team', 'pool')
            or (kind = 'person' and subject = ${who.personId})
            or (kind = 'role' and subject = any(${[...roles]}::text[])))`,
      ]);
      return standingOf(uses, policies, who.personId);
    },
  };
}

function standingOf(
  uses: readonly UseRow[],
  policies: readonly { readonly kind: string; readonly policy: unknown }[],
  person: string,
): Standing {
  const pool = policies.find((it) => it.kind === 'pool');
  return {
    policies: policies.flatMap(({ kind, policy }): PolicyFor[] =>
      kind === 'person' || kind === 'role' || kind === 'team'
        ? [{ subject: { kind }, policy: policySchema.parse(policy) }]
        : [],
    ),
    pool: pool === undefined ? null : (policySchema.parse(pool.policy).allowance ?? null),
    used: usedOf(uses, person),
    poolUsed: usedOf(uses, POOL),
  };
}

function usedOf(uses: readonly UseRow[], subject: string): Standing['used'] {
  const of = (per: Per): Use => {
    const row = uses.find((it) => it.subject === subject && it.per === per);
    if (row === undefined) throw new Error(`No ${per} was read for ${subject}`);
    return { used: row.used, renewsAt: row.ends_at };
  };
  return { day: of('day'), week: of('week'), month: of('month') };
}
