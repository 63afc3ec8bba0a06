import { savePendingAction } from '../chat/pending-actions.ts';
import type { SavePendingActionDependencies } from '../chat/pending-actions.ts';
import type { InteractionContext } from '../chat/domain/interaction.ts';
import { msg } from '../messages/domain/message.ts';
import { plainReply } from '../messages/domain/reply.ts';
import type { Reply } from '../messages/domain/reply.ts';

/** Asks whether an admin means to take a team apart, which is done by the press. */
export async function confirmUnlink(
  deps: SavePendingActionDependencies,
  context: InteractionContext,
): Promise<Reply> {
  const command = { type: 'admin', act: { act: 'unlink', sure: true } } as const;
  const pendingAction = await savePendingAction(deps, context, command);
  const { platform: chat } = context.requester;
  return {
    ...plainReply(msg('commands.quota-unlink'), msg('forms.unlink-team', { chat })),
    choices: [{ label: msg('forms.submit-unlink'), style: 'main', pendingAction }],
  };
}
