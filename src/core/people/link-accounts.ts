import type { Requester } from '../teams/domain/requester.ts';
import type { Reply } from '../messages/domain/reply.ts';
import { isPersonal } from '../shared/domain/ids.ts';
import {
  linkCodeReply,
  linkedReply,
  notLinkedReply,
  unlinkedReply,
} from './domain/link-replies.ts';
import { refusedReply } from '../messages/domain/reply.ts';
import { later } from '../shared/domain/later.ts';
import type { NewAuditEntry } from '../teams/domain/audit-entry.ts';
import type { Identity } from '../teams/domain/identity.ts';
import type { Core } from '../core.ts';

/** To type a code on another screen. */
export const CODE_MS = 15 * 60 * 1000;

/** Makes a code, or makes two accounts one person by it. */
export async function linkAccount(
  core: Core,
  requester: Requester,
  code: string | null,
): Promise<Reply> {
  const who = await core.wallet.resolveIdentity(requester);
  if (isPersonal(who.teamId)) {
    return refusedReply(
      'Accounts are linked where a team shares its credits, not in a direct chat.',
    );
  }
  if (code === null) {
    const until = later(core.clock.now(), CODE_MS);
    const entry = entryOf(core, who, 'link-account-code');
    return linkCodeReply(
      'account',
      await core.links.offer(who, requester, 'account', until, entry),
      until,
    );
  }
  const linked = await core.links.joinPerson(requester, code, entryOf(core, who, 'link-account'));
  return linked.status === 'done' ? linkedReply('account') : notLinkedReply('account', linked);
}

/** Makes an account a person of its own again. */
export async function unlinkAccount(core: Core, requester: Requester): Promise<Reply> {
  const who = await core.wallet.resolveIdentity(requester);
  const left = await core.links.leavePerson(requester, entryOf(core, who, 'unlink-account'));
  return left.status === 'done' ? unlinkedReply('account') : notLinkedReply('account', left);
}

function entryOf(core: Core, { personId }: Identity, action: string): NewAuditEntry {
  return { at: core.clock.now(), actor: personId, action, target: personId, reason: '' };
}
