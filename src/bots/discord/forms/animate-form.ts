import { ComponentType, TextInputStyle } from 'discord.js';
import { z } from 'zod';
import { msg } from '../../../core/messages/domain/message.ts';
import type { Attachment } from '../../../core/media/domain/media.ts';
import { wholeNumber } from '../../../core/shared/domain/whole-number.ts';
import { ASPECTS, UNSET_SETTINGS } from '../../../core/video/domain/video-request.ts';
import type { VideoDraft } from '../../../core/video/domain/video-request.ts';
import { ASPECT_WORDS } from '../../shared/choice-words.ts';
import { wrongReply } from '../../shared/replies.ts';
import { STILL_TO_WRITE } from '../../shared/scene-from-fields.ts';
import {
  chosenOf,
  fileSelect,
  labelled,
  LIMITS,
  OUTDATED,
  paragraph,
  select,
} from './form-fields.ts';
import type { Filled } from '../interactions/form-values.ts';
import type { Filling, FormRead, Label, Modal } from './form-fields.ts';
import { madeWith, readMadeWith } from './model-choice.ts';

const FIELDS = {
  picture: 'picture',
  prompt: 'prompt',
  seconds: 'seconds',
  aspect: 'aspect',
} as const;

/** The form for a video that starts from one of the pictures. */
export function animateModal(
  customId: string,
  pictures: readonly Attachment[],
  filling: Filling,
): Modal {
  const { form, wording } = filling;
  const wordless = form?.possible.wordless ?? false;
  const aspects = (form?.aspects ?? ASPECTS).map((it) => ({
    value: it,
    label: wording.text(ASPECT_WORDS[it]),
  }));
  return {
    custom_id: customId,
    title: wording.text(msg('commands.animate-this')),
    components: [
      ...(pictures.length > 1
        ? [labelled(wording, FIRST, fileSelect(wording, FIELDS.picture, pictures))]
        : []),
      labelled(
        wording,
        msg('forms.prompt'),
        paragraph(FIELDS.prompt, form?.promptLength, !wordless),
        msg(wordless ? 'forms.prompt-optional' : 'forms.prompt-hint'),
      ),
      labelled(wording, LENGTH, secondsInput(filling), msg('forms.seconds-hint')),
      madeWith(filling, draftOf(pictures, filling)),
      labelled(
        wording,
        msg('forms.aspect'),
        select(FIELDS.aspect, aspects),
        form?.shapeFollowsImage === false ? null : msg('forms.aspect-hint'),
      ),
    ],
  };
}

const FIRST = msg('video.first-frame');
const LENGTH = msg('forms.seconds');

function secondsInput({ form, wording }: Filling): Label['component'] {
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
    label: wording.text(msg('chat.seconds', { count: min + index })),
    default: form.settings.seconds === min + index,
  }));
  return select(FIELDS.seconds, options);
}

/** Of the usual length, since a price may not grow evenly with it. */
function draftOf([first]: readonly Attachment[], { form }: Filling): VideoDraft {
  const settings = { ...(form?.settings ?? UNSET_SETTINGS), aspect: null, guidance: null };
  return {
    scene: { kind: 'frames', prompt: STILL_TO_WRITE, first: first ?? null, last: null },
    settings,
  };
}

const aspectSchema = z.enum(ASPECTS).nullable();

/** What a filled form asks for; or what is wrong with it, since a client can be made to send anything. */
export function readAnimate(filled: Filled, pictures: readonly Attachment[]): FormRead {
  const aspect = aspectSchema.safeParse(filled.text(FIELDS.aspect));
  const first = chosenOf(pictures, filled.text(FIELDS.picture));
  const made = readMadeWith(filled);
  if (made === null || first === null || !aspect.success) return OUTDATED;
  const typed = filled.text(FIELDS.seconds);
  const seconds = typed === null ? null : wholeNumber(typed);
  if (typed !== null && seconds === null) {
    const words = msg('commands.whole-number', { field: LENGTH, example: '8' });
    return { status: 'wrong', reply: wrongReply(words) };
  }
  const { quality, ...model } = made;
  const prompt = filled.text(FIELDS.prompt) ?? '';
  return {
    status: 'read',
    draft: {
      scene: { kind: 'frames', prompt, first, last: null },
      settings: { quality, aspect: aspect.data, seconds, sound: null, guidance: null },
      ...model,
    },
  };
}
