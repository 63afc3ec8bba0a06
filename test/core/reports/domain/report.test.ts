import { describe, expect, it } from 'vitest';
import { personId } from '../../../../src/core/shared/domain/ids.ts';
import {
  accountOfPerson,
  firstOf,
  NO_FIGURES,
  successPercent,
  sumOf,
} from '../../../../src/core/reports/domain/report.ts';
import { chartAlt, reportChart } from '../../../../src/core/reports/domain/report-chart.ts';
import type { Report } from '../../../../src/core/reports/domain/report.ts';
import { daysUntil } from '../../../../src/core/shared/domain/days.ts';
import { plain } from '../../messages/domain/plain-text.ts';
import { some, words } from './reports.ts';

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

  it('are added up each by itself', () => {
    const day = {
      asked: 1,
      delivered: 2,
      failed: 3,
      cancelled: 4,
      open: 5,
      charged: 6,
      held: 7,
      returned: 8,
      returnedOfFailed: 9,
      lost: 10,
    };
    expect(sumOf([day, day])).toEqual({
      asked: 2,
      delivered: 4,
      failed: 6,
      cancelled: 8,
      open: 10,
      charged: 12,
      held: 14,
      returned: 16,
      returnedOfFailed: 18,
      lost: 20,
    });
    expect(sumOf([])).toEqual(NO_FIGURES);
  });

  it('belong to accounts', () => {
    expect(accountOfPerson('a-chat:12:3')).toEqual({ platform: 'a-chat', id: '12:3' });
    expect(accountOfPerson('nobody')).toEqual({ platform: '', id: 'nobody' });
  });
});

describe('the chart of a report', () => {
  it('has a bar for each day, also for those without a video', () => {
    const chart = reportChart(words.report, words.span, words.names, words.price);
    expect(plain(chart.title)).toBe('Videos, Nov 12\u2009–\u200918, 2026');
    expect(chart.totals.map(plain)).toEqual([
      '1,500 credits charged (€15.00)',
      '5 of 9 delivered, 1 failed',
    ]);
    expect(chart.bars).toHaveLength(7);
    expect(chart.bars[0]).toEqual({ day: '2026-11-12', charged: 0, failed: 0, held: 0 });
    expect(chart.bars[1]).toEqual({ day: '2026-11-13', charged: 1_000, failed: 300, held: 0 });
    expect(chart.bars[6]).toEqual({ day: '2026-11-18', charged: 500, failed: 0, held: 400 });
    expect(chart.people).toEqual([
      { name: 'Ann *S*', otherwise: 'ann', credits: 1_200 },
      // The beginning of a long id says nothing.
      { name: '…12345678', otherwise: '…12345678', credits: 300 },
    ]);
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

  it('is told to those who cannot see it, with the three who were charged most', () => {
    const alt = (report: Report) =>
      plain(chartAlt(reportChart(report, words.span, words.names, null)));
    expect(alt(words.report)).toBe(
      'Bar chart: Videos, Nov 12\u2009–\u200918, 2026. 1,500 credits charged and 5 of 9 delivered, 1 failed. Most charged: Ann *S* (1,200 credits) and …12345678 (300 credits).',
    );
    const people = [4, 3, 2, 1].map((charged) => ({
      ...some({ asked: 1, charged }),
      person: personId(`a-chat:p${charged}`),
    }));
    expect(alt({ ...words.report, people })).toMatch(
      /\. Most charged: p4 \(4 credits\), p3 \(3 credits\) and p2 \(2 credits\)\.$/,
    );
    expect(alt({ ...words.report, people: [] })).toMatch(/, 1 failed\.$/);
  });

  it('says what little there is', () => {
    const totals = (over: Partial<typeof NO_FIGURES>) =>
      reportChart(
        { ...words.report, totals: some(over) },
        words.span,
        words.names,
        null,
      ).totals.map(plain);
    expect(totals({})).toEqual(['No videos']);
    expect(totals({ asked: 1, delivered: 1, charged: 1 })).toEqual([
      '1 credit charged',
      '1 of 1 delivered',
    ]);
  });

  it('calls those without a name by their id, or the end of one longer than 12 characters', () => {
    const called = (id: string, charged = 1) =>
      reportChart(
        {
          ...words.report,
          people: [{ ...some({ charged }), person: personId(`a-chat:${id}`) }],
        },
        ...([words.span, new Map(), null] as const),
      ).people.map((it) => it.name);
    expect(called('123456789012')).toEqual(['123456789012']);
    expect(called('1234567890123')).toEqual(['…67890123']);
    // Who was charged nothing has no bar.
    expect(called('123456789012', 0)).toEqual([]);
  });
});
