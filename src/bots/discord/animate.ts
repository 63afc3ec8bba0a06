import { ComponentType, TextInputStyle } from 'discord.js';
import { z } from 'zod';
import type { VideoForm } from '../../core/domain/form.ts';
import type { Attachment } from '../../core/domain/media.ts';
import { grouped } from '../../core/domain/text.ts';
import { ASPECTS } from '../../core/domain/video-request.ts';
import type { Quality } from '../../core/domain/video-request.ts';
import { ASPECT_WORDS } from '../choice-words.ts';
import {
  chosenOf,
  fileSelect,
  labelled,
  leftWords,
  LIMITS,
  paragraph,
  qualityChoice,
  select,
} from './form-fields.ts';
import type { Filled, FormRead, Label, Modal } from './form-fields.ts';

const FIELDS = {
  picture: 'picture',
  prompt: 'prompt',
  seconds: 'seconds',
  quality: 'quality',
  aspect: 'aspect',
} as const;

/** The form for a video that starts from one of the pictures. Without `form` it offers what there may be. */
export function animateModal(
  customId: string,
  pictures: readonly Attachment[],
  form: VideoForm | null,
): Modal {
  return {
    custom_id: customId,
    title: 'Animate this image',
    components: [
      ...(pictures.length > 1
        ? [labelled('Which picture', fileSelect(FIELDS.picture, pictures))]
        : []),
      labelled('What happens in the video', paragraph(FIELDS.prompt, form?.promptLength)),
      labelled('How many seconds', secondsInput(form), leftWords(form)),
      labelled(
        'Quality',
        qualityChoice(FIELDS.quality, form, (it, quality) => rateWords(it, quality, pictures)),
      ),
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

const choicesSchema = z.object({
  quality: z.enum(['std', 'pro']).nullable(),
  aspect: z.enum(ASPECTS).nullable(),
  seconds: z
    .string()
    .trim()
    .regex(/^\d{1,4}$/)
    .transform(Number)
    .nullable(),
});

/** What a filled form asks for; or what is wrong with it, since a client can be made to send anything. */
export function readAnimate(filled: Filled, pictures: readonly Attachment[]): FormRead {
  const choices = choicesSchema.safeParse({
    quality: filled.text(FIELDS.quality),
    aspect: filled.text(FIELDS.aspect),
    seconds: filled.text(FIELDS.seconds),
  });
  const first = chosenOf(pictures, filled.text(FIELDS.picture));
  if (!choices.success || first === null) {
    return { status: 'wrong', words: 'Seconds are a whole number, for example 8.' };
  }
  const { quality, aspect, seconds } = choices.data;
  const prompt = filled.text(FIELDS.prompt) ?? '';
  return {
    status: 'read',
    wish: {
      scene: { kind: 'frames', prompt, first, last: null },
      settings: { quality, aspect, seconds, sound: null, guidance: null },
    },
  };
}
