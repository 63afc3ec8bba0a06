import type { Asker } from '../teams/domain/requester.ts';
import type { Note } from '../messages/domain/reply.ts';
import type { Want } from '../chat/domain/command.ts';
import { confirmOverNote, usualNote } from '../chat/domain/replies.ts';
import type { Core } from '../core.ts';

type Preferred = Omit<Extract<Want, { type: 'prefer' }>, 'type'>;

/**
 * Makes settings somebody's usual ones. They are not held against any model: where none can make
 * what they say, a request goes on without them.
 */
export async function prefer(
  core: Core,
  asker: Asker,
  { settings, confirmOver: over }: Preferred,
): Promise<Note> {
  const who = await core.wallet.whoIs(asker);
  const before = await core.people.preferences(who);
  const asked = over === undefined ? {} : { confirmOver: over };
  await core.people.prefer(who, { ...before, settings, ...asked });
  const note = usualNote(settings);
  return over === undefined
    ? note
    : { ...note, lines: [...note.lines, ...confirmOverNote(over).lines] };
}

/** From how many credits on a video asks before it starts. */
export async function confirmOver(core: Core, asker: Asker, over: number | null): Promise<Note> {
  const who = await core.wallet.whoIs(asker);
  await core.people.prefer(who, {
    ...(await core.people.preferences(who)),
    confirmOver: over,
  });
  return confirmOverNote(over);
}
