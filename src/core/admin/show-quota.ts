import type { QuotaSubject } from '../chat/domain/admin-command.ts';
import { mention } from '../messages/domain/mention.ts';
import { shownReply } from './domain/admin-replies.ts';
import type { UseNow } from './domain/admin-replies.ts';
import { periodOf, sourcedPolicy } from '../credits/domain/allowance.ts';
import type { Allowance, PolicyFor } from '../credits/domain/allowance.ts';
import type { Reply } from '../messages/domain/reply.ts';
import { personId } from '../shared/domain/ids.ts';
import type { PersonId } from '../shared/domain/ids.ts';
import type { AccountUsage } from '../credits/ports/wallet.ts';
import { namedBy, personBy, POOL } from './set-quota.ts';
import type { Admin } from './set-quota.ts';
import type { Core } from '../core.ts';

/** Counted, not shown. */
const MOST_OPEN = 1_000;

/** What holds for somebody and where it comes from, with what was used of it. */
export async function showQuota(core: Core, admin: Admin, of: QuotaSubject): Promise<Reply> {
  const { interaction, team, settings } = admin;
  const { asker: requester } = interaction;
  const now = core.clock.now();
  const person = of.kind === 'person' ? await personBy(core, requester, of.id) : null;
  const known = person === null ? { roles: [], doubt: null } : await rolesOf(core, admin, person);
  const roles = of.kind === 'role' ? [of.id] : known.roles;
  // Nobody is called so: with nobody's own policy it is what the role or the team has.
  const who = { teamId: team, personId: person ?? personId('') };
  const [usage, grants, poolGrants, open] = await Promise.all([
    core.wallet.usage(who, roles, now),
    person === null ? [] : core.quotas.grants(team, person, now),
    core.quotas.grants(team, POOL, now),
    person === null ? null : core.history.listOf(team, person, { open: true, most: MOST_OPEN }),
  ]);
  const policy = sourcedPolicy(usage.policies.filter(counts(of)), core.defaults.policy);
  const pool = usage.pool ?? core.defaults.pool;
  return shownReply({
    of: namedBy(requester, of),
    policy,
    role: (id) => mention({ platform: requester.platform, id }, 'role'),
    use: person === null ? null : useOf(policy.allowance.value, usage.used),
    grants,
    open: open && { jobs: open.length, held: open.reduce((sum, it) => sum + it.quote, 0) },
    pool:
      of.kind === 'team' ? { use: useOf(pool, usage.poolUsed), atOnce: usage.poolAtOnce } : null,
    poolGrants,
    timeZone: settings.timeZone,
    doubt: known.doubt,
  });
}

function counts(of: QuotaSubject): (it: PolicyFor) => boolean {
  return ({ subject }) =>
    of.kind === 'person' || subject.kind === of.kind || subject.kind === 'team';
}

function useOf(allowance: Allowance, used: AccountUsage['used']): UseNow {
  return { allowance, ...used[periodOf(allowance)] };
}

/** A chat vouches for the roles of whoever asks; of others it is known what they had when they did. */
async function rolesOf(
  core: Core,
  { interaction, team, entry }: Admin,
  person: PersonId,
): Promise<{ readonly roles: readonly string[]; readonly doubt: string | null }> {
  if (entry.actor === person) return { roles: interaction.asker.roles, doubt: null };
  const [last] = await core.history.listOf(team, person, { open: false, most: 1 });
  return last === undefined
    ? {
        roles: [],
        doubt:
          'They have not asked for a video yet, so their roles are not known: a role may change this.',
      }
    : { roles: last.roles, doubt: 'Roles are as of the last video they asked for.' };
}
