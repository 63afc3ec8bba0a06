import type { CreateCommand } from '../chat/domain/command.ts';
import type { Origin } from '../chat/domain/interaction.ts';
import { savePendingAction } from '../chat/pending-actions.ts';
import type { SavePendingActionDependencies } from '../chat/pending-actions.ts';
import { msg } from '../messages/domain/message.ts';
import { plainReply } from '../messages/domain/reply.ts';
import type { Reply } from '../messages/domain/reply.ts';
import { shorten } from '../messages/domain/rich-text.ts';

/** What of a prompt is asked about. */
const MOST_PROMPT = 100;

/** A slip of the finger must not cost anything: somebody may have meant another command. */
export async function confirmPrompt(
  deps: SavePendingActionDependencies,
  origin: Origin,
  command: CreateCommand,
  perhapsMeant: string,
): Promise<Reply> {
  const { scene } = command.draft;
  const prompt = 'prompt' in scene ? shorten(scene.prompt, MOST_PROMPT) : '';
  const [create, cancel] = await Promise.all([
    savePendingAction(deps, origin, command),
    savePendingAction(deps, origin, { type: 'dismiss' }),
  ]);
  return {
    ...plainReply(
      msg('commands.prompt-question', { prompt }),
      msg('commands.did-you-mean', { command: perhapsMeant }),
    ),
    choices: [
      { label: msg('forms.submit-create'), style: 'main', pendingAction: create },
      { label: msg('chat.cancel'), style: 'plain', pendingAction: cancel },
    ],
  };
}
