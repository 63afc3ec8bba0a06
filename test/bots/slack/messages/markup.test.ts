import { describe, expect, it } from 'vitest';
import {
  plainText,
  quoted,
  richText,
  smallPrint,
} from '../../../../src/bots/slack/rendering/markup.ts';

const AT = Date.UTC(2026, 10, 22, 14, 5);

const elementsOf = (block: ReturnType<typeof richText>) =>
  block?.elements.flatMap((it) => (it.type === 'rich_text_section' ? it.elements : []));

describe('rich text', () => {
  it('writes each span in its own way', () => {
    const line = [
      'Ready ',
      { time: AT, as: 'relative' },
      ': ',
      { bold: 'now' },
      ' ',
      { quote: 'a cat' },
      ', ',
      { link: 'https://example.com/a', label: 'open' },
      '.',
    ] as const;
    expect(elementsOf(richText([line], 200))).toEqual([
      { type: 'text', text: 'Ready ' },
      {
        type: 'date',
        timestamp: AT / 1_000,
        format: '{date_short_pretty}, {time}',
        fallback: '2026-11-22, 14:05 UTC',
      },
      { type: 'text', text: ': ' },
      { type: 'text', text: 'now', style: { bold: true } },
      { type: 'text', text: ' ' },
      { type: 'text', text: '“a cat”' },
      { type: 'text', text: ', ' },
      { type: 'link', url: 'https://example.com/a', text: 'open' },
      { type: 'text', text: '.' },
    ]);
  });

  it('puts lines below each other, and leaves out those that say nothing', () => {
    expect(elementsOf(richText([['one'], [], ['\u202e'], ['two']], 200))).toEqual([
      { type: 'text', text: 'one' },
      { type: 'text', text: '\n' },
      { type: 'text', text: 'two' },
    ]);
    expect(richText([[], ['']], 200)).toBeNull();
  });

  it('takes a stranger’s words for words', () => {
    const hostile = '<!channel> <@U1> *bold* <https://evil.example|click> &amp;';
    expect(elementsOf(richText([[{ quote: hostile }]], 200))).toEqual([
      { type: 'text', text: `“${hostile}”` },
    ]);
    expect(JSON.stringify(quoted(hostile, 200))).toContain(JSON.stringify(hostile));
  });

  it('leads to addresses of the web alone', () => {
    const line = [{ link: 'javascript:alert(1)', label: 'open' }];
    expect(elementsOf(richText([line], 200))).toEqual([{ type: 'text', text: 'open' }]);
  });

  it('is cut where there is no more room, between whole characters', () => {
    const written = elementsOf(richText([['👨‍👩‍👧'.repeat(9), 'never']], 20));
    expect(written).toEqual([{ type: 'text', text: '👨‍👩‍👧👨‍👩‍👧…' }]);
    const second = elementsOf(richText([['0123456789', 'abcdef', 'never']], 12));
    expect(second).toEqual([
      { type: 'text', text: '0123456789' },
      { type: 'text', text: 'a…' },
    ]);
  });
});

describe('small print', () => {
  it('is plain words where there is nothing else in it', () => {
    expect(smallPrint([['5 s · <!here> ', { bold: '*pro*' }]], 200)).toEqual({
      type: 'context',
      elements: [{ type: 'plain_text', text: '5 s · <!here> *pro*', emoji: false }],
    });
    expect(smallPrint([[''], []], 200)).toBeNull();
  });

  it('escapes everything where it has times or links', () => {
    const link = { link: 'https://example.com/?a=1&b=<2>|3', label: 'a > b' };
    expect(smallPrint([['<!here> & ', { time: AT, as: 'clock' }, ' ', link]], 400)).toEqual({
      type: 'context',
      elements: [
        {
          type: 'mrkdwn',
          verbatim: true,
          text: `&lt;!here&gt; &amp; <!date^${AT / 1_000}^{time}|14:05 UTC> <https://example.com/?a=1&amp;b=%3C2%3E%7C3|a &gt; b>`,
        },
      ],
    });
  });

  it('is cut before a span, never within its marks', () => {
    const link = { link: `https://example.com/${'a'.repeat(100)}`, label: 'open' };
    const [element] =
      smallPrint([['Renews ', { time: AT, as: 'day' }, ' ', link]], 60)?.elements ?? [];
    expect(element).toMatchObject({
      text: `Renews <!date^${AT / 1_000}^{date_short}|2026-11-22>…`,
    });
  });
});

it('says in plain words what a notification can', () => {
  const text = [
    { bold: 'Ready' },
    ' at ',
    { time: AT, as: 'clock' },
    ': ',
    { quote: 'a  cat' },
  ] as const;
  expect(plainText(text, 100)).toBe('Ready at 14:05 UTC: “a cat”');
  expect(plainText(text, 10)).toBe('Ready at…');
});
