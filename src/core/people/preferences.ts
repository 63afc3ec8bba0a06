import type { Requester } from '../teams/domain/requester.ts';
import type { Reply } from '../messages/domain/reply.ts';
import type { Command } from '../chat/domain/command.ts';
import { confirmOverReply, usualReply } from '../chat/domain/replies.ts';
import type { Wallet } from '../credits/ports/wallet.ts';
import type { PeopleStore } from './ports/person-store.ts';

export interface PreferencesDependencies {
  readonly wallet: Wallet;
  readonly people: PeopleStore;
}

type Preferred = Omit<Extract<Command, { type: 'prefer' }>, 'type'>;

/**
 * Makes settings somebody's usual ones. They are not held against any model: where none can make
 * what they say, a request goes on without them.
 */
export async function prefer(
  deps: PreferencesDependencies,
  requester: Requester,
  { settings, confirmOver: over }: Preferred,
): Promise<Reply> {
  const who = await deps.wallet.resolveIdentity(requester);
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
  deps: PreferencesDependencies,
  requester: Requester,
  over: number | null,
): Promise<Reply> {
  const who = await deps.wallet.resolveIdentity(requester);
  await deps.people.prefer(who, {
    ...(await deps.people.preferences(who)),
    confirmOver: over,
  });
  return confirmOverReply(over);
}
