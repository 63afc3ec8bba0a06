import { describe, expect, it } from 'vitest';
import { viewCard } from '../../../../src/core/cards/domain/card.ts';
import type { CardContext } from '../../../../src/core/cards/domain/card-context.ts';
import type { CardView } from '../../../../src/core/chat/domain/card-view.ts';
import { FAILURE_REASONS } from '../../../../src/core/jobs/domain/job.ts';
import type { FailureReason, JobState, Setback } from '../../../../src/core/jobs/domain/job.ts';
import { aJob, after, aRequest, aVideo, START } from '../../../support/builders.ts';
import { aContext } from './card-context.ts';
import { msg } from '../../../../src/core/messages/domain/message.ts';
import type { Message } from '../../../../src/core/messages/domain/message.ts';
import { teamId as team } from '../../../../src/core/shared/domain/ids.ts';
import { atMost, plain } from '../../messages/domain/plain-text.ts';
import type { PlanGate } from '../../../../src/core/video/domain/plan-gates.ts';
import { STATES, STATUSES } from '../../jobs/domain/states.ts';

const QUOTE = 300;

function card(state: JobState, over: Partial<CardContext> = {}): CardView {
  return viewCard(aJob(state, { quote: QUOTE }), aContext(over));
}

function wordsOf(view: CardView): string {
  return [view.headline, view.settings, ...view.lines, ...view.receipt].map(plain).join('\n');
}

const waiting = (over: { readonly notBefore?: Date; readonly setback?: Setback }): JobState => ({
  ...STATES.waiting,
  ...over,
});

describe('a video that cannot be read here', () => {
  it('is delivered with a word, and others without', () => {
    const word = 'Showrunner couldn’t read this file. It is here as it came.';
    const { succeeded } = STATES;
    const unread = { ...succeeded, video: { ...aVideo, unread: true } } as const;
    expect(wordsOf(card(unread))).toContain(word);
    expect(wordsOf(card(succeeded))).not.toContain(word);
  });
});

describe('the words of every state', () => {
  it.each(STATUSES)('%s has a headline and says what becomes of the credits', (status) => {
    const view = card(STATES[status]);
    expect(plain(view.headline)).not.toBe('');
    expect(view.receipt.length).toBeGreaterThan(0);
    const words = wordsOf(view);
    expect(words).not.toMatch(/undefined|null|NaN|\[object| {2}/);
    for (const line of view.receipt) expect(plain(line)).not.toMatch(/[.]$/);
  });

  it('look different from each other', () => {
    const headlines = STATUSES.map((status) => plain(card(STATES[status]).headline));
    expect(new Set(headlines).size).toBe(STATUSES.length);
  });
});

describe('money on a card', () => {
  /** Every number of credits that a card speaks of. */
  function amounts(view: CardView): number[] {
    const words = view.receipt.map(plain).join(' ').replaceAll(',', '');
    return [...words.matchAll(/\d+/g)].map((it) => Number(it[0]));
  }

  const LEFT = 12_345;
  const TEAM_LEFT = 67_890;

  it.each(STATUSES)('is what %s holds or did cost, and what is left', (status) => {
    const known = [QUOTE, 280, QUOTE - 280, LEFT];
    for (const amount of amounts(card(STATES[status], { left: { own: LEFT, team: TEAM_LEFT } }))) {
      expect(known).toContain(amount);
    }
  });

  it.each(STATUSES)('is told in one short line: %s', (status) => {
    const held = ['300 credits on hold'];
    const none = ['Not charged'];
    const receipts: { readonly [name in typeof status]: readonly string[] } = {
      waiting: ['300 credits on hold · 700 left'],
      submitting: held,
      unconfirmed: held,
      rendering: held,
      overdue: held,
      collecting: held,
      succeeded: ['280 credits, 20 returned · 700 left'],
      failed: none,
      cancelled: none,
      expired: none,
    };
    expect(card(STATES[status]).receipt.map(plain)).toEqual(receipts[status]);
  });

  it('is longer only where some of it was returned', () => {
    const receipt = (charged: number) => card({ ...STATES.succeeded, charged }).receipt.map(plain);
    expect(receipt(280)).toEqual(['280 credits, 20 returned · 700 left']);
    expect(receipt(300)).toEqual(['300 credits · 700 left']);
    expect(receipt(0)).toEqual(['Not charged']);
  });

  it('is not held any more while a video that was called lost is downloaded', () => {
    expect(card({ ...STATES.collecting, lost: 300 }).receipt.map(plain)).toEqual(['Not charged']);
  });

  it('tells of the credits of the team where fewer are left of those', () => {
    const said = (own: number | null, team: number | null) =>
      plain(card(STATES.waiting, { left: { own, team } }).receipt[0]!);
    expect(said(null, null)).toBe('300 credits on hold');
    expect(said(null, 5_000)).toBe('300 credits on hold · 5,000 left in the team budget');
    expect(said(700, 5_000)).toBe('300 credits on hold · 700 left');
    expect(said(5_000, 700)).toBe('300 credits on hold · 700 left in the team budget');
    expect(said(700, 700)).toBe('300 credits on hold · 700 left');
  });

  it('never tells what a provider took beyond what was held', () => {
    const expensive = { ...STATES.succeeded, consumed: 4_711, charged: 300 };
    expect(JSON.stringify(card(expensive))).not.toContain('4711');
    expect(wordsOf(card(expensive))).not.toContain('4,711');
  });
});

const ASK_OPERATOR = 'Choose another model, or ask the operator to fix this.';

const REASONS: { readonly [reason in FailureReason]: readonly [headline: string, line: string] } = {
  moderated: [
    'Fake provider refused this video',
    'It breaks the content rules of Fake provider. Change the prompt or the files and try again.',
  ],
  'bad-prompt': ['Fake provider refused this prompt', 'Change it and try again.'],
  'bad-settings': ['Fake provider refused these settings', 'Change them and try again.'],
  'file-too-large': ['A file is too large for Fake provider', 'Use a smaller file and try again.'],
  'provider-fault': ["Fake provider couldn't render this video", 'Try again.'],
  'key-refused': ["Fake provider refused the service's key", ASK_OPERATOR],
  'out-of-credit': ['The service is out of credit at Fake provider', ASK_OPERATOR],
  redirected: ['Fake provider moved to another address', ASK_OPERATOR],
  'not-found': ["Fake provider doesn't offer this model", ASK_OPERATOR],
  disabled: ['Fake provider switched this model off', 'Choose another model.'],
  'not-understood': ['Fake provider refused this video for an unknown reason', ASK_OPERATOR],
  'plan-gate': [
    "Not in the service's plan at Fake provider",
    'Ask for less, or choose another model.',
  ],
  'no-uploads': ["Fake provider can't get your files", ASK_OPERATOR],
  'provider-unavailable': [
    "Fake provider isn't taking new videos",
    'Showrunner tried for 15 min. Try again later.',
  ],
  'provider-not-set-up': ['Fake provider is no longer available here', 'Choose another model.'],
  'render-lost': [
    'Fake provider lost this video',
    'Try again. If this one turns up within a day, it appears here at no cost.',
  ],
  'result-lost': [
    "Showrunner couldn't download this video",
    'Fake provider finished it, but the file never arrived. Try again.',
  ],
  'never-confirmed': ['An admin closed this video', 'Fake provider never confirmed it.'],
};

describe('a failure', () => {
  const failed = (reason: FailureReason, message: string | null): CardView =>
    card({ ...STATES.failed, reason, message });
  it.each(FAILURE_REASONS)('says what happened and what to do: %s', (reason) => {
    const { headline, lines } = failed(reason, null);
    expect([headline, ...lines].map(plain)).toEqual(REASONS[reason]);
  });

  it('names what of it the plan of the provider does not allow, as far as that is known', () => {
    const gated = (gate: PlanGate) => {
      const { headline, lines } = card({
        ...STATES.failed,
        reason: 'plan-gate',
        message: null,
        gate,
      });
      return [headline, ...lines].map(plain);
    };
    expect(gated({ demands: { seconds: 8, 'last-frame': true }, plan: null })).toEqual([
      "Not in the service's plan at Fake provider: 8 s or longer and Last frame",
      'Ask for less, or choose another model.',
    ]);
    expect(gated({ demands: { quality: 'pro' }, plan: 'Studio @everyone' })).toEqual([
      "Not in the service's plan at Fake provider: Pro",
      'Needs the plan “Studio @everyone”. Ask for less, or choose another model.',
    ]);
    // Of a later version, which knows other demands.
    expect(gated({ demands: {}, plan: 'Studio' })).toEqual(REASONS['plan-gate']);
  });

  it.each(FAILURE_REASONS)(
    'is told in the words of the provider wherever it said some: %s',
    (reason) => {
      const words = wordsOf(failed(reason, 'No faces in it @everyone'));
      expect(words).toContain('\nFake provider: “No faces in it @everyone”\n');
    },
  );

  it('says nothing for a provider that said nothing', () => {
    for (const message of ['', '  \n ', null]) {
      expect(failed('moderated', message).lines).toHaveLength(1);
    }
  });

  it('quotes no more of a long message than fits', () => {
    const { whole, cut } = atMost(300);
    expect(wordsOf(failed('moderated', whole))).toContain(`Fake provider: “${whole}”`);
    expect(wordsOf(failed('moderated', `${whole}x`))).toContain(`Fake provider: “${cut}”`);
  });

  it('has headlines of their own', () => {
    const headlines = FAILURE_REASONS.map((it) => plain(failed(it, null).headline));
    expect(new Set(headlines).size).toBe(FAILURE_REASONS.length);
  });
});

describe('a queued job', () => {
  const lines = (state: JobState, over: Partial<CardContext> = {}) =>
    card(state, over).lines.map(plain);
  const queued = { ahead: 3, mine: 1, waitMs: 60_000 };

  it('says how many are before it and when it should be ready', () => {
    expect(lines(STATES.waiting, queued)).toEqual([
      '3 ahead of you (you have 1 other in progress), ready in about 60 s',
    ]);
  });

  it('says nothing of a position that nobody knows', () => {
    expect(lines(STATES.waiting, { ahead: null, waitMs: null })).toEqual([]);
  });

  it.each([
    ['rate-limited', 'Fake provider is busy. Your video starts when it has room.'],
    ['maintenance', "Fake provider is under maintenance. Your video starts when it's back."],
    ['unreachable', "Fake provider can't be reached. Trying again."],
    ['unsent', 'Still sending your files to Fake provider'],
  ] as const)('says why it still waits: %s', (reason, words) => {
    const setback = { reason, times: 2, since: START };
    const state = waiting({ notBefore: after(20_000), setback });
    expect(lines(state, queued)).toEqual([words]);
    // Once it may be tried again, it is queued like any other.
    expect(lines(state, { ...queued, now: after(20_000) })).toEqual(lines(STATES.waiting, queued));
  });

  it('says that its provider cannot be used now, and what becomes of it', () => {
    const setback = { reason: 'maintenance', times: 2, since: START } as const;
    const state = waiting({ notBefore: after(20_000), setback });
    const circuitOpen = { since: after(-60_000), until: after(60_000) };
    const view = card(state, { ...queued, circuitOpen });
    expect(view.lines.map(plain)).toEqual([
      "Fake provider isn't available. Your video starts when it's back or another provider can make it.",
      'Otherwise your credits come back <relative>.',
    ]);
    expect(view.lines[1]).toEqual([givesUpAt(15)]);
  });

  it('tells when credits come back from the beginning of the trouble', () => {
    const circuitOpen = { since: after(20 * 60_000), until: after(22 * 60_000) };
    const view = card(STATES.waiting, { circuitOpen, now: after(21 * 60_000) });
    expect(view.lines[1]).toEqual([givesUpAt(35)]);
  });

  it('promises no other provider where one was asked for by name', () => {
    const job = aJob(STATES.waiting, { request: aRequest({ asked: 'fake/fake-1' }) });
    const view = viewCard(job, aContext({ circuitOpen: { since: START, until: after(60_000) } }));
    expect(plain(view.lines[0]!)).toBe(
      "Fake provider isn't available. Your video starts when it's back.",
    );
  });

  it('promises no time that is over, and no position, while its provider is in trouble', () => {
    const now = after(15 * 60_000);
    const circuitOpen = { since: START, until: now };
    expect(lines(STATES.waiting, { ...queued, circuitOpen, now })).toEqual([
      'Fake provider may be back. Showrunner tries one video first.',
      'Otherwise your credits come back soon.',
    ]);
  });
});

function givesUpAt(minutes: number): Message {
  const time = after(minutes * 60_000).getTime();
  return msg('cards.gives-up-at', { at: { time, as: 'relative' } });
}

describe('an order without an answer', () => {
  it('is for an admin to decide, and in a personal space for its owner', () => {
    const job = (teamId: string) => aJob(STATES.unconfirmed, { teamId: team(teamId) });
    const line = (teamId: string) => viewCard(job(teamId), aContext()).lines.map(plain);
    expect(line('discord:1')).toEqual([
      'Ask an admin to check with Fake provider and to decide below.',
    ]);
    expect(line('discord:personal:1')).toEqual(['Get your credits back or try again below.']);
  });
});

describe('a render on its way', () => {
  const at = (ms: number, over: Partial<CardContext> = {}) =>
    plain(card(STATES.rendering, { now: after(ms), ...over }).lines[0]!);

  it('says in how long it should be ready', () => {
    expect(at(0)).toBe('Ready in about 2 min');
    expect(at(80_000)).toBe('Ready in about 60 s');
    expect(at(139_999)).toBe('Ready in about 5 s');
    expect(at(140_000)).toBe('Slower than usual, ready in about 2 min');
    expect(at(279_999)).toBe('Slower than usual, ready in about 5 s');
    expect(at(280_000)).toBe(
      "Slower than usual. You can leave; the video appears here when it's done.",
    );
  });

  it('is the same card as long as it reads the same', () => {
    const lines = (ms: number) => card(STATES.rendering, { now: after(ms) }).lines;
    expect(lines(1_000)).toEqual(lines(40_000));
    expect(lines(40_000)).not.toEqual(lines(60_000));
  });

  it('says that one can leave once it takes long', () => {
    expect(card(STATES.overdue).lines.map(plain)).toEqual([
      "You can leave; the video appears here when it's done.",
    ]);
  });
});

it('shows the video, its prompt and its settings when it is ready', () => {
  const view = card(STATES.succeeded);
  expect(view).toMatchObject({ video: aVideo, prompt: 'a horse on a beach', tone: 'done' });
  expect(plain(view.settings)).toBe('Fake 1 · Standard · 5 s · 16:9 · With sound');
  for (const status of STATUSES.filter((it) => it !== 'succeeded')) {
    expect(card(STATES[status]).video).toBeNull();
  }
});
