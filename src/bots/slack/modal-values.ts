import { z } from 'zod';
import type { VideoForm } from '../../core/domain/form.ts';
import type { Attachment } from '../../core/domain/media.ts';
import { ASPECTS } from '../../core/domain/video-request.ts';
import type { VideoWish } from '../../core/domain/video-request.ts';
import { attachmentById, attachmentOf, filesIn, nameOf, seemsImage } from './attachment.ts';
import type { SlackFile } from './attachment.ts';
import type { FormContext } from './form-context.ts';

/** The fields of our forms, by which Slack names them: block and element have the same name. */
export const FIELDS = {
  prompt: 'prompt',
  first: 'first',
  last: 'last',
  picture: 'picture',
  seconds: 'seconds',
  quality: 'quality',
  aspect: 'aspect',
  sound: 'sound',
  guidance: 'guidance',
  channel: 'channel',
  remember: 'remember',
  /** Not a field: the line that says what it costs. */
  price: 'price',
} as const;

export type Field = keyof typeof FIELDS;

/** The value of an option that leaves a setting open. */
export const LEFT_OPEN = 'open';

const valueSchema = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_options: z.array(z.object({ value: z.string() })).nullish(),
  selected_conversation: z.string().nullish(),
  files: z.array(z.unknown()).nullish(),
});
const stateSchema = z.record(z.string(), z.record(z.string(), valueSchema));

export interface FormValues {
  readonly prompt: string;
  readonly first: SlackFile | null;
  readonly last: SlackFile | null;
  /** The id of the picture chosen among those of a message. */
  readonly picture: string | null;
  readonly settings: VideoWish['settings'];
  /** What was typed as guidance, when it is no number. */
  readonly badGuidance: string | null;
  readonly channelId: string | null;
  readonly remember: boolean;
}

const choicesSchema = z.object({
  quality: z.enum(['std', 'pro']).nullable().catch(null),
  aspect: z.enum(ASPECTS).nullable().catch(null),
  sound: z.enum(['sound', 'silent']).nullable().catch(null),
  seconds: z
    .string()
    .regex(/^\d{1,4}$/)
    .transform(Number)
    .nullable()
    .catch(null),
});

/** What stands in the fields of a form; null when it is no form's content at all. */
export function readFormValues(state: unknown): FormValues | null {
  const read = stateSchema.safeParse(state);
  if (!read.success) return null;
  const of = (field: Field) => read.data[field]?.[field];
  const chosen = (field: Field) => of(field)?.selected_option?.value ?? null;
  const { sound, ...choices } = choicesSchema.parse({
    quality: chosen('quality'),
    aspect: chosen('aspect'),
    sound: chosen('sound'),
    seconds: chosen('seconds') ?? of('seconds')?.value ?? null,
  });
  const typed = (of('guidance')?.value ?? '').trim();
  const guidance = typed === '' ? null : Number(typed);
  const bad = guidance !== null && !Number.isFinite(guidance);
  return {
    prompt: of('prompt')?.value ?? '',
    first: filesIn(of('first')?.files)[0] ?? null,
    last: filesIn(of('last')?.files)[0] ?? null,
    picture: chosen('picture'),
    settings: {
      ...choices,
      sound: sound === null ? null : sound === 'sound',
      guidance: bad ? null : guidance,
    },
    badGuidance: bad ? typed : null,
    channelId: of('channel')?.selected_conversation ?? null,
    remember: (of('remember')?.selected_options ?? []).length > 0,
  };
}

/** What a filled form asks for. A single picture of a message is chosen by opening the form on it. */
export function wishOf(values: FormValues, context: FormContext): VideoWish {
  const { prompt, settings } = values;
  const first = firstOf(values, context);
  const last = values.last === null ? null : attachmentOf(values.last);
  return {
    scene:
      first === null && last === null
        ? { kind: 'text', prompt }
        : { kind: 'frames', prompt, first, last },
    settings,
  };
}

function firstOf({ first, picture }: FormValues, { pictures }: FormContext): Attachment | null {
  if (first !== null) return attachmentOf(first);
  const chosen =
    pictures.find((it) => it.id === picture) ?? (pictures.length === 1 ? pictures[0] : undefined);
  return chosen === undefined ? null : attachmentById(chosen.id, chosen.name);
}

/** What is wrong with single fields, by their names, in words that Slack shows below them. */
export function problemsOf(
  values: FormValues,
  context: FormContext,
): Partial<Record<Field, string>> {
  const problems: Partial<Record<Field, string>> = {};
  if (values.prompt.trim() === '') {
    problems.prompt = 'Say in a few words what the video should show.';
  }
  for (const field of ['first', 'last'] as const) {
    const file = values[field];
    if (file !== null && !seemsImage(file)) {
      problems[field] = `${nameOf(file).slice(0, 60)} is not a PNG, JPEG or WebP picture.`;
    }
  }
  if (values.badGuidance !== null) problems.guidance = 'This takes a number.';
  if (context.pictures.length > 1 && firstOf(values, context) === null) {
    problems.picture = 'Choose one of the pictures.';
  }
  return problems;
}

/** What it would cost as it stands. A prompt that is still to be written costs nothing extra. */
export function priceOf(form: VideoForm, values: FormValues | null, context: FormContext) {
  const filled = values ?? initialValues(form);
  const prompt = filled.prompt.trim() === '' ? '…' : filled.prompt;
  return form.price(wishOf({ ...filled, prompt }, context));
}

/** A form that nobody has touched yet. */
export function initialValues({ settings }: Pick<VideoForm, 'settings'>): FormValues {
  return {
    prompt: '',
    first: null,
    last: null,
    picture: null,
    settings,
    badGuidance: null,
    channelId: null,
    remember: false,
  };
}
