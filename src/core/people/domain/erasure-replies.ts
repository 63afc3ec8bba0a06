import { msg } from '../../messages/domain/message.ts';
import { plainReply, refusedReply } from '../../messages/domain/reply.ts';
import type { Reply } from '../../messages/domain/reply.ts';

/** What somebody has here that can be forgotten. */
export interface Forgettable {
  /** Videos that are over. */
  readonly videos: number;
  readonly open: number;
  /** Of the open ones: those whose order got no answer. */
  readonly unconfirmed: number;
}

/** Files are swept every hour, and kept for a while after their last use. */
const FILES_GONE_MS = 3 * 60 * 60 * 1000;

/** What would go and what would stay, before anything does. */
export function confirmForgetReply(
  has: Forgettable,
  choices: { readonly forget: string; readonly keep: string },
): Reply {
  return {
    ...plainReply(
      msg('people.delete-question'),
      msg('people.delete-removed', { count: has.videos }),
      msg('people.delete-kept'),
      msg('people.delete-messages', { deleted: msg('cards.deleted'), time: FILES_GONE_MS }),
      msg('people.delete-final'),
    ),
    choices: [
      { label: msg('people.delete'), style: 'main', pendingAction: choices.forget },
      { label: msg('people.keep'), style: 'plain', pendingAction: choices.keep },
    ],
  };
}

export function forgottenReply(): Reply {
  return plainReply(msg('people.deleted'), msg('people.deleted-line', { time: FILES_GONE_MS }));
}

export function keptReply(): Reply {
  return plainReply(msg('people.nothing-deleted'));
}

/** What is on the way needs its prompt, and its message. */
export function notYetReply({ open, unconfirmed }: Forgettable): Reply {
  const busy = open - unconfirmed;
  return refusedReply(
    msg('people.nothing-deleted'),
    ...(busy === 0 ? [] : [msg('people.delete-busy', { count: busy, command: 'video cancel' })]),
    ...(unconfirmed === 0 ? [] : [msg('people.delete-unconfirmed', { count: unconfirmed })]),
  );
}
