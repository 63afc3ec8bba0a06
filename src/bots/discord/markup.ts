import type { Span, Text } from '../../core/domain/text.ts';

/**
 * A stranger's words in one line, without characters that are there to deceive: direction
 * overrides, invisible ones, and heaps of accents that spill over the lines around them.
 */
export function plainLine(words: string): string {
  return words
    .normalize('NFC')
    .replace(INVISIBLE, '')
    .replace(/([\u200c\u200d])[\u200c\u200d]+/gu, '$1')
    .replace(/^[\u200c\u200d]+|[\u200c\u200d]+$/gu, '')
    .replace(/(\p{M}{4})\p{M}+/gu, '$1')
    .replace(/\s+/gu, ' ')
    .trim();
}

// Joiners (200c, 200d) stay: scripts and emoji are written with them.
const INVISIBLE =
  /(?![\s\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0]/gu;

/** Plain words, written so that no client formats, links or mentions anything in them. */
export function escaped(words: string): string {
  return (
    plainLine(words)
      .replace(/[\\*_~`|<>@[\]()#]/g, '\\$&')
      // What makes a link or an emoji of it; elsewhere a colon is a colon.
      .replace(/:(?=\/\/|[\w+-]+:)/g, '\\:')
      .replace(/^[-+]/, '\\$&')
      .replace(/^(\d+)\./, '$1\\.')
  );
}

export interface Writing {
  /** UTF-16 units it may have when written. */
  readonly most: number;
  /** What others say is left out: AutoMod stopped it here. */
  readonly withheld?: boolean;
}

/** One line of text in Discord's markup. */
export function written(text: Text, { most, withheld = false }: Writing): string {
  let line = '';
  for (const span of text) {
    if (withheld && typeof span === 'object' && 'quote' in span) continue;
    const part = spanWritten(span);
    if (line.length + part.length > most) return line + cutTo(span, most - line.length);
    line += part;
  }
  return line;
}

function spanWritten(span: Span): string {
  if (typeof span === 'string') return between(span, escaped(span));
  if ('bold' in span) return `**${escaped(span.bold)}**`;
  if ('quote' in span) return `“${escaped(span.quote)}”`;
  return 'time' in span ? timestamp(span.time, span.as) : masked(span.link, span.label);
}

/** The blanks at either end of a span part it from its neighbours. */
function between(span: string, text: string): string {
  const before = /^\s/u.test(span) ? ' ' : '';
  const after = /\S\s+$/u.test(span) ? ' ' : '';
  return before + text + after;
}

function cutTo(span: Span, room: number): string {
  if (typeof span === 'string') return cutWords(span, room);
  if ('bold' in span) return framed('**', cutWords(span.bold, room - 4), '**');
  if ('quote' in span) return framed('“', cutWords(span.quote, room - 2), '”');
  return '';
}

function framed(open: string, text: string, close: string): string {
  return text === '' ? '' : open + text + close;
}

/** As many whole characters as fit when they are escaped, and a mark that some are missing. */
export function cutWords(words: string, room: number): string {
  const whole = escaped(words);
  if (whole.length <= room) return whole;
  const characters = charactersOf(words);
  let kept = Math.min(characters.length, Math.max(0, room - 1));
  let cut = whole;
  while (kept > 0 && cut.length > room) {
    cut = `${escaped(characters.slice(0, kept).join(''))}…`;
    kept = Math.min(kept - 1, Math.floor((kept * room) / cut.length));
  }
  return cut.length <= room ? cut : '';
}

/** The same without escapes, where Discord reads no markup. */
export function cutPlain(words: string, most: number): string {
  const characters = charactersOf(words);
  return characters.length <= most
    ? characters.join('')
    : `${characters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** What a person takes for one character: an emoji of several parts is not cut in two. */
function charactersOf(words: string): string[] {
  return Array.from(graphemes.segment(plainLine(words)), ({ segment }) => segment);
}

const TIME_STYLES = { relative: 'R', clock: 't', day: 'D' } as const;

/** A moment, worded by the reader's own client. */
export function timestamp(ms: number, as: keyof typeof TIME_STYLES): string {
  return `<t:${Math.floor(ms / 1_000)}:${TIME_STYLES[as]}>`;
}

function masked(link: string, label: string): string {
  const address = httpAddress(link);
  const text = escaped(label);
  if (address === null || text === '') return text;
  return `[${text}](${address.replaceAll('(', '%28').replaceAll(')', '%29')})`;
}

/** The address, if it is one that a person may be sent to. */
export function httpAddress(link: string): string | null {
  if (!URL.canParse(link)) return null;
  const url = new URL(link);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
}
