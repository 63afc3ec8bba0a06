import type { KnownBlock, PlainTextOption } from '@slack/types';
import type { VideoForm } from '../../../../core/chat/domain/form-state.ts';
import { msg } from '../../../../core/messages/domain/message.ts';
import {
  ASPECT_WORDS,
  AUTOMATIC,
  LANGUAGE_CHOICES,
  QUALITY_WORDS,
} from '../../../shared/choice-words.ts';
import type { FormContext } from '../../shared/form-context.ts';
import { input, LIMITS, numberInput, optionOf, plain, select } from '../fields.ts';
import { LEFT_OPEN } from './form-values.ts';
import type { Field, FormKind } from './form-values.ts';
import { wordingOf } from '../../wording.ts';

const english = wordingOf(null);

export function line(block: Field, text: string): KnownBlock {
  return { type: 'context', block_id: block, elements: [{ ...plain(text), emoji: false }] };
}

/** What a video costs is shown anew with every change. */
function tells(kind: FormKind): { readonly tellsAtOnce: boolean } {
  return { tellsAtOnce: kind !== 'settings' };
}

/** As somebody's usual settings each may be left to the model; for one video each has its price. */
function openOption(kind: FormKind): PlainTextOption[] {
  return kind === 'settings' ? [optionOf(LEFT_OPEN, 'As the model does')] : [];
}

/** As much as the switch of the command takes. */
export const MOST_CONFIRM_OVER = 999_999_999;

export function qualityInput(form: VideoForm, kind: FormKind): KnownBlock[] {
  const options = form.qualities.map((it) => optionOf(it, english.text(QUALITY_WORDS[it])));
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
  return [select(field, label, [...openOption(kind), ...options], { value, ...tells(kind) })];
}

export function aspectInput(form: VideoForm, kind: FormKind): KnownBlock[] {
  const label =
    form.takesImages && form.shapeFollowsImage && kind === 'create'
      ? 'Shape, unless a picture decides it'
      : 'Shape';
  const options = form.aspects.map((it) => optionOf(it, english.text(ASPECT_WORDS[it])));
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
  return [select('sound', 'Sound', options, { value, ...tells(kind) })];
}

export function secondsInput(form: VideoForm, kind: FormKind): KnownBlock {
  const { min, max } = form.seconds;
  const count = max - min + 1;
  const open = openOption(kind);
  if (count + open.length <= LIMITS.options) {
    const options = Array.from({ length: count }, (_, index) =>
      optionOf(String(min + index), `${min + index} seconds`),
    );
    const value = String(form.settings.seconds);
    return select('seconds', 'Length', [...open, ...options], { value, ...tells(kind) });
  }
  return numberInput('seconds', `Length in seconds, ${min} to ${max}`, {
    min,
    max,
    value: form.settings.seconds,
    optional: kind === 'settings',
    ...tells(kind),
  });
}

export function guidanceInput({ guidance, settings }: VideoForm, kind: FormKind): KnownBlock[] {
  if (guidance === null) return [];
  const { min, max } = guidance;
  return [
    numberInput('guidance', 'How closely it follows the prompt', {
      min,
      max,
      decimal: true,
      value: settings.guidance,
      optional: true,
      ...tells(kind),
      hint: `From ${min} (freely) to ${max} (to the letter). Empty: as the model does.`,
    }),
  ];
}

export function confirmOverInput({ confirmOver }: VideoForm): KnownBlock {
  return numberInput('confirm_over', 'Ask me before more than so many credits', {
    min: 0,
    max: MOST_CONFIRM_OVER,
    value: confirmOver,
    optional: true,
    hint: 'A video that costs more waits until you press Start. 0: each does. Empty: none does.',
  });
}

export function languageInput({ language, ownLanguage }: VideoForm): KnownBlock {
  const wording = wordingOf(language);
  const options = [
    optionOf(AUTOMATIC, wording.text(msg('forms.automatic'))),
    ...LANGUAGE_CHOICES.map(({ name, value }) => optionOf(value, name)),
  ];
  const chosen = options.find((it) => it.value === ownLanguage)?.value ?? AUTOMATIC;
  const hint = wording.text(msg('forms.language-hint'));
  return select('language', wording.text(msg('forms.language')), options, { value: chosen, hint });
}

export function channelInput({ channelId }: FormContext): KnownBlock {
  const placeholder = plain('Your messages with this app');
  const initial = channelId === null ? {} : { initial_conversation: channelId };
  const element = { type: 'conversations_select', placeholder, ...initial } as const;
  const hint = 'Left empty: in your direct messages with this app.';
  return input('channel', 'Where it is shown', element, { hint, optional: true });
}

export function tick(
  field: Field,
  label: string,
  words: string,
  { ticked = false, tellsAtOnce = false } = {},
): KnownBlock {
  const options = [optionOf(field, words)];
  const initial = ticked ? { initial_options: options } : {};
  const element = { type: 'checkboxes', options, ...initial } as const;
  return input(field, label, element, { optional: true, tellsAtOnce });
}
