import type { QuotaSubject } from '../chat/domain/admin-command.ts';
import { msg } from '../messages/domain/message.ts';
import { rich } from '../messages/domain/rich-text.ts';
import { mention } from '../messages/domain/mention.ts';
import { shownReply } from './domain/admin-replies.ts';
import type { UseNow } from './domain/admin-replies.ts';
import { periodOf, sourcedPolicy } from '../credits/domain/allowance.ts';
import type { Allowance, PolicyFor, CreditDefaults } from '../credits/domain/allowance.ts';
import type { Reply } from '../messages/domain/reply.ts';
import { personId } from '../shared/domain/ids.ts';
import type { AccountUsage, Wallet } from '../credits/ports/wallet.ts';
import { namedBy, personBy, POOL, rolesOf } from './subject.ts';
import type { Admin } from './subject.ts';
import type { JobHistory } from '../jobs/ports/job-history.ts';
import type { QuotaStore } from './ports/quota-store.ts';
import { confirmOverWords } from '../teams/domain/confirm-over-words.ts';
import { languageWords } from '../people/domain/language-replies.ts';
import { teamLanguage } from '../people/language.ts';
import type { TeamLanguageDependencies } from '../people/language.ts';
import type { Clock } from '../shared/ports/clock.ts';

export interface ShowQuotaDependencies extends TeamLanguageDependencies {
  readonly history: JobHistory;
  readonly wallet: Wallet;
  readonly quotas: QuotaStore;
  readonly clock: Clock;
  readonly defaults: CreditDefaults;
}

/** Counted, not shown. */
const MOST_OPEN = 1_000;

/** What holds for somebody and where it comes from, with what was used of it. */
export async function showQuota(
  deps: ShowQuotaDependencies,
  admin: Admin,
  of: QuotaSubject,
): Promise<Reply> {
  const { context, settings } = admin;
  const { requester } = context;
  const { teamId: team } = context.who;
  const now = deps.clock.now();
  const person = of.kind === 'person' ? await personBy(deps, requester, of.id) : null;
  const known = person === null ? { roles: [], doubt: null } : await rolesOf(deps, admin, person);
  const roles = of.kind === 'role' ? [of.id] : known.roles;
  // Nobody is called so: with nobody's own policy it is what the role or the team has.
  const who = { teamId: team, personId: person ?? personId('') };
  const [usage, grants, poolGrants, open] = await Promise.all([
    deps.wallet.usage(who, roles, now),
    person === null ? [] : deps.quotas.grants(team, person, now),
    deps.quotas.grants(team, POOL, now),
    person === null ? null : deps.history.listOf(team, person, { open: true, most: MOST_OPEN }),
  ]);
  const policy = sourcedPolicy(usage.policies.filter(counts(of)), deps.defaults.policy);
  const pool = usage.pool ?? deps.defaults.pool;
  const reply = shownReply({
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
  if (of.kind !== 'team') return reply;
  const language = teamLanguage(deps, settings);
  const { confirmOver, inbox, digest } = settings;
  const rules = [
    languageWords(deps.languages.all.find((it) => it.tag === language) ?? null),
    msg('chat.label-value', {
      label: msg('chat.confirmation'),
      value: confirmOverWords(confirmOver),
    }),
    inbox === null ? msg('admin.requests-here') : msg('admin.requests-to', { channel: inbox }),
    digest === null ? msg('reports.weekly-off') : msg('reports.weekly-on', { channel: digest }),
  ];
  return { ...reply, lines: [...reply.lines, ...rules.map(rich)] };
}

function counts(of: QuotaSubject): (it: PolicyFor) => boolean {
  return ({ subject }) =>
    of.kind === 'person' || subject.kind === of.kind || subject.kind === 'team';
}

function useOf(allowance: Allowance, used: AccountUsage['used']): UseNow {
  return { allowance, ...used[periodOf(allowance)] };
}
