import type { KnownBlock, ModalView } from '@slack/types';
import type { VideoForm } from '../../../../core/chat/domain/form-state.ts';
import { msg } from '../../../../core/messages/domain/message.ts';
import type { Message } from '../../../../core/messages/domain/message.ts';
import type { Wording } from '../../../../messages/wording.ts';
import { FILE_TYPES } from '../../../shared/likely-file.ts';
import { SHOT_SECONDS } from '../../../shared/scene-from-fields.ts';
import { writeFormContext } from '../../shared/form-context.ts';
import type { FormContext } from '../../shared/form-context.ts';
import { wordingOf } from '../../wording.ts';
import { numberInput, plain, textInput } from '../fields.ts';
import { frameOf } from '../modal.ts';
import { TITLES } from './drawing.ts';
import type { Drawing } from './drawing.ts';
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

/** A form to fill in. What is filled in already stays when it is shown again. */
export function formModal(
  kind: FormKind,
  form: VideoForm,
  context: FormContext,
  values: FormValues | null = null,
): ModalView {
  const wording = wordingOf(form.language);
  const drawing: Drawing = { kind, form, context, text: wording.text };
  const price =
    kind === 'settings' ? null : highestPrice(kind, form, draftsOf(kind, form, values, context));
  const submit = kind === 'settings' ? msg('forms.submit-save') : msg('forms.submit-create');
  return {
    ...frameOf(TITLES[kind], wording),
    callback_id: FORMS[kind],
    private_metadata: writeFormContext({ ...context, price, language: form.language }),
    submit: plain(drawing.text(submit)),
    blocks:
      kind === 'settings'
        ? [
            ...settingInputs(drawing),
            inputs.confirmOverInput(drawing),
            inputs.languageInput(drawing),
          ]
        : makingBlocks(drawing, kind, values),
  };
}

function makingBlocks(drawing: Drawing, making: Making, values: FormValues | null): KnownBlock[] {
  const { form, context } = drawing;
  const drafts = draftsOf(making, form, values, context);
  const remember = { label: msg('forms.remember'), words: msg('forms.remember-tick') };
  return [
    ...kindInput(drawing, making),
    ...BLOCKS[making](drawing, drafts),
    ...modelInput(drawing, modelsOf(drafts, form), values?.model ?? null),
    inputs.channelInput(drawing),
    ...(REMEMBERS[making] ? [inputs.tick(drawing, 'remember', remember)] : []),
    line('price', priceLine(drawing, making, drafts, values)),
  ];
}

/** Stands in the form's place until it is there: a form can only be opened at once. */
export function loadingModal(kind: FormKind, wording: Wording): ModalView {
  return {
    ...frameOf(TITLES[kind], wording),
    blocks: [{ type: 'section', text: plain(wording.text(msg('forms.loading'))) }],
  };
}

const REMEMBERS = {
  create: true,
  storyboard: false,
  elements: true,
  edit: false,
  replace: false,
} as const satisfies Record<Making, boolean>;

type Blocks = (drawing: Drawing, drafts: Drafts) => KnownBlock[];

const BLOCKS: Readonly<Record<Making, Blocks>> = {
  create: (drawing, drafts) => [
    prompt(drawing, msg('forms.prompt'), msg('forms.prompt-hint')),
    ...firstFrame(drawing),
    ...lastFrame(drawing),
    ...referenceFields(drawing),
    ...settingInputs(drawing, choosesSound(drafts, drawing.form)),
    ...advancedInputs(drawing),
  ],
  storyboard: (drawing, drafts) => [
    ...firstFrame(drawing),
    ...shots(drawing),
    ...(beside(drawing.form, 'shots') ? elements(drawing, false) : []),
    ...inputs.qualityInput(drawing),
    ...inputs.aspectInput(drawing),
    ...(choosesSound(drafts, drawing.form) ? inputs.soundInput(drawing) : []),
    ...inputs.guidanceInput(drawing),
  ],
  elements: (drawing, drafts) => [
    prompt(drawing, msg('forms.prompt'), msg('forms.prompt-elements-hint')),
    ...elements(drawing, true),
    ...(beside(drawing.form, 'frames') ? [...firstFrame(drawing), ...lastFrame(drawing)] : []),
    ...settingInputs(drawing, choosesSound(drafts, drawing.form)),
    ...advancedInputs(drawing),
  ],
  edit: (drawing) => [
    ...source(
      drawing,
      msg('forms.source'),
      msg('forms.large-video-hint', {
        types: FILE_TYPES.video,
        command: msg('commands.edit-this'),
      }),
    ),
    prompt(drawing, msg('forms.edit-prompt'), msg('forms.edit-prompt-example')),
    ...editReferences(drawing),
    ...(drawing.form.possible.edit?.keepsSound === true ? [keepSound(drawing)] : []),
    ...inputs.qualityInput(drawing),
  ],
  replace: (drawing) => [
    ...character(drawing),
    ...source(
      drawing,
      msg('forms.motion-video'),
      msg('forms.motion-video-hint', { types: FILE_TYPES.video }),
    ),
    ...inputs.qualityInput(drawing),
  ],
};

function prompt({ kind, form, text }: Drawing, label: Message, example: Message): KnownBlock {
  return textInput('prompt', text(label), {
    most: form.promptLength,
    placeholder: text(example),
    focus: true,
    ...(kind === 'create' && form.possible.wordless
      ? { optional: true, hint: text(msg('forms.prompt-optional')) }
      : {}),
  });
}

function firstFrame(drawing: Drawing): KnownBlock[] {
  const { form, context } = drawing;
  const label = msg('video.first-frame');
  if (!form.takesImages) return [];
  if (context.pictures.length > 0) {
    return fileOfMessage(drawing, 'picture', context.pictures, label);
  }
  const hint = msg('forms.first-hint', { types: FILE_TYPES.picture });
  return [fileInput(drawing, 'first', { label, hint })];
}

const LAST_FRAMES = {
  'with-first': msg('forms.last-with-first-hint'),
  'without-first': msg('forms.last-without-first-hint'),
  either: msg('forms.last-hint'),
} as const satisfies Record<Exclude<VideoForm['lastFrame'], 'no'>, Message>;

function lastFrame(drawing: Drawing): KnownBlock[] {
  const { takesImages, lastFrame: last } = drawing.form;
  if (!takesImages || last === 'no') return [];
  const field = { label: msg('video.last-frame'), hint: LAST_FRAMES[last] };
  return [fileInput(drawing, 'last', field)];
}

function referenceFields(drawing: Drawing): KnownBlock[] {
  const { references, mediaReferences } = drawing.form.possible;
  const blocks: KnownBlock[] = [];
  // Reference images go alone, and this video starts from one already.
  if (references !== null && drawing.context.pictures.length === 0) {
    const most = references.max;
    const hint = msg('forms.references-hint', { most });
    const label = msg('video.reference-images');
    blocks.push(fileInput(drawing, 'references', { label, hint, most }));
  }
  if (mediaReferences.video) {
    const hint = msg('forms.reference-video-hint', { types: FILE_TYPES.video });
    const label = msg('video.reference-video');
    blocks.push(fileInput(drawing, 'guide_video', { label, hint, kind: 'video' }));
  }
  if (mediaReferences.audio) {
    const hint = msg('forms.reference-audio-hint', { types: FILE_TYPES.sound });
    const label = msg('video.reference-audio');
    blocks.push(fileInput(drawing, 'guide_sound', { label, hint, kind: 'sound' }));
  }
  return blocks;
}

function shots({ form: { possible }, text }: Drawing): KnownBlock[] {
  if (possible.shots === null) return [];
  const { most, promptLength, seconds } = possible.shots;
  const hint = text(msg('forms.shot-seconds-hint', { ...seconds, usual: SHOT_SECONDS }));
  return SHOT_FIELDS.slice(0, most).flatMap((fields, index) => {
    const number = index + 1;
    const shot = text(msg('forms.shot', { number }));
    const length = text(msg('forms.shot-seconds', { number }));
    return [
      textInput(fields.shot, shot, { most: promptLength, optional: index > 0 }),
      numberInput(fields.seconds, length, { ...seconds, hint, optional: true, tellsAtOnce: true }),
    ];
  });
}

/** @param needed whether there has to be one */
function elements(drawing: Drawing, needed: boolean): KnownBlock[] {
  const { form, text } = drawing;
  if (form.possible.elements === null) return [];
  const { most, images } = form.possible.elements;
  return ELEMENT_FIELDS.slice(0, most).flatMap((fields, index) => {
    const number = index + 1;
    const optional = !needed || index > 0;
    return [
      textInput(fields.name, text(msg('forms.element-name', { number })), {
        most: 41,
        multiline: false,
        optional,
        hint: text(msg('forms.element-name-hint')),
      }),
      textInput(fields.about, text(msg('forms.element-about', { number })), {
        most: MOST_ABOUT,
        multiline: false,
        optional: true,
        hint: text(msg('forms.element-about-hint')),
      }),
      fileInput(drawing, fields.images, {
        label: msg('forms.element-images', { number }),
        hint: msg('forms.element-images-hint', { min: images.min, max: images.max }),
        most: images.max,
        optional,
      }),
    ];
  });
}

function character(drawing: Drawing): KnownBlock[] {
  const { pictures } = drawing.context;
  const label = msg('forms.character');
  if (pictures.length > 0) return fileOfMessage(drawing, 'picture', pictures, label);
  const hint = msg('forms.character-hint', { types: FILE_TYPES.picture });
  return [fileInput(drawing, 'character', { label, hint, optional: false })];
}

function source(drawing: Drawing, label: Message, hint: Message): KnownBlock[] {
  const { videos } = drawing.context;
  return videos.length === 0
    ? [fileInput(drawing, 'source', { label, hint, kind: 'video', optional: false })]
    : fileOfMessage(drawing, 'video', videos, label);
}

function editReferences(drawing: Drawing): KnownBlock[] {
  const most = drawing.form.possible.edit?.images.max ?? 0;
  if (most === 0) return [];
  const hint = msg('forms.edit-references-hint', { most, types: FILE_TYPES.picture });
  const label = msg('video.reference-images');
  return [fileInput(drawing, 'references', { label, hint, most })];
}

function keepSound(drawing: Drawing): KnownBlock {
  const tick = { label: msg('forms.sound'), words: msg('forms.keep-sound') };
  return inputs.tick(drawing, 'keep_sound', tick, { ticked: true, tellsAtOnce: true });
}

function settingInputs(drawing: Drawing, sound = true): KnownBlock[] {
  return [
    inputs.secondsInput(drawing),
    ...inputs.qualityInput(drawing),
    ...inputs.aspectInput(drawing),
    ...(sound ? inputs.soundInput(drawing) : []),
    ...inputs.guidanceInput(drawing),
  ];
}
