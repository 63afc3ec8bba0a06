import { z } from 'zod';
import type { Per, PolicyFor } from '../../core/credits/domain/allowance.ts';
import { ownTeam, personId, teamId } from '../../core/shared/domain/ids.ts';
import type { Extra, AccountUsage, Use, Wallet } from '../../core/credits/ports/wallet.ts';
import { allowanceSchema } from './allowance-json.ts';
import type { Sql } from '../connection/connection.ts';
import { POOL } from './periods.ts';

export const policySchema = z.object({
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

/** What admins set or granted. */
interface SetRow {
  readonly kind: string;
  readonly subject: string;
  readonly value: unknown;
}

const grantSchema = z.object({ left: z.int(), expiresAt: z.coerce.number().nullable() });

/** Reads who somebody is, what they used and what was set for them. Credits move in the job store. */
export function createPostgresWallet(sql: Sql): Wallet {
  return {
    async resolveIdentity({ platform, workspace, person }) {
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

    async usage(who, roles, now) {
      const [uses, set] = await Promise.all([
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
          select p.subject, p.per, coalesce(b.ends_at, p.ends_at) as ends_at,
            -- A period without a row had no hold yet.
            coalesce(b.held + b.charged, 0)::float8 as used
          from period p
          left join balances b on b.team_id = ${who.teamId} and b.subject = p.subject
            and b.per = p.per and b.starts_at <= ${now} and b.ends_at > ${now}`,
        sql<SetRow[]>`
          select kind, subject, policy as value from policies
          where team_id = ${who.teamId} and (
            kind in ('team', 'pool')
            or (kind = 'person' and subject = ${who.personId})
            or (kind = 'role' and subject = any(${[...roles]}::text[])))
          union all
          select 'grant', subject, jsonb_build_object('left', credits - held - charged,
            'expiresAt', extract(epoch from expires_at) * 1000)
          from grants
          where team_id = ${who.teamId} and subject in (${who.personId}, ${POOL})
            and revoked_at is null and (expires_at is null or expires_at > ${now})
            and credits > held + charged`,
      ]);
      return usageOf(uses, set, who.personId);
    },
  };
}

function usageOf(uses: readonly UseRow[], set: readonly SetRow[], person: string): AccountUsage {
  const pool = set.find((it) => it.kind === 'pool');
  const { allowance = null, atOnce = null } = policySchema.parse(pool?.value ?? {});
  return {
    policies: set.flatMap(({ kind, subject, value }): PolicyFor[] =>
      kind === 'person' || kind === 'role' || kind === 'team'
        ? [
            {
              subject: kind === 'role' ? { kind, id: subject } : { kind },
              policy: policySchema.parse(value),
            },
          ]
        : [],
    ),
    pool: allowance,
    poolAtOnce: atOnce,
    used: usedOf(uses, person),
    poolUsed: usedOf(uses, POOL),
    extra: extraOf(set, person),
    poolExtra: extraOf(set, POOL),
  };
}

function extraOf(set: readonly SetRow[], subject: string): Extra {
  const grants = set.flatMap((it) =>
    it.kind === 'grant' && it.subject === subject ? [grantSchema.parse(it.value)] : [],
  );
  const ends = grants.flatMap((it) => it.expiresAt ?? []);
  return {
    left: grants.reduce((sum, it) => sum + it.left, 0),
    expiresAt: ends.length === 0 ? null : new Date(Math.min(...ends)),
  };
}

function usedOf(uses: readonly UseRow[], subject: string): AccountUsage['used'] {
  const of = (per: Per): Use => {
    const row = uses.find((it) => it.subject === subject && it.per === per);
    if (row === undefined) throw new Error(`No ${per} was read for ${subject}`);
    return { used: row.used, renewsAt: row.ends_at };
  };
  return { day: of('day'), week: of('week'), month: of('month') };
}
