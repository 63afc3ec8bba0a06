import type { VideoForm } from '../../../../core/chat/domain/form-state.ts';
import type { Attachment } from '../../../../core/media/domain/media.ts';
import type {
  NamedElement,
  Scene,
  VideoDraft,
} from '../../../../core/video/domain/video-request.ts';
import { calling, someElements, STILL_TO_WRITE } from '../../../shared/scene-from-fields.ts';
import type { FormContext } from '../../shared/form-context.ts';
import { untouched } from './form-values.ts';
import type { FormValues, Making } from './form-values.ts';
import { SOME_FILE, videoDraftOf } from './video-draft.ts';

type Given<kind extends Scene<unknown>['kind']> = Extract<Scene<Attachment>, { kind: kind }>;

/** What is asked for so far, as if all that is still to be written were written. */
export function draftOf(
  making: Making,
  form: VideoForm,
  values: FormValues | null,
  context: FormContext,
): VideoDraft | null {
  const sound = form.sound?.usual ?? null;
  const filled = values ?? untouched({ ...form.settings, sound });
  const draft = videoDraftOf(making, filled, context);
  if (draft === null) return null;
  const { scene } = draft;
  switch (scene.kind) {
    case 'shots': {
      const seconds = Math.min(form.settings.seconds, form.possible.shots?.seconds.max ?? 5);
      const shots = scene.shots.length === 0 ? [{ prompt: STILL_TO_WRITE, seconds }] : scene.shots;
      const first = scene.first ?? toChoose(context);
      return { ...draft, scene: withShots({ ...scene, first, shots }, form) };
    }
    case 'references':
      return making === 'create'
        ? { ...draft, scene: { ...scene, prompt: scene.prompt || STILL_TO_WRITE } }
        : { ...draft, scene: withElements(form, 'min', toChoose(context)) };
    case 'replace':
      return draft;
    case 'text': {
      const prompt = written(scene.prompt);
      const first = toChoose(context);
      return first === null
        ? { ...draft, scene: { ...scene, prompt } }
        : { ...draft, scene: { ...scene, kind: 'frames', prompt, first, last: null } };
    }
    case 'frames': {
      const first = scene.first ?? toChoose(context);
      if (making === 'elements') {
        return { ...draft, scene: framed(form, { first, last: scene.last }, 'min') };
      }
      return { ...draft, scene: { ...scene, first, prompt: written(scene.prompt) } };
    }
    case 'edit':
      return { ...draft, scene: { ...scene, prompt: written(scene.prompt) } };
  }
}

/** One of the pictures of a message, whichever it will be. */
function toChoose({ pictures }: FormContext): Attachment | null {
  return pictures.length === 0 ? null : SOME_FILE;
}

function written(prompt: string): string {
  return prompt.trim() === '' ? STILL_TO_WRITE : prompt;
}

/**
 * Other videos that the same form may still ask for. Slack tells of files, and of what is typed as
 * text, only when a form is sent off: what it shows before must hold for all of them.
 */
export function othersOf(
  making: Making,
  form: VideoForm,
  draft: VideoDraft,
  context: FormContext,
): readonly VideoDraft[] {
  const scenes = scenesOf(making, form, draft.scene, context);
  const others = scenes.map((scene) => ({ ...draft, scene }));
  return hasStyle(making, form) ? [...others, ...others.map(withStyle)] : others;
}

/** Whether the form has a field for it. */
export function hasStyle(making: Making, { possible }: VideoForm): boolean {
  return (making === 'create' || making === 'elements') && possible.advanced.styleLength !== null;
}

function withStyle(draft: VideoDraft): VideoDraft {
  const { settings } = draft;
  return { ...draft, settings: { ...settings, extras: { ...settings.extras, style: '…' } } };
}

function scenesOf(
  making: Making,
  form: VideoForm,
  scene: VideoDraft['scene'],
  context: FormContext,
): readonly VideoDraft['scene'][] {
  switch (making) {
    case 'create':
      return newScenes(form, 'prompt' in scene ? scene.prompt : STILL_TO_WRITE, toChoose(context));
    case 'storyboard': {
      if (scene.kind !== 'shots') return [];
      const firsts = form.takesImages && context.pictures.length === 0 ? [null, SOME_FILE] : [];
      const { kind, shots } = scene;
      const others = [...firsts, scene.first].map((first) => ({ kind, shots, first }));
      const elements = elementsOf(form, 'min');
      if (!beside(form, 'shots')) return firsts.length === 0 ? [] : others;
      return others.flatMap((it) => [it, withShots({ ...it, elements }, form)]);
    }
    case 'elements': {
      const first = toChoose(context);
      const plain = (['min', 'max'] as const).map((how) => withElements(form, how, first));
      if (!beside(form, 'frames')) return plain;
      return [...plain, ...framesOf(form, first).map((it) => framed(form, it, 'min'))];
    }
    case 'edit': {
      const images = form.possible.edit?.images;
      if (scene.kind !== 'edit' || images === undefined) return [];
      return [0, images.min, images.max].map((count) => ({ ...scene, images: some(count) }));
    }
    case 'replace':
      return [];
  }
}

/** Beside each of them, what else the form has a field for. */
function newScenes(
  { possible, takesImages, lastFrame }: VideoForm,
  prompt: string,
  first: Attachment | null,
): readonly VideoDraft['scene'][] {
  const frames = framesOf({ takesImages, lastFrame }, first).map((it) => ({
    kind: 'frames' as const,
    prompt,
    ...it,
  }));
  const text: Given<'text'>[] = first === null ? [{ kind: 'text', prompt }] : [];
  const { mediaReferences, references } = possible;
  return [
    ...[...text, ...frames].flatMap((scene) => [
      scene,
      ...(mediaReferences.video ? [{ ...scene, guides: { video: SOME_FILE } }] : []),
      ...(mediaReferences.audio ? [{ ...scene, guides: { audio: SOME_FILE } }] : []),
    ]),
    ...(references === null || first !== null
      ? []
      : [references.min, references.max].map((count) => ({
          kind: 'references' as const,
          prompt,
          images: some(count),
          elements: [],
        }))),
  ];
}

interface Frames {
  readonly first: Attachment | null;
  readonly last: Attachment | null;
}

/** What pictures may be given to start from and to end on. */
function framesOf(
  { takesImages, lastFrame }: Pick<VideoForm, 'takesImages' | 'lastFrame'>,
  first: Attachment | null,
): readonly Frames[] {
  if (!takesImages) return [];
  return [
    { first: SOME_FILE, last: null },
    ...(lastFrame === 'no' ? [] : [first, SOME_FILE].map((it) => ({ first: it, last: SOME_FILE }))),
  ];
}

/** Whether named elements may be given with videos of a kind. */
export function beside({ possible }: VideoForm, kind: 'frames' | 'shots'): boolean {
  return possible.elements?.beside.includes(kind) ?? false;
}

/** Which they are makes no difference to who can, nor to what it costs. */
function elementsOf(
  { possible }: VideoForm,
  how: 'min' | 'max',
): readonly NamedElement<Attachment>[] {
  const { most = 1, images = { min: 2, max: 2 } } = possible.elements ?? {};
  return someElements(how === 'min' ? 1 : most, images[how]);
}

function withElements(
  form: VideoForm,
  how: 'min' | 'max',
  first: Attachment | null,
): Given<'references'> | Given<'frames'> {
  if (first !== null && beside(form, 'frames')) return framed(form, { first, last: null }, how);
  const elements = elementsOf(form, how);
  return { kind: 'references', prompt: calling(elements), images: [], elements };
}

function framed(form: VideoForm, frames: Frames, how: 'min' | 'max'): Given<'frames'> {
  const elements = elementsOf(form, how);
  return { kind: 'frames', prompt: calling(elements), ...frames, elements };
}

/** Shots of which one calls everything by its name, where anything has one. */
function withShots(scene: Given<'shots'>, form: VideoForm): Given<'shots'> {
  const { elements: given = [], ...plain } = scene;
  const [shot, ...rest] = scene.shots;
  if (given.length === 0 || shot === undefined) return plain;
  const elements = elementsOf(form, 'min');
  return { ...plain, shots: [{ ...shot, prompt: calling(elements) }, ...rest], elements };
}

function some(count: number): readonly Attachment[] {
  return Array<Attachment>(count).fill(SOME_FILE);
}
