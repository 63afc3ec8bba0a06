import { words } from './lenient.ts';

/*
 * What a provider says is wrong, as a person reads it: its own words, without the marks that only
 * its support can do something with.
 */

/** `INVALID_PROMPT: `, `[no_face] `: the name of an error before its words. `image_url: ` is none. */
const NAMED =
  /^(?:[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\s*[:\u2013-]|[[(][A-Za-z]\w*_\w+[\])]\s*[:\u2013-]?)\s+/;

/** An id that is said to be one: `trace_id: 6f1e…`, `(request id 42ab…)`, `trace 6f1e…`. */
const CALLED_ID =
  /[([]?\b(?:(?:x-)?(?:trace|request|req|correlation|log|span|error|event)[-_ ]?id|trace)\b\s*(?:is\s+)?[:=#]?\s*["'`]?(?=[\w-]*\d)[\w-]{6,}["'`]?[)\]]?/gi;

/** Nothing but an id looks like this: a UUID, or a long number in hex. */
const LIKE_AN_ID =
  /[([]?\b(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{16,64})\b[)\]]?/gi;

/** What is left of such a mark once its id is gone. */
const WITHOUT_ITS_ID =
  /[([]?\b(?:trace|request|correlation)(?:[-_ ]?id)?\s*[:=#]?\s*(?:[)\]]|$)|[([]\s*[)\]]/gi;

const MARKUP = /<(script|style|title)\b[^]*?<\/\1>|<[^>]{1,500}>/gi;

/** Its words without markup, error names and ids; null when nothing is left to be read. */
export function plainReason(said: string | null, traceId: string | null = null): string | null {
  if (said === null) return null;
  const words = said
    .replace(MARKUP, ' ')
    .replace(CALLED_ID, ' ')
    .replace(LIKE_AN_ID, ' ')
    .replaceAll(traceId ?? '\u0000', ' ')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(WITHOUT_ITS_ID, ' ')
    .replace(/[\s,;:]+(?=[.!?]|$)|\s+(?=[,;:])/g, '')
    .replace(/\s*[\u2013-]\s*$/, '')
    .trim()
    .replace(NAMED, '');
  return /[\p{L}\p{N}]/u.test(words) ? words : null;
}

/** A field that holds such words. */
export const reason = words.transform((said) => plainReason(said));
