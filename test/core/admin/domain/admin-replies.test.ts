import { describe, expect, it } from 'vitest';
import {
  EVERYONE,
  grantedReply,
  listReply,
  notAdminReply,
  personalReply,
  policySetReply,
  revokedReply,
} from '../../../../src/core/admin/domain/admin-replies.ts';
import { mention } from '../../../../src/core/messages/domain/mention.ts';
import type { Allowance } from '../../../../src/core/credits/domain/allowance.ts';
import { START } from '../../../support/builders.ts';
import { atMost, replyLines, plain } from '../../messages/domain/plain-text.ts';

const ann = mention({ platform: 'discord', id: '7' }, 'person');
const weekly: Allowance = { kind: 'credits', credits: 2_000, per: 'week' };

describe('whoever may not set quotas', () => {
  it('is told that only admins may, and that the attempt is in the log', () => {
    expect(replyLines(notAdminReply())).toEqual([
      '(refused) Only admins may do this',
      'Nothing was changed. That it was tried is in the log of this team.',
    ]);
  });

  it('is told in a space of their own that there is nothing to set', () => {
    expect(replyLines(personalReply())).toEqual([
      '(refused) There is nothing to set here',
      'This is a space of your own. Quotas are set in servers and workspaces.',
      'Nothing was changed.',
    ]);
  });
});

describe('the answer to a quota that was set', () => {
  it('tells each part that changed, and what it was', () => {
    const after = { allowance: weekly, perJob: 500, atOnce: 1 };
    expect(replyLines(policySetReply(ann, {}, after))).toEqual([
      'Set for @Person 7 in Discord',
      'Credits: 2,000 credits a week (before: not set here)',
      'Most for one video: 500 credits (before: not set here)',
      'Most at one time: 1 video (before: not set here)',
      'This counts from now on, in the running period too.',
    ]);
    expect(replyLines(policySetReply(ann, after, {}))).toEqual([
      'Set for @Person 7 in Discord',
      'Credits: not set here (before: 2,000 credits a week)',
      'Most for one video: not set here (before: 500 credits)',
      'Most at one time: not set here (before: 1 video)',
      'This counts from now on, in the running period too.',
    ]);
  });

  it('leaves out what stayed as it was', () => {
    const before = { allowance: { kind: 'none' }, perJob: 500, atOnce: 2 } as const;
    const after = { allowance: { kind: 'unlimited' }, perJob: 500, atOnce: 3 } as const;
    expect(replyLines(policySetReply(EVERYONE, before, after))).toEqual([
      'Set for everyone here',
      'Credits: unlimited (before: none)',
      'Most at one time: 3 videos (before: 2 videos)',
      'This counts from now on, in the running period too.',
    ]);
  });

  it('says that nothing changed', () => {
    expect(replyLines(policySetReply(ann, { perJob: 500 }, { perJob: 500 }))).toEqual([
      'Nothing changed for @Person 7 in Discord',
      'It was so already.',
    ]);
  });
});

describe('the answer to credits that were granted or taken back', () => {
  it('says until when they are good, and why they were granted', () => {
    expect(replyLines(grantedReply(ann, 500, START, 'a launch'))).toEqual([
      'Granted 500 credits to @Person 7 in Discord',
      'They can be used until <day>.',
      'They are used once the allowance is used up.',
      'Why: “a launch”',
    ]);
    expect(replyLines(grantedReply(ann, 1, null, ' '))).toEqual([
      'Granted 1 credit to @Person 7 in Discord',
      'They stay until they are used.',
      'They are used once the allowance is used up.',
    ]);
  });

  it('says what was taken back, and that videos keep what they hold', () => {
    expect(replyLines(revokedReply(ann, 350, 'a mistake'))).toEqual([
      'Took back 350 credits from @Person 7 in Discord',
      'What videos on the way hold of them stays theirs.',
      'Why: “a mistake”',
    ]);
  });

  it('says that there was nothing to take back', () => {
    expect(replyLines(revokedReply(ann, 0, 'a mistake'))).toEqual([
      '(refused) There was nothing to take back from @Person 7 in Discord',
      'No extra credits are left there by that name. /quota show lists them.',
    ]);
  });

  it('has room for a reason of 300 characters', () => {
    const { whole, cut } = atMost(300);
    expect(replyLines(revokedReply(ann, 1, whole)).at(-1)).toBe(`Why: “${whole}”`);
    expect(replyLines(revokedReply(ann, 1, `${whole}x`)).at(-1)).toBe(`Why: “${cut}”`);
  });
});

describe('a list that admins keep', () => {
  it('is shown after what was done to it, and says when it is empty', () => {
    const reply = listReply(
      ['Added ', ann, ' to the admins'],
      [
        ['Admins', ['ann', 'ben', 'cid']],
        ['Words', []],
      ],
    );
    expect(replyLines(reply)).toEqual([
      'Added @Person 7 in Discord to the admins',
      'Admins: ann, ben, cid.',
      'Words: none.',
    ]);
  });

  it('is shown up to 40 entries, and counts the others', () => {
    const shown = (count: number) =>
      replyLines(listReply(['Words'], [['Words', Array<string>(count).fill('gore')]]))[1];
    const forty = Array(40).fill('gore').join(', ');
    expect(shown(40)).toBe(`Words: ${forty}.`);
    expect(shown(41)).toBe(`Words: ${forty} and 1 more.`);
    expect(shown(55)).toBe(`Words: ${forty} and 15 more.`);
  });
});

describe('a mention read in another chat', () => {
  it('tells what it is, its id and the chat it is from', () => {
    expect(plain([mention({ platform: 'slack', id: 'C1' }, 'channel')])).toBe(
      '#Channel C1 in Slack',
    );
    expect(plain([mention({ platform: 'discord', id: '9' }, 'role')])).toBe('&Role 9 in Discord');
  });

  it('shortens an id of more than 40 characters', () => {
    const { whole, cut } = atMost(40);
    const shown = (id: string) => plain([mention({ platform: 'slack', id }, 'person')]);
    expect(shown(whole)).toBe(`@Person ${whole} in Slack`);
    expect(shown(`${whole}x`)).toBe(`@Person ${cut} in Slack`);
  });
});
