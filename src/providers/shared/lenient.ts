import { z } from 'zod';

/*
 * What comes back from a provider is read leniently: only the fields we use, null and absent the
 * same, a number or its text the same, names in any letter case, and a field that cannot be read is
 * a field that is not there.
 */

export function orNull<schema extends z.ZodType>(schema: schema) {
  return schema
    .nullish()
    .transform((value) => value ?? null)
    .catch(null);
}

/** An object of which these fields are read, however their names are written: `task_id`, `taskId`, `Task-ID`. */
export function reading<shape extends z.ZodRawShape>(shape: shape) {
  const names = new Map(Object.keys(shape).map((name) => [bare(name), name]));
  return z.preprocess((value) => renamed(value, names), z.object(shape));
}

function renamed(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const fields: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(value)) {
    const name = names.get(bare(key));
    // Written as documented it counts before any other way.
    if (name !== undefined && (key === name || fields[name] == null)) fields[name] = field;
  }
  return fields;
}

function bare(name: string): string {
  return name.replace(/[_\s-]/g, '').toLowerCase();
}

const text = z.union([z.string(), z.number().transform(String)]);
const number = z.union([
  z.number(),
  z
    .string()
    .trim()
    .regex(/^-?\d+(\.\d+)?$/)
    .transform(Number),
]);

export const identifier = orNull(text.pipe(z.string().trim().min(1).max(500)));

/** Whether two ids name the same: nobody tells two things apart by the case of a letter. */
export function isSameId(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Long enough for any sentence, too short for a page of HTML. */
const MOST_WORDS = 1000;

export const sentence = text.pipe(
  z
    .string()
    .trim()
    .min(1)
    .transform((it) => it.slice(0, MOST_WORDS)),
);

export const words = orNull(sentence);

/** Seconds, credits and the like: none is less than nothing. */
export const amount = orNull(number.pipe(z.number().min(0).max(Number.MAX_SAFE_INTEGER)));

/** Whole ones; what is begun is a whole one. */
export const credits = amount.transform((it) => (it === null ? null : Math.ceil(it)));

/** A code that means what the HTTP status of that number does. */
export const statusCode = orNull(number.pipe(z.int().min(100).max(599)));

export const flag = orNull(
  z.union([z.boolean(), text.pipe(z.stringbool({ truthy: ['true', '1'], falsy: ['false', '0'] }))]),
);

/** A moment as they write it: seconds or milliseconds since 1970, or a date with a time. */
export const moment = orNull(
  z.union([
    number
      .pipe(z.number().min(0))
      .transform((since) => new Date(since < MILLISECONDS_FROM ? since * 1000 : since)),
    z.iso.datetime({ offset: true }).transform((it) => new Date(it)),
    // Without a zone it is the one that servers keep.
    z.iso.datetime({ local: true }).transform((it) => new Date(`${it}Z`)),
  ]),
).transform((read) => (read === null || Number.isNaN(read.getTime()) ? null : read));

/** As seconds it is far in the future, as milliseconds long ago. */
const MILLISECONDS_FROM = 1e11;

/** True when a provider's words about a failed render, or the name of its error, blame its content. */
export function speaksOfModeration(said: string | null): boolean {
  return MODERATION.test((said ?? '').replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[_-]+/g, ' '));
}

const MODERATION = new RegExp(
  [
    '\\b(?:polic(?:y|ies)|moderat|safety|sensitive|nsfw|prohibited|violat|inappropriate|unsafe|flagged)',
    '\\b(?:nudity|sexual|violen(?:ce|t)|porn|harmful|community guidelines|risk control)',
    '\\b(?:adult|explicit|illegal|forbidden|banned) (?:content|material|words?)\\b',
    '\\bcontent (?:filter|restriction|review|audit|check|detect)',
    '敏感|违规|違規|违禁|違禁|涉黄|涉黃|(?:审核|審核)(?:未|不|失|拒|没|沒)|不適切|부적절',
  ].join('|'),
  'i',
);

/**
 * Whether a link out of an answer may be followed.
 * @param plain whether plain http will do, as in development
 */
export function isLink(url: unknown, plain: boolean): url is string {
  if (typeof url !== 'string' || !URL.canParse(url)) return false;
  const { protocol } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && plain);
}
