import { describe, expect, it } from 'vitest';
import {
  grantedReply,
  listWords,
  notAdminReply,
  personalReply,
  policySetReply,
  revokedReply,
} from '../../../../src/core/admin/domain/admin-replies.ts';
import { msg } from '../../../../src/core/messages/domain/message.ts';
import { mention } from '../../../../src/core/messages/domain/mention.ts';
import type { Granted } from '../../../../src/core/admin/domain/admin-replies.ts';
import type { Allowance } from '../../../../src/core/credits/domain/allowance.ts';
import { START } from '../../../support/builders.ts';
import { atMost, replyLines, plain } from '../../messages/domain/plain-text.ts';

const ann = mention({ platform: 'discord', id: '7' }, 'person');
const weekly: Allowance = { kind: 'credits', credits: 2_000, per: 'week' };

describe('whoever may not set limits', () => {
  it('is told that only admins can, and that the attempt is in the audit log', () => {
    expect(replyLines(notAdminReply())).toEqual([
      '(refused) Only admins can do this',
      'This attempt is in the audit log.',
    ]);
  });

  it('is told in a space of their own that there is nothing to set', () => {
    expect(replyLines(personalReply())).toEqual([
      '(refused) No limits to set here',
      'Limits are set in servers, not in direct messages.',
    ]);
  });
});

describe('the answer to limits that were set', () => {
  it('tells each part that changed, and what it was', () => {
    const after = { allowance: weekly, perJob: 500, atOnce: 1 };
    expect(replyLines(policySetReply(ann, {}, after))).toEqual([
      'Limits for @Person 7 in Discord',
      'Limit: 2,000 credits per week (was: default)',
      'Per video: 500 credits (was: default)',
      'At once: 1 video (was: default)',
      'Effective now',
    ]);
    expect(replyLines(policySetReply(ann, after, {}))).toEqual([
      'Limits for @Person 7 in Discord',
      'Limit: default (was: 2,000 credits per week)',
      'Per video: default (was: 500 credits)',
      'At once: default (was: 1 video)',
      'Effective now',
    ]);
  });

  it('leaves out what stayed as it was', () => {
    const before = { allowance: { kind: 'none' }, perJob: 500, atOnce: 2 } as const;
    const after = { allowance: { kind: 'unlimited' }, perJob: 500, atOnce: 3 } as const;
    expect(replyLines(policySetReply('everyone', before, after))).toEqual([
      'Limits for everyone',
      'Limit: unlimited (was: 0 credits)',
      'At once: 3 videos (was: 2 videos)',
      'Effective now',
    ]);
    expect(replyLines(policySetReply('pool', {}, { allowance: weekly }))).toEqual([
      'Limits for the team budget',
      'Limit: 2,000 credits per week (was: default)',
      'Effective now',
    ]);
  });

  it('says that nothing changed', () => {
    expect(replyLines(policySetReply(ann, { perJob: 500 }, { perJob: 500 }))).toEqual([
      'Limits for @Person 7 in Discord',
      'No change',
    ]);
  });
});

const granted = {
  to: ann,
  amount: 500,
  until: START,
  timeZone: 'UTC',
  allowance: weekly,
  reason: '',
} as const;

describe('the answer to extra credits that were given or taken back', () => {
  it('says until when they are valid, and why they were given', () => {
    expect(replyLines(grantedReply({ ...granted, reason: 'a launch' }))).toEqual([
      '500 extra credits for @Person 7 in Discord',
      'Valid until Nov 18, 2026 · Used after the weekly limit',
      'Reason: “a launch”',
    ]);
    expect(replyLines(grantedReply({ ...granted, amount: 1, until: null, reason: ' ' }))).toEqual([
      '1 extra credit for @Person 7 in Discord',
      'No expiry · Used after the weekly limit',
    ]);
  });

  it('names the day on which they end in the time zone of the team', () => {
    const until = new Date('2026-11-18T23:30:00Z');
    const reply = grantedReply({ ...granted, until, timeZone: 'Europe/Berlin' });
    expect(replyLines(reply)[1]).toContain('Valid until Nov 19, 2026');
  });

  it('says that they stay unused where there is no limit to use up, and no more where it is 0', () => {
    const used = (to: Granted['to'], allowance: Allowance) =>
      replyLines(grantedReply({ ...granted, to, until: null, allowance }))[1];
    const unlimited = { kind: 'unlimited' } as const;
    expect(used(ann, unlimited)).toBe('No expiry · Their limit is unlimited, so these stay unused');
    expect(used('pool', unlimited)).toBe(
      'No expiry · The team budget is unlimited, so these stay unused',
    );
    expect(used(ann, { kind: 'none' })).toBe('No expiry');
  });

  it('says what was taken back, and that videos keep what is on hold for them', () => {
    expect(replyLines(revokedReply(ann, 350, 'a mistake'))).toEqual([
      '350 extra credits taken back from @Person 7 in Discord',
      'Credits on hold for videos in progress are kept',
      'Reason: “a mistake”',
    ]);
    expect(replyLines(revokedReply('pool', 1, ''))[0]).toBe(
      '1 extra credit taken back from the team budget',
    );
  });

  it('says that there was nothing to take back', () => {
    expect(replyLines(revokedReply(ann, 0, 'a mistake'))).toEqual([
      '(refused) Nothing to take back from @Person 7 in Discord',
      'No such extra credits. /quota show lists them.',
    ]);
  });

  it('has room for a reason of 300 characters', () => {
    const { whole, cut } = atMost(300);
    expect(replyLines(revokedReply(ann, 1, whole)).at(-1)).toBe(`Reason: “${whole}”`);
    expect(replyLines(revokedReply(ann, 1, `${whole}x`)).at(-1)).toBe(`Reason: “${cut}”`);
  });
});

describe('a list that admins keep', () => {
  const shown = (items: readonly string[]) => plain(listWords(msg('admin.words'), items));

  it('is one line, and says when it is empty', () => {
    expect(shown(['ann', 'ben', 'cid'])).toBe('Blocked words: ann, ben and cid');
    expect(shown([])).toBe('Blocked words: none');
  });

  it('is shown up to 40 entries, and counts the others', () => {
    const words = (count: number) => Array<string>(count).fill('gore');
    expect(shown(words(40))).toMatch(/gore and gore$/);
    expect(shown(words(40)).match(/gore/g)).toHaveLength(40);
    for (const more of [1, 15]) {
      expect(shown(words(40 + more)).match(/gore/g)).toHaveLength(40);
      expect(shown(words(40 + more))).toMatch(new RegExp(`gore and ${more} more$`));
    }
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
