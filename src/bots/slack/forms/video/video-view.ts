import type { KnownBlock, ModalView } from '@slack/types';
import type { VideoForm } from '../../../../core/chat/domain/form-state.ts';
import { SHOT_SECONDS } from '../../../shared/scene-from-fields.ts';
import { writeFormContext } from '../../shared/form-context.ts';
import type { FormContext } from '../../shared/form-context.ts';
import { numberInput, plain, textInput } from '../fields.ts';
import { frameOf } from '../modal.ts';
import { advancedInputs, kindInput, modelInput } from './model-inputs.ts';
import { beside } from './priced-drafts.ts';
import { fileInput, fileOfMessage } from './file-inputs.ts';
import * as inputs from './inputs.ts';
import { line } from './inputs.ts';
import { choosesSound, draftsOf, highestPrice, modelsOf, priceLine } from './form-price.ts';
import type { Drafts } from './form-price.ts';
import { ELEMENT_FIELDS, SHOT_FIELDS } from './form-values.ts';
import type { FormKind, FormValues, Making } from './form-values.ts';

/** More than a few words of who or what it is would be for the prompt. */
const MOST_ABOUT = 200;

/** By which Slack names our forms to us. */
export const FORMS = {
  create: 'video_create',
  storyboard: 'video_storyboard',
  elements: 'video_elements',
  edit: 'video_edit',
  replace: 'video_replace',
  settings: 'video_settings',
} as const satisfies Record<FormKind, string>;

export const TITLES = {
  create: 'Create a video',
  storyboard: 'Create a storyboard',
  elements: 'Create a video',
  edit: 'Edit a video',
  replace: 'Replace a character',
  settings: 'Your usual settings',
} as const satisfies Record<FormKind, string>;

/** A form to fill in. What is filled in already stays when it is shown again. */
export function formModal(
  kind: FormKind,
  form: VideoForm,
  context: FormContext,
  values: FormValues | null = null,
): ModalView {
  const price =
    kind === 'settings' ? null : highestPrice(kind, form, draftsOf(kind, form, values, context));
  return {
    ...frameOf(TITLES[kind]),
    callback_id: FORMS[kind],
    private_metadata: writeFormContext({ ...context, price }),
    submit: plain(kind === 'settings' ? 'Save' : 'Create'),
    blocks:
      kind === 'settings'
        ? [
            ...settingInputs(form, 'settings'),
            inputs.confirmOverInput(form),
            inputs.languageInput(form),
          ]
        : makingBlocks(kind, form, context, values),
  };
}

function makingBlocks(
  making: Making,
  form: VideoForm,
  context: FormContext,
  values: FormValues | null,
): KnownBlock[] {
  const drafts = draftsOf(making, form, values, context);
  return [
    ...kindInput(form, making),
    ...BLOCKS[making](form, context, drafts),
    ...modelInput(modelsOf(drafts, form), values?.model ?? null),
    inputs.channelInput(context),
    ...(REMEMBERS[making]
      ? [inputs.tick('remember', 'Next time', 'Begin with these settings again')]
      : []),
    line('price', priceLine(making, form, drafts, values)),
  ];
}

/** Stands in the form's place until it is there: a form can only be opened at once. */
export function loadingModal(kind: FormKind): ModalView {
  return {
    ...frameOf(TITLES[kind]),
    blocks: [{ type: 'section', text: { type: 'plain_text', text: 'One moment…' } }],
  };
}

const REMEMBERS = {
  create: true,
  storyboard: false,
  elements: true,
  edit: false,
  replace: false,
} as const satisfies Record<Making, boolean>;

const PICTURES = 'PNG, JPEG or WebP.';
const VIDEOS =
  'MP4, MOV or WebM. For a bigger one choose “Edit this video” in the menu of its message.';

type Blocks = (form: VideoForm, context: FormContext, drafts: Drafts) => KnownBlock[];

const BLOCKS: Readonly<Record<Making, Blocks>> = {
  create: (form, context, drafts) => [
    prompt(
      form,
      'What happens in the video',
      'Who or what, where, how it moves',
      form.possible.wordless,
    ),
    ...pictures(form, context, 'The picture it starts from'),
    ...lastFrame(form),
    ...referenceFields(form, context),
    ...settingInputs(form, 'create', choosesSound(drafts, form)),
    ...advancedInputs(form),
  ],
  storyboard: (form, context, drafts) => [
    ...pictures(form, context, 'The picture the first shot starts from'),
    ...shots(form),
    ...(beside(form, 'shots') ? elements(form, false) : []),
    ...inputs.qualityInput(form, 'storyboard'),
    ...inputs.aspectInput(form, 'storyboard'),
    ...(choosesSound(drafts, form) ? inputs.soundInput(form, 'storyboard') : []),
    ...inputs.guidanceInput(form, 'storyboard'),
  ],
  elements: (form, context, drafts) => [
    prompt(form, 'What happens in the video', 'Each by its name: @hero enters the room'),
    ...elements(form, true),
    ...(beside(form, 'frames')
      ? [...pictures(form, context, 'The picture it starts from'), ...lastFrame(form)]
      : []),
    ...settingInputs(form, 'elements', choosesSound(drafts, form)),
    ...advancedInputs(form),
  ],
  edit: (form, context) => [
    ...source(context, 'The video to change', 'change'),
    prompt(form, 'What to change, and what has to stay', 'Make it snow, and keep the people'),
    ...editReferences(form),
    ...(form.possible.edit?.keepsSound === true
      ? [
          inputs.tick('keep_sound', 'Sound', 'Keep the sound of the video', {
            ticked: true,
            tellsAtOnce: true,
          }),
        ]
      : []),
    ...inputs.qualityInput(form, 'edit'),
  ],
  replace: (form, context) => [
    ...(context.pictures.length === 0
      ? [
          fileInput('character', 'Who is to be seen', {
            kind: 'picture',
            hint: PICTURES,
            optional: false,
          }),
        ]
      : fileOfMessage('picture', context.pictures, {
          label: 'Who is to be seen',
          sentence: (name) => `${name} is who is to be seen.`,
        })),
    ...source(context, 'The video with the motion', 'take the motion of'),
    ...inputs.qualityInput(form, 'replace'),
  ],
};

function prompt(form: VideoForm, label: string, placeholder: string, wordless = false): KnownBlock {
  return textInput('prompt', label, {
    most: form.promptLength,
    placeholder,
    focus: true,
    ...(wordless ? { optional: true, hint: 'Some models need none beside a picture.' } : {}),
  });
}

function pictures(form: VideoForm, context: FormContext, label: string): KnownBlock[] {
  if (!form.takesImages) return [];
  if (context.pictures.length === 0) {
    return [fileInput('first', label, { kind: 'picture', hint: PICTURES })];
  }
  const sentence = (name: string) => `It starts from ${name}.`;
  return fileOfMessage('picture', context.pictures, { label, sentence });
}

const LAST_FRAMES = {
  'with-first': 'Needs a picture to start from too.',
  'without-first': 'Goes without a picture to start from.',
  either: PICTURES,
} as const satisfies Record<Exclude<VideoForm['lastFrame'], 'no'>, string>;

function lastFrame({ takesImages, lastFrame }: VideoForm): KnownBlock[] {
  if (!takesImages || lastFrame === 'no') return [];
  return [
    fileInput('last', 'The picture it ends on', { kind: 'picture', hint: LAST_FRAMES[lastFrame] }),
  ];
}

function referenceFields({ possible }: VideoForm, context: FormContext): KnownBlock[] {
  const { references, mediaReferences } = possible;
  return [
    // Reference pictures go alone, and this video starts from one already.
    ...(references === null || context.pictures.length > 0
      ? []
      : [
          fileInput('references', 'Reference pictures', {
            kind: 'picture',
            most: references.max,
            hint: `Up to ${references.max}, and no picture to start from or to end on. The prompt speaks of them by their order.`,
          }),
        ]),
    ...(mediaReferences.video
      ? [
          fileInput('guide_video', 'A reference video', {
            kind: 'video',
            hint: 'MP4, MOV or WebM: it takes its motion from it.',
          }),
        ]
      : []),
    ...(mediaReferences.audio
      ? [
          fileInput('guide_sound', 'A reference sound', {
            kind: 'sound',
            hint: 'MP3, WAV or WebM.',
          }),
        ]
      : []),
  ];
}

function shots({ possible }: VideoForm): KnownBlock[] {
  if (possible.shots === null) return [];
  const { most, promptLength, seconds } = possible.shots;
  return SHOT_FIELDS.slice(0, most).flatMap((fields, index) => [
    textInput(fields.shot, `Shot ${index + 1}`, { most: promptLength, optional: index > 0 }),
    numberInput(fields.seconds, `Seconds of shot ${index + 1}`, {
      ...seconds,
      hint: `${seconds.min} to ${seconds.max}; empty: ${SHOT_SECONDS}.`,
      optional: true,
      tellsAtOnce: true,
    }),
  ]);
}

/** @param needed whether there has to be one */
function elements({ possible }: VideoForm, needed: boolean): KnownBlock[] {
  if (possible.elements === null) return [];
  const { most, images } = possible.elements;
  return ELEMENT_FIELDS.slice(0, most).flatMap((fields, index) => [
    textInput(fields.name, `Name ${index + 1}`, {
      most: 41,
      multiline: false,
      optional: !needed || index > 0,
      hint: 'As the prompt calls it: hero, for @hero.',
    }),
    textInput(fields.about, `Who or what ${index + 1} is`, {
      most: MOST_ABOUT,
      multiline: false,
      optional: true,
      hint: 'In a few words: a knight in silver armour.',
    }),
    fileInput(fields.images, `Pictures ${index + 1}`, {
      kind: 'picture',
      most: images.max,
      optional: !needed || index > 0,
      hint: `${images.min} to ${images.max} of the same person or thing.`,
    }),
  ]);
}

function source({ videos }: FormContext, label: string, verb: string): KnownBlock[] {
  return videos.length === 0
    ? [fileInput('source', label, { kind: 'video', hint: VIDEOS, optional: false })]
    : fileOfMessage('video', videos, {
        label,
        sentence: (name) => `The video to ${verb}: ${name}.`,
      });
}

function editReferences({ possible }: VideoForm): KnownBlock[] {
  const most = possible.edit?.images.max ?? 0;
  if (most === 0) return [];
  const hint = `Up to ${most}, for what is to be put in.`;
  return [fileInput('references', 'Reference pictures', { kind: 'picture', most, hint })];
}

function settingInputs(form: VideoForm, kind: FormKind, sound = true): KnownBlock[] {
  return [
    inputs.secondsInput(form, kind),
    ...inputs.qualityInput(form, kind),
    ...inputs.aspectInput(form, kind),
    ...(sound ? inputs.soundInput(form, kind) : []),
    ...inputs.guidanceInput(form, kind),
  ];
}
