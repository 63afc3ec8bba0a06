import { msg } from '../../core/messages/domain/message.ts';
import type { Message } from '../../core/messages/domain/message.ts';
import type { Attachment } from '../../core/media/domain/media.ts';
import type {
  AdvancedSettings,
  NamedElement,
  Shot,
  VideoDraft,
} from '../../core/video/domain/video-request.ts';

/** What somebody gave for a new video, as far as their chat has fields for it. */
export interface Given {
  readonly prompt: string;
  readonly first: Attachment | null;
  readonly last: Attachment | null;
  readonly references: readonly Attachment[];
  readonly elements: readonly NamedElement<Attachment>[];
  readonly referenceVideo: Attachment | null;
  readonly referenceAudio: Attachment | null;
}

/** The scene that it makes; or what cannot go together: reference pictures stand alone. */
export function sceneOf(given: Given): VideoDraft['scene'] | Message {
  const { prompt, first, last, references, elements, referenceVideo, referenceAudio } = given;
  const mediaReferences = {
    ...(referenceVideo === null ? {} : { video: referenceVideo }),
    ...(referenceAudio === null ? {} : { audio: referenceAudio }),
  };
  const withReferences =
    Object.keys(mediaReferences).length === 0 ? {} : { guides: mediaReferences };
  const framed = first !== null || last !== null;
  if (references.length > 0) {
    const others = BESIDE.filter(([name]) => given[name] !== null).map(([, words]) => words);
    return others.length > 0
      ? msg('video.references-alone', { others })
      : { kind: 'references', prompt, images: references, elements };
  }
  if (framed) return { kind: 'frames', prompt, first, last, ...withReferences, ...named(elements) };
  return elements.length > 0
    ? { kind: 'references', prompt, images: [], elements }
    : { kind: 'text', prompt, ...withReferences };
}

const BESIDE = [
  ['first', msg('video.first-frame')],
  ['last', msg('video.last-frame')],
  ['referenceVideo', msg('video.reference-video')],
  ['referenceAudio', msg('video.reference-audio')],
] as const;

/** Of all that cannot go together, where it is not told what was given. */
export const REFERENCES_ALONE = msg('video.references-alone', {
  others: BESIDE.map(([, words]) => words),
});

/** What only some models know, as far as anything was said of it. */
export function advancedOf({
  seed,
  style,
  cameraMotion,
  motionIntensity,
}: {
  readonly [name in keyof AdvancedSettings]-?: NonNullable<AdvancedSettings[name]> | null;
}): Pick<VideoDraft['settings'], 'extras'> {
  const advanced: AdvancedSettings = {
    ...(seed === null ? {} : { seed }),
    ...(style === null ? {} : { style }),
    ...(cameraMotion === null ? {} : { cameraMotion }),
    ...(motionIntensity === null ? {} : { motionIntensity }),
  };
  return Object.keys(advanced).length === 0 ? {} : { extras: advanced };
}

/** Elements where there are any: most videos have no field for them. */
export function named(elements: Given['elements']): Partial<Pick<Given, 'elements'>> {
  return elements.length === 0 ? {} : { elements };
}

/** Of each as many pictures as it takes, before it is known which. */
export function someElements(count: number, images: number): Given['elements'] {
  const picture = { url: '', name: 'picture', bytes: null };
  return Array.from({ length: count }, (_, index) => ({
    name: `it${index}`,
    description: '',
    images: Array<typeof picture>(images).fill(picture),
  }));
}

/** Calls each of them by its name. */
export function calling(elements: Given['elements']): string {
  return elements.map(({ name }) => `@${name}`).join(' ');
}

/** Stands for words that are still to be written, and is as long as any model wants them to be. */
export const STILL_TO_WRITE = '…'.repeat(9);

/** How long a shot is whose length nobody says: five of them are what most models make at most. */
export const SHOT_SECONDS = 3;

/** A shot as people write it, "4s: a horse"; null where there is nothing. */
export function shotOf(text: string): Shot | null {
  const match = /^\s*(\d{1,4})\s*(?:s|sec|secs|seconds?)?\s*:\s*/iu.exec(text);
  const prompt = text.slice(match?.[0].length ?? 0).trim();
  if (match === null && prompt === '') return null;
  return { prompt, seconds: match === null ? SHOT_SECONDS : Number(match[1]) };
}
