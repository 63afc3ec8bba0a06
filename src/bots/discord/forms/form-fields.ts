import { ComponentType, TextInputStyle } from 'discord.js';
import type { APIModalInteractionResponseCallbackData, APISelectMenuOption } from 'discord.js';
import type { VideoForm } from '../../../core/chat/domain/form-state.ts';
import type { Attachment } from '../../../core/media/domain/media.ts';
import { grouped } from '../../../core/messages/domain/rich-text.ts';
import type { Quality, VideoDraft } from '../../../core/video/domain/video-request.ts';
import { QUALITY_WORDS } from '../../shared/choice-words.ts';
import { cutPlain } from '../../shared/plain-line.ts';
import { wordingOf } from '../wording.ts';

const english = wordingOf(null);

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

export function labelled(
  label: string,
  component: Label['component'],
  words: string | null = null,
): Label {
  return { type: ComponentType.Label, label, component, ...described(words) };
}

export function described(words: string | null): { readonly description?: string } {
  return words === null ? {} : { description: cutPlain(words, LIMITS.description) };
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
export function fileSelect(id: string, files: readonly Attachment[]): Label['component'] {
  const options = files.map(({ name }, index) => ({
    value: String(index),
    label: `${index + 1}. ${cutPlain(name, 60)}`.slice(0, LIMITS.option),
  }));
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

/** Each with what it costs, where that is known. */
export function qualityChoice(
  id: string,
  form: VideoForm | null,
  costOf: (form: VideoForm, quality: Quality) => string | null,
): Label['component'] {
  return {
    type: ComponentType.RadioGroup,
    custom_id: id,
    required: false,
    options: (form?.qualities ?? (['std', 'pro'] as const)).map((quality) => ({
      value: quality,
      label: english.text(QUALITY_WORDS[quality]),
      default: form?.settings.quality === quality,
      ...described(form === null ? null : costOf(form, quality)),
    })),
  };
}

export function leftWords(form: VideoForm | null): string | null {
  if (form === null) return 'Longer costs more.';
  return form.left === null ? 'You have no limit.' : `You have ${grouped(form.left)} credits left.`;
}

export type FormRead =
  | { readonly status: 'read'; readonly draft: VideoDraft }
  /** A sentence for whoever sent it off. */
  | { readonly status: 'wrong'; readonly words: string };

export const CHANGED = 'This form was changed on the way. Please open it again.';

/** The file that was chosen among several, or the only one. */
export function chosenOf(files: readonly Attachment[], chosen: string | null): Attachment | null {
  const index = chosen ?? '0';
  return /^\d{1,2}$/.test(index) ? (files[Number(index)] ?? null) : null;
}
