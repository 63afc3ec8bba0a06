import { z } from 'zod';

/** The fields of the forms for admins, by which Slack names them: block and element have the same. */
export type QuotaField =
  | ('act' | 'person' | 'group' | 'allowance' | 'credits' | 'per_job' | 'at_once' | 'inherit')
  | ('amount' | 'days' | 'grant' | 'reason' | 'channel' | 'pattern' | 'model' | 'zone' | 'period')
  | ('admins_change' | 'channels_change' | 'words_change' | 'model_change' | 'from' | 'code');

/** What the credits in a form mean. */
export const ALLOWANCE_CHOICES = [
  ...(['keep', 'day', 'week', 'month', 'unlimited', 'none', 'inherit'] as const),
] as const;
export type AllowanceChoice = (typeof ALLOWANCE_CHOICES)[number];

export const MOST_CREDITS = 1_000_000_000;
export const MOST_DAYS = 365;
export const MOST_REASON = 300;
export const MOST_PATTERN = 100;
export const MOST_AT_ONCE = 1_000;

const valueSchema = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_options: z.array(z.object({ value: z.string() })).nullish(),
  selected_user: z.string().nullish(),
  selected_conversation: z.string().nullish(),
});
const stateSchema = z.record(z.string(), z.record(z.string(), valueSchema));

/** What stands in the fields of a form. */
export interface QuotaValues {
  /** Trimmed; empty where there is nothing. */
  text(field: QuotaField): string;
  option(field: QuotaField): string | null;
  options(field: QuotaField): readonly string[];
  person(field: QuotaField): string | null;
  channel(field: QuotaField): string | null;
}

/** Null when it is no form's content at all. */
export function readQuotaValues(state: unknown): QuotaValues | null {
  const read = stateSchema.safeParse(state);
  if (!read.success) return null;
  const of = (field: QuotaField) => read.data[field]?.[field];
  const matching = (value: string | null | undefined, pattern: RegExp) =>
    value != null && pattern.test(value) ? value : null;
  return {
    text: (field) => (of(field)?.value ?? '').trim(),
    option: (field) => of(field)?.selected_option?.value ?? null,
    options: (field) => (of(field)?.selected_options ?? []).map((it) => it.value),
    person: (field) => matching(of(field)?.selected_user, /^[UW][A-Z0-9]{2,30}$/),
    channel: (field) => matching(of(field)?.selected_conversation, /^[CG][A-Z0-9]{2,30}$/),
  };
}
