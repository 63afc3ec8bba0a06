import { effectivePolicy, limitOf, periodOf } from './domain/allowance.ts';
import type { Allowance, EffectivePolicy, CreditDefaults } from './domain/allowance.ts';
import { isPersonal } from '../shared/domain/ids.ts';
import type { Extra, Wallet } from './ports/wallet.ts';
import type { Identity } from '../teams/domain/identity.ts';
import type { Clock } from '../shared/ports/clock.ts';

export interface AccountDependencies {
  readonly wallet: Wallet;
  readonly clock: Clock;
  readonly defaults: CreditDefaults;
}

export interface Account {
  readonly policy: EffectivePolicy;
  readonly pool: Allowance;
  /** Jobs that may be open at one time in the whole team; null: any number. */
  readonly poolAtOnce: number | null;
  readonly used: number;
  readonly renewsAt: Date;
  readonly extra: Extra;
  readonly poolExtra: Extra;
  /** By the allowance and grants of the person alone; null: anything. */
  readonly ownLeft: number | null;
  /** By the pool and grants of the team alone; null: anything. */
  readonly poolLeft: number | null;
  readonly poolUsed: number;
  readonly poolRenewsAt: Date;
  /** What one more job may cost, by the person's allowance and the team's pool; null: anything. */
  readonly left: number | null;
}

/** What somebody may still use, with everything that was set for them taken together. */
export async function accountOf(
  deps: AccountDependencies,
  who: Identity,
  roles: readonly string[],
): Promise<Account> {
  const usage = await deps.wallet.usage(who, roles, deps.clock.now());
  const { defaults } = deps;
  const personal = isPersonal(who.teamId);
  const fallback = personal
    ? { ...defaults.policy, allowance: defaults.personal }
    : defaults.policy;
  const policy = effectivePolicy(usage.policies, fallback);
  const pool = usage.pool ?? (personal ? { kind: 'unlimited' } : defaults.pool);
  const own = usage.used[periodOf(policy.allowance)];
  const team = usage.poolUsed[periodOf(pool)];
  const ownLeft = remaining(policy.allowance, own.used, usage.extra);
  const poolLeft = remaining(pool, team.used, usage.poolExtra);
  const left = [ownLeft, poolLeft].filter((it) => it !== null);
  return {
    policy,
    pool,
    poolAtOnce: usage.poolAtOnce,
    extra: usage.extra,
    poolExtra: usage.poolExtra,
    ownLeft,
    poolLeft,
    used: own.used,
    renewsAt: own.renewsAt,
    poolUsed: team.used,
    poolRenewsAt: team.renewsAt,
    left: left.length === 0 ? null : Math.min(...left),
  };
}

function remaining(allowance: Allowance, used: number, extra: Extra): number | null {
  const limit = limitOf(allowance);
  return limit === null ? null : Math.max(0, limit - used) + extra.left;
}
