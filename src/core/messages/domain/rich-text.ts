import type { Inline } from './inline.ts';
import type { Message } from './message.ts';

/** A line whose messages are not yet in anybody's language. */
export type RichText = readonly (
  Inline | Message | { readonly bold: Message } | { readonly link: string; readonly label: Message }
)[];

/** As it is written in code: most of it has no marks. */
export type Words = string | Message | RichText;

export function rich(words: Words): RichText {
  return typeof words === 'string' || 'message' in words ? [words] : words;
}

/** Facts in one line, those that there are. */
export function facts(...words: readonly (Words | null)[]): RichText {
  return words.flatMap((it) => (it === null ? [] : [' · ', ...rich(it)])).slice(1);
}

const CHARACTERS = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** A stranger's words in one line of at most `most` UTF-16 units, cut between whole characters. */
export function shorten(words: string, most: number): string {
  const line = words.replace(/\s+/gu, ' ').trim();
  if (line.length <= most) return line;
  let kept = '';
  // One unit more than can be kept: it tells where the last character ends.
  for (const { segment } of CHARACTERS.segment(line.slice(0, most + 1))) {
    if (kept.length + segment.length > most - 1) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

/** A whole number with thousands separated: 12,345. */
export function grouped(value: number): string {
  return String(Math.trunc(value)).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

export function credits(amount: number): string {
  return `${grouped(amount)} ${amount === 1 ? 'credit' : 'credits'}`;
}

export function videos(count: number): string {
  return `${grouped(count)} ${count === 1 ? 'video' : 'videos'}`;
}
