import type { Origin } from '../chat/domain/interaction.ts';
import type { Reply } from '../messages/domain/reply.ts';
import type { Shortage } from '../credits/domain/shortage.ts';
import type { CreateCommand } from '../chat/domain/command.ts';
import type { TranscodePlan } from '../media/domain/media.ts';
import { refusalReply, confirmTranscodeReply } from '../chat/domain/replies.ts';
import type { Refusal } from '../video/domain/refusal.ts';
import { priceReply, withCreditRequestButton } from './domain/price-reply.ts';
import type { PriceToConfirm } from './confirm-price.ts';
import { savePendingAction } from '../chat/pending-actions.ts';
import type { SavePendingActionDependencies } from '../chat/pending-actions.ts';

/** A video that was given would be cut or encoded anew, if its owner agrees. */
export async function confirmTranscode(
  deps: SavePendingActionDependencies,
  origin: Origin,
  command: CreateCommand,
  name: string,
  transcode: TranscodePlan,
): Promise<Reply> {
  const wish = { ...command.wish, adjust: true };
  return confirmTranscodeReply(
    name,
    transcode,
    await savePendingAction(deps, origin, { ...command, wish }),
  );
}

/** A video costs more than its owner spends without being asked, or more than they agreed to. */
export async function confirmPrice(
  deps: SavePendingActionDependencies,
  origin: Origin,
  command: CreateCommand,
  priceToConfirm: PriceToConfirm,
): Promise<Reply> {
  const { outlook, cheaper: draft } = priceToConfirm;
  const [start, cheaper, cancel] = await Promise.all([
    savePendingAction(deps, origin, { ...command, agreed: outlook.price }),
    draft === null
      ? null
      : savePendingAction(deps, origin, {
          type: 'create',
          wish: draft.draft,
          agreed: draft.price,
        }),
    savePendingAction(deps, origin, { type: 'dismiss' }),
  ]);
  return priceReply(outlook, { start, cheaper, cancel });
}

/** A refusal; where it is for want of credits, with a button that asks the admins for them. */
export async function suggestCreditRequest(
  deps: SavePendingActionDependencies,
  origin: Origin,
  command: CreateCommand,
  refusal: Refusal,
  short: Shortage | null,
): Promise<Reply> {
  const reply = refusalReply(refusal);
  if (short === null) return reply;
  // What was shown is what is agreed to: credits that come later buy it at that price or not at all.
  const request = await savePendingAction(deps, origin, {
    ...command,
    agreed: short.price,
  });
  return withCreditRequestButton(
    reply,
    short,
    await savePendingAction(deps, origin, { type: 'ask-credits', request, short }),
  );
}
