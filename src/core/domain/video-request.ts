import type { Attachment, ImageRef } from './media.ts';

export type Aspect = '16:9' | '9:16' | '1:1';
export type Quality = 'std' | 'pro';

export interface VideoSettings {
  readonly seconds: number;
  readonly quality: Quality;
  readonly aspect: Aspect;
  readonly sound: boolean;
  /** How closely the prompt is followed, 0–1 (classifier-free guidance); null: the model's own. */
  readonly guidance: number | null;
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

/** What is to be shown, whatever the images are: attachments while asked for, then our own. */
export type Scene<image> =
  | { readonly kind: 'text'; readonly prompt: string }
  | {
      readonly kind: 'frames';
      readonly prompt: string;
      readonly first: image | null;
      readonly last: image | null;
    }
  | { readonly kind: 'shots'; readonly shots: readonly Shot[]; readonly first: image | null }
  | {
      readonly kind: 'references';
      readonly prompt: string;
      readonly elements: readonly NamedElement<image>[];
    };

export type Kind = Scene<unknown>['kind'];

/** What somebody asked for: settings left open are filled by the model that is chosen. */
export interface VideoWish {
  readonly scene: Scene<Attachment>;
  readonly settings: { readonly [name in keyof VideoSettings]: VideoSettings[name] | null };
}

/** The wish with what it leaves open filled by what somebody usually has. */
export function withUsual(wish: VideoWish, usual: VideoWish['settings']): VideoWish {
  const { settings } = wish;
  return {
    ...wish,
    settings: {
      seconds: settings.seconds ?? usual.seconds,
      quality: settings.quality ?? usual.quality,
      aspect: settings.aspect ?? usual.aspect,
      sound: settings.sound ?? usual.sound,
      guidance: settings.guidance ?? usual.guidance,
    },
  };
}

/** What will be made: every setting decided, every image in our store. */
export interface VideoRequest {
  readonly scene: Scene<ImageRef>;
  readonly settings: VideoSettings;
}

/** The images of a scene, in the order in which they are named. */
export function imagesOf<image>(scene: Scene<image>): readonly image[] {
  switch (scene.kind) {
    case 'text':
      return [];
    case 'frames':
      return [scene.first, scene.last].filter((image) => image !== null);
    case 'shots':
      return scene.first === null ? [] : [scene.first];
    case 'references':
      return scene.elements.flatMap((element) => element.images);
  }
}

/** The same scene with every image replaced, in the order of `imagesOf`. */
export function withImages<from, to>(scene: Scene<from>, replace: (image: from) => to): Scene<to> {
  switch (scene.kind) {
    case 'text':
      return scene;
    case 'frames':
      return {
        ...scene,
        first: scene.first === null ? null : replace(scene.first),
        last: scene.last === null ? null : replace(scene.last),
      };
    case 'shots':
      return { ...scene, first: scene.first === null ? null : replace(scene.first) };
    case 'references':
      return {
        ...scene,
        elements: scene.elements.map((element) => ({
          ...element,
          images: element.images.map(replace),
        })),
      };
  }
}

/** The words of a scene as one text, for cards and lists. */
export function promptOf(scene: Scene<unknown>): string {
  return scene.kind === 'shots'
    ? scene.shots.map((shot) => shot.prompt.trim()).join(' → ')
    : scene.prompt;
}
