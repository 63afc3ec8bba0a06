import { z } from 'zod';

/*
 * What comes back from a provider is read leniently: only the fields we use, null and absent the
 * same, and a field that cannot be read is a field that is not there.
 */

export function orNull<schema extends z.ZodType>(schema: schema) {
  return schema
    .nullish()
    .transform((value) => value ?? null)
    .catch(null);
}

export const identifier = orNull(z.string().trim().min(1).max(500));

/** Shown to people: long enough for any sentence, too short for a page of HTML. */
export const words = orNull(
  z
    .string()
    .trim()
    .min(1)
    .transform((text) => text.slice(0, 1000)),
);

/** A moment as they write it: seconds or milliseconds since 1970, or a date with a time. */
export const moment = orNull(
  z.union([
    z
      .number()
      .min(0)
      .transform((since) => new Date(since < MILLISECONDS_FROM ? since * 1000 : since)),
    z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
  ]),
).transform((read) => (read === null || Number.isNaN(read.getTime()) ? null : read));

/** As seconds it is far in the future, as milliseconds long ago. */
const MILLISECONDS_FROM = 1e11;

/** True when a provider's words about a failed render blame its content. */
export function speaksOfModeration(message: string | null): boolean {
  return MODERATION.test(message ?? '');
}

const MODERATION =
  /\b(polic(y|ies)|moderat|safety|sensitive|nsfw|prohibited|violat|inappropriate|unsafe)/i;

/**
 * Whether a link out of an answer may be followed.
 * @param plain whether plain http will do, as in development
 */
export function isLink(url: unknown, plain: boolean): url is string {
  if (typeof url !== 'string' || !URL.canParse(url)) return false;
  const { protocol } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && plain);
}
