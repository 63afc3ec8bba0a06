import { describe, expect, it } from 'vitest';
import { brief, days, grouped, megabytes, shortDay } from '../../src/messages/figures.ts';

describe('days', () => {
  it.each([
    ['2026-11-18', '2026-11-18', 'Nov 18, 2026', '18.11.2026'],
    ['2026-11-12', '2026-11-18', 'Nov 12 – 18, 2026', '12.–18.11.2026'],
    ['2026-10-28', '2026-11-03', 'Oct 28 – Nov 3, 2026', '28.10. – 03.11.2026'],
    ['2026-12-28', '2027-01-03', 'Dec 28, 2026 – Jan 3, 2027', '28.12.2026 – 03.01.2027'],
  ])('from %s to %s are told in one, as each language does', (first, last, english, german) => {
    const told = (language: string) =>
      days({ first, last }, language).replaceAll(/[\u2009\u202f]/gu, ' ');
    expect([told('en'), told('de')]).toEqual([english, german]);
  });

  it('are short where the year is known', () => {
    expect(shortDay('2026-11-03', 'en')).toBe('Nov 3');
    expect(shortDay('2026-11-03', 'de')).toBe('3. Nov.');
    expect(shortDay('2026-11-03', 'ja')).toBe('11月3日');
  });
});

describe('a number', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1_000, '1K'],
    [1_250, '1.3K'],
    [9_960, '10K'],
    [12_345, '12K'],
    [999_499, '999K'],
    [999_600, '1M'],
    [3_400_000, '3.4M'],
    [2e9, '2B'],
    [5e12, '5T'],
  ])('%i is brief in two or three figures', (value, words) => {
    expect(brief(value, 'en')).toBe(words);
  });

  it('is grouped and brief as each language does', () => {
    expect(grouped(12_345, 'de')).toBe('12.345');
    expect(brief(12_345, 'ja')).toBe('1.2万');
  });
});

describe('a size', () => {
  it.each([
    [40_000, '0.1 MB'],
    [0, '0.1 MB'],
    [149_999, '0.1 MB'],
    [1_000_000, '1.0 MB'],
    [9_800_000, '9.8 MB'],
    [9_949_999, '9.9 MB'],
    [9_950_000, '10 MB'],
    [10_000_000, '10 MB'],
    [25_400_000, '25 MB'],
  ])('of %d bytes is %s', (bytes, words) => {
    expect(megabytes(bytes, 'en')).toBe(words);
    expect(megabytes(bytes, 'de')).toBe(words.replace('.', ','));
  });
});
