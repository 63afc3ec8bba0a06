import type { AdminAct } from '../chat/domain/admin-command.ts';
import { wrongIn } from './domain/validate-admin-command.ts';
import { targetOf } from './domain/audit-target.ts';
import type { Ask } from '../chat/domain/interaction.ts';
import type { Note } from '../messages/domain/reply.ts';
import { refusedNote } from '../messages/domain/reply.ts';
import { shorten } from '../messages/domain/rich-text.ts';
import { readAudit } from './show-audit-log.ts';
import { grantCredits, revokeCredits, setPool, setQuota } from './set-quota.ts';
import { showQuota } from './show-quota.ts';
import { changeAdmins, changeChannels, changeInbox, changeModels, changeTimeZone, changeWords } from './set-team-rules.ts';
import { admit } from './authorize-admin.ts';
import type { Core } from '../core.ts';
import { digestTo } from '../reports/weekly-report.ts';
import { linkWorkspace, unlinkWorkspace } from '../people/link-workspaces.ts';
import { reportTo } from '../reports/report.ts';

/** Does what an admin asks for, and writes it down; others are refused, and that is written down. */
export async function administer(core: Core, ask: Ask, act: AdminAct): Promise<Note | null> {
  const reason = shorten('reason' in act ? act.reason : '', 300);
  const target = shorten(targetOf(ask.asker, act), 300);
  const admission = await admit(core, ask.asker, { action: act.act, target, reason });
  if (admission.status === 'refused') return admission.note;
  const wrong = wrongIn(act);
  if (wrong !== null) return refusedNote(`${wrong} Nothing was changed.`);
  const { who, team } = admission;
  const entry = { at: core.clock.now(), actor: who.personId, action: act.act, target, reason };
  const admin = { ask, team: who.teamId, settings: team, entry };
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
      return changeInbox(core, admin, act.channel);
    case 'audit':
      return readAudit(core, admin, act.from);
    case 'report':
      return reportTo(core, ask, act.days);
    case 'digest':
      return digestTo(core, ask, act.channel);
    case 'link':
      return linkWorkspace(core, ask, act.code);
    case 'unlink':
      return unlinkWorkspace(core, ask);
  }
}
