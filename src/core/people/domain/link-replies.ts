import { plainReply, refusedReply } from '../../messages/domain/reply.ts';
import type { Reply } from '../../messages/domain/reply.ts';

/** A place (a Discord server, a Slack workspace) or somebody's account. */
export type LinkOf = 'place' | 'account';

export function linkCodeReply(of: LinkOf, code: string, until: Date): Reply {
  return plainReply(
    [{ bold: code }],
    of === 'place'
      ? 'Give this code to /quota link in the other chat; an admin of that place has to do it. It then joins this team: one wallet, these quotas, and the admins of both places.'
      : 'Give this code to /video link in the other chat, from your own account there. Both accounts are then one person with one allowance: this one’s.',
    ['It works once, until ', { time: until.getTime(), as: 'clock' }, '. Keep it to yourself.'],
  );
}

export function linkedReply(of: LinkOf): Reply {
  return plainReply(
    [{ bold: 'Linked' }],
    ...(of === 'place'
      ? [
          'This place shares the team of the code from now on: its credits, quotas and settings.',
          'What was made here before stays in books of its own, and is there again after /quota unlink.',
        ]
      : [
          'Your two accounts are one person from now on, with one allowance.',
          'What this account used in the running period counts; what it was granted came along.',
        ]),
  );
}

export function unlinkedReply(of: LinkOf): Reply {
  return plainReply(
    [{ bold: 'Unlinked' }],
    of === 'place'
      ? 'Each place is a team of its own again, with the quotas it had before. What was spent together stays in the books of the shared team.'
      : 'Each account is a person of its own again. What was spent together stays with the one that was linked to.',
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

/** What stands in the way, and what to do about it. */
export function notLinkedReply(
  of: LinkOf,
  problem: { readonly status: Status; readonly jobs?: number },
): Reply {
  const { jobs = 0 } = problem;
  const open = jobs === 0 ? [] : [`On the way: ${jobs === 1 ? 'one video' : `${jobs} videos`}.`];
  return refusedReply(WORDS[of][problem.status], ...open, 'Nothing was changed.');
}

const UNKNOWN =
  'This code does not work. It may be mistyped or used, or its quarter of an hour is over. Make a new one in the other chat.';

const WORDS = {
  place: {
    'unknown-code': UNKNOWN,
    same: 'These two share a team already. Give the code in the chat where it was not made.',
    'other-kind':
      'This code links two accounts of one person. Give it to /video link; a code for a place comes from /quota link.',
    'other-team': UNKNOWN,
    'linked-already':
      'This place is linked with another one already. Use /quota unlink first, then the code.',
    'jobs-open':
      'Videos are on the way here, and they belong to the books as they are. Try again when they are done.',
    'not-linked': 'This place is linked with no other.',
  },
  account: {
    'unknown-code': UNKNOWN,
    same: 'This is the account that made the code, or both are linked already. Give it in the other chat.',
    'other-kind':
      'This code links two places. An admin gives it to /quota link; a code for yourself comes from /video link.',
    'other-team':
      'This code was made in a place that does not share a team with this one. Ask an admin of both to link them with /quota link first.',
    'linked-already':
      'One of the two accounts is linked with another one already. Use /video unlink first, then a new code.',
    'jobs-open':
      'Videos of yours are on the way, and they belong to the books as they are. Try again when they are done.',
    'not-linked': 'This account is linked with no other.',
  },
} as const satisfies Record<LinkOf, Record<Status, string>>;
