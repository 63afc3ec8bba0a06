import type { Quote } from '../../messages/domain/inline.ts';
import { msg } from '../../messages/domain/message.ts';
import type { Message } from '../../messages/domain/message.ts';
import { shorten } from '../../messages/domain/rich-text.ts';
import type { Attachment, AudioRef, ClipRef, ImageRef } from '../../media/domain/media.ts';

export const ASPECTS = ['16:9', '9:16', '1:1', '4:3', '3:4'] as const;
export type Aspect = (typeof ASPECTS)[number];

/** What it looks like against what it costs; where a model has resolutions, each stands for one. */
export type Quality = 'std' | 'pro';

export const CAMERA_MOTIONS = [
  ...(['static', 'pan-left', 'pan-right', 'tilt-up', 'tilt-down'] as const),
  ...(['zoom-in', 'zoom-out', 'orbit'] as const),
] as const;
export type CameraMotion = (typeof CAMERA_MOTIONS)[number];

/** Settings that few models have. What is left out is the model's own. */
export interface AdvancedSettings {
  readonly seed?: number;
  readonly style?: string;
  readonly cameraMotion?: CameraMotion;
  /** 1–5. */
  readonly motionIntensity?: number;
}

export interface VideoSettings {
  readonly seconds: number;
  readonly quality: Quality;
  readonly aspect: Aspect;
  /** Null: nobody decided, so it is as the model makes it. */
  readonly sound: boolean | null;
  /** How closely the prompt is followed, 0–1 (classifier-free guidance); null: the model's own. */
  readonly guidance: number | null;
  readonly extras?: AdvancedSettings;
}

export interface Shot {
  readonly prompt: string;
  readonly seconds: number;
}

/** A thing or person shown by a few images and named in the prompt as `@name`. */
export interface NamedElement<image> {
  readonly name: string;
  readonly description: string;
  readonly images: readonly image[];
}

/** What the video takes its motion or its sound from, beside the pictures. */
export interface MediaReferences<clip, audio> {
  readonly video?: clip;
  readonly audio?: audio;
}

/** What is to be shown, whatever its media are: attachments while asked for, then our own. */
export type Scene<image, clip = image, audio = image> =
  | {
      readonly kind: 'text';
      readonly prompt: string;
      readonly guides?: MediaReferences<clip, audio>;
    }
  | {
      readonly kind: 'frames';
      readonly prompt: string;
      readonly first: image | null;
      readonly last: image | null;
      readonly guides?: MediaReferences<clip, audio>;
      readonly elements?: readonly NamedElement<image>[];
    }
  | {
      readonly kind: 'shots';
      readonly shots: readonly Shot[];
      readonly first: image | null;
      readonly elements?: readonly NamedElement<image>[];
    }
  /** Either images that are spoken of by their order, or elements that are spoken of by name. */
  | {
      readonly kind: 'references';
      readonly prompt: string;
      readonly images: readonly image[];
      readonly elements: readonly NamedElement<image>[];
    }
  | {
      readonly kind: 'edit';
      readonly prompt: string;
      readonly source: clip;
      readonly images: readonly image[];
      readonly keepSound: boolean;
    }
  /** Somebody takes the place of whoever is seen in the video. */
  | { readonly kind: 'replace'; readonly character: image; readonly driving: clip };

export type Kind = Scene<unknown>['kind'];

/** What somebody asked for: settings left open are filled by the model that is chosen. */
export interface VideoDraft {
  readonly scene: Scene<Attachment>;
  readonly settings: { readonly [name in keyof VideoSettings]: VideoSettings[name] | null };
  /** The model it is to be made with, as `modelId` names it; left out: the one that fits best. */
  readonly model?: string;
  /** Agreed: what is given may be cut or encoded anew so that a model takes it. */
  readonly allowTranscode?: boolean;
}

/** Every setting left open. */
export const UNSET_SETTINGS: VideoDraft['settings'] = {
  seconds: null,
  quality: null,
  aspect: null,
  sound: null,
  guidance: null,
};

/** The draft with what it leaves open filled by what somebody usually has. */
export function withUsual(draft: VideoDraft, usual: VideoDraft['settings']): VideoDraft {
  const { settings } = draft;
  return {
    ...draft,
    settings: {
      seconds: settings.seconds ?? usual.seconds,
      quality: settings.quality ?? usual.quality,
      aspect: settings.aspect ?? usual.aspect,
      sound: settings.sound ?? usual.sound,
      guidance: settings.guidance ?? usual.guidance,
      extras: { ...settings.extras },
    },
  };
}

/** What will be made: every setting decided, every image in our store. */
export interface VideoRequest {
  readonly scene: Scene<ImageRef, ClipRef, AudioRef>;
  readonly settings: VideoSettings;
  /** The model that was asked for by name, if one was. */
  readonly asked?: string;
  /** What kind of scene it was, once its words and media were forgotten: then none are here. */
  readonly forgotten?: Kind;
}

/** The images of a scene, in the order in which they are named. */
export function imagesOf<image, clip, audio>(scene: Scene<image, clip, audio>): readonly image[] {
  switch (scene.kind) {
    case 'text':
      return [];
    case 'frames':
      return [...framesOf(scene.first, scene.last), ...imagesOfElements(scene)];
    case 'shots':
      return [...framesOf(scene.first), ...imagesOfElements(scene)];
    case 'references':
      return [...scene.images, ...imagesOfElements(scene)];
    case 'edit':
      return scene.images;
    case 'replace':
      return [scene.character];
  }
}

function framesOf<image>(...frames: readonly (image | null)[]): readonly image[] {
  return frames.filter((frame) => frame !== null);
}

function imagesOfElements<image>(scene: Scene<image, unknown, unknown>): readonly image[] {
  return elementsOf(scene).flatMap((element) => element.images);
}

/** What the prompt, or that of one of the shots, calls by name. */
export function elementsOf<image>(
  scene: Scene<image, unknown, unknown>,
): readonly NamedElement<image>[] {
  return 'elements' in scene ? (scene.elements ?? []) : [];
}

/** The video that is worked on, where the scene has one: the result is as long as it. */
export function sourceOf<image, clip, audio>(scene: Scene<image, clip, audio>): clip | null {
  switch (scene.kind) {
    case 'edit':
      return scene.source;
    case 'replace':
      return scene.driving;
    case 'text':
    case 'frames':
    case 'shots':
    case 'references':
      return null;
  }
}

/** The picture it starts from; null where there is none. */
export function firstOf<image, clip, audio>(scene: Scene<image, clip, audio>): image | null {
  return scene.kind === 'frames' || scene.kind === 'shots' ? scene.first : null;
}

/** The picture it ends on; null where there is none. */
export function lastOf<image, clip, audio>(scene: Scene<image, clip, audio>): image | null {
  return scene.kind === 'frames' ? scene.last : null;
}

export function mediaReferencesOf<image, clip, audio>(
  scene: Scene<image, clip, audio>,
): MediaReferences<clip, audio> {
  return scene.kind === 'text' || scene.kind === 'frames' ? (scene.guides ?? {}) : {};
}

/** Everything that was given: images in their order, then the video and what guides it. */
export function mediaOf<image, clip, audio>(
  scene: Scene<image, clip, audio>,
): readonly (image | clip | audio)[] {
  const source = sourceOf(scene);
  const { video, audio } = mediaReferencesOf(scene);
  return [
    ...imagesOf(scene),
    ...(source === null ? [] : [source]),
    ...(video === undefined ? [] : [video]),
    ...(audio === undefined ? [] : [audio]),
  ];
}

/** True when something beside words was given. */
export function hasMedia(scene: Scene<unknown>): boolean {
  return mediaOf(scene).length > 0;
}

/** How each kind of media is replaced. */
export interface Replacement<from, image, clip, audio> {
  readonly image: (from: from) => image;
  readonly clip: (from: from) => clip;
  readonly audio: (from: from) => audio;
}

/** The same scene with all its media replaced, images in the order of `imagesOf`. */
export function withMedia<from, image, clip, audio>(
  scene: Scene<from>,
  replace: Replacement<from, image, clip, audio>,
): Scene<image, clip, audio> {
  const orNull = (given: from | null) => (given === null ? null : replace.image(given));
  switch (scene.kind) {
    case 'text': {
      const { guides: mediaReferences, ...rest } = scene;
      return { ...rest, ...withReferences(mediaReferences, replace) };
    }
    case 'frames': {
      const { guides: mediaReferences, elements, ...rest } = scene;
      const first = orNull(scene.first);
      const last = orNull(scene.last);
      const named = elements === undefined ? {} : { elements: pictured(elements, replace) };
      return { ...rest, first, last, ...withReferences(mediaReferences, replace), ...named };
    }
    case 'shots': {
      const { elements, ...rest } = scene;
      const named = elements === undefined ? {} : { elements: pictured(elements, replace) };
      return { ...rest, first: orNull(scene.first), ...named };
    }
    case 'references':
      return {
        ...scene,
        images: scene.images.map(replace.image),
        elements: pictured(scene.elements, replace),
      };
    case 'edit':
      return {
        ...scene,
        source: replace.clip(scene.source),
        images: scene.images.map(replace.image),
      };
    case 'replace':
      return {
        ...scene,
        character: replace.image(scene.character),
        driving: replace.clip(scene.driving),
      };
  }
}

function pictured<from, image>(
  elements: readonly NamedElement<from>[],
  replace: Pick<Replacement<from, image, unknown, unknown>, 'image'>,
): readonly NamedElement<image>[] {
  return elements.map((it) => ({ ...it, images: it.images.map(replace.image) }));
}

function withReferences<from, image, clip, audio>(
  mediaReferences: MediaReferences<from, from> | undefined,
  replace: Replacement<from, image, clip, audio>,
): { readonly guides?: MediaReferences<clip, audio> } {
  if (mediaReferences === undefined) return {};
  const { video, audio } = mediaReferences;
  return {
    guides: {
      ...(video === undefined ? {} : { video: replace.clip(video) }),
      ...(audio === undefined ? {} : { audio: replace.audio(audio) }),
    },
  };
}

/** What is written of a scene: of several shots one after the other. */
export function promptsOf(scene: Scene<unknown>): readonly string[] {
  switch (scene.kind) {
    case 'shots':
      return scene.shots.map((shot) => shot.prompt);
    case 'replace':
      return [];
    case 'text':
    case 'frames':
    case 'references':
    case 'edit':
      return [scene.prompt];
  }
}

/** The words of a scene as one text; empty where there are none. */
export function promptOf(scene: Scene<unknown>): string {
  return promptsOf(scene)
    .map((it) => it.trim())
    .join(' → ');
}

/** What a scene is called in a list: by its words, else by what it is made of. */
export function sceneWords(scene: Scene<unknown>, most: number): Quote | Message {
  const prompt = shorten(promptOf(scene), most);
  if (prompt !== '') return { quote: prompt };
  return msg(scene.kind === 'replace' ? 'video.kind-replace' : 'video.kind-frames');
}
