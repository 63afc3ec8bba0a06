import type { Ask } from './domain/interaction.ts';
import type { Note } from '../messages/domain/reply.ts';
import type { Want } from './domain/command.ts';
import { refusedNote } from '../messages/domain/reply.ts';
import { later } from '../shared/domain/later.ts';
import type { Core } from '../core.ts';

/** Long enough to think it over; links of chats to what was attached last about a day. */
const PROPOSAL_MS = 12 * 60 * 60 * 1000;

/**
 * Puts something aside until a button takes it up: whose button it is, its owner alone may press
 * it. The same put aside twice is one, and whatever video comes of a request is its only one.
 * @returns the name for the button
 */
export async function putAside(
  core: Core,
  ask: Ask,
  want: Want,
  { salt = '', forMs = PROPOSAL_MS }: { readonly salt?: string; readonly forMs?: number } = {},
): Promise<string> {
  const proposal = core.digest(JSON.stringify([ask.asker.platform, ask.key, want, salt]));
  const until = later(core.clock.now(), forMs);
  await core.proposals.put(proposal, { ...ask, want }, until);
  return proposal;
}

/** What a button takes up, as it is asked for now; or why not. */
export async function takenUp(
  core: Core,
  press: Ask,
  { proposal, credits }: Extract<Want, { type: 'accept' }>,
): Promise<Ask | Note> {
  const ask = await core.proposals.find(proposal, core.clock.now());
  if (ask === null) {
    return refusedNote('This offer is over. Ask again, and you get a new one.');
  }
  const { want } = ask;
  // Any admin may: whether somebody is one is looked at when it is decided.
  if (want.type === 'decide') {
    return { ...press, want: { ...want, credits: credits ?? want.credits } };
  }
  const { platform, person, workspace } = press.asker;
  const { asker } = ask;
  // Of the same place, too: it is its credits that are spent.
  const mine = asker.platform === platform && asker.person.id === person.id;
  if (!mine || asker.workspace.id !== workspace.id) {
    return refusedNote('Only the person who asked can take this up.');
  }
  const renewed = core.platforms.get(platform)?.renewed(ask.message, press.message);
  // Who may do what is as the chat vouches for it now.
  return { ...ask, asker: press.asker, message: renewed ?? ask.message };
}
