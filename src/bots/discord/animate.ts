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
import { ASPECTS } from '../../core/domain/video-request.ts';
import type { Aspect, Quality, VideoWish } from '../../core/domain/video-request.ts';
import { cutPlain } from '../plain-line.ts';

/** What Discord takes; lengths in UTF-16 units. */
const LIMITS = { prompt: 4_000, options: 25, option: 100, description: 100 } as const;

const FIELDS = {
  picture: 'picture',
  prompt: 'prompt',
  seconds: 'seconds',
  quality: 'quality',
  aspect: 'aspect',
} as const;

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
    name: name ?? filename ?? 'picture',
    bytes: size,
    type: contentType ?? type ?? null,
  }));

const IMAGE_TYPE = /^image\/(?:png|jpeg|webp)\b/;
const IMAGE_ENDING = /\.(?:png|jpe?g|webp)$/i;

/** The pictures of the message that a command was chosen on. What channels we know decides its form. */
export function picturesOn({
  targetMessage,
}: Pick<MessageContextMenuCommandInteraction, 'targetMessage'>): Attachment[] {
  return [...targetMessage.attachments.values()]
    .flatMap((it) => fileSchema.safeParse(it).data ?? [])
    .filter(({ type, name }) => (type === null ? IMAGE_ENDING.test(name) : IMAGE_TYPE.test(type)))
    .slice(0, LIMITS.options)
    .map(({ url, name, bytes }) => ({ url, name, bytes }));
}

/** The form for a video that starts from one of the pictures. Without `form` it offers what there may be. */
export function animateModal(
  customId: string,
  pictures: readonly Attachment[],
  form: VideoForm | null,
): APIModalInteractionResponseCallbackData {
  return {
    custom_id: customId,
    title: 'Animate this image',
    components: [
      ...(pictures.length > 1 ? [labelled('Which picture', pictureSelect(pictures))] : []),
      labelled('What happens in the video', {
        type: ComponentType.TextInput,
        style: TextInputStyle.Paragraph,
        custom_id: FIELDS.prompt,
        max_length: Math.min(form?.promptLength ?? LIMITS.prompt, LIMITS.prompt),
        required: true,
      }),
      labelled('How many seconds', secondsInput(form), leftWords(form)),
      labelled('Quality', {
        type: ComponentType.RadioGroup,
        custom_id: FIELDS.quality,
        required: false,
        options: (form?.qualities ?? (['std', 'pro'] as const)).map((quality) => ({
          value: quality,
          label: QUALITY_WORDS[quality],
          default: form?.settings.quality === quality,
          ...described(form === null ? null : rateWords(form, quality, pictures)),
        })),
      }),
      labelled(
        'Shape',
        select(
          FIELDS.aspect,
          (form?.aspects ?? ASPECTS).map((it) => ({ value: it, label: ASPECT_WORDS[it] })),
        ),
        'Most models take the shape of the picture.',
      ),
    ],
  };
}

const QUALITY_WORDS = { std: 'Standard', pro: 'Pro' } as const satisfies Record<Quality, string>;
const ASPECT_WORDS = {
  '16:9': 'Wide 16:9',
  '9:16': 'Tall 9:16',
  '1:1': 'Square 1:1',
  '4:3': 'Wide 4:3',
  '3:4': 'Tall 3:4',
} as const satisfies Record<Aspect, string>;

type Label = Extract<
  APIModalInteractionResponseCallbackData['components'][number],
  { type: ComponentType.Label }
>;

function labelled(
  label: string,
  component: Label['component'],
  words: string | null = null,
): Label {
  return { type: ComponentType.Label, label, component, ...described(words) };
}

function described(words: string | null): { readonly description?: string } {
  return words === null ? {} : { description: cutPlain(words, LIMITS.description) };
}

function pictureSelect(pictures: readonly Attachment[]): Label['component'] {
  const options = pictures.map(({ name }, index) => ({
    value: String(index),
    label: `${index + 1}. ${cutPlain(name, 60)}`.slice(0, LIMITS.option),
  }));
  return { type: ComponentType.StringSelect, custom_id: FIELDS.picture, options, required: true };
}

function select(id: string, options: APISelectMenuOption[]): Label['component'] {
  return {
    type: ComponentType.StringSelect,
    custom_id: id,
    options,
    min_values: 0,
    required: false,
  };
}

function secondsInput(form: VideoForm | null): Label['component'] {
  const { min, max } = form?.seconds ?? { min: 0, max: LIMITS.options };
  if (form === null || max - min >= LIMITS.options) {
    return {
      type: ComponentType.TextInput,
      style: TextInputStyle.Short,
      custom_id: FIELDS.seconds,
      max_length: 4,
      required: false,
    };
  }
  const options = Array.from({ length: max - min + 1 }, (_, index) => ({
    value: String(min + index),
    label: `${min + index} seconds`,
    default: form.settings.seconds === min + index,
  }));
  return select(FIELDS.seconds, options);
}

function leftWords(form: VideoForm | null): string | null {
  if (form === null) return 'Longer costs more.';
  return form.left === null ? 'You have no limit.' : `You have ${grouped(form.left)} credits left.`;
}

/** Of the usual length, since a price may not grow evenly with it. */
function rateWords(form: VideoForm, quality: Quality, pictures: readonly Attachment[]) {
  const { seconds } = form.settings;
  const [first = null] = pictures;
  const priced = form.price({
    scene: { kind: 'frames', prompt: '…', first, last: null },
    settings: { ...form.settings, quality, aspect: null, guidance: null },
  });
  if (priced.status === 'refused') return null;
  const rate = Math.round((priced.credits / seconds) * 10) / 10;
  return `About ${rate} credits a second: ${grouped(priced.credits)} for ${seconds} s`;
}

const filledSchema = z.object({
  value: z.string().nullish(),
  values: z.array(z.string()).nullish(),
});
const choicesSchema = z.object({
  quality: z.enum(['std', 'pro']).nullable(),
  aspect: z.enum(ASPECTS).nullable(),
  seconds: z
    .string()
    .trim()
    .regex(/^\d{1,4}$/)
    .transform(Number)
    .nullable(),
  picture: z
    .string()
    .regex(/^\d{1,2}$/)
    .transform(Number),
});

export type AnimateRead =
  | { readonly status: 'read'; readonly wish: VideoWish }
  | { readonly status: 'wrong'; readonly words: string };

/** What a filled form asks for; or what is wrong with it, since a client can be made to send anything. */
export function readAnimate(
  { fields }: Pick<ModalSubmitInteraction, 'fields'>,
  pictures: readonly Attachment[],
): AnimateRead {
  const filled = (id: string): string | null => {
    const read = filledSchema.safeParse(fields.fields.get(id)).data;
    const value = read?.value ?? read?.values?.[0] ?? '';
    return value.trim() === '' ? null : value;
  };
  const choices = choicesSchema.safeParse({
    quality: filled(FIELDS.quality),
    aspect: filled(FIELDS.aspect),
    seconds: filled(FIELDS.seconds),
    picture: filled(FIELDS.picture) ?? '0',
  });
  const first = pictures[choices.data?.picture ?? 0];
  if (!choices.success || first === undefined) {
    return { status: 'wrong', words: 'Seconds are a whole number, for example 8.' };
  }
  const { quality, aspect, seconds } = choices.data;
  const prompt = filled(FIELDS.prompt) ?? '';
  return {
    status: 'read',
    wish: {
      scene: { kind: 'frames', prompt, first, last: null },
      settings: { quality, aspect, seconds, sound: null, guidance: null },
    },
  };
}
