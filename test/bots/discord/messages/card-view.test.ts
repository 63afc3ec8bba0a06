import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileNameOf } from '../../../../src/bots/shared/video-name.ts';
import { plainLine } from '../../../../src/bots/shared/plain-line.ts';
import { escaped, written } from '../../../../src/bots/discord/messages/markup.ts';
import { replyBody } from '../../../../src/bots/discord/messages/reply-view.ts';
import { cardBody } from '../../../../src/bots/discord/messages/card-view.ts';
import type { CardPlace } from '../../../../src/bots/discord/messages/card-view.ts';
import type { Line } from '../../../../src/core/messages/domain/inline.ts';
import type { Reply } from '../../../../src/core/messages/domain/reply.ts';
import type { ShownCard } from '../../../../src/core/chat/ports/chat-platform.ts';
import { aShownCard } from '../../../contracts/chat-platform.ts';
import { aVideo } from '../../../support/builders.ts';
import { allComponents, done, failed, rendering } from '../cards.ts';

const forGood: CardPlace = { until: null, moved: false, withheld: false };

const contents = (card: ShownCard, place = forGood) =>
  allComponents(cardBody(card, place).components).flatMap((it) => it.content ?? []);

const lineOf = (prompt: string) => contents(aShownCard({ prompt }))[0]?.split('\n')[1] ?? '';

describe('a stranger’s words', () => {
  it.each([
    [
      '**bold** _it_ ~~no~~ `code` ||spoiler||',
      '\\*\\*bold\\*\\* \\_it\\_ \\~\\~no\\~\\~ \\`code\\` \\|\\|spoiler\\|\\|',
    ],
    ['@everyone <@1> <@&1> <#1>', '\\@everyone \\<\\@1\\> \\<\\@&1\\> \\<\\#1\\>'],
    ['nice](http://evil)', 'nice\\]\\(http\\://evil\\)'],
    ['# heading', '\\# heading'],
    ['- item', '\\- item'],
    ['-# subtext', '\\-\\# subtext'],
    ['> quote', '\\> quote'],
    ['1. item', '1\\. item'],
    ['https://evil.example/x', 'https\\://evil.example/x'],
    [':skull: at 16:9', '\\:skull: at 16:9'],
    ['```js\nalert(1)\n```', '\\`\\`\\`js alert\\(1\\) \\`\\`\\`'],
    ['back\\slash', 'back\\\\slash'],
    ['well-known 3.5', 'well-known 3.5'],
  ])('are only words: %s', (words, expected) => {
    expect(escaped(words)).toBe(expected);
  });

  it('cannot turn the text around or hide in it', () => {
    expect(plainLine('safe\u202Eevil\u202C\u2066x\u2069\u200B\uFEFF\u00AD end')).toBe(
      'safeevilx end',
    );
    expect(plainLine('\u2069a\u2068b \u2068 \u2069c\u2067')).toBe('ab c');
    expect(plainLine('\u{E0041}\u{E0042}tag')).toBe('tag');
    expect(plainLine('\u3164\u3164')).toBe('');
    expect(plainLine('a\u0000\u0007b')).toBe('ab');
  });

  it('keep what scripts and emoji are written with', () => {
    for (const words of ['👩‍👩‍👧 film', 'می‌خواهم', 'नमस्ते', 'é', '1️⃣', '🏳️‍🌈']) {
      expect(plainLine(words)).toBe(words.normalize('NFC'));
    }
  });

  it('do not spill over the lines around them', () => {
    expect(plainLine(`z${'\u0301'.repeat(50)}`).length).toBeLessThan(8);
  });

  it('stay in their quote, on one line', () => {
    expect(lineOf('one\n\n# two\r\n> three')).toBe('> one \\# two \\> three');
  });

  it('are cut when they are long, between characters', () => {
    const line = lineOf('👩‍👩‍👧'.repeat(2_000));
    expect(line.length).toBeLessThanOrEqual(702);
    expect(line).toMatch(/^> (👩‍👩‍👧)+…$/u);
    expect(lineOf('word '.repeat(1_200)).length).toBeLessThan(310);
  });

  it('are left out with the quote of them where AutoMod stops them', () => {
    const card = failed({
      prompt: 'a bad word',
      lines: [['It says: ', { quote: 'bad word' }]],
    });
    const text = JSON.stringify(cardBody(card, { ...forGood, withheld: true }));
    expect(text).not.toContain('bad');
    expect(text).toContain('AutoMod');
  });
});

describe('the markup of a text', () => {
  const at = 1_790_000_000_000;
  it.each<readonly [Line, string]>([
    [['plain ', { bold: 'a*b' }, ' end'], 'plain **a\\*b** end'],
    [['says: ', { quote: 'x_y' }], 'says: “x\\_y”'],
    [['ready ', { time: at, as: 'relative' }, '.'], 'ready <t:1790000000:R>.'],
    [
      [{ time: at, as: 'clock' }, ' ', { time: at, as: 'day' }],
      '<t:1790000000:t> <t:1790000000:D>',
    ],
    [
      [{ link: 'https://a.example/x(1)', label: 'op[en]' }],
      '[op\\[en\\]](https://a.example/x%281%29)',
    ],
    [[{ link: 'javascript:alert(1)', label: 'open' }], 'open'],
  ])('%j', (text, expected) => {
    expect(written(text, { most: 500 })).toBe(expected);
  });

  it('leaves out whole what cannot be cut', () => {
    const text: Line = ['soon ', { time: at, as: 'relative' }, ' or later'];
    expect(written(text, { most: 12 })).toBe('soon ');
  });

  it('closes what it opens, however little room there is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.integer({ min: 0, max: 40 }),
        (words, most) => {
          const line = written([{ bold: words }], { most });
          expect(line.length).toBeLessThanOrEqual(most);
          if (line !== '' && line !== '****') expect(line).toMatch(/^\*\*[^]*\*\*$/);
        },
      ),
    );
  });
});

describe('a card', () => {
  const anyCard = fc
    .record({
      prompt: fc.string({ unit: 'binary', maxLength: 6_000 }),
      headline: fc.string({ maxLength: 400 }),
      settings: fc.string({ maxLength: 900 }),
      link: fc.constantFrom(10, 480, 560, 650, 2_000),
      lines: fc.array(fc.string({ maxLength: 1_500 }), { maxLength: 8 }),
      receipt: fc.array(fc.string({ maxLength: 900 }), { maxLength: 5 }),
      progress: fc.option(fc.double({ min: -1, max: 2, noNaN: true })),
    })
    .map(({ headline, settings, lines, receipt, link, ...rest }) =>
      aShownCard(
        {
          ...rest,
          headline: [{ bold: headline }],
          settings: [settings],
          lines: lines.map((line) => ['says: ', { quote: line }]),
          receipt: receipt.map((line) => [line]),
          actions: ['cancel', 'check-now', 'give-back'],
        },
        { how: 'link', url: `https://media.example.com/${'x'.repeat(link)}`, bytes: 1e9 },
      ),
    );

  it('keeps to what Discord takes, whatever is in it', () => {
    fc.assert(
      fc.property(anyCard, fc.boolean(), fc.boolean(), (card, moved, withheld) => {
        const body = cardBody(card, { until: 1_790_000_000_000, moved, withheld });
        const all = allComponents(body.components);
        expect(all.length).toBeLessThanOrEqual(40);
        expect(all.reduce((sum, it) => sum + (it.content?.length ?? 0), 0)).toBeLessThanOrEqual(
          4_000,
        );
        for (const it of all) {
          expect(it.custom_id?.length ?? 1).toBeLessThanOrEqual(100);
          if (it.content !== undefined) expect(it.content.trim()).not.toBe('');
        }
        const ids = all.flatMap((it) => it.custom_id ?? []);
        expect(new Set(ids).size).toBe(moved ? 1 : 4);
        expect(body.allowed_mentions).toEqual({ parse: [] });
      }),
      { numRuns: 60 },
    );
  });

  it('draws how far it is', () => {
    expect(contents(rendering(0.4)).join('\n')).toContain('▰▰▰▰▰▰▱▱▱▱▱▱▱▱▱  40%');
    expect(contents(rendering(0)).join('\n')).toContain(`${'▱'.repeat(15)}  0%`);
  });

  it('tells until when it updates by itself, and how to go on', () => {
    const place = { ...forGood, until: 1_790_000_000_000 };
    expect(contents(rendering(), place).join('\n')).toContain('until <t:1790000000:t>');
    const ids = (card: ShownCard, at: CardPlace) =>
      allComponents(cardBody(card, at).components).flatMap((it) => it.custom_id ?? []);
    expect(ids(rendering(), place)).toEqual([`refresh:${rendering().jobId}`]);
    expect(ids(rendering(), forGood)).toEqual([]);
    expect(ids(failed(), place)).toEqual([]);
  });

  it('plays a video where it stands when it has a link that Discord can open', () => {
    const items = (url: string | null) =>
      allComponents(cardBody(done({ how: 'link', url, bytes: 9e8 }), forGood).components)
        .flatMap((it) => it.items ?? [])
        .map((it) => it.media.url);
    expect(items('https://media.example.com/v')).toEqual(['https://media.example.com/v']);
    expect(items('http://127.0.0.1:8080/v')).toEqual([]);
    expect(items(null)).toEqual([]);
  });

  it('is told to be too large only where it does not play', () => {
    const said = (url: string | null) =>
      contents(done({ how: 'link', url, bytes: 9e8 })).join('\n');
    expect(said('https://media.example.com/v')).not.toContain('too large');
    const why = 'At 900 MB, the video is too large to upload here.';
    expect(said('http://127.0.0.1:8080/v')).toContain(why);
    expect(said(null)).toContain(`${why}\nAsk the operator for the file.`);
  });

  it('has a link in its text that is too long for a button, also where it plays', () => {
    const url = `https://media.example.com/${'x'.repeat(560)}`;
    const text = contents(done({ how: 'link', url, bytes: 9e8 })).join('\n');
    expect(text).toContain(`[Open video](${url})`);
  });

  it('offers the full size beside a smaller copy', () => {
    const file = { path: '/x', bytes: 1, [Symbol.asyncDispose]: () => Promise.resolve() };
    const buttons = (fullSize: string | null) =>
      allComponents(cardBody(done({ how: 'file', file, fullSize }), forGood).components).flatMap(
        (it) => it.url ?? [],
      );
    expect(buttons('https://media.example.com/v')).toEqual(['https://media.example.com/v']);
    expect(buttons(null)).toEqual([]);
  });

  it.each([
    ['a lighthouse at dusk', 'a-lighthouse-at-dusk-0000abcd.mp4'],
    ['Éclair über Ångström', 'eclair-uber-angstrom-0000abcd.mp4'],
    ['海辺の灯台', 'video-0000abcd.mp4'],
    ['../../etc/passwd', 'etc-passwd-0000abcd.mp4'],
    ['x'.repeat(200), `${'x'.repeat(47)}-0000abcd.mp4`],
    [
      'one very long prompt that goes on and on about a lighthouse',
      'one-very-long-prompt-that-goes-on-and-on-about-0000abcd.mp4',
    ],
  ])('names its file: %s', (prompt, expected) => {
    expect(fileNameOf(aShownCard({ prompt }), false)).toBe(expected);
    expect(expected.length).toBeLessThanOrEqual(60);
  });

  it('names a file that nobody here could read by its own ending', () => {
    const video = { ...aVideo, key: `${'a'.repeat(64)}.webm` };
    expect(fileNameOf(aShownCard({ video }), true)).toMatch(/^video-.*\.webm$/);
  });
});

describe('a note', () => {
  it('keeps to what Discord takes, however long it is', () => {
    const lines = Array.from({ length: 80 }, (_, index): Line => [`${index} ${'*'.repeat(300)}`]);
    const all = allComponents(replyBody({ tone: 'plain', headline: ['x'], lines }).components);
    expect(all.at(-1)?.content).toMatch(/\n-# 7\d more$/);
    expect(all.length).toBeLessThanOrEqual(40);
    expect(all.reduce((sum, it) => sum + (it.content?.length ?? 0), 0)).toBeLessThanOrEqual(4_000);
  });

  it('keeps to it with a headline, files and a way of its own as well', () => {
    const lines = Array.from({ length: 80 }, (): Line => ['*'.repeat(3_000)]);
    const content = new Uint8Array(9);
    const file = { name: '*'.repeat(200), type: 'text/csv', content, alt: '' } as const;
    const reply = { tone: 'plain', headline: ['*'.repeat(3_000)], lines } as const;
    const files = { shown: [], leftOut: Array.from({ length: 9 }, () => file) };
    const all = allComponents(replyBody(reply, { moved: true, files }).components);
    expect(all.reduce((sum, it) => sum + (it.content?.length ?? 0), 0)).toBeLessThanOrEqual(4_000);
  });

  it('has room for a list of forty people in one line', () => {
    const people = Array.from({ length: 40 }, (_, index): Line => [
      {
        mention: { platform: 'discord', id: `1${'0'.repeat(17)}${index}` },
        as: 'person',
        label: '',
      },
      ', ',
    ]);
    const lines: Line[] = [['Admins: ', ...people.flat(), 'and 3 more.']];
    const all = allComponents(replyBody({ tone: 'plain', headline: ['x'], lines }).components);
    expect(all.at(-1)?.content).toMatch(/and 3 more\.$/);
  });

  it('has in its own language what is added to it', () => {
    const lines = Array.from({ length: 80 }, (_, index) => [`${index} ${'x'.repeat(100)}`]);
    const reply: Reply = { tone: 'plain', headline: ['x'], lines, language: 'de' };
    const all = allComponents(replyBody(reply, { moved: true }).components);
    const text = all.map((it) => it.content ?? '').join('\n');
    expect(text).toMatch(/\n-# \d+ weitere\n/);
    expect(text).toContain('\n-# Hierher gesendet, weil');
  });

  it('has a heading only where the words are meant as one', () => {
    const first = (headline: Line) =>
      allComponents(replyBody({ tone: 'plain', headline, lines: [] }).components)[1]?.content;
    expect(first([{ bold: 'Not started' }])).toBe('### Not started');
    expect(first(['Not started'])).toBe('### Not started');
    expect(first(['Too late to cancel.'])).toBe('Too late to cancel.');
    expect(first(['もうキャンセルできません。'])).toBe('もうキャンセルできません。');
  });
});
