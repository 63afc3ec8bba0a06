import type { Asker } from '../teams/domain/requester.ts';
import type { Note } from '../messages/domain/reply.ts';
import { isPersonal } from '../shared/domain/ids.ts';
import { linkCodeNote, linkedNote, notLinkedNote, unlinkedNote } from './domain/link-replies.ts';
import { refusedNote } from '../messages/domain/reply.ts';
import { later } from '../shared/domain/later.ts';
import type { AuditDraft } from '../teams/domain/audit-entry.ts';
import type { Identity } from '../teams/domain/identity.ts';
import type { Core } from '../core.ts';

/** To type a code on another screen. */
export const CODE_MS = 15 * 60 * 1000;

/** Makes a code, or makes two accounts one person by it. */
export async function linkAccount(core: Core, asker: Asker, code: string | null): Promise<Note> {
  const who = await core.wallet.whoIs(asker);
  if (isPersonal(who.teamId)) {
    return refusedNote(
      'Accounts are linked where a team shares its credits, not in a direct chat.',
    );
  }
  if (code === null) {
    const until = later(core.clock.now(), CODE_MS);
    const entry = entryOf(core, who, 'link-account-code');
    return linkCodeNote(
      'account',
      await core.links.offer(who, asker, 'account', until, entry),
      until,
    );
  }
  const linked = await core.links.joinPerson(asker, code, entryOf(core, who, 'link-account'));
  return linked.status === 'done' ? linkedNote('account') : notLinkedNote('account', linked);
}

/** Makes an account a person of its own again. */
export async function unlinkAccount(core: Core, asker: Asker): Promise<Note> {
  const who = await core.wallet.whoIs(asker);
  const left = await core.links.leavePerson(asker, entryOf(core, who, 'unlink-account'));
  return left.status === 'done' ? unlinkedNote('account') : notLinkedNote('account', left);
}

function entryOf(core: Core, { personId }: Identity, action: string): AuditDraft {
  return { at: core.clock.now(), actor: personId, action, target: personId, reason: '' };
}
