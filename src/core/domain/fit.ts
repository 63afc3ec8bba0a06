import type { ModelCapabilities } from './capabilities.ts';
import type { Refusal } from './refusal.ts';
import { imagesOf } from './video-request.ts';
import type { Scene, VideoSettings, VideoWish } from './video-request.ts';

/** A model that could be asked, and whether its provider can get at images from here. */
export interface Offer {
  readonly provider: string;
  readonly providerTitle: string;
  readonly model: ModelCapabilities;
  readonly canTakeImages: boolean;
}

/** The settings of a wish, with the model's own where it leaves them open. */
export function settle(wish: VideoWish, model: ModelCapabilities): VideoSettings {
  const { settings, scene } = wish;
  return {
    seconds:
      scene.kind === 'shots'
        ? scene.shots.reduce((sum, shot) => sum + shot.seconds, 0)
        : (settings.seconds ?? model.seconds.default),
    quality: settings.quality ?? model.defaultQuality,
    aspect: settings.aspect ?? model.aspects[0] ?? '16:9',
    sound: settings.sound ?? model.defaultSound,
    guidance: settings.guidance,
  };
}

/** Why a model cannot make what is wished for; null when it can. Images are measured later. */
export function unfit(wish: VideoWish, offer: Offer): Refusal | null {
  const { model } = offer;
  const settings = settle(wish, model);
  if (!model.kinds.includes(wish.scene.kind)) {
    return { code: 'kind-not-offered', kind: wish.scene.kind };
  }
  return (
    unfitScene(wish.scene, model) ??
    unfitSettings(settings, model) ??
    (imagesOf(wish.scene).length > 0 && !offer.canTakeImages
      ? { code: 'no-links', provider: offer.providerTitle }
      : null)
  );
}

function unfitSettings(settings: VideoSettings, model: ModelCapabilities): Refusal | null {
  const { seconds, guidance, aspect, quality } = settings;
  if (!Number.isInteger(seconds) || seconds < model.seconds.min || seconds > model.seconds.max) {
    const { min, max } = model.seconds;
    return { code: 'seconds-out-of-range', seconds, min, max };
  }
  if (!model.qualities.includes(quality)) {
    return { code: 'quality-not-offered', quality, offered: model.qualities };
  }
  if (!model.aspects.includes(aspect)) {
    return { code: 'aspect-not-offered', aspect, offered: model.aspects };
  }
  if (guidance === null) return null;
  if (model.guidance === null) return { code: 'guidance-not-offered', model: model.title };
  if (!(guidance >= model.guidance.min && guidance <= model.guidance.max)) {
    const { min, max } = model.guidance;
    return { code: 'guidance-out-of-range', guidance, min, max };
  }
  return null;
}

function unfitScene(scene: Scene<unknown>, model: ModelCapabilities): Refusal | null {
  switch (scene.kind) {
    case 'text':
      return unfitPrompt(scene.prompt, model);
    case 'frames':
      return unfitPrompt(scene.prompt, model) ?? unfitFrames(scene, model);
    case 'shots':
      return unfitShots(scene, model);
    case 'references':
      return unfitPrompt(scene.prompt, model) ?? unfitElements(scene, model);
  }
}

function unfitPrompt(prompt: string, model: ModelCapabilities): Refusal | null {
  if (prompt.trim() === '') return { code: 'prompt-empty' };
  if (prompt.length > model.promptLength) {
    return { code: 'prompt-too-long', length: prompt.length, most: model.promptLength };
  }
  return null;
}

function unfitFrames(
  scene: Extract<Scene<unknown>, { kind: 'frames' }>,
  model: ModelCapabilities,
): Refusal | null {
  if (scene.last === null) return unfitFirst(scene.first, model);
  switch (model.frames.last) {
    case 'no':
      return { code: 'last-frame-not-offered', model: model.title };
    case 'with-first':
      return scene.first === null ? { code: 'last-frame-without-first' } : null;
    case 'without-first':
      return scene.first === null ? null : { code: 'last-frame-not-offered', model: model.title };
  }
}

function unfitFirst(first: unknown, model: ModelCapabilities): Refusal | null {
  return first === null || model.frames.first
    ? null
    : { code: 'first-frame-not-offered', model: model.title };
}

function unfitShots(
  scene: Extract<Scene<unknown>, { kind: 'shots' }>,
  model: ModelCapabilities,
): Refusal | null {
  const { shots } = scene;
  if (model.shots === null) return { code: 'kind-not-offered', kind: 'shots' };
  const { most, promptLength, seconds } = model.shots;
  if (shots.length === 0) return { code: 'prompt-empty' };
  if (shots.length > most) return { code: 'too-many-shots', shots: shots.length, most };
  for (const [index, shot] of shots.entries()) {
    const number = index + 1;
    if (shot.prompt.trim() === '') return { code: 'shot-empty', shot: number };
    if (shot.prompt.length > promptLength) {
      const { length } = shot.prompt;
      return { code: 'shot-too-long', shot: number, length, most: promptLength };
    }
    const whole = Number.isInteger(shot.seconds);
    if (!whole || shot.seconds < seconds.min || shot.seconds > seconds.max) {
      return { code: 'shot-seconds', shot: number, seconds: shot.seconds, ...seconds };
    }
  }
  return unfitFirst(scene.first, model);
}

const ELEMENT_NAME = /^\w{1,40}$/u;

function unfitElements(
  scene: Extract<Scene<unknown>, { kind: 'references' }>,
  model: ModelCapabilities,
): Refusal | null {
  const { elements } = scene;
  if (model.elements === null) return { code: 'kind-not-offered', kind: 'references' };
  const { most, images } = model.elements;
  if (elements.length > most) {
    return { code: 'too-many-elements', elements: elements.length, most };
  }
  for (const [index, { name, images: given }] of elements.entries()) {
    if (!ELEMENT_NAME.test(name)) return { code: 'element-name', name };
    if (elements.findIndex((it) => it.name === name) < index)
      return { code: 'element-twice', name };
    if (given.length < images.min || given.length > images.max) {
      return { code: 'element-images', name, images: given.length, ...images };
    }
    // Followed by a letter it would be another name: `@dog` is not used in "@doghouse".
    if (!new RegExp(`@${name}(?!\\w)`, 'u').test(scene.prompt)) {
      return { code: 'element-unused', name };
    }
  }
  return null;
}
