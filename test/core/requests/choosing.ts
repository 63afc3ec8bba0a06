import type { Ask } from '../../../src/core/chat/domain/interaction.ts';
import type { Asker } from '../../../src/core/teams/domain/requester.ts';
import type { MessageRef } from '../../../src/core/messages/domain/message-ref.ts';
import type { Note } from '../../../src/core/messages/domain/reply.ts';
import { plain } from '../messages/domain/plain-text.ts';
import type { TestCore } from '../../support/core.ts';

/** A request that is answered, as the chats have it done. */
export async function asked(test: TestCore, ask: Ask): Promise<void> {
  const received = await test.conversations.receive(ask);
  if (received === 'new') await test.conversations.answer(ask, received);
}

/** Presses a button of an answer; the words of whatever was said about it since. */
export async function choose(
  test: TestCore,
  { message, label, asker, credits, note }: Choosing,
): Promise<string> {
  const shown = note ?? test.platform.noteIn(message);
  const choice = shown?.choices?.find((it) => it.label === label);
  if (choice === undefined) throw new Error(`No button ${label}: ${wordsOf(shown)}`);
  const said = test.platform.notes.length;
  const { proposal } = choice;
  const want = { type: 'accept', proposal, ...(credits === undefined ? {} : { credits }) } as const;
  await asked(test, test.anAsk(want, { asker, message: test.platform.press(message) }));
  const notes = test.platform.notes.slice(said).filter((it) => it.message === idOf(message));
  return notes.map((it) => wordsOf(it.note)).join('\n');
}

interface Choosing {
  readonly message: MessageRef;
  readonly label: string;
  readonly asker: Asker;
  /** What was filled in, where the button asks for credits. */
  readonly credits?: number;
  /** Pressed on what was shown before, on another device for example. */
  readonly note?: Note;
}

export function wordsOf(note: Note | null | undefined): string {
  if (note === null || note === undefined) return 'nothing';
  return [note.headline, ...note.lines].map(plain).join('\n');
}

export function labelsOf(note: Note | null): readonly string[] {
  return (note?.choices ?? []).map((it) => it.label);
}

function idOf(message: MessageRef): string {
  return String((message as { readonly id: string | number }).id);
}
