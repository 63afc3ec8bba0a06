import { describe, expect, it } from 'vitest';
import { queueWords } from '../../../../src/core/cards/domain/card-words.ts';
import type { Requester } from '../../../../src/core/teams/domain/requester.ts';
import { refusedReply } from '../../../../src/core/messages/domain/reply.ts';
import {
  requestedReply,
  answeredReply,
  deniedReply,
  notStartedReply,
  overReply,
  creditRequestReply,
  stillInsufficientReply,
  unansweredReply,
} from '../../../../src/core/credit-requests/domain/replies.ts';
import {
  dismissedReply,
  priceReply,
  withCreditRequestButton,
} from '../../../../src/core/requests/domain/price-reply.ts';
import type { AskedFor, UseSoFar } from '../../../../src/core/credit-requests/domain/replies.ts';
import type { Outlook } from '../../../../src/core/requests/domain/price-reply.ts';
import { START } from '../../../support/builders.ts';
import { atMost, replyLines, plain } from '../../messages/domain/plain-text.ts';

const requester = (name?: string): Requester => ({
  platform: 'slack',
  workspace: { id: 'T1', kind: 'shared' },
  person: { id: 'U1', ...(name === undefined ? {} : { name }) },
  roles: [],
  admin: false,
});

const asked: AskedFor = {
  requester: requester('Ann'),
  of: 'person',
  credits: 200,
  price: 1_200,
  prompt: 'a horse on a beach',
  expiresAt: START,
};

describe('the price of a video, before it starts', () => {
  const outlook: Outlook = {
    price: 1_200,
    agreed: null,
    settings: ['Fake 1 · 10 s · pro'],
    left: { own: 2_700, team: null },
    ahead: 0,
    mine: 0,
    wait: { queueMs: 0, renderMs: 120_000 },
    cheaper: null,
  };
  const pendingActions = { start: 'p-start', cheaper: null, cancel: 'p-cancel' };

  it('is told with what is left, and nothing is held yet', () => {
    expect(replyLines(priceReply(outlook, pendingActions))).toEqual([
      'This video costs 1,200 credits',
      'Fake 1 · 10 s · pro',
      'Ready in about 2 min',
      '2,700 left · Not charged yet',
      '**[Start]** p-start',
      '[Cancel] p-cancel',
    ]);
  });

  it('comes with a cheaper draft and the position in the queue, where there are such', () => {
    const draft = { price: 90, settings: ['Fake 1 · 3 s · std'] };
    const reply = priceReply(
      {
        ...outlook,
        ...{ cheaper: draft, ahead: 3, mine: 1 },
        wait: { queueMs: 180_000, renderMs: 120_000 },
      },
      { ...pendingActions, cheaper: 'p-d' },
    );
    expect(replyLines(reply)).toEqual([
      'This video costs 1,200 credits',
      'Fake 1 · 10 s · pro',
      '3 ahead of you (1 of yours in progress), about 5 min',
      '2,700 left · Not charged yet',
      'Cheaper draft, 90 credits · Fake 1 · 3 s · std',
      '**[Start]** p-start',
      '[Start the draft (90)] p-d',
      '[Cancel] p-cancel',
    ]);
  });

  it('has no button for a draft that was not kept, or does not exist', () => {
    const draft = { price: 90, settings: ['Fake 1 · 3 s · std'] };
    expect(
      replyLines(priceReply({ ...outlook, cheaper: draft }, pendingActions)).slice(-2),
    ).toEqual(['**[Start]** p-start', '[Cancel] p-cancel']);
    expect(
      replyLines(priceReply(outlook, { ...pendingActions, cheaper: 'p-d' })).slice(-2),
    ).toEqual(['**[Start]** p-start', '[Cancel] p-cancel']);
  });

  it('is told beside the one that was agreed to, where it changed since', () => {
    const lines = replyLines(priceReply({ ...outlook, agreed: 1_000 }, pendingActions));
    expect(lines[0]).toBe('The price is now 1,200 credits, not 1,000');
    expect(lines).toContain('**[Start for 1,200]** p-start');
  });

  it('is nothing where nothing was started', () => {
    expect(replyLines(dismissedReply())).toEqual(['Not started, not charged']);
  });
});

describe('whoever lacks credits', () => {
  it('can ask for them, and knows whether the prompt is shown', () => {
    const short = { of: 'person', credits: 200, price: 1_200 } as const;
    const lines = (showsPrompt: boolean) =>
      replyLines(
        withCreditRequestButton(refusedReply('Not enough credits'), short, {
          pendingAction: 'p-ask',
          showsPrompt,
        }),
      );
    expect(lines(false)).toEqual([
      '(refused) Not enough credits',
      'An admin can give you more.',
      '**[Ask for 200 credits]** p-ask',
    ]);
    expect(lines(true)[1]).toBe('An admin can give you more. They see your prompt.');
  });

  it('is told that the admins were asked, and what happens next', () => {
    expect(replyLines(requestedReply(asked))).toEqual([
      'You asked for 200 credits',
      'The admins were told. If one of them says yes, your video starts here by itself.',
      'It will not cost more than 1,200 credits. Nothing is held or charged until it starts.',
      'Without an answer this ends <relative>.',
    ]);
  });

  it('is told when an admin says no, or nobody answers', () => {
    expect(replyLines(deniedReply(200))).toEqual([
      'An admin said no',
      'Your request for 200 credits was denied.',
      'Nothing was started and nothing was charged.',
    ]);
    expect(replyLines(unansweredReply(200))).toEqual([
      'No admin answered',
      'Your request for 200 credits ended after a day.',
      'Nothing was started and nothing was charged. You can ask again.',
    ]);
  });

  it('is told of credits that came though the video could not start', () => {
    expect(replyLines(stillInsufficientReply(200, refusedReply('Not enough credits')))).toEqual([
      '(refused) Not enough credits',
      'An admin gave you 200 credits.',
    ]);
    expect(replyLines(notStartedReply(200))).toEqual([
      '(trouble) Your credits are here, your video is not',
      'An admin gave you 200 credits, but something went wrong on our side when your video was to start. Ask for it again; nothing was charged.',
    ]);
  });
});

describe('a request for credits, as admins see it', () => {
  const own: UseSoFar = {
    allowance: { kind: 'credits', credits: 2_000, per: 'week' },
    used: 1_900,
    left: 100,
  };
  const free: UseSoFar = { allowance: { kind: 'unlimited' }, used: 9_000, left: null };
  const pendingActions = { approve: 'p-yes', other: 'p-other', deny: 'p-no' };

  const lines = (over: Partial<AskedFor> = {}, use: { own?: UseSoFar; team?: UseSoFar } = {}) =>
    replyLines(
      creditRequestReply({ ...asked, ...over }, { own, team: free, ...use }, pendingActions),
    );

  it('says who asks, for what, what they used, and what a press does', () => {
    expect(lines()).toEqual([
      'A request for 200 credits',
      '@Ann would like to make: “a horse on a beach”',
      'It costs 1,200 credits.',
      'They used 1,900 of 2,000 credits this week and have 100 left.',
      'If you approve, the credits are good for 7 days and the video starts by itself. Without an answer this ends <relative>.',
      '**[Approve 200]** p-yes',
      '[Approve other amount] p-other, asks for credits: 200',
      '[Deny] p-no',
    ]);
  });

  it('says nothing of the prompt where others read along', () => {
    expect(lines({ prompt: null })[1]).toBe('@Ann would like to make a video.');
  });

  it('has room for 300 characters of a prompt and 60 of a name', () => {
    const prompt = atMost(300);
    expect(lines({ prompt: prompt.whole })[1]).toContain(`“${prompt.whole}”`);
    expect(lines({ prompt: `${prompt.whole}x` })[1]).toContain(`“${prompt.cut}”`);
    const name = atMost(60);
    expect(lines({ requester: requester(name.whole), prompt: null })[1]).toContain(
      `@${name.whole} would`,
    );
    expect(lines({ requester: requester(`${name.whole}x`), prompt: null })[1]).toContain(
      `@${name.cut} would`,
    );
    expect(lines({ requester: requester(), prompt: null })[1]).toContain('@Somebody would');
  });

  it('says what the whole team used where its pool counts', () => {
    const pool: UseSoFar = {
      allowance: { kind: 'credits', credits: 30_000, per: 'month' },
      used: 29_000,
      left: 1_000,
    };
    const team = 'The whole team used 29,000 of 30,000 credits this month and has 1,000 left.';
    expect(lines({}, { team: pool })[4]).toBe(team);
    expect(lines({ of: 'pool' }, { team: pool }).slice(0, 5)).toEqual([
      'A request for 200 credits for the team',
      '@Ann would like to make: “a horse on a beach”',
      'It costs 1,200 credits.',
      'They used 1,900 of 2,000 credits this week and have 100 left.',
      team,
    ]);
    expect(lines({ of: 'both' })[0]).toBe('A request for 200 credits, for the person and the team');
    expect(lines({ of: 'both' })[4]).toBe(
      'The whole team used 9,000 credits this month and has no limit.',
    );
  });

  it('says what somebody has beyond no allowance', () => {
    const none = (left: number | null): UseSoFar => ({
      allowance: { kind: 'none' },
      used: 0,
      left,
    });
    expect(lines({}, { own: none(0) })[3]).toBe('They have no allowance.');
    expect(lines({}, { own: none(null) })[3]).toBe('They have no allowance.');
    expect(lines({}, { own: none(50) })[3]).toBe('They have no allowance and have 50 left.');
    expect(lines({}, { own: free })[3]).toBe(
      'They used 9,000 credits this month and have no limit.',
    );
  });
});

describe('a request for credits, once it was decided', () => {
  it('says who said yes, and what became of the video', () => {
    const yes = { credits: 200, started: true, why: [] };
    expect(replyLines(answeredReply(asked, requester('Eve'), yes))).toEqual([
      'Approved: 200 credits',
      '@Eve gave 200 credits to @Ann, good for 7 days.',
      'The video is on its way.',
    ]);
    const stuck = { credits: 200, started: false, why: ['It costs more now.'] };
    expect(replyLines(answeredReply(asked, requester('Eve'), stuck))).toEqual([
      'Approved: 200 credits',
      '@Eve gave 200 credits to @Ann, good for 7 days.',
      'The video did not start. It costs more now.',
    ]);
  });

  it('says who said no, or that nobody answered', () => {
    expect(replyLines(answeredReply(asked, requester('Eve'), { credits: null }))).toEqual([
      'Denied',
      '@Eve said no to @Ann. Nothing was granted or charged.',
    ]);
    expect(replyLines(overReply())).toEqual([
      'This request is over',
      'Nobody answered it in time. Nothing was granted or charged.',
    ]);
  });
});
