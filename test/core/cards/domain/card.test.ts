import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextLookMs, viewCard } from '../../../../src/core/cards/domain/card.ts';
import type { CardContext } from '../../../../src/core/cards/domain/card-context.ts';
import type { Job, JobState } from '../../../../src/core/jobs/domain/job.ts';
import type { VideoRequest } from '../../../../src/core/video/domain/video-request.ts';
import { aJob, after, anImage, aRequest } from '../../../support/builders.ts';
import { aContext } from './card-context.ts';
import { atMost, plain } from '../../messages/domain/plain-text.ts';
import { STATES, STATUSES } from '../../jobs/domain/states.ts';

const view = (state: JobState, over: Partial<CardContext> = {}, job: Partial<Job> = {}) =>
  viewCard(aJob(state, job), aContext(over));

describe('the same job at the same moment', () => {
  it.each(STATUSES)('has the same card: %s', (status) => {
    expect(view(structuredClone(STATES[status]))).toEqual(view(STATES[status]));
    expect(JSON.stringify(view(structuredClone(STATES[status])))).toBe(
      JSON.stringify(view(STATES[status])),
    );
  });

  it.each(STATUSES.filter((it) => it !== 'rendering'))(
    'has the same card at any later moment, as no time passes on it: %s',
    (status) => {
      const later = { now: after(7_777_777), seen: { count: 9, fastMs: 1, halfMs: 2, mostMs: 3 } };
      expect(view(STATES[status], later)).toEqual(view(STATES[status]));
    },
  );

  it('has another card once it moved', () => {
    const all = STATUSES.map((status) => JSON.stringify(view(STATES[status])));
    expect(new Set(all).size).toBe(STATUSES.length);
    const queued = (ahead: number) => view(STATES.waiting, { ahead, waitMs: 60_000 });
    expect(queued(3)).not.toEqual(queued(4));
  });

  it('has the same card between two twentieths of its bar', () => {
    // Half of it takes 140 s, so a twentieth takes 8.75 s.
    expect(view(STATES.rendering, { now: after(8_749) })).toEqual(view(STATES.rendering));
    expect(view(STATES.rendering, { now: after(8_750) })).not.toEqual(view(STATES.rendering));
  });
});

describe('the bar', () => {
  const at = (ms: number, over: Partial<CardContext> = {}) =>
    view(STATES.rendering, { now: after(ms), ...over }).progress;

  it('is at four fifths when half of all renders are done, and waits near its end', () => {
    expect([0, 70_000, 140_000, 210_000, 280_000, 9_999_999].map((ms) => at(ms))).toEqual([
      ...[0, 0.4, 0.8, 0.85, 0.95, 0.95],
    ]);
  });

  it('follows what was seen of renders like this', () => {
    const seen = { count: 5, fastMs: 5_000, halfMs: 10_000, mostMs: 20_000 };
    expect(at(5_000, { seen })).toBe(0.4);
    expect(at(10_000, { seen })).toBe(0.8);
  });

  it('is at its end at once where renders take no time', () => {
    expect(at(1, { seen: { count: 5, fastMs: 0, halfMs: 0, mostMs: 0 } })).toBe(0.95);
    expect(at(0, { seen: { count: 5, fastMs: 0, halfMs: 0, mostMs: 0 } })).toBe(0);
  });

  it('is where the provider says, short of its end', () => {
    const told = (progress: number) => view({ ...STATES.rendering, progress }).progress;
    expect([0.05, 0.5, 0.52, 0.95, 1, 3].map(told)).toEqual([0.05, 0.5, 0.5, 0.95, 0.95, 0.95]);
  });

  it('is nearly full while the video is fetched, and only there while something renders', () => {
    expect(view(STATES.collecting).progress).toBe(0.95);
    for (const status of STATUSES.filter((it) => it !== 'rendering' && it !== 'collecting')) {
      expect(view(STATES[status]).progress).toBeNull();
    }
  });

  const times = fc.record({
    halfMs: fc.integer({ min: 0, max: 600_000 }),
    moreMs: fc.integer({ min: 0, max: 600_000 }),
    moments: fc.array(fc.integer({ min: -60_000, max: 2_000_000 }), { minLength: 2 }),
  });
  const runs = { seed: 20_261_118, numRuns: 300 };

  it('moves in twentieths, never back as time passes, and is never full', () => {
    fc.assert(
      fc.property(times, ({ halfMs, moreMs, moments }) => {
        const seen = { count: 9, fastMs: 0, halfMs, mostMs: halfMs + moreMs };
        const bars = moments.toSorted((a, b) => a - b).map((ms) => at(ms, { seen })!);
        for (const [index, bar] of bars.entries()) {
          expect(bar).toBeGreaterThanOrEqual(bars[index - 1] ?? 0);
          expect(bar).toBeLessThanOrEqual(0.95);
          expect(bar * 20).toBeCloseTo(Math.round(bar * 20), 9);
        }
      }),
      runs,
    );
  });
});

describe('what can be done about a card', () => {
  it.each(STATUSES)('%s', (status) => {
    const actions = {
      waiting: ['cancel'],
      unconfirmed: ['give-back', 'try-again'],
      overdue: ['check-now'],
    };
    expect(view(STATES[status]).actions).toEqual(
      status in actions ? actions[status as keyof typeof actions] : [],
    );
  });

  it('stands out where a person should look', () => {
    const tones = STATUSES.map((status) => [status, view(STATES[status]).tone]);
    expect(Object.fromEntries(tones)).toEqual({
      waiting: 'waiting',
      submitting: 'working',
      unconfirmed: 'attention',
      rendering: 'working',
      overdue: 'attention',
      collecting: 'working',
      succeeded: 'done',
      failed: 'stopped',
      cancelled: 'stopped',
      expired: 'stopped',
    });
  });
});

describe('what was asked for', () => {
  const asked = (request: Partial<VideoRequest>) =>
    view(STATES.waiting, {}, { request: aRequest(request) });
  const settings = (request: Partial<VideoRequest>) => plain(asked(request).settings);
  const element = (name: string) => ({ name, description: '', images: [anImage, anImage] });

  it('is shown shortened, on one line', () => {
    const { whole, cut } = atMost(300);
    const shown = (prompt: string) => asked({ scene: { kind: 'text', prompt } }).prompt;
    expect(shown(whole)).toBe(whole);
    expect(shown(`${whole}x`)).toBe(cut);
    expect(shown('a horse\non a beach')).toBe('a horse on a beach');
  });

  it('lists its settings', () => {
    const quiet = { ...aRequest().settings, sound: false, guidance: 0.5, aspect: '9:16' } as const;
    expect(settings({ settings: quiet })).toBe(
      'Fake 1 · Standard · 5 s · 9:16 · Silent · Prompt guidance 0.5',
    );
  });

  it('promises neither sound nor silence where nobody decided', () => {
    const open = { ...aRequest().settings, sound: null };
    expect(settings({ settings: open })).toBe('Fake 1 · Standard · 5 s · 16:9');
  });

  it('names no shape where a given picture decides it', () => {
    const prompt = 'a horse';
    const frames = (first: typeof anImage | null, last: typeof anImage | null) =>
      settings({ scene: { kind: 'frames', prompt, first, last } });
    expect(frames(anImage, null)).toBe('Fake 1 · Standard · 5 s · With sound · First frame');
    expect(frames(anImage, anImage)).toContain('· First and last frame');
    expect(frames(null, anImage)).toMatch(/16:9 · With sound · Last frame$/);
  });

  it('names the shape where a model keeps to it whatever picture is given', () => {
    const scene = { kind: 'frames', prompt: 'a horse', first: anImage, last: null } as const;
    const job = { request: aRequest({ scene }) };
    expect(plain(view(STATES.waiting, { aspectFollowsImage: false }, job).settings)).toBe(
      'Fake 1 · Standard · 5 s · 16:9 · With sound · First frame',
    );
  });

  it('counts shots and names elements', () => {
    const shots = [
      { prompt: 'a foal', seconds: 2 },
      { prompt: 'a horse', seconds: 3 },
    ];
    const view = asked({ scene: { kind: 'shots', shots, first: null } });
    expect(plain(view.settings)).toContain('· 2 shots');
    expect(view.prompt).toBe('a foal → a horse');
    const elements = [element('dog'), element('cat')];
    expect(
      settings({ scene: { kind: 'references', prompt: '@dog @cat', images: [], elements } }),
    ).toContain('· With @dog and @cat');
    const framed = { kind: 'frames', prompt: '@dog', first: anImage, last: null } as const;
    expect(settings({ scene: { ...framed, elements: [element('dog')] } })).toMatch(
      /· First frame · With @dog$/,
    );
    expect(settings({ scene: { kind: 'shots', shots, first: null, elements } })).toMatch(
      /· 2 shots · With @dog and @cat$/,
    );
  });
});

describe('the next look at a card', () => {
  const look = (state: JobState, over: Partial<CardContext> = {}) =>
    nextLookMs(aJob(state), aContext(over));

  it('comes with the next twentieth of the bar, within bounds', () => {
    const seen = (halfMs: number) => ({ count: 9, fastMs: 0, halfMs, mostMs: halfMs * 2 });
    expect(look(STATES.rendering)).toBe(8_750);
    expect(look(STATES.rendering, { seen: seen(80_000) })).toBe(5_000);
    expect(look(STATES.rendering, { seen: seen(10_000) })).toBe(5_000);
    expect(look(STATES.rendering, { seen: seen(160_000) })).toBe(10_000);
    expect(look(STATES.rendering, { seen: seen(9_600_000) })).toBe(60_000);
  });

  it('comes sooner at the head of the line than at its end', () => {
    expect(look(STATES.waiting, { ahead: null })).toBe(10_000);
    expect(look(STATES.waiting, { ahead: 0 })).toBe(10_000);
    expect(look(STATES.waiting, { ahead: 7 })).toBe(17_000);
    expect(look(STATES.waiting, { ahead: 5_000 })).toBe(60_000);
  });

  it.each(STATUSES.filter((it) => it !== 'rendering' && it !== 'waiting'))(
    'is not needed until the job moves: %s',
    (status) => {
      expect(look(STATES[status])).toBeNull();
    },
  );
});
