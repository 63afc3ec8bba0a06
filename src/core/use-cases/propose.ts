import type { Ask, Note } from '../domain/conversation.ts';
import type { ClipChange } from '../domain/media.ts';
import { refusedNote, unfitNote } from '../domain/notes.ts';
import { later } from '../domain/steps.ts';
import type { Core } from './core.ts';

/** Long enough to think it over; links of chats to what was attached last about a day. */
const PROPOSAL_MS = 12 * 60 * 60 * 1000;

/** Puts a request aside until its owner agrees that the video they gave is cut or encoded anew. */
export async function proposeChange(
  core: Core,
  ask: Ask,
  name: string,
  change: ClipChange,
): Promise<Note> {
  if (ask.want.type !== 'create') throw new Error('Only a video can be changed to fit');
  const changed: Ask = { ...ask, want: { ...ask.want, wish: { ...ask.want.wish, adjust: true } } };
  return unfitNote(name, change, await putAside(core, changed));
}

/** The same request put aside twice is one: pressed twice it starts one job. */
async function putAside(core: Core, ask: Ask): Promise<string> {
  const proposal = core.digest(JSON.stringify([ask.asker.platform, ask.key, ask.want]));
  const kept = { ...ask, key: `${ask.key}:${proposal}` };
  await core.proposals.put(proposal, kept, later(core.clock.now(), PROPOSAL_MS));
  return proposal;
}

/** The request that a button takes up, on the message it was made in; or why not. */
export async function takenUp(core: Core, press: Ask, proposal: string): Promise<Ask | Note> {
  const ask = await core.proposals.find(proposal, core.clock.now());
  if (ask === null) {
    return refusedNote('This offer is over. Ask again, and you get a new one.');
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
