import type { InteractionContext } from '../chat/domain/interaction.ts';
import type { Reply } from '../messages/domain/reply.ts';
import { confirmForgetReply, forgottenReply, notYetReply } from './domain/erasure-replies.ts';
import { savePendingAction } from '../chat/pending-actions.ts';
import type { SavePendingActionDependencies } from '../chat/pending-actions.ts';
import type { Forgetting } from './ports/erasure.ts';

export interface ErasePersonDependencies extends SavePendingActionDependencies {
  readonly forgetting: Forgetting;
}

/** Removes a person's prompts and media; what they cost stays in the books. */
export async function forgetPerson(
  deps: ErasePersonDependencies,
  context: InteractionContext,
  sure: boolean,
): Promise<Reply> {
  const { who } = context;
  if (!sure) {
    const has = await deps.forgetting.whatIs(who);
    if (has.open > 0) return notYetReply(has);
    const [forget, keep] = await Promise.all([
      savePendingAction(deps, context, { type: 'forget', sure: true }),
      savePendingAction(deps, context, { type: 'dismiss', of: 'forget' }),
    ]);
    return confirmForgetReply(has, { forget, keep });
  }
  const { personId } = who;
  const at = deps.clock.now();
  const entry = { at, actor: personId, action: 'forget', target: personId, reason: '' };
  // Done again after a crash it finds nothing more, and says the same.
  const outcome = await deps.forgetting.forget(who, entry);
  return outcome.status === 'forgotten' ? forgottenReply() : notYetReply(outcome.has);
}
