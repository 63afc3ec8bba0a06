import type { VideoForm } from '../../../chat/domain/form-state.ts';
import { msg } from '../../../messages/domain/message.ts';
import { FILE_TYPES } from './video-field.ts';
import type { VideoField, VideoFields } from './video-field.ts';
import { elementsIn, filesIn, SHOT_SECONDS, shotsIn } from './video-values.ts';

const MOST_SHOTS = 5;
const NO_SHOT = msg('video.shot-empty', { shot: 1 });
const NO_ELEMENT = msg('forms.elements-missing');
const MOST_ELEMENTS = 3;

/** Whether named elements may be given with videos of a kind. */
export function beside({ possible }: VideoForm, kind: 'frames' | 'shots'): boolean {
  return possible.elements?.beside.includes(kind) ?? false;
}

export const PROMPT = {
  kind: 'prompt',
  label: 'forms.prompt',
  example: msg('forms.prompt-hint'),
  required: true,
  missing: msg('video.prompt-empty'),
  offer: ({ promptLength }) => ({ most: promptLength }),
} satisfies VideoField;

/** Whether words are needed beside a picture, the models say. */
export const PROMPT_OR_IMAGE: VideoField = {
  ...PROMPT,
  required: (values) => filesIn(values, 'image').length === 0,
  offer: ({ promptLength: most, possible }) =>
    possible.wordless ? { most, optional: true, hint: msg('forms.prompt-optional') } : { most },
};

export const EDIT_PROMPT: VideoField = {
  ...PROMPT,
  label: 'forms.edit-prompt',
  example: msg('forms.edit-prompt-example'),
  typedHint: msg('forms.edit-prompt-hint'),
  offer: ({ promptLength: most, possible: { edit } }) =>
    edit === null
      ? { most }
      : { most, hint: msg('forms.edit-most-seconds', { seconds: edit.mostSeconds }) },
};

export const FIRST = {
  kind: 'file',
  of: 'picture',
  names: ['image'],
  label: 'video.first-frame',
  hint: msg('forms.first-hint', { types: FILE_TYPES.picture }),
  offer: ({ takesImages }) => (takesImages ? {} : null),
} satisfies VideoField;

const LAST_HINTS = {
  'with-first': msg('forms.last-with-first-hint'),
  'without-first': msg('forms.last-without-first-hint'),
  either: msg('forms.last-hint'),
} as const;

export const LAST = {
  kind: 'file',
  of: 'picture',
  names: ['last_frame'],
  label: 'video.last-frame',
  hint: msg('forms.last-hint'),
  offer: ({ takesImages, lastFrame }) =>
    !takesImages || lastFrame === 'no' ? null : { hint: LAST_HINTS[lastFrame] },
} satisfies VideoField;

const numbered = (most: number, name: string) =>
  Array.from({ length: most }, (_, index) => `${name}${index + 1}`);

export const REFERENCES = {
  kind: 'file',
  of: 'picture',
  names: numbered(9, 'reference'),
  label: 'video.reference-images',
  offer({ possible: { references } }) {
    if (references === null) return null;
    const { max: most } = references;
    return { most, hint: msg('forms.references-hint', { most }) };
  },
} satisfies VideoField;

export const EDIT_REFERENCES: VideoField = {
  ...REFERENCES,
  names: numbered(5, 'reference'),
  offer({ possible: { edit } }) {
    const most = Math.min(edit?.images.max ?? 0, 5);
    if (most === 0) return null;
    return { most, hint: msg('forms.edit-references-hint', { most, types: FILE_TYPES.picture }) };
  },
};

export const REFERENCE_VIDEO: VideoField = {
  kind: 'file',
  of: 'video',
  names: ['reference_video'],
  label: 'video.reference-video',
  hint: msg('forms.reference-video-hint', { types: FILE_TYPES.video }),
  offer: ({ possible }) => (possible.mediaReferences.video ? {} : null),
};

export const REFERENCE_SOUND: VideoField = {
  kind: 'file',
  of: 'sound',
  names: ['reference_sound'],
  label: 'video.reference-audio',
  hint: msg('forms.reference-audio-hint', { types: FILE_TYPES.sound }),
  offer: ({ possible }) => (possible.mediaReferences.audio ? {} : null),
};

export const SOURCE = {
  kind: 'file',
  of: 'video',
  names: ['video'],
  label: 'forms.source',
  hint: msg('forms.large-video-hint', {
    types: FILE_TYPES.video,
    command: msg('commands.edit-this'),
  }),
  typedHint: msg('forms.source'),
  required: true,
  missing: msg('forms.choose-video'),
} satisfies VideoField;

export const MOTION_VIDEO: VideoField = {
  ...SOURCE,
  label: 'forms.motion-video',
  hint: msg('forms.motion-video-hint', { types: FILE_TYPES.video }),
  typedHint: msg('forms.motion-video-hint', { types: FILE_TYPES.video }),
};

export const CHARACTER: VideoField = {
  kind: 'file',
  of: 'picture',
  names: ['character'],
  label: 'forms.character',
  hint: msg('forms.character-hint', { types: FILE_TYPES.picture }),
  required: true,
  missing: msg('forms.choose-image'),
};

export const KEEP_SOUND: VideoField = {
  kind: 'flag',
  label: 'forms.sound',
  yes: 'forms.keep-sound',
  no: { name: 'new-sound', label: 'forms.new-sound' },
  usual: true,
  typedHint: msg('forms.keep-sound-hint'),
  offer: ({ possible }) => (possible.edit?.keepsSound === true ? { usual: true } : null),
};

export const SHOTS: VideoFields = Object.fromEntries(
  Array.from({ length: MOST_SHOTS }, (_, index) => index + 1).map(
    (number): [string, VideoField] => [
      `shot${number}`,
      {
        kind: 'shot',
        number,
        seconds: `seconds${number}`,
        label: 'forms.shot',
        hint: msg('forms.shot-typed-hint', { usual: SHOT_SECONDS }),
        ...(number === 1
          ? { required: (values) => shotsIn(values).length === 0, missing: NO_SHOT }
          : {}),
        offer: ({ possible: { shots } }) =>
          shots === null || number > shots.most
            ? null
            : { ...shots.seconds, most: shots.promptLength },
      },
    ],
  ),
);

const LETTERS = ['a', 'b', 'c', 'd'] as const;

/** @param needed whether there has to be one */
export function elements(needed: boolean): VideoFields {
  const numbers = Array.from({ length: MOST_ELEMENTS }, (_, index) => index + 1);
  return Object.fromEntries(
    numbers.map((number): [string, VideoField] => [
      `name${number}`,
      {
        kind: 'element',
        number,
        about: `about${number}`,
        images: `images${number}`,
        names: LETTERS.map((letter) => `image${number}${letter}`),
        label: 'forms.element-name',
        typedHint: msg('forms.element-name-typed-hint'),
        ...(needed && number === 1
          ? { required: (values) => elementsIn(values).length === 0, missing: NO_ELEMENT }
          : {}),
        offer(form) {
          const possible = form.possible.elements;
          if (possible === null || number > possible.most) return null;
          if (!needed && !beside(form, 'shots')) return null;
          return { ...possible.images, most: possible.images.max };
        },
      },
    ]),
  );
}
