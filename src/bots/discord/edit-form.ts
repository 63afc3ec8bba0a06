import { ComponentType } from 'discord.js';
import { z } from 'zod';
import type { VideoForm } from '../../core/domain/form.ts';
import type { Attachment } from '../../core/domain/media.ts';
import { grouped } from '../../core/domain/text.ts';
import type { Quality, VideoWish } from '../../core/domain/video-request.ts';
import { MOST_EDIT_REFERENCES } from './command-options.ts';
import {
  chosenOf,
  fileSelect,
  labelled,
  leftWords,
  paragraph,
  qualityChoice,
} from './form-fields.ts';
import type { Filled, FormRead, Modal } from './form-fields.ts';

const FIELDS = {
  video: 'video',
  prompt: 'prompt',
  sound: 'sound',
  quality: 'quality',
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
      labelled(
        'Quality',
        qualityChoice(FIELDS.quality, form, (it, quality) => rateWords(it, quality, videos)),
        leftWords(form),
      ),
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

/** What it would cost at its longest; how long it is, is measured once it is sent off. */
function rateWords(form: VideoForm, quality: Quality, [source]: readonly Attachment[]) {
  if (source === undefined) return null;
  const wish = { scene: sceneOf('…', source), settings: { ...OPEN, quality } };
  const [cheapest] = form.models(wish);
  if (cheapest === undefined) return null;
  const { credits, seconds } = cheapest;
  const rate = Math.round((credits / seconds) * 10) / 10;
  return `About ${rate} credits a second of it, ${grouped(credits)} at most`;
}

const OPEN: VideoWish['settings'] = {
  ...{ seconds: null, quality: null, aspect: null, sound: null, guidance: null },
};

const choicesSchema = z.object({
  quality: z.enum(['std', 'pro']).nullable(),
  sound: z.enum(['keep', 'new']).nullable(),
});

export function readEdit(filled: Filled, videos: readonly Attachment[]): FormRead {
  const choices = choicesSchema.safeParse({
    quality: filled.text(FIELDS.quality),
    sound: filled.text(FIELDS.sound),
  });
  const source = chosenOf(videos, filled.text(FIELDS.video));
  if (!choices.success || source === null) {
    return { status: 'wrong', words: 'This form was changed on the way. Please open it again.' };
  }
  const { quality, sound } = choices.data;
  const prompt = filled.text(FIELDS.prompt) ?? '';
  return {
    status: 'read',
    wish: {
      scene: {
        ...sceneOf(prompt, source, filled.files(FIELDS.references)),
        keepSound: sound === 'keep',
      },
      settings: { ...OPEN, quality },
    },
  };
}
