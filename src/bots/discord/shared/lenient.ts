import { z } from 'zod';

/** Discord's ids. */
export const snowflake = z.string().regex(/^\d{15,20}$/);

/** Whatever is not as it should be is as if it were not there. */
export function lenient<value>(schema: z.ZodType<value>) {
  return schema.nullish().catch(null);
}

const recordSchema = z.record(z.string(), z.unknown());

/** What an object that anybody may have made has under a name. */
export function entryOf(record: unknown, name: string): unknown {
  const read = recordSchema.safeParse(record);
  return read.success && Object.hasOwn(read.data, name) ? read.data[name] : undefined;
}

/** Those of a list that are what they should be. */
export function readable<item>(list: unknown, schema: z.ZodType<item>): item[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((it: unknown) => {
    const read = schema.safeParse(it);
    return read.success ? [read.data] : [];
  });
}
