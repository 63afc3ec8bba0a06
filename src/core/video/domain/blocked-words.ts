import { elementsOf, promptsOf } from './video-request.ts';
import type { AdvancedSettings, Scene } from './video-request.ts';

/** Every text of a video that a provider is given. */
export function textsOf(scene: Scene<unknown>, advanced: AdvancedSettings = {}): readonly string[] {
  const style = advanced.style === undefined ? [] : [advanced.style];
  const named = elementsOf(scene).flatMap((it) => [it.name, it.description]);
  return [...promptsOf(scene), ...named, ...style];
}

/**
 * What in these texts is blocked, as it is written there; null: nothing. A pattern is a word or
 * several in a row, and `*` in it stands for any letters of the word. Case, accents, invisible
 * characters and other forms of the same letter make no difference. Each pattern takes time by the
 * length of the texts alone, whatever it is.
 */
export function blockedIn(texts: readonly string[], patterns: readonly string[]): string | null {
  const blocked = patterns.map((it) => wordsOf(it, PATTERN_WORD).map(globOf));
  for (const text of texts) {
    const words = wordsOf(text, WORD);
    for (const globs of blocked) {
      const at = words.findIndex((_, start) => isAt(words, start, globs));
      if (globs.length > 0 && at >= 0) {
        return words
          .slice(at, at + globs.length)
          .map((it) => it.written)
          .join(' ');
      }
    }
  }
  return null;
}

/** Whether something can be blocked by it: every word of it needs a letter or a digit. */
export function isPattern(text: string): boolean {
  const words = wordsOf(text, PATTERN_WORD);
  return words.length > 0 && words.every((it) => it.folded.replaceAll('*', '') !== '');
}

interface Word {
  readonly written: string;
  /** Without what makes no difference. */
  readonly folded: string;
}

const WORD = /[\p{Alphabetic}\p{N}\p{M}\p{Default_Ignorable_Code_Point}]+/gu;
const PATTERN_WORD = /[\p{Alphabetic}\p{N}\p{M}\p{Default_Ignorable_Code_Point}*]+/gu;

/** Accents and the like, wherever they are put, and what is not seen at all. */
const INVISIBLE = /[\p{Mn}&&\p{Script=Inherited}]|\p{Default_Ignorable_Code_Point}/gv;

function wordsOf(text: string, word: RegExp): readonly Word[] {
  // Taken apart first: what looks like one letter may be several, and the other way round.
  return [...text.normalize('NFKD').matchAll(word)].flatMap(([found]) => {
    const folded = fold(found);
    return folded === '' ? [] : [{ written: found.normalize('NFC'), folded }];
  });
}

function fold(word: string): string {
  const bare = word.replace(INVISIBLE, '');
  // Up and down again, so that ß is ss; a sigma at the end is a sigma.
  return bare.toUpperCase().toLowerCase().replace(INVISIBLE, '').replaceAll('ς', 'σ');
}

/** A word with stars: what it begins with, what follows in this order, and what it ends with. */
type Glob =
  | { readonly kind: 'word'; readonly word: string }
  | {
      readonly kind: 'stars';
      readonly first: string;
      readonly between: readonly string[];
      readonly last: string;
    };

function globOf({ folded }: Word): Glob {
  const [first = '', ...rest] = folded.split('*');
  const last = rest.pop();
  return last === undefined
    ? { kind: 'word', word: first }
    : { kind: 'stars', first, between: rest.filter((it) => it !== ''), last };
}

function isAt(words: readonly Word[], start: number, globs: readonly Glob[]): boolean {
  return globs.every((glob, index) => {
    const word = words[start + index];
    return word !== undefined && matches(word.folded, glob);
  });
}

function matches(word: string, glob: Glob): boolean {
  if (glob.kind === 'word') return word === glob.word;
  const { first, between, last } = glob;
  const end = word.length - last.length;
  if (first.length > end || !word.startsWith(first) || !word.endsWith(last)) return false;
  let at = first.length;
  for (const part of between) {
    const found = word.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}
