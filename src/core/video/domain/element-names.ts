/** Letters of any script: people call things in their own language. */
export const ELEMENT_NAME = /^[\p{L}\p{M}\p{N}_]{1,40}$/u;

/** Of scripts that put no blank between words: what follows a name there is the next word. */
const UNSPACED = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}';

/** `@name`, and not the beginning of a longer one. */
function mentionOf(name: string): RegExp {
  const end = new RegExp(`[${UNSPACED}]$`, 'u').test(name)
    ? ''
    : `(?![[\\p{L}\\p{M}\\p{N}_]--[${UNSPACED}]])`;
  return new RegExp(`@${RegExp.escape(name)}${end}`, 'gv');
}

/** Whether a text calls an element by its name. */
export function mentions(text: string, name: string): boolean {
  return mentionOf(name).test(text);
}

/** The text with other names for elements; longer ones first, which may begin like another. */
export function withNames(text: string, names: ReadonlyMap<string, string>): string {
  const longestFirst = [...names].toSorted(([one], [other]) => other.length - one.length);
  return longestFirst.reduce(
    (changed, [name, other]) => changed.replace(mentionOf(name), `@${other}`),
    text,
  );
}
