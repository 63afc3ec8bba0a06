import { describe, expect, it } from 'vitest';
import { plain } from './plain-text.ts';
import {
  credits,
  facts,
  grouped,
  shorten,
} from '../../../../src/core/messages/domain/rich-text.ts';

describe('facts in one line', () => {
  it('have a dot between those that there are', () => {
    expect(plain(facts('a', null, [{ bold: 'b' }, 'c'], null))).toBe('a · bc');
    expect(facts(null)).toEqual([]);
  });
});

describe('shortening', () => {
  it('leaves alone what fits', () => {
    expect(shorten('a horse', 7)).toBe('a horse');
    expect(shorten('', 7)).toBe('');
  });

  it('cuts one more than fits and says so', () => {
    expect(shorten('a horse!', 7)).toBe('a hors…');
    expect(shorten('a horse on a beach', 8)).toBe('a horse…');
  });

  it('makes one line of many', () => {
    expect(shorten('  a horse\n\n\ton a\r\nbeach  ', 99)).toBe('a horse on a beach');
  });

  it.each([
    ['a pair of code units', '🐎'],
    ['a combining mark', 'e\u0301'],
    ['many combining marks', `z${'\u0335'.repeat(6)}`],
    ['a skin tone', '👍🏽'],
    ['a family', '👩‍👩‍👧'],
    ['a flag', '🇩🇪'],
    ['a keycap', '1️⃣'],
  ])('never cuts through %s', (_, character) => {
    for (let before = 0; before < 12; before += 1) {
      const text = `${'x'.repeat(before)}${character.repeat(4)}`;
      for (let most = 2; most < text.length; most += 1) {
        const short = shorten(text, most);
        expect(short.length).toBeLessThanOrEqual(most);
        const kept = short.slice(before, -1);
        const whole = ['', ...[1, 2, 3, 4].map((times) => character.repeat(times))];
        expect(short.endsWith('…')).toBe(true);
        if (short.length > before) expect(whole, `${text} at ${most}`).toContain(kept);
      }
    }
  });

  it('keeps as many whole characters as fit', () => {
    expect(shorten('👍🏽👍🏽👍🏽', 9)).toBe('👍🏽👍🏽…');
    expect(shorten('👍🏽👍🏽👍🏽', 8)).toBe('👍🏽…');
  });
});

describe('numbers', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1_000, '1,000'],
    [12_345, '12,345'],
    [1_234_567, '1,234,567'],
    [-1_234, '-1,234'],
    [1_999.9, '1,999'],
  ])('%d reads %s', (value, words) => {
    expect(grouped(value)).toBe(words);
  });

  it('are one credit or many', () => {
    expect([0, 1, 2, 1_000].map(credits)).toEqual([
      ...['0 credits', '1 credit', '2 credits', '1,000 credits'],
    ]);
  });
});
