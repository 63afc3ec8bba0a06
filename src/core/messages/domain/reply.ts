import type { Text } from './rich-text.ts';

/** An answer that is not a card. */
export interface Note {
  readonly tone: 'plain' | 'refused' | 'trouble';
  readonly headline: Text;
  readonly lines: readonly Text[];
  /** What the person may do next, each a button. */
  readonly choices?: readonly Choice[];
  /** What goes with it: pictures are shown, others are offered. */
  readonly files?: readonly NoteFile[];
}

export interface NoteFile {
  readonly name: string;
  readonly type: 'image/png' | 'text/csv';
  readonly content: Uint8Array;
  /** For those who cannot see it. */
  readonly alt: string;
}

/** A button on an answer: it takes up a request that was put aside. */
export interface Choice {
  readonly label: string;
  readonly style: 'main' | 'plain';
  /** Names what was put aside: letters, digits, `-` and `_`, 64 at most. */
  readonly proposal: string;
  /** Opens a small form first that asks for a number of credits, filled with this. */
  readonly asksCredits?: number;
}

export function plainNote(words: string): Note {
  return { tone: 'plain', headline: [words], lines: [] };
}

export function refusedNote(words: string): Note {
  return { tone: 'refused', headline: [words], lines: [] };
}
