import { describe, expect, it } from 'vitest';
import {
  balanceFineReply,
  balanceLowReply,
  checkFailureReply,
  chatUnreachableReply,
  chatReachableReply,
  isInvestigated,
  leftWords,
  investigateReply,
  orphanedRenderReply,
  failureLines,
  providerFailureReply,
  providerRecoveredReply,
} from '../../../../src/core/providers/domain/operator-alerts.ts';
import { START } from '../../../support/builders.ts';
import { atMost, replyLines, plain } from '../../messages/domain/plain-text.ts';

const TROUBLES = [
  ['key-refused', 'happyhorse.app refuses our key', 'Check the key in the settings.'],
  ['out-of-credit', 'happyhorse.app is out of credit', 'Top up the account of the key.'],
  ['redirected', 'happyhorse.app is not at the address that is set', 'address'],
  ['maintenance', 'happyhorse.app is under maintenance', 'only waited for'],
  ['failing', 'happyhorse.app does not answer status checks', 'status page and our network'],
  ['renders-unknown', 'happyhorse.app does not know the videos it is making', 'address and key'],
] as const;

describe('what operators are told of status calls', () => {
  it.each(TROUBLES)('names the trouble and what to do: %s', (trouble, headline, toDo) => {
    const lines = replyLines(checkFailureReply('happyhorse.app', trouble, null));
    expect(lines[0]).toBe(`(trouble) ${headline}`);
    expect(lines[1]).toContain(toDo);
    expect(lines.at(-1)).toBe('You get a message when it is over.');
  });

  it('quotes what the provider said, shortened', () => {
    const { whole, cut } = atMost(300);
    const quoted = (said: string) => replyLines(checkFailureReply('A', 'key-refused', said))[2];
    expect(quoted(whole)).toBe(`It said: “${whole}”`);
    expect(quoted(`${whole}x`)).toBe(`It said: “${cut}”`);
  });

  it('says what becomes of the videos that are being made', () => {
    const said = (trouble: (typeof TROUBLES)[number][0]) =>
      checkFailureReply('A', trouble, null).lines.map(plain).join(' ');
    expect(said('key-refused')).toContain('Its running videos stay open.');
    expect(said('renders-unknown')).toContain('closed and its credits are returned');
  });
});

describe('what is in the way of a provider', () => {
  const told = (...[outage]: [Omit<Parameters<typeof failureLines>[1], 'since'>]) =>
    failureLines('A', { ...outage, since: START });
  const since = `, since ${START.toISOString()}`;

  it('is told of its orders and of its status calls, each once', () => {
    expect(told({ trouble: 'failing', unread: null })).toEqual([
      `A does not answer orders${since}`,
    ]);
    expect(told({ trouble: 'failing', unread: { trouble: 'failing' } })).toEqual([
      `A does not answer status checks${since}`,
    ]);
    expect(told({ trouble: 'out-of-credit', unread: { trouble: 'key-refused' } })).toEqual([
      `A is out of credit${since}`,
      `A refuses our key${since}`,
    ]);
  });
});

describe('what operators are told of orders', () => {
  const { whole, cut } = atMost(300);

  it.each([
    ['key-refused', 'refuses our key', 'Check the key in the settings.'],
    ['out-of-credit', 'is out of credit', 'Top up the account of the key.'],
    [
      ...(['redirected', 'is not at the address that is set'] as const),
      'Set its address to where it points, if that is where it should be.',
    ],
    [
      ...(['not-found', 'is not found'] as const),
      'Check the address in the settings, and look for an update of this service.',
    ],
    [
      ...(['disabled', 'is switched off'] as const),
      'Ask the support of its provider, or wait: it is tried again.',
    ],
    [
      ...(['no-uploads', 'takes no files from us'] as const),
      'Set PUBLIC_URL to where it reaches this service: then it fetches them itself.',
    ],
    ['maintenance', 'is under maintenance', 'Nothing needs to be done, only waited for.'],
    ['failing', 'does not answer orders', 'Check its status page and our network.'],
  ] as const)('names the trouble and what to do: %s', (trouble, what, toDo) => {
    expect(replyLines(providerFailureReply('crun', trouble, null, START))).toEqual([
      `(trouble) crun ${what}`,
      toDo,
      'New videos go elsewhere where they can. It is tried again <relative>, then at growing intervals. You hear of it again when it is over.',
    ]);
  });

  it('quotes what the provider said and what else is known, 300 characters of each', () => {
    const told = (said: string, known: string) =>
      replyLines(providerFailureReply('crun', 'failing', said, START, known)).slice(2, 4);
    expect(told('No such key', 'HTTP 401')).toEqual(['It said: “No such key”', '“HTTP 401”']);
    expect(told(whole, whole)).toEqual([`It said: “${whole}”`, `“${whole}”`]);
    expect(told(`${whole}x`, `${whole}x`)).toEqual([`It said: “${cut}”`, `“${cut}”`]);
  });

  it('says when they are taken again', () => {
    expect(replyLines(providerRecoveredReply('crun'))).toEqual([
      'crun is well again',
      'It takes orders as usual.',
    ]);
  });
});

describe('what operators are told of a balance', () => {
  it('says how much is left, and what to do', () => {
    expect(replyLines(balanceLowReply('crun', 1_200.9, 2_000))).toEqual([
      '(trouble) crun is running out of credit',
      '1,200 of its credits are left there; LOW_BALANCE is 2,000.',
      'Top up the account of the key. The next message comes when there is enough again.',
    ]);
    expect(replyLines(balanceFineReply('crun', 5_000))).toEqual([
      'crun has enough credit again',
      '5,000 of its credits are left there.',
    ]);
    expect(leftWords(1.5)).toBe('1 of its credits is left there');
    expect(leftWords(0)).toBe('0 of its credits are left there');
  });
});

describe('what operators are told of a chat', () => {
  it('says since when it is away, and what is in the way as far as that is known', () => {
    expect(replyLines(chatUnreachableReply('Slack', 5, null))).toEqual([
      '(trouble) Slack has not been connected for 5 minutes',
      'Check its status page and our network.',
      'Nobody there is heard. Videos that were started go on. The service keeps trying.',
    ]);
    expect(replyLines(chatUnreachableReply('Slack', 5, 'Check SLACK_APP_TOKEN.'))[1]).toBe(
      'Check SLACK_APP_TOKEN.',
    );
    expect(replyLines(chatReachableReply('Slack'))).toEqual([
      'Slack is connected again',
      'People there are heard as usual.',
    ]);
  });
});

describe('what operators are told of one job', () => {
  it.each([
    ['unconfirmed', 'gave no clear answer to an order', 'Look there; an admin of the team can'],
    ['not-understood', 'does not understand our orders', 'look for an update of this service'],
    ['result-lost', 'made a video that could not be fetched', 'the team was not charged'],
    ['expired', 'did not deliver a video in time', 'the team was not charged'],
    [
      ...(['render-lost', 'does not know a video any more that it was making'] as const),
      'It was asked about for 20 minutes',
    ],
  ] as const)('says what to look into: %s', (what, words, toDo) => {
    const [headline, first, ...rest] = replyLines(
      investigateReply(what, 'crun', { job: 'job-1', lost: 0 }),
    );
    expect(headline).toBe(`(trouble) crun ${words}`);
    expect(first).toContain(toDo);
    expect(rest).toEqual(['Job job-1; the log has the rest.']);
    expect(isInvestigated(what)).toBe(true);
  });

  it('says what was lost by it', () => {
    const lost = (credits: number) =>
      replyLines(investigateReply('expired', 'crun', { job: 'job-1', lost: credits })).slice(2);
    expect(lost(1)).toEqual([
      '1 credit is booked as your loss.',
      'Job job-1; the log has the rest.',
    ]);
  });

  it('is not told of what needs no look', () => {
    expect(isInvestigated('moderated')).toBe(false);
  });

  it.each([
    [
      'unneeded',
      'made a video that is not needed any more',
      'The team pays for one video at most.',
    ],
    ['taken', 'speaks of one video for two orders', 'It is shown for the first of them alone.'],
  ] as const)('says of a render that nobody needs what it is called: %s', (reason, what, toDo) => {
    const lines = (render: string) =>
      replyLines(orphanedRenderReply(reason, 'crun', render, 'job-1'));
    expect(lines('r-9')[0]).toBe(`(trouble) crun ${what}`);
    expect(lines('r-9')[1]).toContain(toDo);
    expect(lines('r-9')[2]).toBe('Job job-1; there it is called “r-9”.');
    const { whole, cut } = atMost(200);
    expect(lines(whole)[2]).toBe(`Job job-1; there it is called “${whole}”.`);
    expect(lines(`${whole}x`)[2]).toBe(`Job job-1; there it is called “${cut}”.`);
  });
});
