import type { ContextBlock, RichTextBlock, RichTextElement } from '@slack/types';
import { marksOf } from '../../../core/messages/domain/inline.ts';
import type { Inline, Line, Link, Mention, Moment } from '../../../core/messages/domain/inline.ts';
import { cutLine, httpAddress, plainLine } from '../../shared/plain-line.ts';

/**
 * Lines of one block. Slack reads no markup in rich text, so a stranger's words are nothing but
 * words in it. Null where nothing is left to say, because Slack takes no empty block.
 */
export function richText(lines: readonly Line[], most: number): RichTextBlock | null {
  const written = lines.map((line) => elementsOf(line, most)).filter((line) => line.length > 0);
  if (written.length === 0) return null;
  const elements = written.flatMap((line, index): RichTextElement[] =>
    index === 0 ? line : [{ type: 'text', text: '\n' }, ...line],
  );
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] };
}

/** Somebody's own words, set off from ours. */
export function quoted(words: string, most: number): RichTextBlock | null {
  const text = cutLine(words, most);
  if (text === '') return null;
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_quote', elements: [{ type: 'text', text }] }],
  };
}

function elementsOf(line: Line, most: number): RichTextElement[] {
  const elements: RichTextElement[] = [];
  let room = most;
  for (const inline of line) {
    const words = wordsOf(inline);
    if (words.trim() === '' && words !== ' ') continue;
    elements.push(elementOf(inline, words.length <= room ? words : cutTo(words, room)));
    room -= words.length;
    if (room <= 0) break;
  }
  return elements;
}

function elementOf(inline: Inline, text: string): RichTextElement {
  if (typeof inline === 'string' || 'quote' in inline) return { type: 'text', text };
  if ('bold' in inline) return { type: 'text', text, style: { bold: true } };
  if ('code' in inline) return { type: 'text', text, style: { code: true } };
  if ('time' in inline) {
    const { time, as } = inline;
    const timestamp = Math.floor(time / 1_000);
    return { type: 'date', timestamp, format: TIME_FORMATS[as], fallback: utc(time, as) };
  }
  if ('mention' in inline) return mentionOf(inline) ?? { type: 'text', text };
  const url = httpAddress(inline.link);
  return url === null ? { type: 'text', text } : { type: 'link', url, text };
}

/** Null where it is somebody of another chat, who has no name here but the label. */
function mentionOf({ mention: { platform, id }, as }: Mention): RichTextElement | null {
  if (platform !== 'slack' || !/^[A-Z0-9]{1,30}$/.test(id)) return null;
  switch (as) {
    case 'person':
      return { type: 'user', user_id: id };
    case 'role':
      return { type: 'usergroup', usergroup_id: id };
    case 'channel':
      return { type: 'channel', channel_id: id };
  }
}

/** As much of the words as there is room for; at least the mark that some are missing. */
function cutTo(words: string, room: number): string {
  return room < 2 ? '…' : cutLine(words, room);
}

/** What a span says, without its form. */
function wordsOf(inline: Inline): string {
  if (typeof inline === 'string') return spaced(inline);
  if ('bold' in inline) return spaced(inline.bold);
  if ('code' in inline) return plainLine(inline.code);
  if ('quote' in inline) return marksOf(inline).join(plainLine(inline.quote));
  return 'time' in inline ? utc(inline.time, inline.as) : plainLine(inline.label);
}

/** The blanks at either end part it from its neighbours. */
function spaced(words: string): string {
  const before = /^\s/u.test(words) ? ' ' : '';
  const after = /\S\s+$/u.test(words) ? ' ' : '';
  return before + plainLine(words) + after;
}

/** For where there is no form at all: headings, notifications. */
export function plainText(text: Line, most: number): string {
  const words = text.map(wordsOf).join('');
  return words.length <= most ? words : cutLine(words, most);
}

/**
 * Small print under a block, which Slack takes no rich text in. What has neither times nor links is
 * sent as plain words; the rest as markup with everything in it escaped.
 */
export function smallPrint(lines: readonly Line[], most: number): ContextBlock | null {
  const elements = lines.flatMap((line): ContextBlock['elements'] => {
    const plain = plainText(line, most);
    if (plain.trim() === '') return [];
    return line.some(isMarkedUp)
      ? [{ type: 'mrkdwn', text: marked(line, most), verbatim: true }]
      : [{ type: 'plain_text', text: plain, emoji: false }];
  });
  return elements.length === 0 ? null : { type: 'context', elements };
}

function isMarkedUp(inline: Inline): inline is Moment | Link {
  return typeof inline === 'object' && ('time' in inline || 'link' in inline);
}

function marked(line: Line, most: number): string {
  let text = '';
  for (const inline of line) {
    const part = markedInline(inline);
    if (text.length + part.length > most) return `${text.trimEnd()}…`;
    text += part;
  }
  return text;
}

function markedInline(inline: Inline): string {
  const words = escaped(wordsOf(inline));
  if (typeof inline === 'string' || !isMarkedUp(inline)) return words;
  if ('time' in inline) {
    return `<!date^${Math.floor(inline.time / 1_000)}^${TIME_FORMATS[inline.as]}|${words}>`;
  }
  const url = httpAddress(inline.link);
  return url === null ? words : `<${escaped(url).replaceAll('|', '%7C')}|${words}>`;
}

/** The three characters that Slack's markup is made of; without them nobody can be called. */
export function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Worded by the reader's own client. Its "ago" knows only what is over, so none of ours uses it. */
const TIME_FORMATS = {
  relative: '{date_short_pretty}, {time}',
  clock: '{time}',
  day: '{date_short}',
} as const;

function utc(ms: number, as: keyof typeof TIME_FORMATS): string {
  const [day = '', clock = ''] = new Date(ms).toISOString().split('T');
  const minute = `${clock.slice(0, 5)} UTC`;
  return { relative: `${day}, ${minute}`, clock: minute, day }[as];
}
