import { z } from 'zod';
import type { Per, PolicyFor } from '../../core/credits/domain/allowance.ts';
import { ownTeam, personId, teamId } from '../../core/shared/domain/ids.ts';
import type { Extra, AccountUsage, Use, Wallet } from '../../core/credits/ports/wallet.ts';
import { allowanceSchema } from './allowance-json.ts';
import type { Sql } from '../connection/connection.ts';
import { sql } from '../drizzle.cjs';
import { balances, policies } from '../schema/credits.ts';
import { accounts, workspaces } from '../schema/teams.ts';
import { kinds, maybe } from '../statements/kinds.ts';
import type { ValuesOf } from '../statements/kinds.ts';
import { sqlStatement } from '../statements/statement.ts';
import { POOL } from './periods.ts';

export const policySchema = z.object({
  allowance: allowanceSchema.optional(),
  perJob: z.int().nonnegative().optional(),
  atOnce: z.int().nonnegative().optional(),
});

const grantSchema = z.object({ left: z.int(), expiresAt: z.coerce.number().nullable() });

const resolve = sqlStatement(
  {
    platform: workspaces.platform,
    workspace: workspaces.workspaceId,
    person: kinds.text,
    own: kinds.text,
  },
  { team: kinds.text, person: maybe(accounts.personId) },
  (p) => sql`
    select t.team, a.person_id as person
    from (select coalesce((select team_id from workspaces
      where platform = ${p.platform} and workspace_id = ${p.workspace}), ${p.own}) as team) t
    left join accounts a on a.team_id = t.team and a.platform = ${p.platform}
      and a.account_id = ${p.person}`,
);

const used = { subject: kinds.text, per: balances.per, endsAt: kinds.moment, used: kinds.float };
type UseRow = ValuesOf<typeof used>;

const readUses = sqlStatement(
  { team: balances.teamId, subjects: kinds.texts, now: kinds.moment },
  used,
  (p) => sql`
    with subject as (
      select s.subject, p.per, coalesce(t.time_zone, 'UTC') as zone
      from unnest(${p.subjects}) as s(subject)
      cross join unnest(array['day', 'week', 'month']) as p(per)
      left join teams t on t.team_id = ${p.team}
    ),
    period as (
      select subject, per,
        (date_trunc(per, ${p.now} at time zone zone) + ('1 ' || per)::interval)
          at time zone zone as ends_at
      from subject
    )
    select p.subject, p.per, coalesce(b.ends_at, p.ends_at) as ends_at,
      -- A period without a row had no hold yet.
      coalesce(b.held + b.charged, 0)::float8 as used
    from period p
    left join balances b on b.team_id = ${p.team} and b.subject = p.subject
      and b.per = p.per and b.starts_at <= ${p.now} and b.ends_at > ${p.now}`,
);

/** What admins set or granted. */
const set = { kind: kinds.text, subject: kinds.text, value: kinds.json };
type SetRow = ValuesOf<typeof set>;

const readSet = sqlStatement(
  {
    team: policies.teamId,
    person: policies.subject,
    roles: kinds.texts,
    pool: policies.subject,
    now: kinds.moment,
  },
  set,
  (p) => sql`
    select kind, subject, policy as value from policies
    where team_id = ${p.team} and (
      kind in ('team', 'pool')
      or (kind = 'person' and subject = ${p.person})
      or (kind = 'role' and subject = any(${p.roles})))
    union all
    select 'grant', subject, jsonb_build_object('left', credits - held - charged,
      'expiresAt', extract(epoch from expires_at) * 1000)
    from grants
    where team_id = ${p.team} and subject in (${p.person}, ${p.pool})
      and revoked_at is null and (expires_at is null or expires_at > ${p.now})
      and credits > held + charged`,
);

/** Reads who somebody is, what they used and what was set for them. Credits move in the job store. */
export function createPostgresWallet(on: Sql): Wallet {
  return {
    async resolveIdentity({ platform, workspace, person }) {
      // Without a row of its own a workspace is a team of its own, and an account a person.
      const own = ownTeam(platform, workspace);
      const of = { platform, workspace: workspace.id, person: person.id, own };
      const [row] = await resolve(on, of);
      return {
        teamId: teamId(row?.team ?? own),
        personId: personId(row?.person ?? `${platform}:${person.id}`),
      };
    },

    async usage(who, roles, now) {
      const of = { team: who.teamId, person: who.personId, pool: POOL, roles, now };
      const [uses, rows] = await Promise.all([
        readUses(on, { team: who.teamId, subjects: [who.personId, POOL], now }),
        readSet(on, of),
      ]);
      return usageOf(uses, rows, who.personId);
    },
  };
}

function usageOf(uses: readonly UseRow[], rows: readonly SetRow[], person: string): AccountUsage {
  const pool = rows.find((it) => it.kind === 'pool');
  const { allowance = null, atOnce = null } = policySchema.parse(pool?.value ?? {});
  return {
    policies: rows.flatMap(({ kind, subject, value }): PolicyFor[] =>
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
    extra: extraOf(rows, person),
    poolExtra: extraOf(rows, POOL),
  };
}

function extraOf(rows: readonly SetRow[], subject: string): Extra {
  const grants = rows.flatMap((it) =>
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
    return { used: row.used, renewsAt: row.endsAt };
  };
  return { day: of('day'), week: of('week'), month: of('month') };
}
