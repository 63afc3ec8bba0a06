import { describe, expect, it } from 'vitest';
import {
  linkCodeReply,
  linkedReply,
  notLinkedReply,
  unlinkedReply,
} from '../../../../src/core/people/domain/link-replies.ts';
import { START } from '../../../support/builders.ts';
import { replyLines } from '../../messages/domain/plain-text.ts';

describe('a code for a link', () => {
  it('says who gives it where, of places', () => {
    expect(replyLines(linkCodeReply('place', 'KX4P', START))).toEqual([
      'KX4P',
      'Give this code to /quota link in the other chat; an admin of that place has to do it. It then joins this team: one wallet, these quotas, and the admins of both places.',
      'It works once, until <clock>. Keep it to yourself.',
    ]);
  });

  it('says who gives it where, of accounts', () => {
    expect(replyLines(linkCodeReply('account', 'KX4P', START))).toEqual([
      'KX4P',
      'Give this code to /video link in the other chat, from your own account there. Both accounts are then one person with one allowance: this one’s.',
      'It works once, until <clock>. Keep it to yourself.',
    ]);
  });
});

describe('what a link changes', () => {
  it('is told of places', () => {
    expect(replyLines(linkedReply('place'))).toEqual([
      'Linked',
      'This place shares the team of the code from now on: its credits, quotas and settings.',
      'What was made here before stays in books of its own, and is there again after /quota unlink.',
    ]);
    expect(replyLines(unlinkedReply('place'))).toEqual([
      'Unlinked',
      'Each place is a team of its own again, with the quotas it had before. What was spent together stays in the books of the shared team.',
    ]);
  });

  it('is told of accounts', () => {
    expect(replyLines(linkedReply('account'))).toEqual([
      'Linked',
      'Your two accounts are one person from now on, with one allowance.',
      'What this account used in the running period counts; what it was granted came along.',
    ]);
    expect(replyLines(unlinkedReply('account'))).toEqual([
      'Unlinked',
      'Each account is a person of its own again. What was spent together stays with the one that was linked to.',
    ]);
  });
});

describe('what stands in the way of a link', () => {
  const unknown =
    'This code does not work. It may be mistyped or used, or its quarter of an hour is over. Make a new one in the other chat.';

  it.each([
    ['place', 'unknown-code', unknown],
    [
      ...(['place', 'same'] as const),
      'These two share a team already. Give the code in the chat where it was not made.',
    ],
    [
      ...(['place', 'other-kind'] as const),
      'This code links two accounts of one person. Give it to /video link; a code for a place comes from /quota link.',
    ],
    ['place', 'other-team', unknown],
    [
      ...(['place', 'linked-already'] as const),
      'This place is linked with another one already. Use /quota unlink first, then the code.',
    ],
    [
      ...(['place', 'jobs-open'] as const),
      'Videos are on the way here, and they belong to the books as they are. Try again when they are done.',
    ],
    ['place', 'not-linked', 'This place is linked with no other.'],
    ['account', 'unknown-code', unknown],
    [
      ...(['account', 'same'] as const),
      'This is the account that made the code, or both are linked already. Give it in the other chat.',
    ],
    [
      ...(['account', 'other-kind'] as const),
      'This code links two places. An admin gives it to /quota link; a code for yourself comes from /video link.',
    ],
    [
      ...(['account', 'other-team'] as const),
      'This code was made in a place that does not share a team with this one. Ask an admin of both to link them with /quota link first.',
    ],
    [
      ...(['account', 'linked-already'] as const),
      'One of the two accounts is linked with another one already. Use /video unlink first, then a new code.',
    ],
    [
      ...(['account', 'jobs-open'] as const),
      'Videos of yours are on the way, and they belong to the books as they are. Try again when they are done.',
    ],
    ['account', 'not-linked', 'This account is linked with no other.'],
  ] as const)('is told with what to do about it: %s, %s', (of, status, words) => {
    expect(replyLines(notLinkedReply(of, { status }))).toEqual([
      `(refused) ${words}`,
      'Nothing was changed.',
    ]);
  });

  it('counts the videos that are on the way', () => {
    const second = (jobs: number) =>
      replyLines(notLinkedReply('place', { status: 'jobs-open', jobs }))[1];
    expect(second(0)).toBe('Nothing was changed.');
    expect(second(1)).toBe('On the way: one video.');
    expect(second(2)).toBe('On the way: 2 videos.');
  });
});
