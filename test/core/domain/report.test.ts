import { describe, expect, it } from 'vitest';
import { personId } from '../../../src/core/domain/ids.ts';
import {
  accountOfPerson,
  firstOf,
  NO_FIGURES,
  successPercent,
  sumOf,
} from '../../../src/core/domain/report.ts';
import { chartAlt, reportChart } from '../../../src/core/domain/report-chart.ts';
import { digestNote, reportNote } from '../../../src/core/domain/report-note.ts';
import type { ReportWords } from '../../../src/core/domain/report-note.ts';
import { daysUntil } from '../../../src/core/domain/days.ts';
import { plain } from './plain.ts';

const some = (over: Partial<typeof NO_FIGURES>) => ({ ...NO_FIGURES, ...over });

describe('figures', () => {
  it('know how many of a hundred arrived, and never all while one did not', () => {
    expect(successPercent(some({ delivered: 3, failed: 1, cancelled: 5, open: 7 }))).toBe(75);
    expect(successPercent(some({ delivered: 999, failed: 1 }))).toBe(99);
    expect(successPercent(some({ delivered: 2 }))).toBe(100);
    expect(successPercent(some({ cancelled: 2, open: 1 }))).toBeNull();
  });

  it('are cut to the first ones, and the others are told together', () => {
    const rows = [5, 3, 2, 1].map((charged) => some({ charged, asked: 1 }));
    const { shown, others } = firstOf(rows, 2);
    expect(shown).toHaveLength(2);
    expect(others).toMatchObject({ count: 2, charged: 3, asked: 2 });
    expect(sumOf([...shown, ...(others === null ? [] : [others])]).charged).toBe(11);
    // A line about one other would take as much room as that one.
    expect(firstOf(rows, 3)).toEqual({ shown: rows, others: null });
  });

  it('belong to accounts', () => {
    expect(accountOfPerson('a-chat:12:3')).toEqual({ platform: 'a-chat', id: '12:3' });
  });
});

const ann = personId('a-chat:ann');
const ben = personId('a-chat:987654321012345678');

const words: ReportWords = {
  span: { timeZone: 'Europe/Berlin', first: '2026-11-12', last: '2026-11-18' },
  names: new Map([[ann, 'Ann *S*']]),
  price: { each: 0.01, currency: 'EUR' },
  report: {
    totals: some({
      ...{ asked: 9, delivered: 5, failed: 1, cancelled: 1, open: 2 },
      ...{ charged: 1_500, held: 400, returned: 350, returnedOfFailed: 300 },
    }),
    days: [
      { ...some({ asked: 4, charged: 1_000, returnedOfFailed: 300 }), day: '2026-11-13' },
      { ...some({ asked: 5, charged: 500, held: 400 }), day: '2026-11-18' },
    ],
    people: [
      { ...some({ asked: 6, failed: 1, charged: 1_200 }), person: ann },
      { ...some({ asked: 3, charged: 300 }), person: ben },
    ],
    models: [{ ...some({ asked: 9, failed: 1, charged: 1_500 }), model: 'p/model-1' }],
  },
};

const textOf = (note: ReturnType<typeof digestNote>) =>
  [note.headline, ...note.lines].map(plain).join('\n');

describe('the note of a report', () => {
  it('tells totals, people and models, and what the table has', () => {
    expect(textOf(reportNote(words, [], { rows: 9 }))).toBe(
      [
        'Videos, 12–18 Nov 2026',
        '9 videos: 5 delivered, 1 failed, 1 cancelled, 2 on the way. 83% of those that ended arrived.',
        '1,500 credits charged (15.00 EUR), 400 held, 350 given back.',
        '1. @Ann *S* · 1,200 credits (12.00 EUR) · 6 videos, 1 failed',
        '2. @987654321012345678 · 300 credits (3.00 EUR) · 3 videos',
        '“p/model-1” · 1,500 credits · 9 videos, 1 failed',
        'Days begin at midnight in Europe/Berlin. A video counts on the day on which it was asked for.',
        'The table has a row for each video.',
      ].join('\n'),
    );
  });

  it('tells what providers kept for videos that never came', () => {
    const report = { ...words.report, totals: { ...words.report.totals, lost: 1_200 } };
    for (const note of [
      reportNote({ ...words, report }, [], { rows: 9 }),
      digestNote({ ...words, report }, []),
    ]) {
      expect(textOf(note)).toContain(
        "Providers kept 1,200 credits for videos that never came. The team doesn't pay them.",
      );
    }
    expect(textOf(reportNote(words, [], { rows: 9 }))).not.toContain('kept');
  });

  it('speaks of no money where no price is known', () => {
    expect(textOf(reportNote({ ...words, price: null }, [], { rows: 9 }))).not.toContain('EUR');
  });

  it('says when the table does not have all of them', () => {
    expect(textOf(reportNote(words, [], { rows: 3 }))).toContain('the newest 3 of 9 videos');
  });

  it('says that there was nothing', () => {
    const report = { totals: NO_FIGURES, days: [], people: [], models: [] };
    expect(textOf(reportNote({ ...words, report }, [], { rows: 0 }))).toContain(
      'No video was asked for in these days.',
    );
  });

  it('calls nobody when it comes by itself', () => {
    const note = digestNote(words, []);
    const spans = note.lines.flat();
    expect(spans.some((it) => typeof it === 'object' && 'mention' in it)).toBe(false);
    expect(textOf(note)).toContain('1. “Ann *S*” · 1,200 credits');
    expect(textOf(note)).toContain('/quota digest turns it off');
  });
});

describe('the chart of a report', () => {
  it('has a bar for each day, also for those without a video', () => {
    const chart = reportChart(words.report, words.span, words.names, words.price);
    expect(chart.title).toBe('Videos, 12–18 Nov 2026');
    expect(chart.totals).toEqual([
      '1,500 credits charged (15.00 EUR)',
      '5 of 9 delivered, 1 failed',
    ]);
    expect(chart.bars).toHaveLength(7);
    expect(chart.bars[0]).toEqual({ label: '12 Nov', charged: 0, failed: 0, held: 0 });
    expect(chart.bars[1]).toEqual({ label: '13 Nov', charged: 1_000, failed: 300, held: 0 });
    expect(chart.bars[6]).toEqual({ label: '18 Nov', charged: 500, failed: 0, held: 400 });
    expect(chart.people).toEqual([
      { name: 'Ann *S*', otherwise: 'ann', credits: 1_200 },
      // The beginning of a long id says nothing.
      { name: '…12345678', otherwise: '…12345678', credits: 300 },
    ]);
    expect(chartAlt(chart)).toContain('most charged: Ann *S* 1,200');
  });

  it.each([1, 7, 30, 90, 100, 101, 104, 105, 365])('adds up over %i days', (count) => {
    const days = daysUntil('2026-11-18', count).map((day, n) => ({
      ...some({ asked: 1, charged: n + 1 }),
      day,
    }));
    const report = { totals: sumOf(days), days, people: [], models: [] };
    const span = { timeZone: 'UTC', first: days[0]!.day, last: '2026-11-18' };
    const chart = reportChart(report, span, new Map(), null);
    expect(chart.bars.reduce((sum, it) => sum + it.charged, 0)).toBe(report.totals.charged);
    expect(chart.barOf).toBe(count > 100 ? 'week' : 'day');
    expect(chart.bars).toHaveLength(count > 100 ? Math.ceil(count / 7) : count);
  });

  it('tells the others together', () => {
    const people = Array.from({ length: 20 }, (_, n) => ({
      ...some({ asked: 1, charged: 20 - n }),
      person: personId(`a-chat:p${n}`),
    }));
    const chart = reportChart({ ...words.report, people }, words.span, new Map(), null);
    expect(chart.people).toHaveLength(6);
    expect(chart.others).toEqual({ count: 14, credits: 105 });
  });
});
