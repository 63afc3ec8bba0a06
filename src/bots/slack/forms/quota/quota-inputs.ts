import type { InputBlock, KnownBlock, PlainTextOption } from '@slack/types';
import { optionOf, plain } from '../video/inputs.ts';
import type { QuotaField } from './quota-fields.ts';
import { zoneGroups } from './time-zones.ts';

interface How {
  readonly hint?: string;
  readonly required?: boolean;
}

function input(
  field: QuotaField,
  label: string,
  element: InputBlock['element'],
  { hint, required = false }: How = {},
): KnownBlock {
  return {
    type: 'input',
    block_id: field,
    label: plain(label),
    element: { ...element, action_id: field },
    optional: !required,
    ...(hint === undefined ? {} : { hint: plain(hint) }),
  };
}

export function personInput(label: string, how: How & { readonly chosen?: string | null }) {
  const { chosen = null } = how;
  const initial = chosen === null ? {} : { initial_user: chosen };
  return input('person', label, { type: 'users_select', ...initial }, how);
}

/** Talks of few people are no place for a team's rules. */
export function placeInput(label: string, how: How & { readonly chosen?: string | null }) {
  const { chosen = null } = how;
  return input(
    'channel',
    label,
    {
      type: 'conversations_select',
      filter: { include: ['public', 'private'] },
      ...(chosen === null ? {} : { initial_conversation: chosen }),
    },
    how,
  );
}

export function amountInput(
  field: QuotaField,
  label: string,
  { least = 1, most, ...how }: How & { readonly least?: number; readonly most: number },
): KnownBlock {
  const range = { min_value: String(least), max_value: String(most) };
  return input(field, label, { type: 'number_input', is_decimal_allowed: false, ...range }, how);
}

export function wordsInput(
  field: QuotaField,
  label: string,
  { most, ...how }: How & { readonly most: number },
): KnownBlock {
  return input(field, label, { type: 'plain_text_input', max_length: most }, how);
}

export function choiceInput(
  field: QuotaField,
  label: string,
  options: Readonly<Record<string, string>>,
  how: How & { readonly chosen?: string },
): KnownBlock {
  const all = Object.entries(options).map(([value, words]) => optionOf(value, words));
  return input(field, label, selectOf(all, how.chosen), how);
}

function selectOf(options: PlainTextOption[], chosen: string | undefined): InputBlock['element'] {
  const initial = options.find((it) => it.value === chosen);
  return {
    type: 'static_select',
    options,
    ...(initial === undefined ? {} : { initial_option: initial }),
  };
}

/** What the whole form is for: changed, it becomes another form at once. */
export function actInput(options: Readonly<Record<string, string>>, chosen: string): KnownBlock {
  const all = Object.entries(options).map(([value, words]) => optionOf(value, words));
  return {
    type: 'input',
    block_id: 'act',
    label: plain('What to do'),
    element: { ...selectOf(all, chosen), action_id: 'act' },
    dispatch_action: true,
  };
}

export function ticksInput(
  field: QuotaField,
  label: string,
  options: Readonly<Record<string, string>>,
): KnownBlock {
  const all = Object.entries(options).map(([value, words]) => optionOf(value, words));
  return input(field, label, { type: 'checkboxes', options: all });
}

/** Slack takes 100 options in a list, and 100 such lists in one. */
export function zoneInput(): KnownBlock {
  const groups = zoneGroups().map(({ label, zones }) => ({
    label: plain(label),
    options: zones.map((it) => optionOf(it, it)),
  }));
  const how = { hint: 'Days, weeks and months begin at midnight there.', required: true };
  return input('zone', 'Time zone', { type: 'static_select', option_groups: groups }, how);
}
