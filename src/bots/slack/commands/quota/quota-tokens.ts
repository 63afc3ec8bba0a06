import type { QuotaSubject } from '../../../../core/chat/domain/admin-command.ts';
import { parseAllowance } from '../../../../core/credits/domain/allowance.ts';
import type { Allowance } from '../../../../core/credits/domain/allowance.ts';
import { withoutGrouping } from '../../../../core/shared/domain/whole-number.ts';
import { GUEST_ROLE } from '../../interactions/requester.ts';
import { tokenize } from '../tokenize.ts';
import { plainWords } from '../plain-words.ts';

/** A part of what was typed. People, groups and channels come with their ids, as the manifest asks. */
export type Token =
  | { readonly is: 'person'; readonly id: string }
  | { readonly is: 'group'; readonly id: string }
  | { readonly is: 'channel'; readonly id: string }
  | { readonly is: 'everyone' }
  | { readonly is: 'switch'; readonly name: string; readonly value: string | null }
  | { readonly is: 'word'; readonly text: string; readonly quoted: boolean };

export function tokensOf(text: string): Token[] {
  return tokenize(namedById(text)).map(({ text: inside, quoted }): Token => {
    const words = plainWords(inside);
    if (quoted) return { is: 'word', text: words, quoted };
    const [, person] = /^<@([UW][A-Z0-9]{2,30})>$/.exec(inside) ?? [];
    if (person !== undefined) return { is: 'person', id: person };
    const [, group] = /^<!subteam\^(S[A-Z0-9]{2,30})>$/.exec(inside) ?? [];
    if (group !== undefined) return { is: 'group', id: group };
    const [, channel] = /^<#([CG][A-Z0-9]{2,30})>$/.exec(inside) ?? [];
    if (channel !== undefined) return { is: 'channel', id: channel };
    if (/^<!(?:everyone|channel)>$/.test(inside)) return { is: 'everyone' };
    // Phones and Macs make one long dash of two short ones.
    const named = /^(?:--|—|–)([a-z][a-z-]*)(?:=(.*))?$/is.exec(words);
    if (named === null) return { is: 'word', text: words, quoted };
    return { is: 'switch', name: (named[1] ?? '').toLowerCase(), value: named[2] ?? null };
  });
}

/** Labels may have blanks in them, and are nothing to go by. */
function namedById(text: string): string {
  return text.replace(/<([@#!][^<>|]*)(?:\|[^<>]*)?>/g, ' <$1> ').trim();
}

const EVERYONE: ReadonlySet<string> = new Set(['team', 'everyone', 'everybody', 'all']);

/** Null for what is nobody that we know. */
export function subjectOf(token: Token): QuotaSubject | null {
  switch (token.is) {
    case 'person':
      return { kind: 'person', id: token.id };
    case 'group':
      return { kind: 'role', id: token.id };
    case 'everyone':
      return { kind: 'team' };
    case 'word': {
      const word = token.text.toLowerCase().replace(/^@/, '');
      if (EVERYONE.has(word)) return { kind: 'team' };
      return /^guests?$/.test(word) ? { kind: 'role', id: GUEST_ROLE } : null;
    }
    case 'channel':
    case 'switch':
      return null;
  }
}

/** Null for what is none. */
export function allowanceOf(text: string): Allowance | 'inherit' | null {
  const words = withoutGrouping(text.toLowerCase())
    .replace(/\bcredits?\b/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/ ?(?:\/|\b(?:per|a|each|every)\b) ?/, '/');
  return isInherit(words) ? 'inherit' : parseAllowance(words);
}

export function isInherit(word: string): boolean {
  return /^(?:inherit|default|usual)$/i.test(word);
}

/** What was typed, as it reads; quotes around all of it only keep it together. */
export function phraseOf(text: string): string {
  const tokens = tokenize(text.trim());
  const [only] = tokens;
  const inside = tokens.length === 1 && only !== undefined ? only.text : text;
  return plainWords(inside).replace(/\s+/g, ' ').trim();
}
