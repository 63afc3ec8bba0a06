import type { Line } from '../../core/messages/domain/inline.ts';
import { shorten } from '../../core/messages/domain/rich-text.ts';

/**
 * A stranger's words in one line, without characters that are there to deceive: direction
 * overrides, invisible ones, and heaps of accents that spill over the lines around them. What
 * `wording` set apart from our own words stays so.
 */
export function plainLine(words: string): string {
  return words
    .normalize('NFC')
    .replace(INVISIBLE, '')
    .replace(ISOLATES, (whole, inside?: string) => ((inside ?? '').trim() === '' ? '' : whole))
    .replace(/([\u200c\u200d])[\u200c\u200d]+/gu, '$1')
    .replace(/^[\u200c\u200d]+|[\u200c\u200d]+$/gu, '')
    .replace(/(\p{M}{4})\p{M}+/gu, '$1')
    .replace(/\s+/gu, ' ')
    .trim();
}

// Joiners (200c, 200d) stay: scripts and emoji are written with them.
const INVISIBLE =
  /(?![\s\u200c\u200d\u2068\u2069])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0]/gu;

/** An isolate (FSI to PDI), or one half of it. */
const ISOLATES = /\u2068([^\u2068\u2069]*)\u2069|[\u2068\u2069]/gu;

/** At most so many of their characters, for where no markup is read. */
export function cutPlain(words: string, most: number): string {
  const characters = charactersOf(words);
  if (characters.length <= most) return characters.join('');
  const cutTo = (kept: number) => `${characters.slice(0, kept).join('').trimEnd()}…`;
  return isOpen(cutTo(most - 1)) ? ended(cutTo(most - 2)) : cutTo(most - 1);
}

/** The same where what was set apart in it was cut: it ends there. */
export function ended(words: string): string {
  return isOpen(words) ? `${words}\u2069` : words;
}

function isOpen(words: string): boolean {
  return words.lastIndexOf('\u2068') > words.lastIndexOf('\u2069');
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The same in at most so many UTF-16 units, for where a chat counts those. */
export function cutLine(words: string, most: number): string {
  const line = plainLine(words);
  const cut = shorten(line, most);
  return isOpen(cut) ? ended(shorten(line, most - 1)) : cut;
}

/** What a person takes for one character: an emoji of several parts is not cut in two. */
export function charactersOf(words: string): string[] {
  return Array.from(graphemes.segment(plainLine(words)), ({ segment }) => segment);
}

/** The address, if it is one that a person may be sent to. */
export function httpAddress(link: string): string | null {
  if (!URL.canParse(link)) return null;
  const url = new URL(link);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
}

/** A headline has no stop at its end; what has one is a sentence, and stands there as one. */
export function isHeading(headline: Line): boolean {
  const last = headline.at(-1);
  return typeof last !== 'string' || !/[.。!！?？]\s*$/u.test(last);
}
