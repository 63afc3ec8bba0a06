import { z } from 'zod';
import type { Attachment } from '../../../core/media/domain/media.ts';
import { entryOf, readable } from '../shared/lenient.ts';
import { fileOf } from './message-files.ts';
import { asSeen } from './typed-text.ts';

/** What stands in the fields of a form that was sent off: anything, as far as we know. */
export interface Filled {
  /** Null for what is blank, and for a field that is not there. */
  text(id: string): string | null;
  files(id: string): Attachment[];
}

const fieldSchema = z.object({
  custom_id: z.string(),
  value: z.union([z.string(), z.boolean()]).nullish(),
  values: z.array(z.string()).nullish(),
});
type Field = z.infer<typeof fieldSchema>;

const MOST_DEEP = 4;

export function filledIn(components: unknown, resolved: unknown): Filled {
  const fields = new Map(fieldsIn(components).map((it) => [it.custom_id, it]));
  const attachments = entryOf(resolved, 'attachments');
  const chosen = (id: string) => fields.get(id)?.values ?? [];
  return {
    text(id) {
      const value = fields.get(id)?.value ?? chosen(id)[0] ?? '';
      return typeof value !== 'string' || value.trim() === '' ? null : asSeen(value);
    },
    files: (id) =>
      chosen(id).flatMap((it) => {
        const file = fileOf(entryOf(attachments, it));
        return file === null ? [] : [{ url: file.url, name: file.name, bytes: file.bytes }];
      }),
  };
}

/** A field stands in a label or in a row. */
function fieldsIn(components: unknown, depth = 0): Field[] {
  if (depth > MOST_DEEP) return [];
  return readable(components, z.unknown()).flatMap((it) => {
    const field = fieldSchema.safeParse(it).data;
    return [
      ...(field === undefined ? [] : [field]),
      ...fieldsIn([entryOf(it, 'component')], depth + 1),
      ...fieldsIn(entryOf(it, 'components'), depth + 1),
    ];
  });
}

/** What cannot be told of what was filled in; null when all of it can. */
export function problemInFields(components: unknown, depth = 0): string | null {
  if (components == null || depth > MOST_DEEP) return null;
  if (!Array.isArray(components)) return 'fields that are none';
  for (const it of readable(components, z.unknown())) {
    if (entryOf(it, 'custom_id') !== undefined && !fieldSchema.safeParse(it).success) {
      return 'what stands in a field';
    }
    const inside = entryOf(it, 'component');
    const problem =
      (inside === undefined ? null : problemInFields([inside], depth + 1)) ??
      problemInFields(entryOf(it, 'components'), depth + 1);
    if (problem !== null) return problem;
  }
  return null;
}
