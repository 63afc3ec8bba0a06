import { notAdminReply, personalReply } from './domain/admin-replies.ts';
import type { InteractionContext } from '../chat/domain/interaction.ts';
import { refusedReply } from '../messages/domain/reply.ts';
import type { Reply } from '../messages/domain/reply.ts';
import { isPersonal } from '../shared/domain/ids.ts';
import { mayAdminister } from '../teams/domain/team-settings.ts';
import type { TeamSettings } from '../teams/domain/team-settings.ts';
import type { NewAuditEntry } from '../teams/domain/audit-entry.ts';
import type { TeamStore } from '../teams/ports/team-store.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { AdminAct } from '../chat/domain/admin-command.ts';
import { wrongIn } from './domain/validate-admin-command.ts';
import { confirmUnlink } from './confirm-unlink.ts';
import { targetOf } from './domain/audit-target.ts';
import { shorten } from '../messages/domain/rich-text.ts';
import { readAudit } from './show-audit-log.ts';
import type { SavePendingActionDependencies } from '../chat/pending-actions.ts';
import { changeTeamLanguage } from './set-language.ts';
import type { SetLanguageDependencies } from './set-language.ts';
import { grantCredits, revokeCredits, setPool, setQuota } from './set-quota.ts';
import type { SetQuotaDependencies } from './set-quota.ts';
import { showQuota } from './show-quota.ts';
import type { ShowQuotaDependencies } from './show-quota.ts';
import {
  changeAdmins,
  changeChannels,
  changeConfirmOver,
  changeRequestChannel,
  changeTimeZone,
  changeWords,
} from './set-team-rules.ts';
import type { SetTeamRulesDependencies } from './set-team-rules.ts';
import { changeModels } from './set-model-rules.ts';
import type { SetModelRulesDependencies } from './set-model-rules.ts';
import { weeklyReportTo } from '../reports/weekly-report.ts';
import type { WeeklyReportToDependencies } from '../reports/weekly-report.ts';
import { linkWorkspace, unlinkWorkspace } from '../people/link.ts';
import type { LinkDependencies } from '../people/link.ts';
import { reportTo } from '../reports/report.ts';
import type { ReportDependencies } from '../reports/report.ts';

export interface AuthorizeAdminDependencies {
  readonly teams: TeamStore;
  readonly clock: Clock;
}

/** What somebody wants to do that only admins may. */
export type Attempt = Pick<NewAuditEntry, 'action' | 'target' | 'reason'>;

export type AdminAuthorization =
  | { readonly status: 'admitted'; readonly team: TeamSettings }
  | { readonly status: 'refused'; readonly reply: Reply };

/**
 * Lets admins do what only they may, by what the chat says of them in this very request and what
 * the team's settings say now. Anybody else is refused, and that is written down; so is everybody
 * in a space of their own, where they would only give themselves what is the operator's.
 */
export async function authorizeAdmin(
  deps: AuthorizeAdminDependencies,
  { requester, who }: InteractionContext,
  attempt: Attempt,
): Promise<AdminAuthorization> {
  const team = await deps.teams.settings(who.teamId);
  const personal = isPersonal(who.teamId);
  if (!personal && mayAdminister(requester, team)) return { status: 'admitted', team };
  const { teamId, personId: actor } = who;
  await deps.teams.refused(teamId, { ...attempt, at: deps.clock.now(), actor });
  return { status: 'refused', reply: personal ? personalReply() : notAdminReply() };
}

export interface AdministerDependencies
  extends
    AuthorizeAdminDependencies,
    LinkDependencies,
    ReportDependencies,
    SavePendingActionDependencies,
    SetLanguageDependencies,
    SetQuotaDependencies,
    SetModelRulesDependencies,
    SetTeamRulesDependencies,
    ShowQuotaDependencies,
    WeeklyReportToDependencies {}

/** Does what an admin asks for, and writes it down; others are refused, and that is written down. */
export async function administer(
  deps: AdministerDependencies,
  context: InteractionContext,
  act: AdminAct,
): Promise<Reply | null> {
  const { requester, who } = context;
  const reason = shorten('reason' in act ? act.reason : '', 300);
  const target = shorten(targetOf(requester, act), 300);
  const attempt = { action: act.act, target, reason };
  const authorization = await authorizeAdmin(deps, context, attempt);
  if (authorization.status === 'refused') return authorization.reply;
  const wrong = wrongIn(act, requester.platform);
  if (wrong !== null) return refusedReply(wrong);
  const { team } = authorization;
  const entry = { ...attempt, at: deps.clock.now(), actor: who.personId };
  const admin = { context, settings: team, entry };
  switch (act.act) {
    case 'set':
      return setQuota(deps, admin, act);
    case 'pool':
      return setPool(deps, admin, act);
    case 'grant':
      return grantCredits(deps, admin, act);
    case 'revoke':
      return revokeCredits(deps, admin, act);
    case 'show':
      return showQuota(deps, admin, act.of);
    case 'admins':
      return changeAdmins(deps, admin, act);
    case 'channels':
      return changeChannels(deps, admin, act);
    case 'words':
      return changeWords(deps, admin, act);
    case 'model':
      return changeModels(deps, admin, act);
    case 'time-zone':
      return changeTimeZone(deps, admin, act.zone);
    case 'language':
      return changeTeamLanguage(deps, admin, act.language);
    case 'confirm':
      return changeConfirmOver(deps, admin, act.over);
    case 'inbox':
      return changeRequestChannel(deps, admin, act.channel);
    case 'audit':
      return readAudit(deps, admin, act.from);
    case 'report':
      return reportTo(deps, context, team.timeZone, act.days);
    case 'digest':
      return weeklyReportTo(deps, context, team, act.channel);
    case 'link':
      return linkWorkspace(deps, context, act.code);
    case 'unlink':
      return act.sure ? unlinkWorkspace(deps, context) : confirmUnlink(deps, context);
  }
}
