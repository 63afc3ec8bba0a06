import { readFormState } from '../form-state.ts';
import type { FormState } from '../form-state.ts';

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

export const MOST_AT_ONCE = 1_000;

/** What stands in the fields of a form: text is trimmed, and ids are such as Slack gives. */
export type QuotaValues = Omit<FormState<QuotaField>, 'has' | 'files'>;

/** Null when it is no form's content at all. */
export function readQuotaValues(state: unknown): QuotaValues | null {
  const read = readFormState(state);
  if (read === null) return null;
  const matching = (value: string | null, pattern: RegExp) =>
    value !== null && pattern.test(value) ? value : null;
  return {
    ...read,
    text: (field) => read.text(field).trim(),
    person: (field) => matching(read.person(field), /^[UW][A-Z0-9]{2,30}$/),
    channel: (field) => matching(read.channel(field), /^[CG][A-Z0-9]{2,30}$/),
  };
}
