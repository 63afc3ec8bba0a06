/** What Discord writes for what people pick from its lists while they type. */
const PICKED: readonly (readonly [RegExp, string])[] = [
  [/<a?(:\w{1,32}:)\d{1,20}>/g, '$1'],
  [/<@[!&]?\d{1,20}>/g, 'someone'],
  [/<#\d{1,20}>/g, '#channel'],
  [/<(\/[\p{L}\p{N}_' -]{1,100}):\d{1,20}>/gu, '$1'],
  // Signs around a link keep it from being shown in full; nobody sees them.
  [/<(https?:\/\/[^\s<>]{1,2000})>/gi, '$1'],
];

/** What somebody typed, as they saw it: people, channels, emoji and links come as markup. */
export function asSeen(text: string): string {
  return PICKED.reduce((seen, [markup, words]) => seen.replace(markup, words), text);
}
