import { msg } from '../../../../core/messages/domain/message.ts';
import type { Message } from '../../../../core/messages/domain/message.ts';
import type { Attachment } from '../../../../core/media/domain/media.ts';
import { UNSET_SETTINGS } from '../../../../core/video/domain/video-request.ts';
import type { NamedElement, VideoDraft } from '../../../../core/video/domain/video-request.ts';
import { named, sceneOf, SHOT_SECONDS } from '../../../shared/scene-from-fields.ts';
import { attachmentById, attachmentOf, isNo, isNoWords } from '../../shared/attachment.ts';
import type { SlackFile } from '../../shared/attachment.ts';
import type { FileKind } from '../../../shared/likely-file.ts';
import type { FormContext, FormFile } from '../../shared/form-context.ts';
import { ELEMENT_FIELDS } from './form-values.ts';
import type { Field, FieldProblems, FormValues, Making } from './form-values.ts';

/** Stands for a file that is still to be given. */
export const SOME_FILE: Attachment = { url: '', name: 'file', bytes: null };

/** What a filled form asks for; null for what no video can be made of. */
export function videoDraftOf(
  making: Making,
  values: FormValues,
  context: FormContext,
): VideoDraft | null {
  const scene = SCENES[making](values, context);
  if ('message' in scene) return null;
  const worksOnVideo = scene.kind === 'edit' || scene.kind === 'replace';
  const settings = worksOnVideo
    ? { ...UNSET_SETTINGS, quality: values.settings.quality }
    : values.settings;
  return { scene, settings, ...(values.model === null ? {} : { model: values.model }) };
}

type SceneOf = (values: FormValues, context: FormContext) => VideoDraft['scene'] | Message;

const SCENES: Readonly<Record<Making, SceneOf>> = {
  create: (values, context) =>
    sceneOf({
      prompt: values.prompt,
      first: firstOf(values, context),
      last: given(values.last),
      references: values.references.map(attachmentOf),
      elements: [],
      referenceVideo: given(values.referenceVideo),
      referenceAudio: given(values.referenceAudio),
    }),
  storyboard: (values, context) => ({
    kind: 'shots',
    first: firstOf(values, context),
    shots: values.shots
      .filter(({ prompt }) => prompt.trim() !== '')
      .map(({ prompt, seconds }) => ({ prompt, seconds: seconds ?? SHOT_SECONDS })),
    ...named(elementsIn(values)),
  }),
  elements(values, context) {
    const elements = elementsIn(values);
    const first = firstOf(values, context);
    const last = given(values.last);
    if (first !== null || last !== null) {
      return { kind: 'frames', prompt: values.prompt, first, last, ...named(elements) };
    }
    return { kind: 'references', prompt: values.prompt, images: [], elements };
  },
  edit(values, context) {
    const { prompt, keepSound } = values;
    const images = values.references.map(attachmentOf);
    const source = sourceOf(values, context) ?? SOME_FILE;
    return { kind: 'edit', prompt, source, images, keepSound };
  },
  replace: (values, context) => ({
    kind: 'replace',
    character: given(values.character) ?? chosen(values.picture, context.pictures) ?? SOME_FILE,
    driving: sourceOf(values, context) ?? SOME_FILE,
  }),
};

function elementsIn({ elements }: FormValues): NamedElement<Attachment>[] {
  return elements
    .filter((it) => !isBlank(it))
    .map(({ name, about, images }) => ({
      name: name.trim().replace(/^@/, ''),
      description: about.trim(),
      images: images.map(attachmentOf),
    }));
}

function given(file: SlackFile | null): Attachment | null {
  return file === null ? null : attachmentOf(file);
}

function firstOf({ first, picture }: FormValues, { pictures }: FormContext): Attachment | null {
  return given(first) ?? chosen(picture, pictures);
}

function sourceOf({ source, video }: FormValues, { videos }: FormContext): Attachment | null {
  return given(source) ?? chosen(video, videos);
}

/** A single file of a message is chosen by opening the form on it. */
function chosen(id: string | null, files: readonly FormFile[]): Attachment | null {
  const file = files.find((it) => it.id === id) ?? (files.length === 1 ? files[0] : undefined);
  return file === undefined ? null : attachmentById(file.id, file.name);
}

/** What is wrong with single fields. */
export function problemsOf(
  making: Making,
  values: FormValues,
  context: FormContext,
): FieldProblems {
  const problems: FieldProblems = { ...values.noNumbers };
  // Whether words are needed beside it, the models say.
  const startsFromPicture = () => making === 'create' && firstOf(values, context) !== null;
  if (values.kind !== null && values.kind !== making) {
    problems.kind = msg('forms.not-ready');
  }
  if (making === 'storyboard') {
    if (values.shots.every(({ prompt }) => prompt.trim() === '')) {
      problems.shot1 = msg('video.shot-empty', { shot: 1 });
    }
  } else if (making !== 'replace' && values.prompt.trim() === '' && !startsFromPicture()) {
    problems.prompt = msg('video.prompt-empty');
  }
  for (const { field, kind, files } of filesOf(values)) {
    const strange = files.find((it) => isNo(kind, it));
    if (strange !== undefined) problems[field] = isNoWords(kind, strange);
  }
  if (making === 'elements' || making === 'storyboard') {
    Object.assign(problems, elementProblems(values, making === 'elements'));
  }
  if (making === 'edit' || making === 'replace') {
    if (sourceOf(values, context) === null) {
      problems[context.videos.length > 1 ? 'video' : 'source'] = msg('forms.choose-video');
    }
  }
  if (making === 'replace' && values.character === null && context.pictures.length === 0) {
    problems.character = msg('forms.choose-image');
  }
  const picturing = making === 'create' || making === 'storyboard' || making === 'elements';
  if (picturing && context.pictures.length > 1 && firstOf(values, context) === null) {
    problems.picture = msg('forms.choose-image');
  }
  const scene = SCENES[making](values, context);
  if ('message' in scene) problems.references ??= scene;
  return problems;
}

function elementProblems({ elements }: FormValues, needed: boolean): FieldProblems {
  const problems: FieldProblems = {};
  for (const [index, element] of elements.entries()) {
    const fields = ELEMENT_FIELDS[index];
    if (fields === undefined || isBlank(element)) continue;
    if (element.name.trim() === '') problems[fields.name] = msg('forms.element-name-missing');
    if (element.images.length === 0) problems[fields.images] = msg('forms.element-images-missing');
  }
  if (needed && elements.every(isBlank)) problems.name1 = msg('forms.elements-missing');
  return problems;
}

function isBlank({ name, about, images }: FormValues['elements'][number]): boolean {
  return name.trim() === '' && about.trim() === '' && images.length === 0;
}

function filesOf(values: FormValues): readonly {
  readonly field: Field;
  readonly kind: FileKind;
  readonly files: readonly SlackFile[];
}[] {
  const one = (file: SlackFile | null) => (file === null ? [] : [file]);
  const pictures = values.elements.flatMap(({ images }, index) => {
    const fields = ELEMENT_FIELDS[index];
    return fields === undefined
      ? []
      : [{ field: fields.images, kind: 'picture', files: images } as const];
  });
  return [
    { field: 'first', kind: 'picture', files: one(values.first) },
    { field: 'last', kind: 'picture', files: one(values.last) },
    { field: 'character', kind: 'picture', files: one(values.character) },
    { field: 'references', kind: 'picture', files: values.references },
    { field: 'source', kind: 'video', files: one(values.source) },
    { field: 'guide_video', kind: 'video', files: one(values.referenceVideo) },
    { field: 'guide_sound', kind: 'sound', files: one(values.referenceAudio) },
    ...pictures,
  ];
}

/** The field below which it is told that no model makes it. */
export const MAIN_FIELD = {
  create: 'prompt',
  storyboard: 'shot1',
  elements: 'prompt',
  edit: 'prompt',
  replace: 'quality',
} as const satisfies Record<Making, Field>;
