import type { AdminAct } from '../chat/domain/admin-command.ts';
import { wrongIn } from './domain/validate-admin-command.ts';
import { targetOf } from './domain/audit-target.ts';
import type { Interaction } from '../chat/domain/interaction.ts';
import type { Reply } from '../messages/domain/reply.ts';
import { refusedReply } from '../messages/domain/reply.ts';
import { shorten } from '../messages/domain/rich-text.ts';
import { readAudit } from './show-audit-log.ts';
import { grantCredits, revokeCredits, setPool, setQuota } from './set-quota.ts';
import { showQuota } from './show-quota.ts';
import {
  changeAdmins,
  changeChannels,
  changeRequestChannel,
  changeModels,
  changeTimeZone,
  changeWords,
} from './set-team-rules.ts';
import { authorizeAdmin } from './authorize-admin.ts';
import type { Core } from '../core.ts';
import { weeklyReportTo } from '../reports/weekly-report.ts';
import { linkWorkspace, unlinkWorkspace } from '../people/link-workspaces.ts';
import { reportTo } from '../reports/report.ts';

/** Does what an admin asks for, and writes it down; others are refused, and that is written down. */
export async function administer(
  core: Core,
  interaction: Interaction,
  act: AdminAct,
): Promise<Reply | null> {
  const reason = shorten('reason' in act ? act.reason : '', 300);
  const target = shorten(targetOf(interaction.asker, act), 300);
  const authorization = await authorizeAdmin(core, interaction.asker, {
    action: act.act,
    target,
    reason,
  });
  if (authorization.status === 'refused') return authorization.note;
  const wrong = wrongIn(act);
  if (wrong !== null) return refusedReply(`${wrong} Nothing was changed.`);
  const { who, team } = authorization;
  const entry = { at: core.clock.now(), actor: who.personId, action: act.act, target, reason };
  const admin = { interaction, team: who.teamId, settings: team, entry };
  switch (act.act) {
    case 'set':
      return setQuota(core, admin, act);
    case 'pool':
      return setPool(core, admin, act);
    case 'grant':
      return grantCredits(core, admin, act);
    case 'revoke':
      return revokeCredits(core, admin, act);
    case 'show':
      return showQuota(core, admin, act.of);
    case 'admins':
      return changeAdmins(core, admin, act);
    case 'channels':
      return changeChannels(core, admin, act);
    case 'words':
      return changeWords(core, admin, act);
    case 'model':
      return changeModels(core, admin, act);
    case 'time-zone':
      return changeTimeZone(core, admin, act.zone);
    case 'inbox':
      return changeRequestChannel(core, admin, act.channel);
    case 'audit':
      return readAudit(core, admin, act.from);
    case 'report':
      return reportTo(core, interaction, act.days);
    case 'digest':
      return weeklyReportTo(core, interaction, act.channel);
    case 'link':
      return linkWorkspace(core, interaction, act.code);
    case 'unlink':
      return unlinkWorkspace(core, interaction);
  }
}
