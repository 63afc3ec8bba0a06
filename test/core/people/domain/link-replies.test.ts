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
  it('says who enters it where, and what it is worth', () => {
    expect(replyLines(linkCodeReply('place', 'KX4P', START))).toEqual([
      'KX4P',
      "An admin of the other team enters it with /quota link there. Both then share this team's credits, limits and admins.",
      'Works once, until <clock>. Anyone who has it can use it.',
    ]);
    expect(replyLines(linkCodeReply('account', 'KX4P', START))).toEqual([
      'KX4P',
      "Enter it with /video link in the other chat, from your own account. Both then share this account's limit.",
      'Works once, until <clock>. Anyone who has it can use it.',
    ]);
  });
});

describe('what a link changes', () => {
  it.each([
    ['discord', 'This server'],
    ['slack', 'This workspace'],
  ])('is told of places in %s', (chat, place) => {
    expect(replyLines(linkedReply('place', chat))).toEqual([
      'Linked',
      `${place} now uses the other team's credits, limits and settings.`,
      'Earlier videos and limits come back after /quota unlink.',
    ]);
    expect(replyLines(unlinkedReply('place'))).toEqual([
      'Unlinked',
      'Each team has its earlier limits again. What was spent together stays with the shared team.',
    ]);
  });

  it('is told of accounts', () => {
    expect(replyLines(linkedReply('account', 'slack'))).toEqual([
      'Linked',
      'Your two accounts now share one limit.',
      'What this account used in this period counts, and its extra credits moved to the shared account.',
    ]);
    expect(replyLines(unlinkedReply('account'))).toEqual([
      'Unlinked',
      'Each account has its own limit again. What was spent together stays with the account it was linked to.',
    ]);
  });
});

describe('what stands in the way of a link', () => {
  const unknown =
    "This code doesn't work. It may be mistyped, used or older than 15 min. Create a new one in the other chat.";

  it.each([
    ['place', 'unknown-code', unknown],
    ['place', 'other-team', unknown],
    [
      ...(['place', 'same'] as const),
      "This workspace is already in the code's team. Enter the code in the other chat.",
    ],
    [
      ...(['place', 'other-kind'] as const),
      'This code links accounts. Enter it with /video link; codes for teams come from /quota link.',
    ],
    [
      ...(['place', 'linked-already'] as const),
      'This workspace is already linked. Use /quota unlink first.',
    ],
    ['place', 'jobs-open', '2 videos are still in progress here. Try again when done.'],
    ['place', 'not-linked', "This workspace isn't linked."],
    ['account', 'unknown-code', unknown],
    [
      ...(['account', 'same'] as const),
      'Enter the code in the other chat. These are the same account, or already linked.',
    ],
    [
      ...(['account', 'other-kind'] as const),
      'This code links teams. An admin enters it with /quota link; codes for accounts come from /video link.',
    ],
    [
      ...(['account', 'other-team'] as const),
      'This code comes from another team. An admin has to link both teams with /quota link first.',
    ],
    [
      ...(['account', 'linked-already'] as const),
      'One of these accounts is already linked. Use /video unlink there, then a new code.',
    ],
    ['account', 'jobs-open', '2 of your videos are still in progress. Try again when done.'],
    ['account', 'not-linked', "This account isn't linked."],
  ] as const)('is told with what to do about it: %s, %s', (of, status, words) => {
    expect(replyLines(notLinkedReply(of, { status, jobs: 2 }, 'slack'))).toEqual([
      `(refused) ${words}`,
    ]);
  });

  it('speaks of a server in Discord, and counts a single video', () => {
    const words = (status: 'same' | 'jobs-open') =>
      replyLines(notLinkedReply('place', { status, jobs: 1 }, 'discord'))[0];
    expect(words('same')).toContain('This server is already');
    expect(words('jobs-open')).toContain('1 video is still in progress here.');
  });
});
