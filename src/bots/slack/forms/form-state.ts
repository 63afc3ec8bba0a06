import { z } from 'zod';
import { filesIn } from '../shared/attachment.ts';
import type { SlackFile } from '../shared/attachment.ts';

const valueSchema = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_options: z.array(z.object({ value: z.string() })).nullish(),
  selected_user: z.string().nullish(),
  selected_conversation: z.string().nullish(),
  files: z.array(z.unknown()).nullish(),
});
const stateSchema = z.record(z.string(), z.record(z.string(), valueSchema));

/** What stands in the fields of a form. */
export interface FormState<field extends string> {
  readonly has: (field: field) => boolean;
  /** Empty where there is nothing. */
  readonly text: (field: field) => string;
  readonly option: (field: field) => string | null;
  readonly options: (field: field) => readonly string[];
  readonly person: (field: field) => string | null;
  readonly channel: (field: field) => string | null;
  readonly files: (field: field) => readonly SlackFile[];
}

/** Null when it is no form's content at all. */
export function readFormState(state: unknown): FormState<string> | null {
  const read = stateSchema.safeParse(state);
  if (!read.success) return null;
  const of = (field: string) => read.data[field]?.[field];
  return {
    has: (field) => field in read.data,
    text: (field) => of(field)?.value ?? '',
    option: (field) => of(field)?.selected_option?.value ?? null,
    options: (field) => (of(field)?.selected_options ?? []).map((it) => it.value),
    person: (field) => of(field)?.selected_user ?? null,
    channel: (field) => of(field)?.selected_conversation ?? null,
    files: (field) => filesIn(of(field)?.files),
  };
}
