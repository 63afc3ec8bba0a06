import { z } from 'zod';
import type { Json } from '../../core/shared/domain/json.ts';

/**
 * A value as JSON for a statement. Postgres takes neither NUL nor half of a surrogate pair in a
 * text, and one of them in a stranger's words would fail all that is written with them.
 */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value);
  return SUSPECT.test(text) ? JSON.stringify(value, readable) : text;
}

/** As JSON writes the two of them; harmless ones that look like it only cost time. */
const SUSPECT = /\\u(?:0000|d[89a-f])/i;

function readable(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? plainText(value) : value;
}

/** A stranger's words as Postgres takes them. */
export function plainText(text: string): string {
  return text.replaceAll('\0', '\ufffd').toWellFormed();
}

export const jsonSchema: z.ZodType<Json> = z.json();

/** What reading it back would give. */
export function asJson(value: unknown): Json {
  return jsonSchema.parse(JSON.parse(jsonText(value)));
}
