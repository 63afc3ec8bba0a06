import { ComponentType, TextInputStyle } from 'discord.js';
import type { APIModalInteractionResponseCallbackData, APISelectMenuOption } from 'discord.js';
import type { VideoForm } from '../../../core/chat/domain/form-state.ts';
import type { Attachment } from '../../../core/media/domain/media.ts';
import { msg } from '../../../core/messages/domain/message.ts';
import type { Message } from '../../../core/messages/domain/message.ts';
import { facts } from '../../../core/messages/domain/rich-text.ts';
import type { RichText, Words } from '../../../core/messages/domain/rich-text.ts';
import type { Wording } from '../../../messages/wording.ts';
import { cutPlain } from '../../shared/plain-line.ts';

/** What Discord takes; lengths in UTF-16 units. */
export const LIMITS = {
  prompt: 4_000,
  options: 25,
  option: 100,
  description: 100,
  label: 45,
} as const;

export type Modal = APIModalInteractionResponseCallbackData;
export type Label = Extract<Modal['components'][number], { type: ComponentType.Label }>;

/** What a form is filled with. */
export interface Filling {
  /** Null when it is not known in time. */
  readonly form: VideoForm | null;
  readonly wording: Wording;
}

export function labelled(
  wording: Wording,
  label: Message,
  component: Label['component'],
  hint: Words | null = null,
): Label {
  const described = hint === null ? {} : describedAs(wording, hint);
  return { type: ComponentType.Label, label: wording.text(label), component, ...described };
}

export function describedAs(wording: Wording, hint: Words): { readonly description: string } {
  return { description: cutPlain(wording.text(hint), LIMITS.description) };
}

export function paragraph(
  id: string,
  most: number | undefined,
  required = true,
): Label['component'] {
  return {
    type: ComponentType.TextInput,
    style: TextInputStyle.Paragraph,
    custom_id: id,
    max_length: Math.min(most ?? LIMITS.prompt, LIMITS.prompt),
    required,
  };
}

/** One of several files of a message, by its place among them. */
export function fileSelect(
  wording: Wording,
  id: string,
  files: readonly Attachment[],
): Label['component'] {
  const options = files.map(({ name }, index) => {
    const numbered = msg('chat.numbered', { number: index + 1, name: cutPlain(name, 60) });
    return { value: String(index), label: wording.text(numbered).slice(0, LIMITS.option) };
  });
  return { type: ComponentType.StringSelect, custom_id: id, options, required: true };
}

export function select(id: string, options: APISelectMenuOption[]): Label['component'] {
  return {
    type: ComponentType.StringSelect,
    custom_id: id,
    options,
    min_values: 0,
    required: false,
  };
}

export function leftWords({ form }: Filling): Message | null {
  if (form === null) return null;
  return form.left === null
    ? msg('credits.you-have-unlimited')
    : msg('credits.you-have', { left: form.left });
}

/** For a length that people can reckon with. */
export function rateWords(
  { credits, seconds }: { readonly credits: number; readonly seconds: number },
  more: Message = msg('forms.price-for-length', { credits, seconds }),
): RichText {
  const rate = Math.round((credits / seconds) * 10) / 10;
  return facts(msg('forms.price-per-second', { rate }), more);
}
