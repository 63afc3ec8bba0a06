import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { msg } from '../../src/core/messages/domain/message.ts';
import type { Inline } from '../../src/core/messages/domain/inline.ts';
import type { Message } from '../../src/core/messages/domain/message.ts';
import type { RichText } from '../../src/core/messages/domain/rich-text.ts';
import { listFormat } from '../../src/messages/figures.ts';
import { createWording } from '../../src/messages/wording.ts';
import { LANGUAGES, matchingLanguage } from '../../src/messages/languages.ts';

const english = createWording('en');
const german = createWording('de');
const french = createWording('fr');
const japanese = createWording('ja');

const strong = (bold: string): Inline => ({ bold });

describe('A message', () => {
  it.each([
    [msg('chat.more', { count: 1 }), '1 more'],
    [msg('chat.more', { count: 12_345 }), '12,345 more'],
    [
      msg('credits.used', { used: 300, limit: 3_000, at: { time: 0, as: 'day' } }),
      'Used 300 of 3,000, resets Jan 1, 1970',
    ],
    [msg('cards.ready-in', { wait: 200_000 }), 'Ready in about 3 min'],
    [msg('cards.ready-in', { wait: 42_000 }), 'Ready in about 45 s'],
    [msg('cards.ready-in', { wait: 7_200_000 }), 'Ready in about 2 h'],
    [msg('reports.success', { percent: 0.5 }), '50% success'],
  ])('tells figures in the way of its language: %#', (message: Message, words) => {
    expect(english.text(message)).toBe(words);
  });

  it('groups, joins and quotes as each language does', () => {
    const files = msg('chat.files-in-direct', { files: ['a', 'b', 'c'] });
    expect(english.text(files)).toContain('a, b and c');
    expect(german.text(files)).toContain('a, b und c');
    expect(german.text(msg('chat.more', { count: 12_345 }))).toContain('12.345');
    expect(french.text(msg('chat.value', { value: msg('chat.quoted', { text: 'x' }) }))).toBe(
      french.text(msg('chat.quoted', { text: 'x' })),
    );
    expect(japanese.text(msg('chat.seconds', { count: 8 }))).toBe('8秒');
  });

  it.each([
    ['en', 'a, b and c', 'a, b or c'],
    ['de', 'a, b und c', 'a, b oder c'],
    ['es', 'a, b y c', 'a, b o c'],
    ['fr', 'a, b et c', 'a, b ou c'],
    ['pt-BR', 'a, b e c', 'a, b ou c'],
    ['ja', 'a、b、c', 'a、b、またはc'],
    ['ko', 'a, b 및 c', 'a, b 또는 c'],
    ['zh-CN', 'a、b和c', 'a、b或c'],
  ])('lists things as %s does', (language, and, or) => {
    const three = ['a', 'b', 'c'] as const;
    expect(listFormat('conjunction', language).format(three)).toBe(and);
    expect(listFormat('disjunction', language).format(three)).toBe(or);
  });

  it('keeps a stranger’s words apart from ours, whatever they are made of', () => {
    const hostile = '{count, plural, other {#}} <b>loud</b> @everyone';
    const line = english.line(msg('video.model-unknown', { model: hostile, offered: ['A', 'B'] }));
    expect(line).toContainEqual({ quote: hostile, marks: ['“', '”'] });
    expect(english.text(msg('chat.value', { value: hostile }))).toBe(hostile);
  });

  it('keeps them apart in direction too, and what a stranger wrote to turn it around is gone', () => {
    const value = 'שלום\u2069\u202e 12';
    expect(english.text(msg('chat.value', { value }))).toBe('\u2068שלום 12\u2069');
    expect(english.text([{ quote: value }, ' · 5'])).toBe('“\u2068שלום 12\u2069” · 5');
    expect(english.text(english.line([{ quote: value }]))).toBe('“\u2068שלום 12\u2069”');
    expect(english.text(msg('chat.value', { value: ['\u202eZoë', 'محمد'] }))).toBe(
      'Zoë and \u2068محمد\u2069',
    );
  });

  it('has mentions, moments, commands and bold parts that each chat writes in its way', () => {
    const person = { platform: 'discord', id: '42' };
    const at = { time: 1, as: 'relative' } as const;
    expect(english.line(msg('admin.admin-added', { person, command: 'quota' }))).toEqual([
      { mention: person, as: 'person', label: 'Person 42 in Discord' },
      ' can use ',
      { code: '/quota' },
      ' now',
    ]);
    expect(english.line(msg('credit-requests.expires', { at }))).toEqual(['Expires ', at]);
    const granted = { of: 'pool', amount: 1_500, subject: '' } as const;
    expect(english.line(msg('admin.granted', granted))).toEqual([
      strong('1,500 extra credits'),
      ' for the team budget',
    ]);
  });

  it('can be set in bold as a whole, and is quoted as its language does wherever a quote stands', () => {
    const bold: RichText = [{ bold: msg('chat.more', { count: 2 }) }, ' · '];
    expect(english.line(bold)).toEqual([strong('2 more'), ' · ']);
    expect(german.text([{ quote: 'x' }])).toBe('„x“');
    expect(german.text(msg('chat.value', { value: [{ quote: 'x' }, 'y'] }))).toBe('„x“ und y');
  });

  it('tells money as its language does', () => {
    const value = { amount: 1_234.5, currency: 'EUR' };
    expect(english.text(msg('chat.value', { value }))).toBe('€1,234.50');
    expect(german.text(msg('chat.value', { value }))).toBe('1.234,50\u00a0€');
  });

  it('stands within another, and in a list of its own kind', () => {
    const value = msg('chat.seconds', { count: 8 });
    expect(english.text(msg('chat.label-value', { label: msg('forms.seconds'), value }))).toBe(
      'Length: 8 s',
    );
    const files = [msg('chat.open'), { platform: 'slack', id: 'U1' }].slice(0, 1);
    expect(english.text(msg('chat.files-in-direct', { files: files as Message[] }))).toContain(
      'Open',
    );
  });
});

describe('A language', () => {
  it.each([
    ['en-US', 'en'],
    ['en-GB', 'en'],
    ['es-419', 'es'],
    ['es-ES', 'es'],
    ['pt-BR', 'pt-BR'],
    ['pt_BR', null],
    ['zh-CN', 'zh-CN'],
    ['zh-Hans', 'zh-CN'],
    ['zh-TW', null],
    ['tlh', null],
    ['', null],
    ['../../etc/passwd', null],
    [null, null],
  ])('serves who reads %s: %s', (tag, language) => {
    expect(matchingLanguage(tag)).toBe(language);
  });

  it('is there for each file, English first', () => {
    const files = readdirSync('src/messages/languages').map((it) => it.replace('.json', ''));
    expect(LANGUAGES[0]).toBe('en');
    expect(LANGUAGES.toSorted()).toEqual(files.toSorted());
    expect(LANGUAGES.length).toBeGreaterThanOrEqual(8);
  });
});
