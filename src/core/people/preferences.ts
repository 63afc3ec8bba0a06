import type { Requester } from '../teams/domain/requester.ts';
import type { Reply } from '../messages/domain/reply.ts';
import type { Command } from '../chat/domain/command.ts';
import { confirmOverReply, usualReply } from '../chat/domain/replies.ts';
import type { Core } from '../core.ts';

type Preferred = Omit<Extract<Command, { type: 'prefer' }>, 'type'>;

/**
 * Makes settings somebody's usual ones. They are not held against any model: where none can make
 * what they say, a request goes on without them.
 */
export async function prefer(
  core: Core,
  requester: Requester,
  { settings, confirmOver: over }: Preferred,
): Promise<Reply> {
  const who = await core.wallet.resolveIdentity(requester);
  const before = await core.people.preferences(who);
  const asked = over === undefined ? {} : { confirmOver: over };
  await core.people.prefer(who, { ...before, settings, ...asked });
  const reply = usualReply(settings);
  return over === undefined
    ? reply
    : { ...reply, lines: [...reply.lines, ...confirmOverReply(over).lines] };
}

/** Over how many credits a video asks before it starts. */
export async function confirmOver(
  core: Core,
  requester: Requester,
  over: number | null,
): Promise<Reply> {
  const who = await core.wallet.resolveIdentity(requester);
  await core.people.prefer(who, {
    ...(await core.people.preferences(who)),
    confirmOver: over,
  });
  return confirmOverReply(over);
}
