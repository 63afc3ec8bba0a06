import type { Interaction } from '../../../src/core/chat/domain/interaction.ts';
import type { Requester } from '../../../src/core/teams/domain/requester.ts';
import type { MessageRef } from '../../../src/core/messages/domain/message-ref.ts';
import type { Reply } from '../../../src/core/messages/domain/reply.ts';
import { plain } from '../messages/domain/plain-text.ts';
import type { TestCore } from '../../support/core.ts';

/** A request that is answered, as the chats have it done. */
export async function asked(test: TestCore, interaction: Interaction): Promise<void> {
  const received = await test.conversations.receive(interaction);
  if (received === 'new') await test.conversations.answer(interaction, received);
}

/** Presses a button of an answer; the words of whatever was said about it since. */
export async function choose(
  test: TestCore,
  { message, label, requester, credits, reply }: Choosing,
): Promise<string> {
  const shown = reply ?? test.platform.replyIn(message);
  const choice = shown?.choices?.find((it) => plain(it.label) === label);
  if (choice === undefined) throw new Error(`No button ${label}: ${wordsOf(shown)}`);
  const said = test.platform.replies.length;
  const { pendingAction } = choice;
  const command = {
    type: 'accept',
    pendingAction,
    ...(credits === undefined ? {} : { credits }),
  } as const;
  await asked(
    test,
    test.anInteraction(command, { requester, message: test.platform.press(message) }),
  );
  const replies = test.platform.replies.slice(said).filter((it) => it.message === idOf(message));
  return replies.map((it) => wordsOf(it.reply)).join('\n');
}

interface Choosing {
  readonly message: MessageRef;
  readonly label: string;
  readonly requester: Requester;
  /** What was filled in, where the button asks for credits. */
  readonly credits?: number;
  /** Pressed on what was shown before, on another device for example. */
  readonly reply?: Reply;
}

export function wordsOf(reply: Reply | null | undefined): string {
  if (reply === null || reply === undefined) return 'nothing';
  return [reply.headline, ...reply.lines].map(plain).join('\n');
}

export function labelsOf(reply: Reply | null): readonly string[] {
  return (reply?.choices ?? []).map((it) => plain(it.label));
}

function idOf(message: MessageRef): string {
  return String((message as { readonly id: string | number }).id);
}
