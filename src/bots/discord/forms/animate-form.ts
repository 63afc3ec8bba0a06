import { ComponentType, TextInputStyle } from 'discord.js';
import { z } from 'zod';
import type { ModelChoice, VideoForm } from '../../../core/chat/domain/form-state.ts';
import type { Attachment } from '../../../core/media/domain/media.ts';
import { grouped } from '../../../core/messages/domain/rich-text.ts';
import { ASPECTS, UNSET_SETTINGS } from '../../../core/video/domain/video-request.ts';
import type { VideoDraft } from '../../../core/video/domain/video-request.ts';
import { ASPECT_WORDS } from '../../shared/choice-words.ts';
import { STILL_TO_WRITE } from '../../shared/scene-from-fields.ts';
import {
  CHANGED,
  chosenOf,
  fileSelect,
  labelled,
  leftWords,
  LIMITS,
  paragraph,
  select,
} from './form-fields.ts';
import type { Filled } from '../interactions/form-values.ts';
import type { FormRead, Label, Modal } from './form-fields.ts';
import { madeWith, readMadeWith } from './model-choice.ts';
import { wordingOf } from '../wording.ts';

const english = wordingOf(null);

const FIELDS = {
  picture: 'picture',
  prompt: 'prompt',
  seconds: 'seconds',
  aspect: 'aspect',
} as const;

/** The form for a video that starts from one of the pictures. Without `form` it offers what there may be. */
export function animateModal(
  customId: string,
  pictures: readonly Attachment[],
  form: VideoForm | null,
): Modal {
  const wordless = form?.possible.wordless ?? false;
  return {
    custom_id: customId,
    title: 'Animate this image',
    components: [
      ...(pictures.length > 1
        ? [labelled('Which picture', fileSelect(FIELDS.picture, pictures))]
        : []),
      labelled(
        'What happens in the video',
        paragraph(FIELDS.prompt, form?.promptLength, !wordless),
        wordless ? 'Some models need no words beside a picture.' : null,
      ),
      labelled('How many seconds', secondsInput(form), leftWords(form)),
      madeWith(form, valuesOf(pictures, form), rateWords),
      labelled(
        'Shape',
        select(
          FIELDS.aspect,
          (form?.aspects ?? ASPECTS).map((it) => ({
            value: it,
            label: english.text(ASPECT_WORDS[it]),
          })),
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
function valuesOf([first]: readonly Attachment[], form: VideoForm | null): VideoDraft {
  const settings = { ...(form?.settings ?? UNSET_SETTINGS), aspect: null, guidance: null };
  return {
    scene: { kind: 'frames', prompt: STILL_TO_WRITE, first: first ?? null, last: null },
    settings,
  };
}

function rateWords({ credits, seconds }: ModelChoice): string {
  const rate = Math.round((credits / seconds) * 10) / 10;
  return `About ${rate} credits a second: ${grouped(credits)} for ${seconds} s`;
}

const choicesSchema = z.object({
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
    aspect: filled.text(FIELDS.aspect),
    seconds: filled.text(FIELDS.seconds),
  });
  const first = chosenOf(pictures, filled.text(FIELDS.picture));
  const made = readMadeWith(filled);
  if (made === null) return { status: 'wrong', words: CHANGED };
  if (!choices.success || first === null) {
    return { status: 'wrong', words: 'Seconds are a whole number, for example 8.' };
  }
  const { aspect, seconds } = choices.data;
  const { quality, ...model } = made;
  const prompt = filled.text(FIELDS.prompt) ?? '';
  return {
    status: 'read',
    draft: {
      scene: { kind: 'frames', prompt, first, last: null },
      settings: { quality, aspect, seconds, sound: null, guidance: null },
      ...model,
    },
  };
}
