import type { VideoForm } from '../../core/domain/form.ts';
import type { Attachment } from '../../core/domain/media.ts';
import type { Scene, VideoWish } from '../../core/domain/video-request.ts';
import { STILL_TO_WRITE } from '../scene.ts';
import type { FormContext } from './form-context.ts';
import { untouched } from './modal-values.ts';
import type { FormValues, Making } from './modal-values.ts';
import { SOME_FILE, wishOf } from './modal-wish.ts';

type Given<kind extends Scene<unknown>['kind']> = Extract<Scene<Attachment>, { kind: kind }>;

/** What is asked for so far, as if all that is still to be written were written. */
export function draftOf(
  making: Making,
  form: VideoForm,
  values: FormValues | null,
  context: FormContext,
): VideoWish | null {
  const sound = form.sound?.usual ?? null;
  const filled = values ?? untouched({ ...form.settings, sound });
  const wish = wishOf(making, filled, context);
  if (wish === null) return null;
  const { scene } = wish;
  switch (scene.kind) {
    case 'shots': {
      const seconds = Math.min(form.settings.seconds, form.possible.shots?.seconds.max ?? 5);
      const shots = scene.shots.length === 0 ? [{ prompt: STILL_TO_WRITE, seconds }] : scene.shots;
      return { ...wish, scene: { ...scene, first: scene.first ?? toChoose(context), shots } };
    }
    case 'references':
      return making === 'create'
        ? { ...wish, scene: { ...scene, prompt: scene.prompt || STILL_TO_WRITE } }
        : { ...wish, scene: named(form, 'min') };
    case 'replace':
      return wish;
    case 'text': {
      const prompt = written(scene.prompt);
      const first = toChoose(context);
      return first === null
        ? { ...wish, scene: { ...scene, prompt } }
        : { ...wish, scene: { ...scene, kind: 'frames', prompt, first, last: null } };
    }
    case 'frames': {
      const first = scene.first ?? toChoose(context);
      return { ...wish, scene: { ...scene, first, prompt: written(scene.prompt) } };
    }
    case 'edit':
      return { ...wish, scene: { ...scene, prompt: written(scene.prompt) } };
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
  draft: VideoWish,
  context: FormContext,
): readonly VideoWish[] {
  const scenes = scenesOf(making, form, draft.scene, context);
  const others = scenes.map((scene) => ({ ...draft, scene }));
  return hasStyle(making, form) ? [...others, ...others.map(withStyle)] : others;
}

/** Whether the form has a field for it. */
export function hasStyle(making: Making, { possible }: VideoForm): boolean {
  return (making === 'create' || making === 'elements') && possible.extras.styleLength !== null;
}

function withStyle(wish: VideoWish): VideoWish {
  const { settings } = wish;
  return { ...wish, settings: { ...settings, extras: { ...settings.extras, style: '…' } } };
}

function scenesOf(
  making: Making,
  form: VideoForm,
  scene: VideoWish['scene'],
  context: FormContext,
): readonly VideoWish['scene'][] {
  switch (making) {
    case 'create':
      return newScenes(form, 'prompt' in scene ? scene.prompt : STILL_TO_WRITE, toChoose(context));
    case 'storyboard':
      if (scene.kind !== 'shots') return [];
      return form.takesImages && context.pictures.length === 0
        ? [null, SOME_FILE].map((first) => ({ ...scene, first }))
        : [];
    case 'elements':
      return [named(form, 'min'), named(form, 'max')];
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
): readonly VideoWish['scene'][] {
  const frames: Given<'frames'>[] = [
    ...(takesImages ? [{ kind: 'frames' as const, prompt, first: SOME_FILE, last: null }] : []),
    ...(takesImages && lastFrame !== 'no'
      ? [first, SOME_FILE].map((it) => ({
          ...{ kind: 'frames' as const, prompt, first: it, last: SOME_FILE },
        }))
      : []),
  ];
  const text: Given<'text'>[] = first === null ? [{ kind: 'text', prompt }] : [];
  const { guides, references } = possible;
  return [
    ...[...text, ...frames].flatMap((scene) => [
      scene,
      ...(guides.video ? [{ ...scene, guides: { video: SOME_FILE } }] : []),
      ...(guides.audio ? [{ ...scene, guides: { audio: SOME_FILE } }] : []),
    ]),
    ...(references === null || first !== null
      ? []
      : [references.min, references.max].map((count) => ({
          ...{ kind: 'references' as const, prompt, images: some(count), elements: [] },
        }))),
  ];
}

/** Which they are makes no difference to who can, nor to what it costs. */
function named({ possible }: VideoForm, how: 'min' | 'max'): Given<'references'> {
  const { most = 1, images = { min: 2, max: 2 } } = possible.elements ?? {};
  const names = Array.from({ length: how === 'min' ? 1 : most }, (_, index) => `it${index}`);
  return {
    ...{ kind: 'references', images: [] },
    prompt: names.map((name) => `@${name}`).join(' '),
    elements: names.map((name) => ({ name, description: '', images: some(images[how]) })),
  };
}

function some(count: number): readonly Attachment[] {
  return Array<Attachment>(count).fill(SOME_FILE);
}
