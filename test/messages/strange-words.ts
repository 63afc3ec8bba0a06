/** Names and prompts as nobody expects them, that must break nothing they stand in. */
export const STRANGE_WORDS: Readonly<Record<string, string>> = {
  hebrew: 'שלום 12',
  arabic: 'محمد (Moe) 5!',
  'overridden and never ended': '\u202e\u202efdp.gnp\u202e',
  'ends what it did not begin': 'שלום\u2069\u202c\u2069 99',
  'begins and never ends': '\u2067\u2068\u2066שלום',
  'long from right to left': 'אבגד '.repeat(60),
  'long in one word': 'M'.repeat(300),
  'long in one word of emoji': '👩\u200d👩\u200d👧'.repeat(50),
  'towers of marks': `z${'\u0301\u0335'.repeat(150)}`,
  unseen: '\u200b\u200d\ufeff\u3164\u2068\u2069'.repeat(50),
};
