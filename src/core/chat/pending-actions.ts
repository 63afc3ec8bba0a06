import type { Interaction } from './domain/interaction.ts';
import type { Reply } from '../messages/domain/reply.ts';
import type { Command } from './domain/command.ts';
import { refusedReply } from '../messages/domain/reply.ts';
import { later } from '../shared/domain/later.ts';
import type { Core } from '../core.ts';

/** Long enough to think it over; links of chats to what was attached last about a day. */
const PENDING_ACTION_MS = 12 * 60 * 60 * 1000;

/**
 * Puts something aside until a button takes it up: whose button it is, its owner alone may press
 * it. The same put aside twice is one, and whatever video comes of a request is its only one.
 * @returns the name for the button
 */
export async function savePendingAction(
  core: Core,
  interaction: Interaction,
  command: Command,
  {
    salt = '',
    forMs = PENDING_ACTION_MS,
  }: { readonly salt?: string; readonly forMs?: number } = {},
): Promise<string> {
  const pendingAction = core.hash(
    JSON.stringify([interaction.asker.platform, interaction.key, command, salt]),
  );
  const until = later(core.clock.now(), forMs);
  await core.pendingActions.put(pendingAction, { ...interaction, want: command }, until);
  return pendingAction;
}

/** What a button takes up, as it is asked for now; or why not. */
export async function resolvePendingAction(
  core: Core,
  press: Interaction,
  { proposal: pendingAction, credits }: Extract<Command, { type: 'accept' }>,
): Promise<Interaction | Reply> {
  const interaction = await core.pendingActions.find(pendingAction, core.clock.now());
  if (interaction === null) {
    return refusedReply('This offer is over. Ask again, and you get a new one.');
  }
  const { want: command } = interaction;
  // Any admin may: whether somebody is one is looked at when it is decided.
  if (command.type === 'decide') {
    return { ...press, want: { ...command, credits: credits ?? command.credits } };
  }
  const { platform, person, workspace } = press.asker;
  const { asker: requester } = interaction;
  // Of the same place, too: it is its credits that are spent.
  const mine = requester.platform === platform && requester.person.id === person.id;
  if (!mine || requester.workspace.id !== workspace.id) {
    return refusedReply('Only the person who asked can take this up.');
  }
  const renewed = core.platforms.get(platform)?.renewed(interaction.message, press.message);
  // Who may do what is as the chat vouches for it now.
  return { ...interaction, asker: press.asker, message: renewed ?? interaction.message };
}
