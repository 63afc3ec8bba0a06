import { ComponentType } from 'discord.js';
import { z } from 'zod';
import { msg } from '../../../core/messages/domain/message.ts';
import type { Attachment } from '../../../core/media/domain/media.ts';
import { UNSET_SETTINGS } from '../../../core/video/domain/video-request.ts';
import type { VideoDraft } from '../../../core/video/domain/video-request.ts';
import { FILE_TYPES } from '../../shared/likely-file.ts';
import { STILL_TO_WRITE } from '../../shared/scene-from-fields.ts';
import { MOST_EDIT_REFERENCES } from '../commands/command-options.ts';
import { chosenOf, fileSelect, labelled, OUTDATED, paragraph } from './form-fields.ts';
import type { Filled } from '../interactions/form-values.ts';
import type { Filling, FormRead, Modal } from './form-fields.ts';
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
  filling: Filling,
): Modal {
  const { form, wording } = filling;
  const edit = form?.possible.edit ?? null;
  const most =
    form === null ? MOST_EDIT_REFERENCES : Math.min(edit?.images.max ?? 0, MOST_EDIT_REFERENCES);
  const keep = { value: 'keep', label: wording.text(msg('forms.keep-sound')), default: true };
  return {
    custom_id: customId,
    title: wording.text(msg('commands.edit-this')),
    components: [
      ...(videos.length > 1
        ? [labelled(wording, msg('forms.source'), fileSelect(wording, FIELDS.video, videos))]
        : []),
      labelled(
        wording,
        msg('forms.edit-prompt'),
        paragraph(FIELDS.prompt, form?.promptLength),
        edit === null
          ? msg('forms.edit-prompt-hint')
          : msg('forms.edit-most-seconds', { seconds: edit.mostSeconds }),
      ),
      labelled(wording, msg('forms.sound'), {
        type: ComponentType.RadioGroup,
        custom_id: FIELDS.sound,
        required: false,
        options: [
          ...(edit?.keepsSound === false ? [] : [keep]),
          { value: 'new', label: wording.text(msg('forms.new-sound')) },
        ],
      }),
      // At its longest; how long it is, is measured once it is sent off.
      madeWith(filling, withOneVideo(videos)),
      ...(most === 0
        ? []
        : [
            labelled(
              wording,
              msg('video.reference-images'),
              {
                type: ComponentType.FileUpload,
                custom_id: FIELDS.references,
                min_values: 0,
                max_values: most,
                required: false,
              },
              msg('forms.edit-references-hint', { most, types: FILE_TYPES.picture }),
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

const soundSchema = z.enum(['keep', 'new']).nullable();

export function readEdit(filled: Filled, videos: readonly Attachment[]): FormRead {
  const sound = soundSchema.safeParse(filled.text(FIELDS.sound));
  const source = chosenOf(videos, filled.text(FIELDS.video));
  const made = readMadeWith(filled);
  if (!sound.success || source === null || made === null) return OUTDATED;
  const { quality, ...model } = made;
  const prompt = filled.text(FIELDS.prompt) ?? '';
  return {
    status: 'read',
    draft: {
      scene: {
        ...sceneOf(prompt, source, filled.files(FIELDS.references)),
        keepSound: sound.data === 'keep',
      },
      settings: { ...UNSET_SETTINGS, quality },
      ...model,
    },
  };
}
