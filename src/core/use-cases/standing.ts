import { effectivePolicy, limitOf, periodOf } from '../domain/allowance.ts';
import type { Allowance, EffectivePolicy, Per } from '../domain/allowance.ts';
import { isPersonal } from '../domain/ids.ts';
import type { Identity } from '../ports/wallet.ts';
import type { Core } from './core.ts';

export interface Account {
  readonly policy: EffectivePolicy;
  readonly pool: Allowance;
  readonly used: number;
  readonly renewsAt: Date;
  readonly poolUsed: number;
  readonly poolRenewsAt: Date;
  /** What one more job may cost, by the person's allowance and the team's pool; null: anything. */
  readonly left: number | null;
}

/** What somebody may still use, with everything that was set for them taken together. */
export async function accountOf(
  core: Core,
  who: Identity,
  roles: readonly string[],
): Promise<Account> {
  const standing = await core.wallet.standing(who, roles, core.clock.now());
  const { defaults } = core;
  const personal = isPersonal(who.teamId);
  const fallback = personal
    ? { ...defaults.policy, allowance: defaults.personal }
    : defaults.policy;
  const policy = effectivePolicy(standing.policies, fallback);
  const pool = standing.pool ?? (personal ? { kind: 'unlimited' } : defaults.pool);
  const own = standing.used[per(policy.allowance)];
  const team = standing.poolUsed[per(pool)];
  const left = [remaining(policy.allowance, own.used), remaining(pool, team.used)].filter(
    (it) => it !== null,
  );
  return {
    policy,
    pool,
    used: own.used,
    renewsAt: own.renewsAt,
    poolUsed: team.used,
    poolRenewsAt: team.renewsAt,
    left: left.length === 0 ? null : Math.min(...left),
  };
}

function per(allowance: Allowance): Per {
  return periodOf(allowance);
}

function remaining(allowance: Allowance, used: number): number | null {
  const limit = limitOf(allowance);
  return limit === null ? null : Math.max(0, limit - used);
}
