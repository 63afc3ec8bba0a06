import createBidi from 'bidi-js/dist/bidi.mjs';

const bidi = createBidi();

/** The level of each UTF-16 unit: odd ones run from right to left. The first letter says how the line runs. */
export function levelsOf(text: string): Uint8Array {
  return bidi.getEmbeddingLevels(text, 'auto').levels;
}

/** As they are seen from left to right: rule L2 of the Unicode Bidirectional Algorithm. */
export function inSightOrder<run extends { readonly level: number }>(
  runs: readonly run[],
): readonly run[] {
  const seen = [...runs];
  const highest = Math.max(0, ...runs.map((it) => it.level));
  for (let level = highest; level > 0; level -= 1) {
    let from = 0;
    while (from < seen.length) {
      let to = from;
      while ((seen[to]?.level ?? 0) >= level) to += 1;
      seen.splice(from, to - from, ...seen.slice(from, to).reverse());
      from = to + 1;
    }
  }
  return seen;
}
