import { describe, expect, it } from 'vitest';
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
import { atMost, replyLines } from '../../messages/domain/plain-text.ts';

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
  scene: { kind: 'text', prompt: 'a horse on a beach' },
  expiresAt: START,
};

describe('the price of a video, before it starts', () => {
  const outlook: Outlook = {
    price: 1_200,
    agreed: null,
    first: false,
    settings: ['Fake 1 · 10 s · pro'],
    left: { own: 2_700, team: null },
    ahead: 0,
    mine: 0,
    waitMs: 120_000,
    cheaper: null,
  };
  const pendingActions = { start: 'p-start', cheaper: null, cancel: 'p-cancel' };

  it('says that a first video is asked about', () => {
    const lines = replyLines(priceReply({ ...outlook, first: true }, pendingActions));
    expect(lines.at(4)).toBe('Showrunner asks before your first video.');
  });

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
        cheaper: draft,
        ahead: 3,
        mine: 1,
        waitMs: 300_000,
      },
      { ...pendingActions, cheaper: 'p-d' },
    );
    expect(replyLines(reply)).toEqual([
      'This video costs 1,200 credits',
      'Fake 1 · 10 s · pro',
      '3 ahead of you (you have 1 other in progress), ready in about 5 min',
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

  it.each([
    [
      { platform: 'slack', id: 'C7' },
      'Your request is in #Channel C7 in Slack. If an admin approves it, your video starts.',
    ],
    [
      { platform: 'discord', id: '7' },
      'The admins were asked. If one approves, your video starts.',
    ],
    [
      'here',
      'Your request is in this channel. Ask an admin to look at it. If one approves, your video starts.',
    ],
  ] as const)('is told where the admins were asked, and what happens next: %j', (toldIn, words) => {
    expect(replyLines(requestedReply(asked, toldIn))).toEqual([
      'You asked for 200 credits',
      words,
      'Up to 1,200 credits · Not charged yet · Expires <relative>',
    ]);
  });

  it('is told nothing of admins where it is not known any more where they were asked', () => {
    expect(replyLines(requestedReply(asked, null))).toEqual([
      'You asked for 200 credits',
      'Up to 1,200 credits · Not charged yet · Expires <relative>',
    ]);
  });

  it('is told when an admin says no, or nobody answers', () => {
    expect(replyLines(deniedReply(200))).toEqual([
      'An admin denied your request for 200 credits',
      'Not charged',
    ]);
    expect(replyLines(unansweredReply(200))).toEqual([
      'No admin answered',
      'Your request for 200 credits expired. You can ask again.',
    ]);
  });

  it('is told of credits that came though the video could not start', () => {
    const given = (of: 'person' | 'pool' | 'both') =>
      replyLines(stillInsufficientReply({ of, amount: 200 }, refusedReply('Not enough credits')));
    expect(given('person')).toEqual([
      '(refused) Not enough credits',
      'An admin gave you 200 credits.',
    ]);
    expect(given('pool')[1]).toBe('An admin added 200 credits to the team budget.');
    expect(given('both')[1]).toBe('An admin gave you and the team budget 200 credits each.');
    expect(replyLines(notStartedReply({ of: 'person', amount: 200 }))).toEqual([
      '(trouble) Credits added, video not started',
      'An admin gave you 200 credits.',
      'Showrunner ran into an error. Ask for your video again.',
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
      '200 credits requested',
      '@Ann wants to create “a horse on a beach” for 1,200 credits.',
      'Their limit: 1,900 of 2,000 used this week, 100 left',
      'Approving gives the credits for 7 days and tries to start the video.',
      'Expires <relative>',
      '**[Approve 200]** p-yes',
      '[Approve another amount] p-other, asks for credits: 200',
      '[Deny] p-no',
    ]);
  });

  it('says nothing of the prompt where others read along', () => {
    expect(lines({ scene: null })[1]).toBe('@Ann wants to create a video for 1,200 credits.');
  });

  it('tells what is wanted where no words were given', () => {
    const scene = { kind: 'replace', character: 'a', driving: 'v' } as const;
    expect(lines({ scene })[1]).toBe(
      '@Ann wants to create Character replacement for 1,200 credits.',
    );
  });

  it('has room for 300 characters of a prompt and 60 of a name', () => {
    const prompt = atMost(300);
    const said = (words: string) => lines({ scene: { kind: 'text', prompt: words } })[1];
    expect(said(prompt.whole)).toContain(`“${prompt.whole}”`);
    expect(said(`${prompt.whole}x`)).toContain(`“${prompt.cut}”`);
    const name = atMost(60);
    expect(lines({ requester: requester(name.whole), scene: null })[1]).toContain(
      `@${name.whole} wants`,
    );
    expect(lines({ requester: requester(`${name.whole}x`), scene: null })[1]).toContain(
      `@${name.cut} wants`,
    );
    expect(lines({ requester: requester(), scene: null })[1]).toContain(
      '@Person U1 in Slack wants',
    );
  });

  it('says what the whole team used where its pool counts', () => {
    const pool: UseSoFar = {
      allowance: { kind: 'credits', credits: 30_000, per: 'month' },
      used: 29_000,
      left: 1_000,
    };
    const team = 'Team budget: 29,000 of 30,000 used this month, 1,000 left';
    expect(lines({}, { team: pool })[3]).toBe(team);
    expect(lines({ of: 'pool' }, { team: pool }).slice(0, 4)).toEqual([
      '200 credits requested for the team budget',
      '@Ann wants to create “a horse on a beach” for 1,200 credits.',
      'Their limit: 1,900 of 2,000 used this week, 100 left',
      team,
    ]);
    expect(lines({ of: 'both' })[0]).toBe(
      '200 credits requested for the person and the team budget',
    );
    expect(lines({ of: 'both' })[3]).toBe('Team budget: unlimited, 9,000 used this month');
  });

  it('says what somebody has beyond no allowance', () => {
    const none = (left: number | null): UseSoFar => ({
      allowance: { kind: 'none' },
      used: 0,
      left,
    });
    expect(lines({}, { own: none(0) })[2]).toBe('Their limit: none, no extra credits');
    expect(lines({}, { own: none(null) })[2]).toBe('Their limit: none, no extra credits');
    expect(lines({}, { own: none(50) })[2]).toBe('Their limit: none, 50 extra credits');
    expect(lines({}, { team: none(1) })[3]).toBe('Team budget: none, 1 extra credit');
    expect(lines({}, { own: free })[2]).toBe('Their limit: unlimited, 9,000 used this month');
  });
});

describe('a request for credits, once it was decided', () => {
  const answered = (of: AskedFor['of'], why: readonly string[] | null = null) =>
    replyLines(answeredReply({ ...asked, of }, requester('Eve'), { credits: 200, why }));

  it('says who approved it for whom, and what became of the video', () => {
    expect(answered('person')).toEqual([
      '200 credits approved',
      '@Eve gave them to @Ann for 7 days.',
      'The video is queued.',
    ]);
    expect(answered('person', ['The price is now 220 credits, not 200'])).toEqual([
      '200 credits approved',
      '@Eve gave them to @Ann for 7 days.',
      "The video didn't start.",
      'The price is now 220 credits, not 200',
    ]);
    expect(answered('pool')[1]).toBe(
      "@Eve added them to the team budget for @Ann's video, for 7 days.",
    );
    expect(answered('both')[1]).toBe('@Eve gave them to @Ann and to the team budget for 7 days.');
  });

  it('says who denied it, or that nobody answered', () => {
    expect(replyLines(answeredReply(asked, requester('Eve'), { credits: null }))).toEqual([
      'Denied',
      "@Eve denied @Ann's request.",
    ]);
    expect(replyLines(overReply())).toEqual([
      'This request has expired',
      'Nobody answered in time. No credits were given.',
    ]);
  });
});
