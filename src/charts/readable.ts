import type { Lettering } from './lettering.ts';

/** Scripts that run from right to left or join their letters: drawn one by one they are no words. */
const JOINED =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Mongolian}]/u;

const LONGEST = 80;

/**
 * A stranger's words as far as they can be drawn; something else where too little of them would be
 * left to know them by.
 */
export function readable(words: string, otherwise: string, letters: Lettering): string {
  const line = words.slice(0, LONGEST).normalize('NFC').replaceAll(/\s+/gu, ' ').trim();
  if (JOINED.test(line)) return otherwise;
  // What is laid over other letters, or seen by nobody, has no place of its own in a line.
  const wanted = Array.from(line.replaceAll(/[\p{M}\p{C}]/gu, ''));
  const kept = wanted.filter((it) => it === ' ' || (it.trim() !== '' && letters.has(it)));
  const drawn = kept.join('').replaceAll(/ +/g, ' ').trim();
  const enough = letterCount(kept) * 2 >= letterCount(wanted) && /[\p{L}\p{N}]/u.test(drawn);
  return enough ? drawn : otherwise;
}

/** Pictures between the letters of a name are no loss. */
function letterCount(characters: readonly string[]): number {
  return characters.filter((it) => /[\p{L}\p{N}]/u.test(it)).length;
}

/** As much of it as there is room for, with a mark where something is missing. */
export function cutTo(text: string, width: number, size: number, letters: Lettering): string {
  if (letters.widthOf(text, size) <= width) return text;
  const characters = Array.from(text);
  while (characters.length > 0 && letters.widthOf(`${characters.join('')}…`, size) > width) {
    characters.pop();
  }
  return `${characters.join('').trimEnd()}…`;
}
