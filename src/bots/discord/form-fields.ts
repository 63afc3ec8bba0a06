import { ComponentType, TextInputStyle } from 'discord.js';
import type {
  APIModalInteractionResponseCallbackData,
  APISelectMenuOption,
  MessageContextMenuCommandInteraction,
  ModalSubmitInteraction,
} from 'discord.js';
import { z } from 'zod';
import type { VideoForm } from '../../core/domain/form.ts';
import type { Attachment } from '../../core/domain/media.ts';
import { grouped } from '../../core/domain/text.ts';
import type { Quality, VideoWish } from '../../core/domain/video-request.ts';
import { QUALITY_WORDS } from '../choice-words.ts';
import { cutPlain } from '../plain-line.ts';

/** What Discord takes; lengths in UTF-16 units. */
export const LIMITS = {
  ...{ prompt: 4_000, options: 25, option: 100, description: 100, label: 45 },
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
      label: QUALITY_WORDS[quality],
      default: form?.settings.quality === quality,
      ...described(form === null ? null : costOf(form, quality)),
    })),
  };
}

export function leftWords(form: VideoForm | null): string | null {
  if (form === null) return 'Longer costs more.';
  return form.left === null ? 'You have no limit.' : `You have ${grouped(form.left)} credits left.`;
}

const fileSchema = z
  .object({
    url: z.string(),
    name: z.string().nullish(),
    filename: z.string().nullish(),
    size: z.number(),
    contentType: z.string().nullish(),
    content_type: z.string().nullish(),
  })
  .transform(({ url, name, filename, size, contentType, content_type: type }) => ({
    url,
    name: name ?? filename ?? 'file',
    bytes: size,
    type: contentType ?? type ?? null,
  }));

const SEEMS = {
  picture: { type: /^image\/(?:png|jpeg|webp)\b/, ending: /\.(?:png|jpe?g|webp)$/i },
  video: { type: /^video\/(?:mp4|quicktime|webm)\b/, ending: /\.(?:mp4|mov|webm)$/i },
} as const;

/**
 * The pictures or videos of the message that a command was chosen on. What channels we know decides
 * the form in which we get them.
 */
export function filesOn(
  { targetMessage }: Pick<MessageContextMenuCommandInteraction, 'targetMessage'>,
  kind: keyof typeof SEEMS,
): Attachment[] {
  const { type: isType, ending } = SEEMS[kind];
  return [...targetMessage.attachments.values()]
    .flatMap((it) => fileSchema.safeParse(it).data ?? [])
    .filter(({ type, name }) => (type === null ? ending.test(name) : isType.test(type)))
    .slice(0, LIMITS.options)
    .map(({ url, name, bytes }) => ({ url, name, bytes }));
}

const filledSchema = z.object({
  value: z.string().nullish(),
  values: z.array(z.string()).nullish(),
  attachments: z
    .custom<ReadonlyMap<string, unknown>>((it) => it instanceof Map)
    .transform((it) => [...it.values()].flatMap((file) => fileSchema.safeParse(file).data ?? []))
    .nullish(),
});

/** What stands in the fields of a form that was sent off: anything, as far as we know. */
export interface Filled {
  /** Null for what is blank, and for a field that is not there. */
  text(id: string): string | null;
  files(id: string): Attachment[];
}

export function filledIn({ fields }: Pick<ModalSubmitInteraction, 'fields'>): Filled {
  const read = (id: string) => filledSchema.safeParse(fields.fields.get(id)).data;
  return {
    text(id) {
      const field = read(id);
      const value = field?.value ?? field?.values?.[0] ?? '';
      return value.trim() === '' ? null : value;
    },
    files: (id) =>
      (read(id)?.attachments ?? []).map(({ url, name, bytes }) => ({ url, name, bytes })),
  };
}

export type FormRead =
  | { readonly status: 'read'; readonly wish: VideoWish }
  /** A sentence for whoever sent it off. */
  | { readonly status: 'wrong'; readonly words: string };

export const CHANGED = 'This form was changed on the way. Please open it again.';

/** The file that was chosen among several, or the only one. */
export function chosenOf(files: readonly Attachment[], chosen: string | null): Attachment | null {
  const index = chosen ?? '0';
  return /^\d{1,2}$/.test(index) ? (files[Number(index)] ?? null) : null;
}
