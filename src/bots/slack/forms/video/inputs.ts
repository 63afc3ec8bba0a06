import type { KnownBlock, PlainTextOption } from '@slack/types';
import { MOST_CREDITS } from '../../../../core/credits/domain/allowance.ts';
import { msg } from '../../../../core/messages/domain/message.ts';
import type { Message } from '../../../../core/messages/domain/message.ts';
import {
  ASPECT_WORDS,
  AUTOMATIC,
  LANGUAGE_CHOICES,
  QUALITY_WORDS,
} from '../../../shared/choice-words.ts';
import { input, LIMITS, numberInput, optionOf, plain, select } from '../fields.ts';
import type { Drawing } from './drawing.ts';
import { LEFT_OPEN } from './form-values.ts';
import type { Field } from './form-values.ts';

export function line(block: Field, text: string): KnownBlock {
  return { type: 'context', block_id: block, elements: [{ ...plain(text), emoji: false }] };
}

/** What a video costs is shown anew with every change. */
function tells({ kind }: Drawing): { readonly tellsAtOnce: boolean } {
  return { tellsAtOnce: kind !== 'settings' };
}

/** As somebody's usual settings each may be left to the model; for one video each has its price. */
function openOption({ kind, text }: Drawing): PlainTextOption[] {
  return kind === 'settings' ? [optionOf(LEFT_OPEN, text(msg('forms.model-default')))] : [];
}

export function qualityInput(drawing: Drawing): KnownBlock[] {
  const { qualities, settings } = drawing.form;
  const options = qualities.map((it) => optionOf(it, drawing.text(QUALITY_WORDS[it])));
  const value = settings.quality;
  return settingSelect(drawing, 'quality', options, { label: msg('forms.quality'), value });
}

/** Nothing where there is nothing to choose. */
function settingSelect(
  drawing: Drawing,
  field: Field,
  options: readonly PlainTextOption[],
  {
    label,
    ...how
  }: { readonly label: Message; readonly value: string; readonly hint?: string | undefined },
): KnownBlock[] {
  if (options.length < 2) return [];
  const all = [...openOption(drawing), ...options];
  return [select(field, drawing.text(label), all, { ...how, ...tells(drawing) })];
}

export function aspectInput(drawing: Drawing): KnownBlock[] {
  const { kind, form, text } = drawing;
  const mayFollow = form.takesImages && form.shapeFollowsImage && kind === 'create';
  const options = form.aspects.map((it) => optionOf(it, text(ASPECT_WORDS[it])));
  return settingSelect(drawing, 'aspect', options, {
    label: msg('forms.aspect'),
    value: form.settings.aspect,
    hint: mayFollow ? text(msg('forms.aspect-hint')) : undefined,
  });
}

/** May be left open: what only a model of unknown sound can do must not ask for some. */
export function soundInput(drawing: Drawing): KnownBlock[] {
  const { form, text } = drawing;
  if (form.sound === null) return [];
  const options = [
    optionOf(LEFT_OPEN, text(msg('forms.model-default'))),
    optionOf('sound', text(msg('video.with-sound'))),
    optionOf('silent', text(msg('video.silent'))),
  ];
  const { usual } = form.sound;
  const value = usual === null ? LEFT_OPEN : usual ? 'sound' : 'silent';
  return [select('sound', text(msg('forms.sound')), options, { value, ...tells(drawing) })];
}

export function secondsInput(drawing: Drawing): KnownBlock {
  const { kind, form, text } = drawing;
  const { min, max } = form.seconds;
  const length = max - min + 1;
  const open = openOption(drawing);
  if (length + open.length <= LIMITS.options) {
    const options = Array.from({ length }, (_, index) =>
      optionOf(String(min + index), text(msg('chat.seconds', { count: min + index }))),
    );
    const value = String(form.settings.seconds);
    const label = text(msg('forms.seconds'));
    return select('seconds', label, [...open, ...options], { value, ...tells(drawing) });
  }
  return numberInput('seconds', text(msg('forms.seconds-range', { min, max })), {
    min,
    max,
    value: form.settings.seconds,
    optional: kind === 'settings',
    ...tells(drawing),
  });
}

export function guidanceInput(drawing: Drawing): KnownBlock[] {
  const { form, text } = drawing;
  if (form.guidance === null) return [];
  const { min, max } = form.guidance;
  return [
    numberInput('guidance', text(msg('video.guidance')), {
      min,
      max,
      decimal: true,
      value: form.settings.guidance,
      optional: true,
      ...tells(drawing),
      hint: text(msg('forms.guidance-hint', { min, max })),
    }),
  ];
}

export function confirmOverInput({ form, text }: Drawing): KnownBlock {
  return numberInput('confirm_over', text(msg('forms.confirm-over')), {
    min: 0,
    max: MOST_CREDITS,
    value: form.confirmOver,
    optional: true,
    hint: text(msg('forms.confirm-over-hint', { button: msg('requests.start') })),
  });
}

export function languageInput({ form: { ownLanguage }, text }: Drawing): KnownBlock {
  const options = [
    optionOf(AUTOMATIC, text(msg('forms.automatic'))),
    ...LANGUAGE_CHOICES.map(({ name, value }) => optionOf(value, name)),
  ];
  const value = options.find((it) => it.value === ownLanguage)?.value ?? AUTOMATIC;
  const hint = text(msg('forms.language-hint'));
  return select('language', text(msg('forms.language')), options, { value, hint });
}

export function channelInput({ context: { channelId }, text }: Drawing): KnownBlock {
  const placeholder = plain(text(msg('forms.channel-direct')));
  const initial = channelId === null ? {} : { initial_conversation: channelId };
  const element = { type: 'conversations_select', placeholder, ...initial } as const;
  return input('channel', text(msg('forms.channel')), element, { optional: true });
}

export function tick(
  { text }: Drawing,
  field: Field,
  { label, words }: { readonly label: Message; readonly words: Message },
  { ticked = false, tellsAtOnce = false } = {},
): KnownBlock {
  const options = [optionOf(field, text(words))];
  const initial = ticked ? { initial_options: options } : {};
  const element = { type: 'checkboxes', options, ...initial } as const;
  return input(field, text(label), element, { optional: true, tellsAtOnce });
}
