export interface TypedToken {
  /** As it was typed, quotes and all. */
  readonly written: string;
  readonly text: string;
  readonly quoted: boolean;
}

const CLOSING: Readonly<Record<string, string>> = { '"': '"', '“': '”', '„': '“' };

/** Words, and what stands in double quotes from one word's beginning to another one's end. */
export function tokenize(text: string): TypedToken[] {
  const tokens: TypedToken[] = [];
  // A quote that has no end here has none further on: thousands of them are looked for once.
  const endless = new Set<string>();
  for (let rest = text; rest !== '';) {
    const first = rest[0] ?? '';
    const quote = endless.has(first) ? null : quotedAt(rest);
    if (quote === null) endless.add(first);
    const token = quote ?? plainAt(rest);
    tokens.push(token);
    rest = rest.slice(token.written.length).trimStart();
  }
  return tokens;
}

function plainAt(text: string): TypedToken {
  const written = /^\S+/u.exec(text)?.[0] ?? text;
  return { written, text: written, quoted: false };
}

/** Null where no quote begins, and where none ends: then it is a sign like any other. */
function quotedAt(text: string): TypedToken | null {
  const closing = CLOSING[text[0] ?? ''];
  if (closing === undefined) return null;
  for (let at = text.indexOf(closing, 1); at !== -1; at = text.indexOf(closing, at + 1)) {
    if (at + 1 < text.length && !/\s/u.test(text[at + 1] ?? '')) continue;
    return { written: text.slice(0, at + 1), text: text.slice(1, at), quoted: true };
  }
  return null;
}
