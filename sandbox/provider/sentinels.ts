/** Which of the `!words` that an emulator knows occur in the texts, each as a word of its own. */
export function sentinelsAmong<word extends string>(
  known: readonly word[],
  texts: readonly string[],
): ReadonlySet<word> {
  const words = new Set(texts.flatMap((text) => text.match(/![a-zA-Z]+/g) ?? []));
  return new Set(known.filter((sentinel) => words.has(`!${sentinel}`)));
}
