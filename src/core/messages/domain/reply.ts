import { ENGLISH } from './language.ts';
import { rich } from './rich-text.ts';
import type { RichText, Words } from './rich-text.ts';

/** An answer that is not a card. */
export interface Reply {
  readonly tone: 'plain' | 'refused' | 'trouble';
  readonly headline: RichText;
  readonly lines: readonly RichText[];
  /** What the person may do next, each a button. */
  readonly choices?: readonly Choice[];
  /** The language it is read in; English where nobody set it. */
  readonly language?: string;
  /** What goes with it: pictures are shown, others are offered. */
  readonly files?: readonly ReplyFile[];
}

export interface ReplyFile {
  readonly name: string;
  readonly type: 'image/png' | 'text/csv';
  readonly content: Uint8Array;
  /** For those who cannot see it. */
  readonly alt: Words;
}

/** A button on an answer: it takes up a request that was put aside. */
export interface Choice {
  readonly label: Words;
  readonly style: 'main' | 'plain';
  /** Names what was put aside: letters, digits, `-` and `_`, 64 at most. */
  readonly pendingAction: string;
  /** Opens a small form first that asks for a number of credits, filled with this. */
  readonly asksCredits?: number;
}

export function plainReply(headline: Words, ...lines: readonly Words[]): Reply {
  return { tone: 'plain', headline: rich(headline), lines: lines.map(rich) };
}

export function refusedReply(headline: Words, ...lines: readonly Words[]): Reply {
  return { tone: 'refused', headline: rich(headline), lines: lines.map(rich) };
}

export function troubleReply(headline: Words, ...lines: readonly Words[]): Reply {
  return { tone: 'trouble', headline: rich(headline), lines: lines.map(rich) };
}

/** What is read, in a language unless it has one of its own. English is what none is said of. */
export function inLanguage<Read extends { readonly language?: string }>(
  read: Read,
  language: string,
): Read {
  return read.language !== undefined || language === ENGLISH ? read : { ...read, language };
}
