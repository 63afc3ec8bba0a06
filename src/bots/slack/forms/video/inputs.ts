import type { InputBlock, KnownBlock, PlainTextOption } from '@slack/types';
import type { VideoForm } from '../../../../core/chat/domain/form-state.ts';
import { ASPECT_WORDS, QUALITY_WORDS } from '../../../shared/choice-words.ts';
import type { FormContext } from '../../shared/form-context.ts';
import { LEFT_OPEN } from './form-values.ts';
import type { Field, FormKind } from './form-values.ts';

/** What Slack takes; lengths in UTF-16 units. */
export const LIMITS = { prompt: 3_000, options: 100, option: 75, files: 10 } as const;

export function textInput(
  field: Field,
  label: string,
  {
    most,
    placeholder,
    ...how
  }: {
    readonly most: number;
    readonly multiline?: boolean;
    readonly placeholder?: string;
    readonly hint?: string;
    readonly optional?: boolean;
    readonly focus?: boolean;
  },
): KnownBlock {
  return input(field, label, {
    element: {
      type: 'plain_text_input',
      multiline: how.multiline ?? true,
      max_length: Math.min(most, LIMITS.prompt),
      ...(placeholder === undefined ? {} : { placeholder: plain(placeholder) }),
      ...(how.focus === true ? { focus_on_load: true } : {}),
    },
    ...(how.hint === undefined ? {} : { hint: plain(how.hint) }),
    ...(how.optional === true ? { optional: true } : {}),
  });
}

export function line(block: Field, text: string): KnownBlock {
  return { type: 'context', block_id: block, elements: [{ ...plain(text), emoji: false }] };
}

/** As somebody's usual settings each may be left to the model; for one video each has its price. */
function openOption(kind: FormKind): PlainTextOption[] {
  return kind === 'settings' ? [optionOf(LEFT_OPEN, 'As the model does')] : [];
}

/** As much as the switch of the command takes. */
export const MOST_CONFIRM_OVER = 999_999_999;

export function qualityInput(form: VideoForm, kind: FormKind): KnownBlock[] {
  const options = form.qualities.map((it) => optionOf(it, QUALITY_WORDS[it]));
  return settingSelect('quality', 'Quality', options, { kind, value: form.settings.quality });
}

/** Nothing where there is nothing to choose. */
function settingSelect(
  field: Field,
  label: string,
  options: readonly PlainTextOption[],
  { kind, value }: { readonly kind: FormKind; readonly value: string },
): KnownBlock[] {
  if (options.length < 2) return [];
  const tellsPrice = kind !== 'settings';
  return [select(field, label, [...openOption(kind), ...options], { value, tellsPrice })];
}

export function aspectInput(form: VideoForm, kind: FormKind): KnownBlock[] {
  const label =
    form.takesImages && form.shapeFollowsImage && kind === 'create'
      ? 'Shape, unless a picture decides it'
      : 'Shape';
  const options = form.aspects.map((it) => optionOf(it, ASPECT_WORDS[it]));
  return settingSelect('aspect', label, options, { kind, value: form.settings.aspect });
}

/** May be left open: what only a model of unknown sound can do must not ask for some. */
export function soundInput({ sound }: VideoForm, kind: FormKind): KnownBlock[] {
  if (sound === null) return [];
  const options = [
    optionOf(LEFT_OPEN, 'As the model does'),
    optionOf('sound', 'With sound'),
    optionOf('silent', 'Silent'),
  ];
  const { usual } = sound;
  const value = usual === null ? LEFT_OPEN : usual ? 'sound' : 'silent';
  return [select('sound', 'Sound', options, { value, tellsPrice: kind !== 'settings' })];
}

export function secondsInput(form: VideoForm, kind: FormKind): KnownBlock {
  const { min, max } = form.seconds;
  const count = max - min + 1;
  const value = String(form.settings.seconds);
  const open = openOption(kind);
  if (count + open.length <= LIMITS.options) {
    const options = Array.from({ length: count }, (_, index) =>
      optionOf(String(min + index), `${min + index} seconds`),
    );
    return select('seconds', 'Length', [...open, ...options], {
      value,
      tellsPrice: kind !== 'settings',
    });
  }
  return input('seconds', `Length in seconds, ${min} to ${max}`, {
    element: {
      type: 'number_input',
      is_decimal_allowed: false,
      min_value: String(min),
      max_value: String(max),
      initial_value: value,
      ...TELLS_AT_ONCE,
    },
    optional: kind === 'settings',
    dispatch_action: kind !== 'settings',
  });
}

/** With every digit: nobody presses Enter in a form that would be sent off by it. */
const TELLS_AT_ONCE = {
  dispatch_action_config: { trigger_actions_on: ['on_character_entered' as const] },
};

export function guidanceInput({ guidance, settings }: VideoForm, kind: FormKind): KnownBlock[] {
  const tellsPrice = kind !== 'settings';
  if (guidance === null) return [];
  const { min, max } = guidance;
  return [
    numberInput('guidance', 'How closely it follows the prompt', {
      min,
      max,
      decimal: true,
      value: settings.guidance,
      tellsPrice,
      hint: `From ${min} (freely) to ${max} (to the letter). Empty: as the model does.`,
    }),
  ];
}

export function confirmOverInput({ confirmOver }: VideoForm): KnownBlock {
  return numberInput('confirm_over', 'Ask me before more than so many credits', {
    min: 0,
    max: MOST_CONFIRM_OVER,
    value: confirmOver,
    hint: 'A video that costs more waits until you press Start. 0: each does. Empty: none does.',
  });
}

export function numberInput(
  field: Field,
  label: string,
  {
    min,
    max,
    hint,
    decimal = false,
    value = null,
    tellsPrice = false,
  }: {
    readonly min: number;
    readonly max: number;
    readonly hint: string;
    readonly decimal?: boolean;
    readonly value?: number | null;
    readonly tellsPrice?: boolean;
  },
): KnownBlock {
  return input(field, label, {
    element: {
      type: 'number_input',
      is_decimal_allowed: decimal,
      min_value: String(min),
      max_value: String(max),
      ...(value === null ? {} : { initial_value: String(value) }),
      ...(tellsPrice ? TELLS_AT_ONCE : {}),
    },
    hint: plain(hint),
    optional: true,
    ...(tellsPrice ? { dispatch_action: true } : {}),
  });
}

export function channelInput({ channelId }: FormContext): KnownBlock {
  return input('channel', 'Where it is shown', {
    element: {
      type: 'conversations_select',
      placeholder: plain('Your messages with this app'),
      ...(channelId === null ? {} : { initial_conversation: channelId }),
    },
    hint: plain('Left empty: in your direct messages with this app.'),
    optional: true,
  });
}

export function tick(
  field: Field,
  label: string,
  words: string,
  { ticked = false, tellsPrice = false } = {},
): KnownBlock {
  const option = optionOf(field, words);
  return input(field, label, {
    element: {
      type: 'checkboxes',
      options: [option],
      ...(ticked ? { initial_options: [option] } : {}),
    },
    optional: true,
    ...(tellsPrice ? { dispatch_action: true } : {}),
  });
}

export function select(
  field: Field,
  label: string,
  options: PlainTextOption[],
  { value, tellsPrice = false }: { readonly value: string | null; readonly tellsPrice?: boolean },
): KnownBlock {
  const chosen = options.find((it) => it.value === value);
  return input(field, label, {
    element: {
      type: 'static_select',
      options,
      ...(chosen === undefined ? {} : { initial_option: chosen }),
    },
    ...(tellsPrice ? { dispatch_action: true } : {}),
  });
}

export function optionOf(value: string, text: string): PlainTextOption {
  return { value, text: plain(text.slice(0, LIMITS.option)) };
}

type Input = Pick<InputBlock, 'element' | 'hint' | 'optional' | 'dispatch_action'>;

export function input(field: Field, label: string, { element, ...rest }: Input): KnownBlock {
  return {
    type: 'input',
    block_id: field,
    label: plain(label),
    element: { ...element, action_id: field },
    ...rest,
  };
}

export function plain(text: string): { type: 'plain_text'; text: string } {
  return { type: 'plain_text', text };
}
