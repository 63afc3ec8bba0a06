import { marksOf } from '../../../core/messages/domain/inline.ts';
import type { Inline, Line, Mention } from '../../../core/messages/domain/inline.ts';
import { charactersOf, ended, httpAddress, plainLine } from '../../shared/plain-line.ts';

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
export function written(text: Line, { most, withheld = false }: Writing): string {
  let line = '';
  for (const inline of text) {
    if (withheld && typeof inline === 'object' && 'quote' in inline) continue;
    const part = inlineWritten(inline);
    if (line.length + part.length > most) return line + cutTo(inline, most - line.length);
    line += part;
  }
  return line;
}

function inlineWritten(inline: Inline): string {
  if (typeof inline === 'string') return between(inline, escaped(inline));
  if ('bold' in inline) return `**${escaped(inline.bold)}**`;
  if ('code' in inline) return code(inline.code);
  if ('quote' in inline) return marksOf(inline).join(escaped(inline.quote));
  if ('mention' in inline) return mentioned(inline);
  return 'time' in inline ? timestamp(inline.time, inline.as) : masked(inline.link, inline.label);
}

/** Nothing in it is markup but what would end it. */
function code(words: string): string {
  return `\`${plainLine(words).replaceAll('`', '´')}\``;
}

const MENTIONS = { person: '@', role: '@&', channel: '#' } as const;

/** Nobody is called by it: every message goes out with all mentions forbidden. */
function mentioned({ mention, as, label }: Mention): string {
  const known = mention.platform === 'discord' && /^\d{1,20}$/.test(mention.id);
  return known ? `<${MENTIONS[as]}${mention.id}>` : escaped(label);
}

/** The blanks at either end of a span part it from its neighbours. */
function between(inline: string, text: string): string {
  const before = /^\s/u.test(inline) ? ' ' : '';
  const after = /\S\s+$/u.test(inline) ? ' ' : '';
  return before + text + after;
}

function cutTo(inline: Inline, room: number): string {
  if (typeof inline === 'string') return cutWords(inline, room);
  if ('bold' in inline) return framed('**', cutWords(inline.bold, room - 4), '**');
  if ('quote' in inline) {
    const [open, close] = marksOf(inline);
    return framed(open, cutWords(inline.quote, room - open.length - close.length), close);
  }
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
    cut = `${escaped(ended(characters.slice(0, kept).join('')))}…`;
    kept = Math.min(kept - 1, Math.floor((kept * room) / cut.length));
  }
  return cut.length <= room ? cut : '';
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
