import type { Ask, Note, Shortage, Want } from '../chat/domain/interaction.ts';
import type { ClipChange } from '../media/domain/media.ts';
import { refusalNote, refusedNote, unfitNote } from '../chat/domain/replies.ts';
import type { Refusal } from '../video/domain/refusal.ts';
import { priceNote, withAsking } from '../credit-requests/domain/replies.ts';
import { later } from '../jobs/domain/steps.ts';
import type { Agreeable } from './confirm-price.ts';
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

/** A video that was given would be cut or encoded anew, if its owner agrees. */
export async function proposeChange(
  core: Core,
  ask: Ask,
  name: string,
  change: ClipChange,
): Promise<Note> {
  const want = toCreate(ask);
  const wish = { ...want.wish, adjust: true };
  return unfitNote(name, change, await putAside(core, ask, { ...want, wish }));
}

/** A video costs more than its owner spends without being asked, or more than they agreed to. */
export async function proposePrice(core: Core, ask: Ask, agreeable: Agreeable): Promise<Note> {
  const want = toCreate(ask);
  const { outlook, draft } = agreeable;
  const [start, cheaper, cancel] = await Promise.all([
    putAside(core, ask, { ...want, agreed: outlook.price }),
    draft === null
      ? null
      : putAside(core, ask, { type: 'create', wish: draft.wish, agreed: draft.price }),
    putAside(core, ask, { type: 'dismiss' }),
  ]);
  return priceNote(outlook, { start, draft: cheaper, cancel });
}

/** A refusal; where it is for want of credits, with a button that asks the admins for them. */
export async function proposeAsking(
  core: Core,
  ask: Ask,
  refusal: Refusal,
  short: Shortage | null,
): Promise<Note> {
  const note = refusalNote(refusal);
  if (short === null) return note;
  // What was shown is what is agreed to: credits that come later buy it at that price or not at all.
  const request = await putAside(core, ask, { ...toCreate(ask), agreed: short.price });
  return withAsking(
    note,
    short,
    await putAside(core, ask, { type: 'ask-credits', request, short }),
  );
}

function toCreate({ want }: Ask): Extract<Want, { type: 'create' }> {
  if (want.type !== 'create') throw new Error('Only a video can be put aside so');
  return want;
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
