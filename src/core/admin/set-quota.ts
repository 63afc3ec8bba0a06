import type { AdminAct, PolicyChange, QuotaSubject } from '../chat/domain/admin-command.ts';
import { grantedReply, policySetReply, revokedReply } from './domain/admin-replies.ts';
import type { Subject } from './domain/admin-replies.ts';
import { effectivePolicy } from '../credits/domain/allowance.ts';
import type { Allowance, CreditDefaults, Policy } from '../credits/domain/allowance.ts';
import type { Requester } from '../teams/domain/requester.ts';
import type { Reply } from '../messages/domain/reply.ts';
import { DAY_MS, later } from '../shared/domain/later.ts';
import { personId } from '../shared/domain/ids.ts';
import { namedBy, namedGrantee, personBy, POOL, rolesOf } from './subject.ts';
import type { Admin } from './subject.ts';
import type { JobHistory } from '../jobs/ports/job-history.ts';
import type { PolicyKey, QuotaStore } from './ports/quota-store.ts';
import type { Wallet } from '../credits/ports/wallet.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { Hash } from '../shared/ports/hash.ts';

export interface SetQuotaDependencies {
  readonly wallet: Wallet;
  readonly quotas: QuotaStore;
  readonly clock: Clock;
  readonly hash: Hash;
  readonly history: JobHistory;
  readonly defaults: CreditDefaults;
}

type Act<name extends AdminAct['act']> = Extract<AdminAct, { readonly act: name }>;

export async function setQuota(
  deps: SetQuotaDependencies,
  admin: Admin,
  { for: subject, change }: Act<'set'>,
): Promise<Reply> {
  const { requester } = admin.context;
  const key = await keyOf(deps, requester, subject);
  return changePolicy(deps, admin, key, change, namedBy(requester, subject));
}

export async function setPool(
  deps: Pick<SetQuotaDependencies, 'quotas'>,
  admin: Admin,
  { change }: Act<'pool'>,
): Promise<Reply> {
  return changePolicy(deps, admin, { kind: 'pool', subject: '' }, change, 'pool');
}

async function changePolicy(
  deps: Pick<SetQuotaDependencies, 'quotas'>,
  { context: { who }, entry }: Admin,
  key: PolicyKey,
  change: PolicyChange,
  of: Subject,
): Promise<Reply> {
  const to = changing(change);
  const { before, after } = await deps.quotas.changePolicy(who.teamId, key, to, entry);
  return policySetReply(of, before, after);
}

export async function grantCredits(
  deps: SetQuotaDependencies,
  admin: Admin,
  { to, credits, days, reason }: Act<'grant'>,
): Promise<Reply> {
  const { context, settings, entry } = admin;
  const { key, requester, who } = context;
  const subject = await granteeOf(deps, requester, to);
  const expiresAt = days === null ? null : later(deps.clock.now(), days * DAY_MS);
  // Asked for once it is granted once, however often the interaction is handled.
  const grantId = shortName(deps.hash(`grant ${requester.platform} ${key}`));
  await deps.quotas.grant(who.teamId, { grantId, subject, credits, expiresAt }, entry);
  return grantedReply({
    to: namedGrantee(requester, to),
    amount: credits,
    until: expiresAt,
    timeZone: settings.timeZone,
    allowance: await allowanceOf(deps, admin, subject),
    reason,
  });
}

export async function revokeCredits(
  deps: SetQuotaDependencies,
  { context: { key, requester, who }, entry }: Admin,
  { from, grant, reason }: Act<'revoke'>,
): Promise<Reply> {
  const subject = await granteeOf(deps, requester, from);
  const once = deps.hash(`revoke ${requester.platform} ${key}`);
  const taken = await deps.quotas.revoke(who.teamId, subject, grant?.trim() ?? null, entry, once);
  return revokedReply(namedGrantee(requester, from), taken, reason);
}

/** Short enough to be typed. */
function shortName(hash: string): string {
  return hash.replaceAll(/[-_]/g, '0').slice(0, 12);
}

function changing(change: PolicyChange): (policy: Policy) => Policy {
  const part = <value>(now: value | undefined, to: value | 'inherit' | undefined) =>
    to === undefined ? now : to === 'inherit' ? undefined : to;
  return (policy) => ({
    allowance: part(policy.allowance, change.allowance),
    perJob: part(policy.perJob, change.perJob),
    atOnce: part(policy.atOnce, change.atOnce),
  });
}

async function keyOf(
  deps: SetQuotaDependencies,
  requester: Requester,
  subject: QuotaSubject,
): Promise<PolicyKey> {
  switch (subject.kind) {
    case 'person':
      return { kind: 'person', subject: await personBy(deps, requester, subject.id) };
    case 'role':
      return { kind: 'role', subject: subject.id };
    case 'team':
      return { kind: 'team', subject: '' };
  }
}

async function granteeOf(
  deps: SetQuotaDependencies,
  requester: Requester,
  to: QuotaSubject,
): Promise<string> {
  return to.kind === 'person' ? personBy(deps, requester, to.id) : POOL;
}

/** What somebody, or the team, uses before extra credits. */
async function allowanceOf(
  deps: SetQuotaDependencies,
  admin: Admin,
  subject: string,
): Promise<Allowance> {
  const { teamId } = admin.context.who;
  const person = personId(subject);
  const { roles } = subject === POOL ? { roles: [] } : await rolesOf(deps, admin, person);
  const usage = await deps.wallet.usage({ teamId, personId: person }, roles, deps.clock.now());
  return subject === POOL
    ? (usage.pool ?? deps.defaults.pool)
    : effectivePolicy(usage.policies, deps.defaults.policy).allowance;
}
