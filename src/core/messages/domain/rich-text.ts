import type { ChatRef } from '../../shared/domain/chat-ref.ts';

/**
 * What a person reads, before any chat's own markup: a platform writes each span in its way and
 * escapes every plain one, so that a stranger's words can neither format nor mention.
 */
export type Inline =
  | string
  | { readonly bold: string }
  | { readonly quote: string }
  /** Milliseconds since 1970; the reader's own client words it ("in 2 minutes", "14:05"). */
  | { readonly time: number; readonly as: 'relative' | 'clock' | 'day' }
  | { readonly link: string; readonly label: string }
  /** Somebody or a channel, by the id of the chat; in another chat the label stands for them. */
  | {
      readonly mention: ChatRef;
      readonly as: 'person' | 'role' | 'channel';
      readonly label: string;
    };

export type RichText = readonly Inline[];

/** As it is written in code: most of it has no marks. */
export type Words = string | RichText;

export function rich(words: Words): RichText {
  return typeof words === 'string' ? [words] : words;
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

/** A duration the way people say it, never more exact than it is: "20 s", "about 3 min". */
export function roughly(durationMs: number): string {
  const seconds = Math.round(durationMs / 1000);
  if (seconds < 90) return `${Math.max(5, Math.ceil(seconds / 5) * 5)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  return `${Math.round(minutes / 60)} h`;
}

/** Bytes the way file managers show them: 9.8 MB. */
export function megabytes(bytes: number): string {
  const value = Math.max(bytes / 1_000_000, 0.1);
  return `${value >= 9.95 ? Math.round(value) : value.toFixed(1)} MB`;
}
