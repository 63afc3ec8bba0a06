import type { InteractionContext } from '../chat/domain/interaction.ts';
import { refusedReply } from '../messages/domain/reply.ts';
import type { Reply } from '../messages/domain/reply.ts';
import { isPersonal } from '../shared/domain/ids.ts';
import {
  linkCodeReply,
  linkedReply,
  notLinkedReply,
  unlinkedReply,
} from './domain/link-replies.ts';
import { later } from '../shared/domain/later.ts';
import type { NewAuditEntry } from '../teams/domain/audit-entry.ts';
import type { Identity } from '../teams/domain/identity.ts';
import type { LinkStore } from './ports/link-store.ts';
import type { Clock } from '../shared/ports/clock.ts';

export interface LinkAccountDependencies {
  readonly links: LinkStore;
  readonly clock: Clock;
}

/** To type a code on another screen. */
export const CODE_MS = 15 * 60 * 1000;

/** Makes a code, or makes two accounts one person by it. */
export async function linkAccount(
  deps: LinkAccountDependencies,
  { requester, who }: InteractionContext,
  code: string | null,
): Promise<Reply> {
  if (isPersonal(who.teamId)) {
    return refusedReply(
      'Accounts are linked where a team shares its credits, not in a direct chat.',
    );
  }
  if (code === null) {
    const until = later(deps.clock.now(), CODE_MS);
    const entry = entryOf(deps, who, 'link-account-code');
    return linkCodeReply(
      'account',
      await deps.links.offer(who, requester, 'account', until, entry),
      until,
    );
  }
  const linked = await deps.links.joinPerson(requester, code, entryOf(deps, who, 'link-account'));
  return linked.status === 'done' ? linkedReply('account') : notLinkedReply('account', linked);
}

/** Makes an account a person of its own again. */
export async function unlinkAccount(
  deps: LinkAccountDependencies,
  { requester, who }: InteractionContext,
): Promise<Reply> {
  const left = await deps.links.leavePerson(requester, entryOf(deps, who, 'unlink-account'));
  return left.status === 'done' ? unlinkedReply('account') : notLinkedReply('account', left);
}

function entryOf(
  deps: LinkAccountDependencies,
  { personId }: Identity,
  action: string,
): NewAuditEntry {
  return { at: deps.clock.now(), actor: personId, action, target: personId, reason: '' };
}
