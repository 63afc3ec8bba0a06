import type { AdminAct } from '../domain/admin-act.ts';
import { wrongIn } from '../domain/admin-limits.ts';
import { targetOf } from '../domain/audit-target.ts';
import type { Ask, Note } from '../domain/conversation.ts';
import { refusedNote } from '../domain/notes.ts';
import { shorten } from '../domain/text.ts';
import { readAudit } from './administer-audit.ts';
import { grantCredits, revokeCredits, setPool, setQuota } from './administer-quota.ts';
import { showQuota } from './administer-show.ts';
import {
  changeAdmins,
  changeChannels,
  changeInbox,
  changeModels,
  changeTimeZone,
  changeWords,
} from './administer-team.ts';
import { admit } from './admit.ts';
import type { Core } from './core.ts';
import { digestTo } from './digest.ts';
import { linkWorkspace, unlinkWorkspace } from './link-workspaces.ts';
import { reportTo } from './report.ts';

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
