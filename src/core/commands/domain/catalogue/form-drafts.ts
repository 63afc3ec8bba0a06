import type { VideoForm } from '../../../chat/domain/form-state.ts';
import type { Attachment } from '../../../media/domain/media.ts';
import type { NamedElement, Scene, VideoDraft } from '../../../video/domain/video-request.ts';
import type { MakingCommand } from './video-commands.ts';
import { offerOf } from './video-field.ts';
import type { VideoValue, VideoValues } from './video-field.ts';
import { beside } from './video-fields.ts';
import { SOME_FILE } from './video-values.ts';

type Given<kind extends Scene<unknown>['kind']> = Extract<Scene<Attachment>, { kind: kind }>;

/** Stands for words that are still to be written, and is as long as any model wants them to be. */
export const STILL_TO_WRITE = '…'.repeat(9);

/** What stands in a form that nobody has touched yet. */
export function untouched({ fields }: MakingCommand, form: VideoForm): VideoValues {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]): [string, VideoValue] => [
      name,
      offerOf(field, form)?.usual ?? null,
    ]),
  );
}

/**
 * What is asked for so far, as if all that is still to be written were written. Null where it
 * cannot go together.
 * @param first one of the pictures that it will start from, where they are known before
 */
export function asIfWritten(
  command: MakingCommand,
  values: VideoValues,
  form: VideoForm,
  first: Attachment | null = null,
): VideoDraft | null {
  const draft = command.draft(values);
  if ('words' in draft) return null;
  const { scene } = draft;
  switch (scene.kind) {
    case 'shots': {
      const seconds = Math.min(form.settings.seconds, form.possible.shots?.seconds.max ?? 5);
      const shots = scene.shots.length === 0 ? [{ prompt: STILL_TO_WRITE, seconds }] : scene.shots;
      return { ...draft, scene: withShots({ ...scene, first: scene.first ?? first, shots }, form) };
    }
    case 'references':
      return command.name === 'create'
        ? { ...draft, scene: { ...scene, prompt: written(scene.prompt) } }
        : { ...draft, scene: withElements(form, 'min', first) };
    case 'replace':
      return draft;
    case 'text': {
      if (command.name === 'elements') return { ...draft, scene: withElements(form, 'min', first) };
      const prompt = written(scene.prompt);
      return first === null
        ? { ...draft, scene: { ...scene, prompt } }
        : { ...draft, scene: { ...scene, kind: 'frames', prompt, first, last: null } };
    }
    case 'frames': {
      const start = scene.first ?? first;
      return command.name === 'elements'
        ? { ...draft, scene: framed(form, { first: start, last: scene.last }, 'min') }
        : { ...draft, scene: { ...scene, first: start, prompt: written(scene.prompt) } };
    }
    case 'edit':
      return { ...draft, scene: { ...scene, prompt: written(scene.prompt) } };
  }
}

function written(prompt: string): string {
  return prompt.trim() === '' ? STILL_TO_WRITE : prompt;
}

/**
 * Other videos that the same form may still ask for. Where a chat tells of files and of typed text
 * only when a form is sent off, what is shown before must hold for all of them.
 */
export function othersOf(
  { name, fields }: MakingCommand,
  form: VideoForm,
  draft: VideoDraft,
  first: Attachment | null,
): readonly VideoDraft[] {
  const others = scenesOf(name, form, draft.scene, first).map((scene) => ({ ...draft, scene }));
  return hasStyle({ fields }, form) ? [...others, ...others.map(withStyle)] : others;
}

/** Whether the form has a field for it. */
export function hasStyle({ fields }: Pick<MakingCommand, 'fields'>, form: VideoForm): boolean {
  return 'style' in fields && form.possible.advanced.styleLength !== null;
}

function withStyle(draft: VideoDraft): VideoDraft {
  const { settings } = draft;
  return { ...draft, settings: { ...settings, extras: { ...settings.extras, style: '…' } } };
}

function scenesOf(
  making: MakingCommand['name'],
  form: VideoForm,
  scene: VideoDraft['scene'],
  first: Attachment | null,
): readonly VideoDraft['scene'][] {
  switch (making) {
    case 'create':
      return newScenes(form, 'prompt' in scene ? scene.prompt : STILL_TO_WRITE, first);
    case 'storyboard': {
      if (scene.kind !== 'shots') return [];
      const firsts = form.takesImages && first === null ? [null, SOME_FILE] : [];
      const { kind, shots } = scene;
      const others = [...firsts, scene.first].map((it) => ({ kind, shots, first: it }));
      const elements = elementsOf(form, 'min');
      if (!beside(form, 'shots')) return firsts.length === 0 ? [] : others;
      return others.flatMap((it) => [it, withShots({ ...it, elements }, form)]);
    }
    case 'elements': {
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
  form: VideoForm,
  prompt: string,
  first: Attachment | null,
): readonly VideoDraft['scene'][] {
  const frames = framesOf(form, first).map((it) => ({ kind: 'frames' as const, prompt, ...it }));
  const text: Given<'text'>[] = first === null ? [{ kind: 'text', prompt }] : [];
  const { mediaReferences, references } = form.possible;
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

type Frames = Pick<Given<'frames'>, 'first' | 'last'>;

/** What pictures may be given to start from and to end on. */
function framesOf(
  { takesImages, lastFrame }: VideoForm,
  first: Attachment | null,
): readonly Frames[] {
  if (!takesImages) return [];
  return [
    { first: SOME_FILE, last: null },
    ...(lastFrame === 'no' ? [] : [first, SOME_FILE].map((it) => ({ first: it, last: SOME_FILE }))),
  ];
}

/** Which they are makes no difference to who can, nor to what it costs. */
function elementsOf(
  { possible }: VideoForm,
  how: 'min' | 'max',
): readonly NamedElement<Attachment>[] {
  const { most = 1, images = { min: 2, max: 2 } } = possible.elements ?? {};
  return Array.from({ length: how === 'min' ? 1 : most }, (_, index) => ({
    name: `it${index}`,
    description: '',
    images: some(images[how]),
  }));
}

/** Calls each of them by its name. */
function calling(elements: readonly NamedElement<Attachment>[]): string {
  return elements.map(({ name }) => `@${name}`).join(' ');
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
  const prompt = `${STILL_TO_WRITE} ${calling(elements)}`;
  return { ...plain, shots: [{ ...shot, prompt }, ...rest], elements };
}

function some(count: number): readonly Attachment[] {
  return Array<Attachment>(count).fill(SOME_FILE);
}
