import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { clustersOf, lettering } from '../../src/charts/lettering/lettering.ts';
import { cutTo, readable } from '../../src/charts/readable.ts';
import { createCharts } from '../../src/charts/render.ts';
import { CHART_SIZE, reportChartSvg } from '../../src/charts/report-chart.ts';
import { scaleFor } from '../../src/charts/scale.ts';
import { msg } from '../../src/core/messages/domain/message.ts';
import { LANGUAGES, textsOf } from '../../src/messages/languages.ts';
import { createWordings } from '../../src/messages/wordings.ts';
import { STRANGE_WORDS } from '../messages/strange-words.ts';
import type { ReportChart } from '../../src/core/reports/domain/report-chart.ts';

const wordingOf = createWordings();
const english = wordingOf(null);

const chart: ReportChart = {
  title: msg('reports.title', { days: { first: '2026-11-12', last: '2026-11-18' } }),
  totals: [
    msg('reports.charged', { amount: 1_500 }),
    msg('chart.delivered-failed', { delivered: 5, asked: 9, failed: 1 }),
  ],
  barOf: 'day',
  bars: [
    { day: '2026-11-16', charged: 0, failed: 0, held: 0 },
    { day: '2026-11-17', charged: 1_000, failed: 300, held: 0 },
    { day: '2026-11-18', charged: 500, failed: 0, held: 0 },
  ],
  people: [
    { name: '<script>alert(1)</script>', otherwise: 'u1', credits: 1_200 },
    { name: 'محمد', otherwise: 'u2', credits: 300 },
  ],
  others: null,
};

describe('an axis', () => {
  it.each([
    [0, 1, [0]],
    [1, 1, [0, 1]],
    [3, 3, [0, 1, 2, 3]],
    [950, 1_000, [0, 500, 1_000]],
    [1_800, 2_000, [0, 500, 1_000, 1_500, 2_000]],
    [987_654_321, 1_000_000_000, [0, 500_000_000, 1_000_000_000]],
  ])('up to %i has round numbers', (most, top, ticks) => {
    expect(scaleFor(most)).toEqual({ top, ticks });
  });

  it('never ends below what it shows, and has few numbers', () => {
    for (let most = 1; most < 100_000; most = Math.ceil(most * 1.07)) {
      const { top, ticks } = scaleFor(most);
      expect(top).toBeGreaterThanOrEqual(most);
      expect(ticks.length).toBeLessThanOrEqual(5);
      expect(ticks.every(Number.isInteger)).toBe(true);
    }
  });
});

describe('a name in a picture', () => {
  const letters = lettering('regular', 'en');

  it.each([
    ['Zoë Ångström', 'Zoë Ångström'],
    ['Ελένη & Иван', 'Ελένη & Иван'],
    ['田中さくら', '田中さくら'],
    ['김민준', '김민준'],
    ['محمد', 'محمد'],
    ['דוד כהן', 'דוד כהן'],
    ['ก็อต', 'ก็อต'],
    ['\u202eevil\u202c \u2067محمد', 'evil محمد'],
    ['می\u200cخواهم', 'می\u200cخواهم'],
    ['🦄 Zoë 🦄', 'Zoë'],
    ['👩\u200d👩\u200d👧 Zoë 🇫🇷', 'Zoë'],
    ['  a \n b\u0000 ', 'a b'],
    ['Z\u0335a\u0336lgo', 'Zalgo'],
    [`\u0e01${'\u0e49'.repeat(40)}`, '\u0e01\u0e49\u0e49'],
    ['<b>&"', '<b>&"'],
  ])('%j is drawn as %j', (name, drawn) => {
    expect(readable(name, 'u1', letters)).toBe(drawn);
  });

  it.each(['🔥🔥', '', ' ', '\u202e\u200b', '\u3164\u3164', '𓀀𓀁𓀂', '\ud800', '!!'])(
    '%j is called otherwise',
    (name) => {
      expect(readable(name, 'u1', letters)).toBe('u1');
    },
  );

  it('is cut where there is no more room', () => {
    expect(cutTo('Ann', 500, 28, letters)).toBe('Ann');
    const cut = cutTo('Bartholomew Featherstonehaugh', 200, 28, letters);
    expect(cut).toMatch(/^Barth.*…$/u);
    expect(letters.widthOf(cut, 28)).toBeLessThanOrEqual(200);
  });
});

describe('the picture of a report', () => {
  let pixels: { at(x: number, y: number): readonly number[]; share(colour: string): number };
  beforeAll(async () => {
    const png = await createCharts(wordingOf).report(chart, 'en');
    const { format, width, height } = await sharp(png).metadata();
    expect({ format, width, height }).toEqual({ format: 'png', ...CHART_SIZE });
    const { data, info } = await sharp(png)
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const at = (x: number, y: number) => [
      ...data.subarray((y * info.width + x) * 4, (y * info.width + x) * 4 + 4),
    ];
    const share = (colour: string) => {
      const wanted = [1, 3, 5].map((n) => Number.parseInt(colour.slice(n, n + 2), 16));
      let found = 0;
      for (let n = 0; n < data.length; n += 4) {
        if (wanted.every((part, i) => Math.abs((data[n + i] ?? 0) - part) <= 3)) found += 1;
      }
      return found / (info.width * info.height);
    };
    pixels = { at, share };
  });

  it('brings its own ground, with nothing behind its corners', () => {
    expect(pixels.at(0, 0)[3]).toBe(0);
    expect(pixels.at(600, 20)[3]).toBe(255);
    expect(pixels.share('#1b2130')).toBeGreaterThan(0.6);
  });

  it('has bars for what was charged, and tells apart what failed', () => {
    expect(pixels.share('#6ea8fe')).toBeGreaterThan(0.03);
    expect(pixels.share('#ff9466')).toBeGreaterThan(0.006);
    expect(pixels.share('#7d89a3')).toBeLessThan(0.002);
    expect(pixels.share('#f4f6fb')).toBeGreaterThan(0.005);
  });

  it('holds no words of anybody, only their outlines', () => {
    const svg = reportChartSvg(chart, english);
    expect(/script|alert|<text|href|url\(/i.test(svg)).toBe(false);
    expect(/NaN|undefined|Infinity/.exec(svg)?.[0]).toBeUndefined();
  });

  it.each(Object.entries(STRANGE_WORDS))('keeps a name that is %s in its row', (_, name) => {
    const people = [{ name, otherwise: 'u1', credits: 5 }];
    const drawn = (it: ReportChart) => reportChartSvg(it, english);
    const rows = drawn({ ...chart, bars: chart.bars, people }).split('<path fill="#f4f6fb" ');
    // Title and heading come before.
    const points = [...(rows[3] ?? '').matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)];
    expect(points.length).toBeGreaterThan(5);
    for (const [, x, y] of points) {
      expect(Number(x)).toBeGreaterThan(795);
      expect(Number(x)).toBeLessThan(1_156);
      expect(Number(y)).toBeGreaterThan(245);
      expect(Number(y)).toBeLessThan(300);
    }
  });

  it.each([1, 2, 53, 90, 100])(
    'can be drawn of %i bars, of none of them, and of huge ones',
    (count) => {
      for (const charged of [0, 1, 1e12]) {
        const bars = Array.from({ length: count }, () => ({
          day: '2026-09-30',
          charged,
          failed: 0,
          held: 1,
        }));
        const people = [{ name: 'x'.repeat(500), otherwise: 'u', credits: charged }];
        const others = { count: 1e6, credits: charged };
        const svg = reportChartSvg({ ...chart, bars, people, others }, english);
        expect(/NaN|undefined|Infinity/.exec(svg)?.[0]).toBeUndefined();
      }
      const empty = { ...chart, bars: [], people: [], totals: [] };
      expect(reportChartSvg(empty, english).endsWith('</svg>')).toBe(true);
    },
  );

  it.each(LANGUAGES.filter((it) => it !== 'en'))(
    'is in the language of who reads it: %s',
    (own) => {
      expect(reportChartSvg(chart, wordingOf(own))).not.toBe(reportChartSvg(chart, english));
    },
  );

  it.each(LANGUAGES)('has a letter for every character of its messages in %s', (language) => {
    const letters = lettering('regular', language);
    const texts = Object.entries(textsOf(language)).filter(([key]) =>
      /^(chart|reports)\./.test(key),
    );
    const missing = texts.flatMap(([, text]) => clustersOf(text).filter((it) => !letters.has(it)));
    expect(missing.filter((it) => !/^\p{Zs}$/u.test(it))).toEqual([]);
  });

  it.each(LANGUAGES)('has room for its legend in %s', (language) => {
    const bars = chart.bars.map((it) => ({ ...it, held: 5 }));
    for (const barOf of ['day', 'week'] as const) {
      const svg = reportChartSvg({ ...chart, barOf, bars, people: [] }, wordingOf(language));
      const points = [...svg.matchAll(/[ML](-?[\d.]+)[ ,](-?[\d.]+)/g)];
      const legend = points.filter((it) => Number(it[2]) > 615).map((it) => Number(it[1]));
      expect(Math.max(...legend)).toBeGreaterThan(500);
      // What is told of people begins at 800.
      expect(Math.max(...legend)).toBeLessThan(750);
    }
  });
});
