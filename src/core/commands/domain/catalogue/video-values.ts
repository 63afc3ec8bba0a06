import type { Attachment } from '../../../media/domain/media.ts';
import type { ConfirmOver } from '../../../teams/domain/confirm-over.ts';
import { msg } from '../../../messages/domain/message.ts';
import type { Message } from '../../../messages/domain/message.ts';
import { ASPECTS, CAMERA_MOTIONS } from '../../../video/domain/video-request.ts';
import type {
  AdvancedSettings,
  NamedElement,
  Shot,
  VideoDraft,
} from '../../../video/domain/video-request.ts';
import type { Problem } from './field.ts';
import type { VideoFields, VideoValue, VideoValues } from './video-field.ts';

/** How long a shot is whose length nobody says: five of them are what most models make at most. */
export const SHOT_SECONDS = 3;

/** Stands for a file that is still to be given. */
export const SOME_FILE: Attachment = { url: '', name: 'file', bytes: null };

/** Empty where nothing is. */
export function textIn(values: VideoValues, name: string): string {
  const value = values[name];
  return typeof value === 'string' ? value : '';
}

export function numberIn(values: VideoValues, name: string): number | null {
  const value = values[name];
  return typeof value === 'number' ? value : null;
}

export function confirmOverIn(values: VideoValues, name: string): ConfirmOver | null {
  const value = values[name] ?? null;
  return typeof value === 'number' || value === 'never' || value === 'default' ? value : null;
}

export function flagIn(values: VideoValues, name: string): boolean | null {
  const value = values[name];
  return typeof value === 'boolean' ? value : null;
}

export function filesIn(values: VideoValues, name: string): readonly Attachment[] {
  const value = values[name] ?? null;
  return isFiles(value) ? value : [];
}

/** Null: none was given. */
export function fileIn(values: VideoValues, name: string): Attachment | null {
  return filesIn(values, name)[0] ?? null;
}

/** Those of which anything was filled in. */
export function elementsIn(values: VideoValues): readonly NamedElement<Attachment>[] {
  return Object.values(values).flatMap((it) =>
    isObject(it) && 'images' in it && !isBlank(it) ? [it] : [],
  );
}

/** Those that were written. */
export function shotsIn(values: VideoValues): readonly Shot[] {
  return Object.values(values).flatMap((it) =>
    isObject(it) && 'prompt' in it && (it.prompt.trim() !== '' || it.seconds !== null)
      ? [{ prompt: it.prompt, seconds: it.seconds ?? SHOT_SECONDS }]
      : [],
  );
}

function isFiles(value: VideoValue): value is readonly Attachment[] {
  return Array.isArray(value);
}

function isObject(
  value: VideoValue,
): value is Exclude<VideoValue, string | number | boolean | readonly Attachment[] | null> {
  return typeof value === 'object' && value !== null && !isFiles(value);
}

export function isBlank({ name, description, images }: NamedElement<unknown>): boolean {
  return name === '' && description === '' && images.length === 0;
}

function oneOf<Choice extends string>(choices: readonly Choice[], chosen: string): Choice | null {
  return choices.find((it) => it === chosen) ?? null;
}

/** What was chosen of a video; what was not is left open. */
export function settingsIn(values: VideoValues): VideoDraft['settings'] {
  const style = textIn(values, 'style').trim();
  const camera = oneOf(CAMERA_MOTIONS, textIn(values, 'camera'));
  const motion = numberIn(values, 'motion');
  const seed = numberIn(values, 'seed');
  const advanced: AdvancedSettings = {
    ...(seed === null ? {} : { seed }),
    ...(style === '' ? {} : { style }),
    ...(camera === null ? {} : { cameraMotion: camera }),
    ...(motion === null ? {} : { motionIntensity: motion }),
  };
  return {
    seconds: numberIn(values, 'seconds'),
    quality: oneOf(['std', 'pro'] as const, textIn(values, 'quality')),
    aspect: oneOf(ASPECTS, textIn(values, 'aspect')),
    sound: flagIn(values, 'sound'),
    guidance: numberIn(values, 'guidance'),
    ...(Object.keys(advanced).length === 0 ? {} : { extras: advanced }),
  };
}

const BESIDE = [
  ['image', msg('video.first-frame')],
  ['last_frame', msg('video.last-frame')],
  ['reference_video', msg('video.reference-video')],
  ['reference_sound', msg('video.reference-audio')],
] as const;

/** Of all that cannot go together, where it is not told what was given. */
export const REFERENCES_ALONE = msg('video.references-alone', {
  others: BESIDE.map(([, words]) => words),
});

/** What was given for a new video; or what cannot go together: reference pictures stand alone. */
export function newScene(values: VideoValues): VideoDraft['scene'] | Problem {
  const prompt = textIn(values, 'prompt');
  const [first, last] = [fileIn(values, 'image'), fileIn(values, 'last_frame')];
  const [video, audio] = [fileIn(values, 'reference_video'), fileIn(values, 'reference_sound')];
  const images = filesIn(values, 'references');
  const given = elementsIn(values);
  if (images.length > 0) {
    const others = BESIDE.filter(([name]) => fileIn(values, name) !== null).map(([, it]) => it);
    return others.length > 0
      ? { field: 'references', words: msg('video.references-alone', { others }) }
      : { kind: 'references', prompt, images, elements: given };
  }
  const guides = {
    ...(video === null ? {} : { video }),
    ...(audio === null ? {} : { audio }),
  };
  const guided = Object.keys(guides).length === 0 ? {} : { guides };
  if (first !== null || last !== null) {
    return { kind: 'frames', prompt, first, last, ...guided, ...named(given) };
  }
  return given.length > 0
    ? { kind: 'references', prompt, images: [], elements: given }
    : { kind: 'text', prompt, ...guided };
}

/** Elements where there are any: most videos have no field for them. */
export function named(elements: readonly NamedElement<Attachment>[]): {
  readonly elements?: readonly NamedElement<Attachment>[];
} {
  return elements.length === 0 ? {} : { elements };
}

/**
 * All that is wrong with what was filled in, whichever chat it was read from. What a model makes of
 * it is said by the models.
 * @param nameOf how the chat calls a field
 */
export function problemsIn(
  fields: VideoFields,
  values: VideoValues,
  nameOf: (name: string) => string | Message,
): readonly Problem[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const value = values[name] ?? null;
    const { required = false } = field;
    if (required === true ? isMissing(value) : required !== false && required(values)) {
      const words = field.missing ?? msg('commands.missing', { field: nameOf(name) });
      return isMissing(value) ? [{ field: name, words }] : [];
    }
    if (field.kind === 'id' && value !== null) {
      return typeof value === 'string' && /^[\w-]{1,64}$/.test(value)
        ? []
        : [{ field: name, words: field.wrong }];
    }
    if (field.kind === 'element' && isObject(value) && 'name' in value) {
      const words = msg('video.element-nameless', { number: field.number, field: nameOf(name) });
      return value.name === '' && !isBlank(value) ? [{ field: name, words }] : [];
    }
    return [];
  });
}

function isMissing(value: VideoValue): boolean {
  if (typeof value === 'string') return value.trim() === '';
  if (value === null || typeof value !== 'object') return value === null;
  if (isFiles(value)) return value.length === 0;
  return 'prompt' in value ? value.prompt.trim() === '' : isBlank(value);
}
