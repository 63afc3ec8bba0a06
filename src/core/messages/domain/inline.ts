import type { ChatRef } from '../../shared/domain/chat-ref.ts';

/** Milliseconds since 1970; the reader's own client words it ("in 2 minutes", "14:05"). */
export interface Moment {
  readonly time: number;
  readonly as: 'relative' | 'clock' | 'day';
}

/** Somebody or a channel, by the id of the chat; in another chat the label stands for them, if known. */
export interface Mention {
  readonly mention: ChatRef;
  readonly as: 'person' | 'role' | 'channel';
  readonly label: string;
}

export interface Quote {
  readonly quote: string;
  /** Of the reader's language, where it is known. */
  readonly marks?: readonly [open: string, close: string];
}

export interface Link {
  readonly link: string;
  readonly label: string;
}

/**
 * What a person reads, before any chat's own markup: a platform writes each part in its way and
 * escapes every plain one, so that a stranger's words can neither format nor mention.
 */
export type Inline =
  | string
  | { readonly bold: string }
  /** Typed as it stands: a command, an option. */
  | { readonly code: string }
  /** Somebody's own words, between quotation marks. */
  | Quote
  | Link
  | Moment
  | Mention;

/** One line in the reader's language. */
export type Line = readonly Inline[];

export function marksOf({ marks = ['“', '”'] }: Quote): readonly [open: string, close: string] {
  return marks;
}
