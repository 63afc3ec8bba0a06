import { ComponentType } from 'discord.js';
import { z } from 'zod';
import type { ModelChoice, VideoForm } from '../../../core/chat/domain/form-state.ts';
import type { Attachment } from '../../../core/media/domain/media.ts';
import { grouped } from '../../../core/messages/domain/rich-text.ts';
import { UNSET_SETTINGS } from '../../../core/video/domain/video-request.ts';
import type { VideoDraft } from '../../../core/video/domain/video-request.ts';
import { STILL_TO_WRITE } from '../../shared/scene-from-fields.ts';
import { MOST_EDIT_REFERENCES } from '../commands/command-options.ts';
import { CHANGED, chosenOf, fileSelect, labelled, leftWords, paragraph } from './form-fields.ts';
import type { Filled } from '../interactions/form-values.ts';
import type { FormRead, Modal } from './form-fields.ts';
import { madeWith, readMadeWith } from './model-choice.ts';

const FIELDS = {
  video: 'video',
  prompt: 'prompt',
  sound: 'sound',
  references: 'references',
} as const;

/** The form for changing one of the videos. */
export function editModal(
  customId: string,
  videos: readonly Attachment[],
  form: VideoForm | null,
): Modal {
  const edit = form?.possible.edit ?? null;
  const most = form === null ? MOST_EDIT_REFERENCES : (edit?.images.max ?? 0);
  return {
    custom_id: customId,
    title: 'Edit this video',
    components: [
      ...(videos.length > 1 ? [labelled('Which video', fileSelect(FIELDS.video, videos))] : []),
      labelled(
        'What to change, and what has to stay',
        paragraph(FIELDS.prompt, form?.promptLength),
        edit === null ? null : `Up to the first ${edit.mostSeconds} s of it are used.`,
      ),
      labelled('Sound', {
        type: ComponentType.RadioGroup,
        custom_id: FIELDS.sound,
        required: false,
        options: [
          ...(edit?.keepsSound === false
            ? []
            : [{ value: 'keep', label: 'Keep its sound', default: true }]),
          { value: 'new', label: 'Leave the sound to the model' },
        ],
      }),
      madeWith(form, withOneVideo(videos), rateWords, leftWords(form)),
      ...(most === 0
        ? []
        : [
            labelled(
              'Reference pictures',
              {
                type: ComponentType.FileUpload,
                custom_id: FIELDS.references,
                min_values: 0,
                max_values: Math.min(most, MOST_EDIT_REFERENCES),
                required: false,
              },
              'PNG, JPEG or WebP, for what is to be put in.',
            ),
          ]),
    ],
  };
}

function sceneOf(prompt: string, source: Attachment, images: readonly Attachment[] = []) {
  return { kind: 'edit', prompt, source, images, keepSound: false } as const;
}

/** As if what is to be changed were written already. */
export function withOneVideo([
  source = { url: '', name: 'video', bytes: null },
]: readonly Attachment[]): VideoDraft {
  return { scene: sceneOf(STILL_TO_WRITE, source), settings: UNSET_SETTINGS };
}

/** At its longest; how long it is, is measured once it is sent off. */
function rateWords({ credits, seconds }: ModelChoice): string {
  const rate = Math.round((credits / seconds) * 10) / 10;
  return `About ${rate} credits a second of it, ${grouped(credits)} at most`;
}

const choicesSchema = z.object({
  sound: z.enum(['keep', 'new']).nullable(),
});

export function readEdit(filled: Filled, videos: readonly Attachment[]): FormRead {
  const choices = choicesSchema.safeParse({
    sound: filled.text(FIELDS.sound),
  });
  const source = chosenOf(videos, filled.text(FIELDS.video));
  const made = readMadeWith(filled);
  if (!choices.success || source === null || made === null) {
    return { status: 'wrong', words: CHANGED };
  }
  const { sound } = choices.data;
  const { quality, ...model } = made;
  const prompt = filled.text(FIELDS.prompt) ?? '';
  return {
    status: 'read',
    draft: {
      scene: {
        ...sceneOf(prompt, source, filled.files(FIELDS.references)),
        keepSound: sound === 'keep',
      },
      settings: { ...UNSET_SETTINGS, quality },
      ...model,
    },
  };
}
