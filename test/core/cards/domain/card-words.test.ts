import { describe, expect, it } from 'vitest';
import { viewCard } from '../../../../src/core/cards/domain/card.ts';
import type { CardContext } from '../../../../src/core/cards/domain/card-context.ts';
import type { CardView } from '../../../../src/core/chat/domain/card-view.ts';
import { FAILURE_REASONS } from '../../../../src/core/jobs/domain/job.ts';
import type { FailureReason, JobState, Setback } from '../../../../src/core/jobs/domain/job.ts';
import { aJob, after, aRequest, aVideo, START } from '../../../support/builders.ts';
import { aContext } from './card-context.ts';
import { atMost, plain } from '../../messages/domain/plain-text.ts';
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

describe('the words of every state', () => {
  it.each(STATUSES)('%s has a headline and says what becomes of the credits', (status) => {
    const view = card(STATES[status]);
    expect(plain(view.headline).length).toBeGreaterThan(5);
    expect(view.receipt.length).toBeGreaterThan(0);
    const words = wordsOf(view);
    expect(words).not.toMatch(/undefined|null|NaN|\[object| {2}/);
    for (const line of [...view.lines, ...view.receipt]) expect(plain(line)).toMatch(/[.]$/);
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
    const known = [QUOTE, 280, QUOTE - 280, LEFT, TEAM_LEFT];
    for (const amount of amounts(card(STATES[status], { left: { own: LEFT, team: TEAM_LEFT } }))) {
      expect(known).toContain(amount);
    }
    expect(amounts(card(STATES[status], { left: { own: LEFT, team: TEAM_LEFT } }))).toContain(
      QUOTE,
    );
  });

  it.each(STATUSES)('was charged only by a video that is here: %s', (status) => {
    const words = wordsOf(card(STATES[status]));
    const charged = /charged \d/.test(words);
    expect(charged).toBe(status === 'succeeded');
  });

  it('adds up on the receipt', () => {
    const receipt = (charged: number) =>
      plain(card({ ...STATES.succeeded, charged }).receipt[0]!).split('.')[0];
    expect(receipt(280)).toBe('Held 300, charged 280, returned 20 credits');
    expect(receipt(300)).toBe('Held 300, charged 300, returned 0 credits');
    expect(receipt(0)).toBe('Held 300, charged 0, returned 300 credits');
  });

  it('is all returned where there is no video', () => {
    for (const status of ['failed', 'cancelled', 'expired'] as const) {
      expect(wordsOf(card(STATES[status]))).toContain(
        'Nothing was charged: 300 credits held, 300 returned. You have 700 left.',
      );
    }
  });

  it('knows of people and teams without a limit', () => {
    const said = (own: number | null, team: number | null) =>
      wordsOf(card(STATES.cancelled, { left: { own, team } }));
    expect(said(null, null)).toContain('You have no limit.');
    expect(said(null, 5_000)).toContain('You have no limit, the team 5,000.');
    expect(said(700, 5_000)).toContain('You have 700 left, the team 5,000.');
  });

  it('says at every end what it was quoted at and why it costs what it costs', () => {
    const why = (state: JobState) => plain(card(state).receipt[1]!);
    const done = (charged: number) => why({ ...STATES.succeeded, charged });
    expect(done(300)).toBe('It was quoted at 300 credits, and that is what it cost.');
    expect(done(280)).toBe(
      'It was quoted at 300 credits and cost 280, so the rest is yours again.',
    );
    expect(done(0)).toContain('cost nothing, so all of it is yours again.');
    const costsNothing = 'It was quoted at 300 credits and costs nothing: ';
    expect(why(STATES.cancelled)).toBe(`${costsNothing}it was cancelled before it was ordered.`);
    expect(why(STATES.expired)).toBe(`${costsNothing}no video arrived.`);
    expect(why({ ...STATES.failed, reason: 'provider-fault' })).toBe(
      `${costsNothing}it failed at Fake provider.`,
    );
  });

  it('never tells what a provider took beyond what was held', () => {
    const expensive = { ...STATES.succeeded, consumed: 4_711, charged: 300 };
    expect(JSON.stringify(card(expensive))).not.toContain('4711');
    expect(wordsOf(card(expensive))).not.toContain('4,711');
  });
});

const REASONS: { readonly [reason in FailureReason]: RegExp } = {
  moderated: /will not make this\. Change the prompt or what you attached/,
  'bad-prompt': /did not accept the prompt\. Change it/,
  'bad-settings': /did not accept the settings\. Change them/,
  'provider-fault': /Asking again may work/,
  'key-refused': /Whoever runs the service has been told/,
  'out-of-credit': /Whoever runs the service has been told/,
  redirected: /leads somewhere else/,
  'not-found': /does not know this model/,
  disabled: /switched this model off/,
  'not-understood': /Whoever runs the service has been told/,
  'plan-gate': /has a plan that does not allow this/,
  'no-uploads': /no public address/,
  'provider-unavailable': /Ask again later/,
  'provider-not-set-up': /taken out of this service/,
  'render-lost': /lost at the provider/,
  'result-lost': /could not be fetched/,
  'never-confirmed': /An admin closed this order/,
};

describe('a failure', () => {
  const failed = (reason: FailureReason, message: string | null): CardView =>
    card({ ...STATES.failed, reason, message });
  it.each(FAILURE_REASONS)('is explained: %s', (reason) => {
    const words = wordsOf(failed(reason, null));
    expect(words).toMatch(REASONS[reason]);
    expect(words).toContain('Fake provider');
    if (reason.includes('-')) expect(words).not.toContain(reason);
  });

  it.each(FAILURE_REASONS)(
    'is told in the words of the provider wherever it said some: %s',
    (reason) => {
      const words = wordsOf(failed(reason, 'No faces in it @everyone'));
      expect(words).toContain('Fake provider says: “No faces in it @everyone”');
    },
  );

  it('says nothing for a provider that said nothing', () => {
    for (const message of ['', '  \n ', null]) {
      expect(wordsOf(failed('moderated', message))).not.toContain('says');
    }
  });

  it('quotes no more of a long message than fits', () => {
    const { whole, cut } = atMost(300);
    expect(wordsOf(failed('moderated', whole))).toContain(`says: “${whole}”`);
    expect(wordsOf(failed('moderated', `${whole}x`))).toContain(`says: “${cut}”`);
  });

  it('has headlines of their own', () => {
    const headlines = FAILURE_REASONS.map((it) => plain(failed(it, null).headline));
    expect(new Set(headlines).size).toBe(FAILURE_REASONS.length);
  });
});

describe('a job in line', () => {
  it('says how many are before it', () => {
    const ahead = (count: number | null) => plain(card(STATES.waiting, { ahead: count }).lines[0]!);
    expect(ahead(0)).toBe('You are next.');
    expect(ahead(null)).toBe('You are next.');
    expect(ahead(1)).toBe('One video starts before yours. People take turns.');
    expect(ahead(12)).toBe('12 videos start before yours. People take turns.');
  });

  it('says why: of those who ask the one with the least on the way is next', () => {
    const place = (mine: number) => plain(card(STATES.waiting, { ahead: 2, mine }).lines[0]!);
    expect(place(3)).toBe(
      '2 videos start before yours. People take turns, and 3 others of yours are on the way.',
    );
    expect(place(1)).toContain('People take turns, and another of yours is on the way.');
  });

  it('says how long it will take, in line and after', () => {
    const said = (queueMs: number) =>
      plain(card(STATES.waiting, { wait: { queueMs, renderMs: 120_000 } }).lines[1]!);
    expect(said(0)).toBe('It takes about 2 min to make.');
    expect(said(60_000)).toBe('Ready in about 3 min: 60 s in line, then 2 min to make.');
  });

  it('says how many may be on the way, where there is a limit', () => {
    const said = (own: number | null, team: number | null) =>
      card(STATES.waiting, { atOnce: { own, team } }).lines.slice(1).map(plain);
    expect(said(null, null)).toEqual([]);
    expect(said(3, null)).toEqual(['At most 3 of yours can be on the way at one time.']);
    expect(said(3, 9)).toEqual([
      "At most 3 of yours and 9 of the team's can be on the way at one time.",
    ]);
  });

  it.each([
    ['rate-limited', 'is busy'],
    ['maintenance', 'down for maintenance'],
    ['unreachable', 'cannot be reached'],
  ] as const)('says why it still waits and when it is tried again: %s', (reason, words) => {
    const setback = { reason, times: 2, since: START };
    const view = card(waiting({ notBefore: after(20_000), setback }));
    expect(plain(view.lines[0]!)).toContain(words);
    expect(view.lines[0]).toContainEqual({ time: after(20_000).getTime(), as: 'relative' });
    expect(wordsOf(view)).not.toContain('rate-limited');
  });

  it('says that its provider is left alone, and what becomes of it', () => {
    const setback = { reason: 'maintenance', times: 2, since: START } as const;
    const state = waiting({ notBefore: after(20_000), setback });
    const circuitOpen = { since: after(-60_000), until: after(60_000) };
    const view = card(state, {
      circuitOpen,
      ahead: 3,
      wait: { queueMs: 60_000, renderMs: 60_000 },
    });
    expect(view.lines.map(plain)).toEqual([
      'Fake provider has trouble and is left alone for now. It is tried again <relative>; your video goes elsewhere sooner if it can be made there just the same.',
      'If nothing helps, your credits come back <relative>. Nothing is charged until it starts.',
    ]);
    expect(view.lines[0]).toContainEqual({ time: circuitOpen.until.getTime(), as: 'relative' });
    expect(view.lines[1]).toContainEqual({ time: after(15 * 60_000).getTime(), as: 'relative' });
  });

  it('tells when credits come back from the beginning of the trouble', () => {
    const circuitOpen = { since: after(20 * 60_000), until: after(22 * 60_000) };
    const view = card(STATES.waiting, { circuitOpen, now: after(21 * 60_000) });
    expect(view.lines[1]).toContainEqual({ time: after(35 * 60_000).getTime(), as: 'relative' });
  });

  it('promises no other provider where one was asked for by name', () => {
    const job = aJob(STATES.waiting, { request: aRequest({ asked: 'fake/fake-1' }) });
    const view = viewCard(job, aContext({ circuitOpen: { since: START, until: after(60_000) } }));
    expect(wordsOf(view)).toContain('It is tried again <relative>.');
    expect(wordsOf(view)).not.toContain('elsewhere');
  });

  it('promises no time that is over, and no place, while its provider is in trouble', () => {
    const now = after(15 * 60_000);
    const view = card(STATES.waiting, { circuitOpen: { since: START, until: now }, now, ahead: 3 });
    expect(view.lines.map(plain)).toEqual([
      'Fake provider had trouble. It is being tried again with one video first.',
      'If nothing helps soon, your credits come back. Nothing is charged until it starts.',
    ]);
    expect(wordsOf(card(STATES.waiting, { ahead: 3 }))).toContain('3 videos start before yours.');
  });

  it('does not promise a try in the past', () => {
    const setback = { reason: 'maintenance', times: 2, since: START } as const;
    const state = waiting({ notBefore: after(20_000), setback });
    const later = card(state, { now: after(20_000), ahead: 3 });
    expect(plain(later.lines[0]!)).not.toContain('<relative>');
    expect(wordsOf(later)).toContain('3 videos start before yours.');
  });
});

describe('a render on its way', () => {
  const at = (ms: number, over: Partial<CardContext> = {}) =>
    plain(card(STATES.rendering, { now: after(ms), ...over }).lines[0]!);

  it('says when it should be ready', () => {
    expect(at(0)).toBe('Probably ready <relative>. Videos like this take 2 min to 5 min.');
    expect(at(139_999)).toContain('Probably ready');
    expect(at(140_000)).toBe('A little slower than usual; nearly always ready <relative>.');
    expect(at(279_999)).toContain('A little slower');
    expect(at(280_000)).toBe('Slower than usual. It stays watched and will appear here.');
  });

  it('says since when it has been going once that is long', () => {
    expect(wordsOf(card(STATES.overdue))).toContain('has been rendering since <clock>.');
  });

  it('says one time where all take the same', () => {
    const seen = { count: 9, fastMs: 40_000, halfMs: 41_000, mostMs: 42_000 };
    expect(at(0, { seen })).toBe('Probably ready <relative>. Videos like this take 45 s.');
  });

  it('is not promised for a moment that has passed', () => {
    const moments = [0, 100_000, 140_000, 200_000, 280_000, 500_000];
    for (const ms of moments) {
      const inlines = card(STATES.rendering, { now: after(ms) }).lines.flat();
      for (const inline of inlines) {
        if (typeof inline === 'object' && 'time' in inline) {
          expect(inline.time).toBeGreaterThan(after(ms).getTime());
        }
      }
    }
  });
});

it('shows the video, its prompt and its settings when it is ready', () => {
  const view = card(STATES.succeeded);
  expect(view).toMatchObject({ video: aVideo, prompt: 'a horse on a beach', tone: 'done' });
  expect(plain(view.settings)).toBe('Fake 1 · std · 5 s · 16:9 · with sound');
  for (const status of STATUSES.filter((it) => it !== 'succeeded')) {
    expect(card(STATES[status]).video).toBeNull();
  }
});
