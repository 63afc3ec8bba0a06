import { z } from 'zod';
import { msg } from '../../../../core/messages/domain/message.ts';
import type { Message } from '../../../../core/messages/domain/message.ts';
import { wholeNumber } from '../../../../core/shared/domain/whole-number.ts';
import { ASPECTS, CAMERA_MOTIONS } from '../../../../core/video/domain/video-request.ts';
import type { VideoDraft } from '../../../../core/video/domain/video-request.ts';
import { advancedOf } from '../../../shared/scene-from-fields.ts';
import { AUTOMATIC } from '../../../shared/choice-words.ts';
import type { SlackFile } from '../../shared/attachment.ts';
import { readFormState } from '../form-state.ts';
import type { FormState } from '../form-state.ts';

/** Forms that make a video, in the order in which people choose among them; and one of settings. */
export const MAKING = ['create', 'storyboard', 'elements', 'edit', 'replace'] as const;
export type Making = (typeof MAKING)[number];
export type FormKind = Making | 'settings';

export const MOST_SHOTS = 5;
export const MOST_ELEMENTS = 3;

/** The fields of our forms, by which Slack names them: block and element have the same name. */
export const FIELDS = [
  ...(['kind', 'prompt', 'first', 'last', 'picture', 'references'] as const),
  ...(['guide_video', 'guide_sound', 'character', 'source', 'video', 'keep_sound'] as const),
  ...(['shot1', 'shot2', 'shot3', 'shot4', 'shot5'] as const),
  ...(['seconds1', 'seconds2', 'seconds3', 'seconds4', 'seconds5'] as const),
  ...(['name1', 'name2', 'name3', 'images1', 'images2', 'images3'] as const),
  ...(['about1', 'about2', 'about3'] as const),
  ...(['seconds', 'quality', 'aspect', 'sound', 'guidance', 'model'] as const),
  ...(['style', 'camera', 'motion', 'seed', 'channel', 'remember', 'confirm_over'] as const),
  'language',
  /** Not a field: the line that says what it costs. */
  'price',
] as const;
export type Field = (typeof FIELDS)[number];

export const SHOT_FIELDS = [
  { shot: 'shot1', seconds: 'seconds1' },
  { shot: 'shot2', seconds: 'seconds2' },
  { shot: 'shot3', seconds: 'seconds3' },
  { shot: 'shot4', seconds: 'seconds4' },
  { shot: 'shot5', seconds: 'seconds5' },
] as const satisfies readonly { readonly shot: Field; readonly seconds: Field }[];

export const ELEMENT_FIELDS = [
  { name: 'name1', about: 'about1', images: 'images1' },
  { name: 'name2', about: 'about2', images: 'images2' },
  { name: 'name3', about: 'about3', images: 'images3' },
] as const satisfies readonly {
  readonly name: Field;
  readonly about: Field;
  readonly images: Field;
}[];

/** The value of an option that leaves a setting open. */
export const LEFT_OPEN = 'open';

/** By the field below which Slack shows it. */
export type FieldProblems = Partial<Record<Field, Message>>;

export interface FormValues {
  /** The kind that was chosen, which may be another than that of the form that is still open. */
  readonly kind: Making | null;
  readonly prompt: string;
  readonly first: SlackFile | null;
  readonly last: SlackFile | null;
  /** The ids of those chosen among the files of a message. */
  readonly picture: string | null;
  readonly video: string | null;
  readonly references: readonly SlackFile[];
  readonly referenceVideo: SlackFile | null;
  readonly referenceAudio: SlackFile | null;
  readonly character: SlackFile | null;
  readonly source: SlackFile | null;
  readonly keepSound: boolean;
  /** Seconds are null where nobody said any. */
  readonly shots: readonly { readonly prompt: string; readonly seconds: number | null }[];
  readonly elements: readonly {
    readonly name: string;
    readonly about: string;
    readonly images: readonly SlackFile[];
  }[];
  readonly model: string | null;
  readonly settings: VideoDraft['settings'];
  /** What is wrong with fields that take a number and hold something else. */
  readonly noNumbers: FieldProblems;
  /** Over how many credits a video asks first, null: never; not there in forms of before. */
  readonly confirmOver?: number | null;
  /** What the person is answered in, null: whatever Slack says; not there in forms of before. */
  readonly language?: string | null;
  readonly channelId: string | null;
  readonly remember: boolean;
}

const choicesSchema = z.object({
  kind: z.enum(MAKING).nullable().catch(null),
  quality: z.enum(['std', 'pro']).nullable().catch(null),
  aspect: z.enum(ASPECTS).nullable().catch(null),
  sound: z.enum(['sound', 'silent']).nullable().catch(null),
  camera: z.enum(CAMERA_MOTIONS).nullable().catch(null),
  motion: z.string().regex(/^\d$/).transform(Number).nullable().catch(null),
});

/** What stands in the fields of a form; null when it is no form's content at all. */
export function readFormValues(state: unknown): FormValues | null {
  const read: FormState<Field> | null = readFormState(state);
  if (read === null) return null;
  const { has, text, option, options, channel, files } = read;
  const noNumbers: FieldProblems = {};
  const whole = (field: Field, label: Message): number | null => {
    const number = wholeNumber(text(field));
    if (number === null && text(field).trim() !== '') {
      noNumbers[field] = msg('commands.whole-number', { field: label, example: '20' });
    }
    return number;
  };
  const decimal = (field: Field, label: Message): number | null => {
    const typed = text(field).trim();
    if (typed === '' || Number.isFinite(Number(typed))) return typed === '' ? null : Number(typed);
    noNumbers[field] = msg('commands.number', { field: label });
    return null;
  };
  const { kind, sound, camera, motion, ...choices } = choicesSchema.parse({
    kind: option('kind'),
    quality: option('quality'),
    aspect: option('aspect'),
    sound: option('sound'),
    camera: option('camera'),
    motion: option('motion'),
  });
  const length = option('seconds');
  const style = text('style').trim();
  const seed = whole('seed', msg('video.seed'));
  const model = option('model');
  return {
    kind,
    prompt: text('prompt'),
    picture: option('picture'),
    video: option('video'),
    first: files('first')[0] ?? null,
    last: files('last')[0] ?? null,
    referenceVideo: files('guide_video')[0] ?? null,
    source: files('source')[0] ?? null,
    referenceAudio: files('guide_sound')[0] ?? null,
    character: files('character')[0] ?? null,
    references: files('references'),
    keepSound: options('keep_sound').length > 0,
    shots: SHOT_FIELDS.map((it, index) => ({
      prompt: text(it.shot),
      seconds: whole(it.seconds, msg('forms.shot-seconds', { number: index + 1 })),
    })),
    elements: ELEMENT_FIELDS.map((it) => ({
      name: text(it.name),
      about: text(it.about),
      images: files(it.images),
    })),
    model: model === LEFT_OPEN ? null : model,
    settings: {
      ...choices,
      seconds: length === null ? whole('seconds', msg('forms.seconds')) : wholeNumber(length),
      sound: sound === null ? null : sound === 'sound',
      guidance: decimal('guidance', msg('video.guidance')),
      ...advancedOf({
        seed,
        style: style === '' ? null : style,
        cameraMotion: camera,
        motionIntensity: motion,
      }),
    },
    ...(has('confirm_over') ? { confirmOver: whole('confirm_over', msg('credits.credits')) } : {}),
    ...(has('language') ? { language: languageOf(option('language')) } : {}),
    noNumbers,
    channelId: channel('channel'),
    remember: options('remember').length > 0,
  };
}

function languageOf(chosen: string | null): string | null {
  return chosen === AUTOMATIC ? null : chosen;
}

/** A form that nobody has touched yet. */
export function untouched(settings: VideoDraft['settings']): FormValues {
  return {
    kind: null,
    prompt: '',
    first: null,
    last: null,
    picture: null,
    video: null,
    references: [],
    referenceVideo: null,
    referenceAudio: null,
    character: null,
    source: null,
    keepSound: true,
    shots: [],
    elements: [],
    model: null,
    settings,
    noNumbers: {},
    channelId: null,
    remember: false,
  };
}
