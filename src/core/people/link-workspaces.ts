import type { Ask } from '../chat/domain/interaction.ts';
import type { Note } from '../messages/domain/reply.ts';
import { linkCodeNote, linkedNote, notLinkedNote, unlinkedNote } from './domain/link-replies.ts';
import { later } from '../shared/domain/later.ts';
import type { AuditDraft } from '../teams/domain/audit-entry.ts';
import type { Core } from '../core.ts';
import { CODE_MS } from './link-accounts.ts';

/** For an admin: makes a code for another place, or joins the team of the code. */
export async function linkWorkspace(core: Core, ask: Ask, code: string | null): Promise<Note> {
  if (code === null) {
    const who = await core.wallet.whoIs(ask.asker);
    const until = later(core.clock.now(), CODE_MS);
    const entry = await entryOf(core, ask, 'link-code');
    return linkCodeNote(
      'place',
      await core.links.offer(who, ask.asker, 'place', until, entry),
      until,
    );
  }
  const linked = await core.links.joinTeam(ask.asker, code, await entryOf(core, ask, 'link'));
  return linked.status === 'done' ? linkedNote('place') : notLinkedNote('place', linked);
}

/** For an admin: the place leaves its team, or those that joined its own leave. */
export async function unlinkWorkspace(core: Core, ask: Ask): Promise<Note> {
  const left = await core.links.leaveTeam(ask.asker, await entryOf(core, ask, 'unlink'));
  return left.status === 'done' ? unlinkedNote('place') : notLinkedNote('place', left);
}

async function entryOf(core: Core, { asker }: Ask, action: string): Promise<AuditDraft> {
  const { personId } = await core.wallet.whoIs(asker);
  const target = `${asker.platform}:${asker.workspace.id}`;
  return { at: core.clock.now(), actor: personId, action, target, reason: '' };
}
