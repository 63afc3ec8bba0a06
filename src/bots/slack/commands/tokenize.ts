export interface TypedToken {
  /** As it was typed, quotes and all. */
  readonly written: string;
  readonly text: string;
  readonly quoted: boolean;
  /**
   * Whether quotes kept it together, or the value in it. One that ends nowhere is a sign like any
   * other, but for a value: then nobody knows what was meant to be in it.
   */
  readonly quote: 'none' | 'closed' | 'endless';
  /** What stood between it and the token before. */
  readonly gap: string;
}

/**
 * What closes a quote, by what opens it: as keyboards of several languages make them, and mixed,
 * since phones change one of a pair and leave the other.
 */
const CLOSING: Readonly<Record<string, string>> = {
  '"': '"”“',
  '“': '”"',
  '„': '“”"',
  '”': '”"',
  '«': '»',
  '»': '«»',
  '「': '」',
  '『': '』',
};

/** These are apostrophes just as well, and close a quote only where one is sure to be meant. */
const CLOSING_SINGLE: Readonly<Record<string, string>> = {
  "'": "'’‘",
  '‘': "’'",
  '‚': "‘’'",
  '’': "’'",
  '‹': '›',
  '›': '‹›',
  '`': '`',
};

const DASHES = '[-‐‑‒–—―−]';
const SWITCH = new RegExp(`^(${DASHES}{1,3})(\\p{L}[\\p{L}\\p{N}_-]*)(=?)`, 'u');

/**
 * Words, and what stands in quotes from one word's beginning to another one's end. In single quotes
 * may stand the value of a switch, or the whole text before its switches.
 */
export function tokenize(text: string): TypedToken[] {
  const tokens: TypedToken[] = [];
  // A quote that has no end here has none further on: thousands of them are looked for once.
  const endless = new Set<string>();
  const [before = ''] = /^\s*/u.exec(text) ?? [];
  let gap = before;
  let takesValue = false;
  for (let rest = text.slice(before.length); rest !== '';) {
    const token = tokenAt(rest, { first: tokens.length === 0, takesValue, endless });
    tokens.push({ ...token, gap });
    const [, , name = '', equals = ''] = token.quoted ? [] : (SWITCH.exec(token.written) ?? []);
    takesValue = name !== '' && equals === '';
    rest = rest.slice(token.written.length);
    [gap] = /^\s*/u.exec(rest) ?? [''];
    rest = rest.slice(gap.length);
  }
  return tokens;
}

/** What these tokens are among others, as it was typed: with the breaks between its lines. */
export function joinTokens(tokens: readonly TypedToken[]): string {
  return tokens
    .map(({ written, gap }, index) => (index === 0 ? written : blankOf(gap) + written))
    .join('');
}

function blankOf(gap: string): string {
  const lines = gap.split(/\r\n|[\n\r\u2028\u2029]/u).length - 1;
  return lines === 0 ? ' ' : '\n'.repeat(Math.min(lines, 2));
}

type Found = Omit<TypedToken, 'gap'>;

interface Place {
  readonly first: boolean;
  /** It stands behind a switch, and may be its value. */
  readonly takesValue: boolean;
  readonly endless: Set<string>;
}

function tokenAt(text: string, place: Place): Found {
  const [named = '', dashes = '', name = '', equals = ''] = SWITCH.exec(text) ?? [];
  if (named !== '') {
    // A switch as it is named everywhere else, whichever dashes a phone made of its two.
    const flag = `${dashes.length > 1 ? '--' : usualDash(dashes)}${name}${equals}`;
    const value = text.slice(named.length);
    if (equals === '') return { ...plainAt(text), text: flag + (/^\S*/u.exec(value)?.[0] ?? '') };
    const it = quotedAt(value, { ...place, takesValue: true }) ?? plainAt(value);
    return { ...it, written: named + it.written, text: flag + it.text, quoted: false };
  }
  return quotedAt(text, place) ?? plainAt(text);
}

function usualDash(dash: string): string {
  return dash === '-' || dash === '–' ? dash : '—';
}

function plainAt(text: string): Found {
  const written = /^\S*/u.exec(text)?.[0] ?? text;
  const first = text[0] ?? '';
  const opens = Object.hasOwn(CLOSING, first) || Object.hasOwn(CLOSING_SINGLE, first);
  return { written, text: written, quoted: false, quote: opens ? 'endless' : 'none' };
}

/** Null where no quote begins, and where none ends: then it is a sign like any other. */
function quotedAt(text: string, { first, takesValue, endless }: Place): Found | null {
  const opening = text[0] ?? '';
  const single = CLOSING_SINGLE[opening];
  if (single !== undefined && !first && !takesValue) return null;
  const closing = CLOSING[opening] ?? single;
  if (closing === undefined || endless.has(opening)) return null;
  for (let at = 1; at < text.length; at += 1) {
    if (!closing.includes(text[at] ?? '')) continue;
    const after = text.slice(at + 1, at + 60);
    if (after !== '' && !/^\s/u.test(after)) continue;
    // Elsewhere it is `'tis the dogs' home`, and no quote.
    if (single !== undefined && !takesValue && !SWITCH_OR_END.test(after)) continue;
    const inside = text.slice(1, at);
    return { written: text.slice(0, at + 1), text: inside, quoted: true, quote: 'closed' };
  }
  if (single === undefined || takesValue) endless.add(opening);
  return null;
}

const SWITCH_OR_END = new RegExp(`^\\s*(?:$|(?:--|[‒–—―])\\p{L})`, 'u');
