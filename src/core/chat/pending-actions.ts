import type { Origin, PendingInteraction } from './domain/interaction.ts';
import { msg } from '../messages/domain/message.ts';
import { refusedReply } from '../messages/domain/reply.ts';
import type { Reply } from '../messages/domain/reply.ts';
import type { AcceptCommand, PendingCommand } from './domain/command.ts';
import { later } from '../shared/domain/later.ts';
import type { PendingActionStore } from './ports/pending-action-store.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { Hash } from '../shared/ports/hash.ts';
import type { ChatPlatforms } from './ports/chat-platform.ts';

export interface SavePendingActionDependencies {
  readonly pendingActions: PendingActionStore;
  readonly clock: Clock;
  readonly hash: Hash;
}

export interface ResolvePendingActionDependencies {
  readonly pendingActions: PendingActionStore;
  readonly platforms: ChatPlatforms;
  readonly clock: Clock;
}

/** Long enough to think it over; links of chats to what was attached last about a day. */
const PENDING_ACTION_MS = 12 * 60 * 60 * 1000;

/**
 * Puts something aside until a button takes it up: whose button it is, its owner alone may press
 * it. The same saved twice is one, and whatever video comes of a request is its only one.
 * @returns the name for the button
 */
export async function savePendingAction(
  deps: SavePendingActionDependencies,
  { key, at, requester, message }: Origin,
  command: PendingCommand,
  {
    salt = '',
    forMs = PENDING_ACTION_MS,
  }: { readonly salt?: string; readonly forMs?: number } = {},
): Promise<string> {
  const pendingAction = deps.hash(JSON.stringify([requester.platform, key, command, salt]));
  const until = later(deps.clock.now(), forMs);
  await deps.pendingActions.put(pendingAction, { key, at, requester, message, command }, until);
  return pendingAction;
}

/** What a button takes up, as it is asked for now; or why not. */
export async function resolvePendingAction(
  deps: ResolvePendingActionDependencies,
  press: Origin,
  { pendingAction, credits }: AcceptCommand,
): Promise<PendingInteraction | Reply> {
  const interaction = await deps.pendingActions.find(pendingAction, deps.clock.now());
  if (interaction === null) return refusedReply(msg('chat.button-expired'));
  const { command } = interaction;
  // Any admin may: whether somebody is one is looked at when it is decided.
  if (command.type === 'decide') {
    const { key, at, message } = press;
    const decision = { ...command, credits: credits ?? command.credits };
    return { key, at, requester: press.requester, message, command: decision };
  }
  const { platform, person, workspace } = press.requester;
  const { requester } = interaction;
  // Of the same place, too: it is its credits that are spent.
  const mine = requester.platform === platform && requester.person.id === person.id;
  if (!mine || requester.workspace.id !== workspace.id) {
    return refusedReply(msg('chat.button-not-yours'));
  }
  const renewed = deps.platforms.get(platform)?.renewed(interaction.message, press.message);
  // Who may do what is as the chat vouches for it now.
  return { ...interaction, requester: press.requester, message: renewed ?? interaction.message };
}
