/** What tells how the words after it run, in no writing of its own. */
const DIRECTIONS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Blocks of the scripts that run from right to left. */
const FROM_RIGHT =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * A stranger's words, which cannot turn ours around: `“שלום” · 180 credits` would have its number
 * before the quotation. The isolates (FSI, PDI) are seen by nobody, and stand only where something
 * runs from right to left, so that other words are copied as they were typed.
 */
export function isolated(words: string): string {
  const plain = words.replaceAll(DIRECTIONS, '');
  return FROM_RIGHT.test(plain) ? `\u2068${plain}\u2069` : plain;
}
