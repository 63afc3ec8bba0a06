import type { Identity } from '../teams/domain/identity.ts';
import type { Reply } from '../messages/domain/reply.ts';
import type { CommandOf } from '../chat/domain/command.ts';
import { confirmOverReply, usualReply } from '../chat/domain/replies.ts';
import type { PeopleStore } from './ports/person-store.ts';

type Preferred = Omit<CommandOf<'prefer'>, 'type'>;

/**
 * Makes settings somebody's usual ones. They are not held against any model: where none can make
 * what they say, a request goes on without them.
 */
export async function prefer(
  deps: { readonly people: PeopleStore },
  who: Identity,
  { settings, confirmOver: over }: Preferred,
): Promise<Reply> {
  const before = await deps.people.preferences(who);
  const asked = over === undefined ? {} : { confirmOver: over };
  await deps.people.prefer(who, { ...before, settings, ...asked });
  const reply = usualReply(settings);
  return over === undefined
    ? reply
    : { ...reply, lines: [...reply.lines, ...confirmOverReply(over).lines] };
}

/** Over how many credits a video asks before it starts. */
export async function confirmOver(
  deps: { readonly people: PeopleStore },
  who: Identity,
  over: number | null,
): Promise<Reply> {
  await deps.people.prefer(who, { ...(await deps.people.preferences(who)), confirmOver: over });
  return confirmOverReply(over);
}
