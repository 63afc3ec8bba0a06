import type { InteractionContext } from '../chat/domain/interaction.ts';
import { refusedReply } from '../messages/domain/reply.ts';
import type { Reply } from '../messages/domain/reply.ts';
import { msg } from '../messages/domain/message.ts';
import { isPersonal } from '../shared/domain/ids.ts';
import {
  CODE_MS,
  linkCodeReply,
  linkedReply,
  notLinkedReply,
  unlinkedReply,
} from './domain/link-replies.ts';
import type { LinkOf } from './domain/link-replies.ts';
import { later } from '../shared/domain/later.ts';
import type { NewAuditEntry } from '../teams/domain/audit-entry.ts';
import type { Linked, LinkStore } from './ports/link-store.ts';
import type { Clock } from '../shared/ports/clock.ts';

export interface LinkDependencies {
  readonly links: LinkStore;
  readonly clock: Clock;
}

/**
 * Makes a code, or makes two accounts one person by it. A code is of use only where the other chat
 * is a place of the same team.
 */
export async function linkAccount(
  deps: LinkDependencies,
  context: InteractionContext,
  code: string | null,
): Promise<Reply> {
  if (isPersonal(context.who.teamId)) return refusedReply(msg('people.no-links-here'));
  if (code === null) {
    return (await deps.links.isLinked(context.who.teamId))
      ? offerCode(deps, context, 'account', 'link-account-code')
      : refusedReply(msg('people.account-needs-team-link', { command: 'quota link' }));
  }
  const entry = entryOf(deps, context, 'account', 'link-account');
  const linked = await deps.links.joinPerson(context.requester, code, entry);
  return linkReply('account', linked, context);
}

/** Makes an account a person of its own again. */
export async function unlinkAccount(
  deps: LinkDependencies,
  context: InteractionContext,
): Promise<Reply> {
  const entry = entryOf(deps, context, 'account', 'unlink-account');
  const left = await deps.links.leavePerson(context.requester, entry);
  return unlinkReply('account', left, context);
}

/** For an admin: makes a code for another place, or joins the team of the code. */
export async function linkWorkspace(
  deps: LinkDependencies,
  context: InteractionContext,
  code: string | null,
): Promise<Reply> {
  if (code === null) return offerCode(deps, context, 'place', 'link-code');
  const entry = entryOf(deps, context, 'place', 'link');
  const linked = await deps.links.joinTeam(context.requester, code, entry);
  return linkReply('place', linked, context);
}

/** For an admin: the place leaves its team, or those that joined its own leave. */
export async function unlinkWorkspace(
  deps: LinkDependencies,
  context: InteractionContext,
): Promise<Reply> {
  const entry = entryOf(deps, context, 'place', 'unlink');
  const left = await deps.links.leaveTeam(context.requester, entry);
  return unlinkReply('place', left, context);
}

async function offerCode(
  deps: LinkDependencies,
  context: InteractionContext,
  of: LinkOf,
  action: string,
): Promise<Reply> {
  const { who, requester } = context;
  const until = later(deps.clock.now(), CODE_MS);
  const entry = entryOf(deps, context, of, action);
  return linkCodeReply(of, await deps.links.offer(who, requester, of, until, entry), until);
}

function linkReply(of: LinkOf, linked: Linked, { requester }: InteractionContext): Reply {
  const { platform } = requester;
  return linked.status === 'done'
    ? linkedReply(of, platform)
    : notLinkedReply(of, linked, platform);
}

function unlinkReply(of: LinkOf, left: Linked, { requester }: InteractionContext): Reply {
  return left.status === 'done' ? unlinkedReply(of) : notLinkedReply(of, left, requester.platform);
}

function entryOf(
  deps: LinkDependencies,
  { requester, who }: InteractionContext,
  of: LinkOf,
  action: string,
): NewAuditEntry {
  const place = `${requester.platform}:${requester.workspace.id}`;
  const target = of === 'account' ? who.personId : place;
  return { at: deps.clock.now(), actor: who.personId, action, target, reason: '' };
}
