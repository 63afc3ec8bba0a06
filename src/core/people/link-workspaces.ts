import type { InteractionContext } from '../chat/domain/interaction.ts';
import type { Reply } from '../messages/domain/reply.ts';
import {
  linkCodeReply,
  linkedReply,
  notLinkedReply,
  unlinkedReply,
} from './domain/link-replies.ts';
import { later } from '../shared/domain/later.ts';
import type { NewAuditEntry } from '../teams/domain/audit-entry.ts';
import { CODE_MS } from './link-accounts.ts';
import type { LinkStore } from './ports/link-store.ts';
import type { Clock } from '../shared/ports/clock.ts';

export interface LinkWorkspaceDependencies {
  readonly links: LinkStore;
  readonly clock: Clock;
}

/** For an admin: makes a code for another place, or joins the team of the code. */
export async function linkWorkspace(
  deps: LinkWorkspaceDependencies,
  context: InteractionContext,
  code: string | null,
): Promise<Reply> {
  const { requester, who } = context;
  if (code === null) {
    const until = later(deps.clock.now(), CODE_MS);
    const entry = entryOf(deps, context, 'link-code');
    return linkCodeReply(
      'place',
      await deps.links.offer(who, requester, 'place', until, entry),
      until,
    );
  }
  const linked = await deps.links.joinTeam(requester, code, entryOf(deps, context, 'link'));
  return linked.status === 'done' ? linkedReply('place') : notLinkedReply('place', linked);
}

/** For an admin: the place leaves its team, or those that joined its own leave. */
export async function unlinkWorkspace(
  deps: LinkWorkspaceDependencies,
  context: InteractionContext,
): Promise<Reply> {
  const left = await deps.links.leaveTeam(context.requester, entryOf(deps, context, 'unlink'));
  return left.status === 'done' ? unlinkedReply('place') : notLinkedReply('place', left);
}

function entryOf(
  deps: LinkWorkspaceDependencies,
  { requester, who }: InteractionContext,
  action: string,
): NewAuditEntry {
  const target = `${requester.platform}:${requester.workspace.id}`;
  return { at: deps.clock.now(), actor: who.personId, action, target, reason: '' };
}
