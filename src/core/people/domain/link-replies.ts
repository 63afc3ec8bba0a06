import { msg } from '../../messages/domain/message.ts';
import type { Message } from '../../messages/domain/message.ts';
import { plainReply, refusedReply } from '../../messages/domain/reply.ts';
import type { Reply } from '../../messages/domain/reply.ts';

/** A place (a Discord server, a Slack workspace) or somebody's account. */
export type LinkOf = 'place' | 'account';

/** To type a code on another screen. */
export const CODE_MS = 15 * 60 * 1000;

export function linkCodeReply(of: LinkOf, code: string, until: Date): Reply {
  return plainReply(
    [{ bold: code }],
    of === 'place'
      ? msg('people.team-code-line', { command: 'quota link' })
      : msg('people.account-code-line', { command: 'video link' }),
    msg('people.code-expires', { at: { time: until.getTime(), as: 'clock' } }),
  );
}

/** @param chat the one that is linked, by its name */
export function linkedReply(of: LinkOf, chat: string): Reply {
  return of === 'place'
    ? plainReply(
        msg('people.linked'),
        msg('people.teams-linked-line', { chat }),
        msg('people.teams-linked-history', { command: 'quota unlink' }),
      )
    : plainReply(
        msg('people.linked'),
        msg('people.accounts-linked-line'),
        msg('people.accounts-linked-usage'),
      );
}

export function unlinkedReply(of: LinkOf): Reply {
  return plainReply(
    msg('people.unlinked'),
    msg(of === 'place' ? 'people.teams-unlinked-line' : 'people.accounts-unlinked-line'),
  );
}

type Status =
  | 'unknown-code'
  | 'same'
  | 'other-kind'
  | 'other-team'
  | 'linked-already'
  | 'jobs-open'
  | 'not-linked';

interface Problem {
  readonly status: Status;
  readonly jobs?: number;
}

/** What stands in the way, and what to do about it. */
export function notLinkedReply(of: LinkOf, problem: Problem, chat: string): Reply {
  return refusedReply(of === 'place' ? placeWords(problem, chat) : accountWords(problem));
}

/** A code for a place, and one for an account, come from here. */
const COMMANDS = { team: 'quota link', account: 'video link' } as const;

function placeWords({ status, jobs: count = 0 }: Problem, chat: string): Message {
  switch (status) {
    case 'unknown-code':
    case 'other-team':
      return msg('people.code-unknown', { time: CODE_MS });
    case 'same':
      return msg('people.teams-same', { chat });
    case 'other-kind':
      return msg('people.code-for-accounts', COMMANDS);
    case 'linked-already':
      return msg('people.teams-linked-already', { chat, command: 'quota unlink' });
    case 'jobs-open':
      return msg('people.teams-videos-open', { count });
    case 'not-linked':
      return msg('people.teams-not-linked', { chat });
  }
}

function accountWords({ status, jobs: count = 0 }: Problem): Message {
  switch (status) {
    case 'unknown-code':
      return msg('people.code-unknown', { time: CODE_MS });
    case 'same':
      return msg('people.accounts-same');
    case 'other-kind':
      return msg('people.code-for-teams', COMMANDS);
    case 'other-team':
      return msg('people.other-team', { command: 'quota link' });
    case 'linked-already':
      return msg('people.accounts-linked-already', { command: 'video unlink' });
    case 'jobs-open':
      return msg('people.your-videos-open', { count });
    case 'not-linked':
      return msg('people.accounts-not-linked');
  }
}
