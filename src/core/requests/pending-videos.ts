import type { Ask } from '../chat/domain/interaction.ts';
import type { Note } from '../messages/domain/reply.ts';
import type { Shortage } from '../credits/domain/shortage.ts';
import type { Want } from '../chat/domain/command.ts';
import type { ClipChange } from '../media/domain/media.ts';
import { refusalNote, unfitNote } from '../chat/domain/replies.ts';
import type { Refusal } from '../video/domain/refusal.ts';
import { priceNote, withAsking } from './domain/price-reply.ts';
import type { Agreeable } from './confirm-price.ts';
import type { Core } from '../core.ts';
import { putAside } from '../chat/pending-actions.ts';

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
