import { clustersOf } from './lettering/lettering.ts';
import type { Lettering } from './lettering/lettering.ts';

const LONGEST = 80;

/** More than these are a tower over the lines above. */
const MOST_MARKS = 2;

/** What is seen by nobody; but joiners tell how the letters beside them are. */
const UNSEEN = /[[\p{C}\p{Default_Ignorable_Code_Point}]--[\u200c\u200d]]/gv;

/**
 * A stranger's words as far as they can be drawn; something else where too little of them would be
 * left to know them by.
 */
export function readable(words: string, otherwise: string, letters: Lettering): string {
  const line = words.slice(0, LONGEST).normalize('NFC').replaceAll(/\s+/gu, ' ');
  const wanted = clustersOf(line.replaceAll(UNSEEN, '').trim()).map(withFewMarks);
  const kept = wanted.flatMap((it) => {
    const [letter = ''] = it;
    return [it, letter].filter((part) => letters.has(part)).slice(0, 1);
  });
  const drawn = kept.join('').replaceAll(/ +/g, ' ').trim();
  const enough = letterCount(kept) * 2 >= letterCount(wanted) && /[\p{L}\p{N}]/u.test(drawn);
  return enough ? drawn : otherwise;
}

function withFewMarks(cluster: string): string {
  let marks = 0;
  return Array.from(cluster)
    .filter((it) => {
      marks = /\p{M}/u.test(it) ? marks + 1 : 0;
      return marks <= MOST_MARKS;
    })
    .join('');
}

/** Pictures between the letters of a name are no loss. */
function letterCount(clusters: readonly string[]): number {
  return clusters.filter((it) => /[\p{L}\p{N}]/u.test(it)).length;
}

/** As much of it as there is room for, with a mark where something is missing. */
export function cutTo(text: string, width: number, size: number, letters: Lettering): string {
  if (letters.widthOf(text, size) <= width) return text;
  const clusters = [...clustersOf(text)];
  while (clusters.length > 0 && letters.widthOf(`${clusters.join('')}…`, size) > width) {
    clusters.pop();
  }
  return `${clusters.join('').trimEnd()}…`;
}
