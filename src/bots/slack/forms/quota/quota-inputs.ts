import type { KnownBlock, PlainTextOption } from '@slack/types';
import { input, numberInput, optionOf, plain, select, textInput } from '../fields.ts';
import type { QuotaField } from './quota-fields.ts';
import { zoneGroups } from './time-zones.ts';

/** Fields may be left empty here, unless they are `required`. */
interface How {
  readonly hint?: string;
  readonly required?: boolean;
}

export function personInput(
  label: string,
  { chosen = null, hint }: How & { readonly chosen?: string | null },
): KnownBlock {
  const initial = chosen === null ? {} : { initial_user: chosen };
  return input('person', label, { type: 'users_select', ...initial }, { hint, optional: true });
}

/** Talks of few people are no place for a team's rules. */
export function placeInput(
  label: string,
  { chosen = null, hint }: How & { readonly chosen?: string | null },
): KnownBlock {
  const filter = { include: ['public' as const, 'private' as const] };
  const initial = chosen === null ? {} : { initial_conversation: chosen };
  const element = { type: 'conversations_select', filter, ...initial } as const;
  return input('channel', label, element, { hint, optional: true });
}

export function amountInput(
  field: QuotaField,
  label: string,
  {
    least = 1,
    most,
    hint,
    required = false,
  }: How & { readonly least?: number; readonly most: number },
): KnownBlock {
  return numberInput(field, label, { min: least, max: most, hint, optional: !required });
}

export function wordsInput(
  field: QuotaField,
  label: string,
  { most, hint }: How & { readonly most: number },
): KnownBlock {
  return textInput(field, label, { most, hint, multiline: false, optional: true });
}

export function choiceInput(
  field: QuotaField,
  label: string,
  options: Readonly<Record<string, string>>,
  { chosen = null, required = false }: How & { readonly chosen?: string | null } = {},
): KnownBlock {
  return select(field, label, optionsOf(options), { value: chosen, optional: !required });
}

function optionsOf(options: Readonly<Record<string, string>>): PlainTextOption[] {
  return Object.entries(options).map(([value, words]) => optionOf(value, words));
}

/** What the whole form is for: changed, it becomes another form at once. */
export function actInput(options: Readonly<Record<string, string>>, chosen: string): KnownBlock {
  return select('act', 'What to do', optionsOf(options), { value: chosen, tellsAtOnce: true });
}

export function ticksInput(
  field: QuotaField,
  label: string,
  options: Readonly<Record<string, string>>,
): KnownBlock {
  const element = { type: 'checkboxes', options: optionsOf(options) } as const;
  return input(field, label, element, { optional: true });
}

/** Slack takes 100 options in a list, and 100 such lists in one. */
export function zoneInput(): KnownBlock {
  const groups = zoneGroups().map(({ label, zones }) => ({
    label: plain(label),
    options: zones.map((it) => optionOf(it, it)),
  }));
  const hint = 'Days, weeks and months begin at midnight there.';
  return input('zone', 'Time zone', { type: 'static_select', option_groups: groups }, { hint });
}
