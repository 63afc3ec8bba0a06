import type { InputBlock, KnownBlock, PlainTextOption } from '@slack/types';

/** What Slack takes; lengths in UTF-16 units. */
export const LIMITS = { prompt: 3_000, options: 100, option: 75, files: 10 } as const;

interface How {
  readonly hint?: string | undefined;
  readonly optional?: boolean;
  /** Slack tells of every change at once, and not only when the form is sent off. */
  readonly tellsAtOnce?: boolean;
}

export function input(
  /** Block and element have the same name. */
  field: string,
  label: string,
  element: InputBlock['element'],
  { hint, optional = false, tellsAtOnce = false }: How = {},
): KnownBlock {
  return {
    type: 'input',
    block_id: field,
    label: plain(label),
    element: { ...element, action_id: field },
    ...(hint === undefined ? {} : { hint: plain(hint) }),
    ...(optional ? { optional } : {}),
    ...(tellsAtOnce ? { dispatch_action: true } : {}),
  };
}

export function textInput(
  field: string,
  label: string,
  {
    most,
    multiline = true,
    placeholder,
    value = null,
    focus = false,
    ...how
  }: How & {
    readonly most: number;
    readonly multiline?: boolean;
    readonly placeholder?: string;
    readonly value?: string | null;
    readonly focus?: boolean;
  },
): KnownBlock {
  const element = {
    type: 'plain_text_input',
    multiline,
    max_length: Math.min(most, LIMITS.prompt),
    ...(placeholder === undefined ? {} : { placeholder: plain(placeholder) }),
    ...(value === null ? {} : { initial_value: value }),
    ...(focus ? { focus_on_load: true } : {}),
  } as const;
  return input(field, label, element, how);
}

/** With every digit: nobody presses Enter in a form that would be sent off by it. */
const TELLS_EACH_DIGIT = {
  dispatch_action_config: { trigger_actions_on: ['on_character_entered' as const] },
};

export function numberInput(
  field: string,
  label: string,
  {
    min,
    max,
    decimal = false,
    value = null,
    focus = false,
    ...how
  }: How & {
    readonly min: number;
    readonly max: number;
    readonly decimal?: boolean;
    readonly value?: number | null;
    readonly focus?: boolean;
  },
): KnownBlock {
  const element = {
    type: 'number_input',
    is_decimal_allowed: decimal,
    min_value: String(min),
    max_value: String(max),
    ...(value === null ? {} : { initial_value: String(value) }),
    ...(focus ? { focus_on_load: true } : {}),
    ...(how.tellsAtOnce === true ? TELLS_EACH_DIGIT : {}),
  } as const;
  return input(field, label, element, how);
}

export function select(
  field: string,
  label: string,
  options: PlainTextOption[],
  { value, ...how }: How & { readonly value: string | null },
): KnownBlock {
  const chosen = options.find((it) => it.value === value);
  const initial = chosen === undefined ? {} : { initial_option: chosen };
  return input(field, label, { type: 'static_select', options, ...initial }, how);
}

export function optionOf(value: string, text: string): PlainTextOption {
  return { value, text: plain(text.slice(0, LIMITS.option)) };
}

export function plain(text: string): { type: 'plain_text'; text: string } {
  return { type: 'plain_text', text };
}
