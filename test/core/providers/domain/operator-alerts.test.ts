import { describe, expect, it } from 'vitest';
import {
  balanceFineReply,
  balanceLowReply,
  cameLateReply,
  checkFailureReply,
  chatUnreachableReply,
  chatReachableReply,
  isInvestigated,
  investigateReply,
  knownFailures,
  orphanedRenderReply,
  planGateReply,
  providerFailureReply,
  providerRecoveredReply,
} from '../../../../src/core/providers/domain/operator-alerts.ts';
import { msg } from '../../../../src/core/messages/domain/message.ts';
import { START } from '../../../support/builders.ts';
import { atMost, replyLines, plain } from '../../messages/domain/plain-text.ts';

const TROUBLES = [
  [
    ...(['key-refused', "happyhorse.app refused the service's key"] as const),
    'Check the key in the settings.',
  ],
  ['out-of-credit', 'The service is out of credit at happyhorse.app', 'Top up the account.'],
  ['redirected', 'happyhorse.app moved to another address', 'Set the address it points to'],
  ['maintenance', 'happyhorse.app is under maintenance', 'Nothing to do.'],
  ['failing', "happyhorse.app doesn't answer status checks", 'its status page and your network'],
  [
    ...(['renders-unknown', "happyhorse.app doesn't know the videos it's making"] as const),
    'Check that address and key',
  ],
] as const;

describe('what operators are told of status calls', () => {
  it.each(TROUBLES)('names the trouble and what to do: %s', (trouble, headline, toDo) => {
    const lines = replyLines(checkFailureReply('happyhorse.app', trouble, {}));
    expect(lines[0]).toBe(`(trouble) ${headline}`);
    expect(lines[1]).toContain(toDo);
    expect(lines.at(-1)).toContain("You'll hear when it's back.");
    expect(lines).toHaveLength(3);
  });

  it('quotes what the provider said, shortened', () => {
    const { whole, cut } = atMost(300);
    const quoted = (message: string) =>
      replyLines(checkFailureReply('A', 'key-refused', { message }))[2];
    expect(quoted(whole)).toBe(`It said: “${whole}”`);
    expect(quoted(`${whole}x`)).toBe(`It said: “${cut}”`);
  });

  it('says what becomes of the videos that are being made', () => {
    const said = (trouble: (typeof TROUBLES)[number][0]) =>
      checkFailureReply('A', trouble, {}).lines.map(plain).join(' ');
    expect(said('key-refused')).toContain('Videos in progress stay open.');
    expect(said('renders-unknown')).toContain(
      'Videos unknown for 20 min are closed and their credits returned.',
    );
  });
});

describe('what is in the way of a provider', () => {
  const told = (...[outage]: [Omit<Parameters<typeof knownFailures>[1], 'since'>]) =>
    knownFailures('A', { ...outage, since: START }).map(({ problem, since }) => {
      expect(since).toBe(START);
      return plain(problem);
    });

  it('is told of its orders and of its status calls, each once', () => {
    expect(told({ trouble: 'failing', unread: null })).toEqual(["A doesn't answer new requests"]);
    expect(told({ trouble: 'failing', unread: { trouble: 'failing' } })).toEqual([
      "A doesn't answer status checks",
    ]);
    expect(told({ trouble: 'out-of-credit', unread: { trouble: 'key-refused' } })).toEqual([
      'The service is out of credit at A',
      "A refused the service's key",
    ]);
    expect(told({ trouble: 'renders-unknown', unread: null })).toEqual([
      "A doesn't know the videos it's making",
    ]);
  });
});

describe('what operators are told of orders', () => {
  const { whole, cut } = atMost(300);

  it.each([
    ['key-refused', "crun refused the service's key", 'Check the key in the settings.'],
    ['out-of-credit', 'The service is out of credit at crun', 'Top up the account.'],
    [
      ...(['redirected', 'crun moved to another address'] as const),
      'Set the address it points to, if you trust it.',
    ],
    [
      ...(['not-found', "crun can't be found"] as const),
      'Check its address in the settings and update Showrunner.',
    ],
    ['disabled', 'crun is switched off', "Wait, or ask the provider's support."],
    [
      ...(['no-uploads', 'crun takes no uploads'] as const),
      'Set PUBLIC_URL, so that it can download files itself.',
    ],
    ['maintenance', 'crun is under maintenance', 'Nothing to do.'],
    [
      ...(['failing', "crun doesn't answer new requests"] as const),
      'Check its status page and your network.',
    ],
  ] as const)('names the trouble and what to do: %s', (trouble, headline, toDo) => {
    expect(replyLines(providerFailureReply('crun', trouble, START))).toEqual([
      `(trouble) ${headline}`,
      toDo,
      "New videos use other providers where possible. Next try: <clock>. You'll hear when it's back.",
    ]);
  });

  it('names one model of a provider where the others go on', () => {
    const model = msg('providers.model-at', { model: 'Wan 2.5', provider: 'crun' });
    expect(replyLines(providerFailureReply(model, 'disabled', START))[0]).toBe(
      '(trouble) Wan 2.5 at crun is switched off',
    );
    expect(replyLines(providerRecoveredReply(model))[0]).toBe('Wan 2.5 at crun is back');
  });

  it('quotes what the provider said and what else is known, 300 characters of each', () => {
    const told = (message: string, detail: string) =>
      replyLines(providerFailureReply('crun', 'failing', START, { message, detail })).slice(2, 4);
    expect(told('No such key', 'HTTP 401')).toEqual(['It said: “No such key”', '“HTTP 401”']);
    expect(told(whole, whole)).toEqual([`It said: “${whole}”`, `“${whole}”`]);
    expect(told(`${whole}x`, `${whole}x`)).toEqual([`It said: “${cut}”`, `“${cut}”`]);
  });

  it('says what is left in the account as our own words, and not as the provider’s', () => {
    const left = (credits: number) =>
      replyLines(providerFailureReply('crun', 'out-of-credit', START, { left: credits }))[2];
    expect(left(1.5)).toBe('1 credit left there');
    expect(left(0)).toBe('0 credits left there');
  });

  it('says when they are taken again', () => {
    expect(replyLines(providerRecoveredReply('crun'))).toEqual([
      'crun is back',
      'It takes new videos again.',
    ]);
  });

  it('says what a plan rules out, which plan would do, and in whose words', () => {
    const told = (plan: string | null, message: string | null) =>
      replyLines(planGateReply('crun', ['a last frame', 'Pro'], plan, message));
    expect(told('Studio', 'Upgrade first')).toEqual([
      "(trouble) Not in the service's plan at crun: a last frame and Pro",
      'Needs the plan “Studio”. For a day, such videos use other providers where possible.',
      'It said: “Upgrade first”',
    ]);
    expect(told(null, null)[1]).toBe(
      'Needs a larger plan. For a day, such videos use other providers where possible.',
    );
    const fifty = atMost(50);
    expect(told(`${fifty.whole}x`, null)[1]).toContain(`“${fifty.cut}”`);
  });
});

describe('what operators are told of a balance', () => {
  it('says how much is left, and what to do', () => {
    expect(replyLines(balanceLowReply('crun', 1_200.9, 2_000))).toEqual([
      '(trouble) Credit at crun is running low',
      '1,200 credits left there, below the limit of 2,000. Top up the account.',
    ]);
    expect(replyLines(balanceFineReply('crun', 5_000))).toEqual([
      'Credit at crun is no longer low',
      '5,000 credits left there',
    ]);
  });
});

describe('what operators are told of a chat', () => {
  it('says since when it is away, and what is in the way as far as that is known', () => {
    expect(replyLines(chatUnreachableReply('Slack', 300_000, null))).toEqual([
      '(trouble) Slack has been disconnected for 5 min',
      'Check its status page and your network.',
      "Showrunner keeps trying to reconnect. Commands don't work there until then. Videos in progress continue.",
    ]);
    expect(replyLines(chatUnreachableReply('Slack', 300_000, 'Check SLACK_APP_TOKEN.'))[1]).toBe(
      'Check SLACK_APP_TOKEN.',
    );
    expect(replyLines(chatReachableReply('Slack'))).toEqual([
      'Slack is connected again',
      'Commands work again.',
    ]);
  });
});

describe('what operators are told of one job', () => {
  it.each([
    ['unconfirmed', "crun didn't confirm a video", 'a team admin can then decide on the card'],
    [
      ...(['not-understood', 'crun refused a request for an unknown reason'] as const),
      'Check for an update of Showrunner.',
    ],
    [
      ...(['result-lost', "A finished video couldn't be downloaded from crun"] as const),
      "The team wasn't charged.",
    ],
    ['expired', "crun didn't deliver a video in time", "The team wasn't charged."],
    ['render-lost', 'crun lost a video', 'Showrunner keeps asking for a day.'],
  ] as const)('says what to look into: %s', (what, words, toDo) => {
    const [headline, first, ...rest] = replyLines(
      investigateReply(what, 'crun', { job: 'job-1', lost: 0 }),
    );
    expect(headline).toBe(`(trouble) ${words}`);
    expect(first).toContain(toDo);
    expect(rest).toEqual(['Job job-1']);
    expect(isInvestigated(what)).toBe(true);
  });

  it('says what was lost by it', () => {
    const lost = (credits: number) =>
      replyLines(investigateReply('expired', 'crun', { job: 'job-1', lost: credits })).slice(2);
    expect(lost(1)).toEqual(['1 credit lost at your expense', 'Job job-1']);
    expect(replyLines(cameLateReply('crun', { job: 'job-1', lost: 80 }))).toEqual([
      'crun delivered a lost video',
      "It's shown now. The team isn't charged.",
      '80 credits lost at your expense',
      'Job job-1',
    ]);
  });

  it('is not told of what needs no look', () => {
    expect(isInvestigated('moderated')).toBe(false);
  });

  it.each([
    ['unneeded', 'crun made a video nobody needs anymore', 'the team pays once at most'],
    ['taken', 'crun gave one video for two requests', "It's shown for the first."],
  ] as const)('says of a render that nobody needs what it is called: %s', (reason, what, toDo) => {
    const lines = (render: string) =>
      replyLines(orphanedRenderReply(reason, 'crun', render, 'job-1'));
    expect(lines('r-9')[0]).toBe(`(trouble) ${what}`);
    expect(lines('r-9')[1]).toContain(toDo);
    expect(lines('r-9')[2]).toBe('Job job-1, called “r-9” there');
    const { whole, cut } = atMost(200);
    expect(lines(whole)[2]).toBe(`Job job-1, called “${whole}” there`);
    expect(lines(`${whole}x`)[2]).toBe(`Job job-1, called “${cut}” there`);
  });
});
