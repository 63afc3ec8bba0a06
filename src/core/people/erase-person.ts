import type { Interaction } from '../chat/domain/interaction.ts';
import type { Reply } from '../messages/domain/reply.ts';
import { confirmForgetReply, forgottenReply, notYetReply } from './domain/erasure-replies.ts';
import type { Core } from '../core.ts';
import { savePendingAction } from '../chat/pending-actions.ts';

/** Removes a person's prompts and media; what they cost stays in the books. */
export async function forgetPerson(
  core: Core,
  interaction: Interaction,
  sure: boolean,
): Promise<Reply> {
  const who = await core.wallet.resolveIdentity(interaction.asker);
  if (!sure) {
    const has = await core.forgetting.whatIs(who);
    if (has.open > 0) return notYetReply(has);
    const [forget, keep] = await Promise.all([
      savePendingAction(core, interaction, { type: 'forget', sure: true }),
      savePendingAction(core, interaction, { type: 'dismiss', of: 'forget' }),
    ]);
    return confirmForgetReply(has, { forget, keep });
  }
  const { personId } = who;
  const at = core.clock.now();
  const entry = { at, actor: personId, action: 'forget', target: personId, reason: '' };
  // Done again after a crash it finds nothing more, and says the same.
  const outcome = await core.forgetting.forget(who, entry);
  return outcome.status === 'forgotten' ? forgottenReply() : notYetReply(outcome.has);
}
