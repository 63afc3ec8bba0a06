import { ELEMENT_NAME, mentions } from './element-names.ts';
import type { ModelCapabilities, Range } from './capabilities.ts';
import { demandsOf, meetsGate } from './plan-gates.ts';
import type { PlanGate } from './plan-gates.ts';
import type { AdvancedSetting, Refusal } from './refusal.ts';
import {
  elementsOf,
  firstOf,
  mediaReferencesOf,
  hasMedia,
  promptsOf,
  sourceOf,
} from './video-request.ts';
import type { AdvancedSettings, Scene, VideoSettings, VideoDraft } from './video-request.ts';

/** A model that could be asked, and whether its provider can get at media from here. */
export interface Offer {
  readonly provider: string;
  readonly providerTitle: string;
  readonly model: ModelCapabilities;
  readonly canTakeMedia: boolean;
  /** What the plan of its account was found not to allow. */
  readonly gates?: readonly PlanGate[];
}

/**
 * The settings of a draft, with the model's own where it leaves them open. What a model decides by
 * itself is what it decides, whatever is wished for.
 * @param sourceSeconds of the video that is worked on; null while it is not measured yet
 */
export function settle(
  draft: VideoDraft,
  model: ModelCapabilities,
  sourceSeconds: number | null = null,
): VideoSettings {
  const { settings } = draft;
  const { extras: advanced } = settings;
  return {
    seconds: secondsOf(draft, model, sourceSeconds),
    quality: settings.quality ?? model.defaultQuality,
    aspect: settings.aspect ?? model.aspects[0] ?? '16:9',
    sound: soundOf(draft, model),
    guidance: settings.guidance,
    ...(advanced == null || Object.keys(advanced).length === 0 ? {} : { extras: advanced }),
  };
}

function secondsOf(
  { scene, settings }: VideoDraft,
  model: ModelCapabilities,
  sourceSeconds: number | null,
): number {
  if (scene.kind === 'shots') return scene.shots.reduce((sum, shot) => sum + shot.seconds, 0);
  if (sourceOf(scene) === null) return settings.seconds ?? model.seconds.default;
  const most = model.source?.mostSeconds ?? model.seconds.max;
  // Counted in whole seconds, as everything is priced; what is begun is a whole one.
  return Math.min(Math.max(1, Math.ceil((sourceSeconds ?? most) - 0.05)), Math.floor(most));
}

/** Null where nobody can say. A given video brings its own, and only an edit says what becomes of it. */
function soundOf({ scene, settings }: VideoDraft, { sound }: ModelCapabilities): boolean | null {
  if (scene.kind === 'edit') return scene.keepSound;
  if (sourceOf(scene) !== null || sound === null) return null;
  return sound.choice ? (settings.sound ?? sound.default) : sound.default;
}

/** Why a model cannot make what is wished for; null when it can. Images are measured later. */
export function validate(draft: VideoDraft, offer: Offer): Refusal | null {
  const { model } = offer;
  const settings = settle(draft, model);
  if (!model.kinds.includes(draft.scene.kind)) {
    return { code: 'kind-not-offered', kind: draft.scene.kind };
  }
  return (
    validateScene(draft.scene, model) ??
    validateSettings(settings, model, draft.scene) ??
    validateSound(draft, model) ??
    validateAdvanced(settings.extras ?? {}, model) ??
    validateReferenceMedia(draft.scene, model) ??
    (hasMedia(draft.scene) && !offer.canTakeMedia
      ? { code: 'no-links', provider: offer.providerTitle }
      : null) ??
    planProblem(draft, settings, offer)
  );
}

function planProblem({ scene }: VideoDraft, settings: VideoSettings, offer: Offer): Refusal | null {
  const asked = demandsOf(scene, settings);
  const gate = (offer.gates ?? []).find((it) => meetsGate(asked, it));
  if (gate === undefined) return null;
  const { demands } = gate;
  return { code: 'plan-gate', provider: offer.providerTitle, demands, able: [] };
}

function validateSettings(
  settings: VideoSettings,
  model: ModelCapabilities,
  scene: Scene<unknown>,
): Refusal | null {
  const { quality } = settings;
  if (!model.qualities.includes(quality)) {
    return { code: 'quality-not-offered', quality, offered: model.qualities };
  }
  // A given video decides on length and shape.
  const own = sourceOf(scene) === null ? validateShape(settings, model, scene) : null;
  return own ?? validateGuidance(settings.guidance, model);
}

function validateSound({ scene, settings }: VideoDraft, model: ModelCapabilities): Refusal | null {
  const chosen = sourceOf(scene) === null ? settings.sound : null;
  const { sound, title } = model;
  if (chosen === null) return null;
  if (sound === null) return { code: 'sound-not-offered', model: title };
  return sound.choice || chosen === sound.default
    ? null
    : { code: 'sound-fixed', sound: sound.default, model: title };
}

function validateShape(
  { seconds, aspect }: VideoSettings,
  model: ModelCapabilities,
  scene: Scene<unknown>,
): Refusal | null {
  if (!Number.isInteger(seconds) || seconds < model.seconds.min || seconds > model.seconds.max) {
    const { min, max } = model.seconds;
    return { code: 'seconds-out-of-range', seconds, min, max };
  }
  const decided = model.aspectFollowsImage && firstOf(scene) !== null;
  if (!decided && !model.aspects.includes(aspect)) {
    return { code: 'aspect-not-offered', aspect, offered: model.aspects };
  }
  return null;
}

function validateGuidance(guidance: number | null, model: ModelCapabilities): Refusal | null {
  if (guidance === null) return null;
  if (model.guidance === null) return { code: 'guidance-not-offered', model: model.title };
  if (!(guidance >= model.guidance.min && guidance <= model.guidance.max)) {
    const { min, max } = model.guidance;
    return { code: 'guidance-out-of-range', guidance, min, max };
  }
  return null;
}

function validateAdvanced(advanced: AdvancedSettings, model: ModelCapabilities): Refusal | null {
  const has = model.advanced;
  const none = (extra: AdvancedSetting): Refusal => {
    return { code: 'extra-not-offered', extra, model: model.title };
  };
  const whole = (extra: 'seed' | 'motionIntensity'): Refusal | null => {
    const [value, range] = [advanced[extra], has[extra]];
    if (value === undefined) return null;
    if (range === null) return none(extra);
    const { min, max } = range;
    return Number.isInteger(value) && value >= min && value <= max
      ? null
      : { code: 'extra-out-of-range', extra, min, max };
  };
  const { style, cameraMotion } = advanced;
  const wrongSeed = whole('seed');
  if (wrongSeed !== null) return wrongSeed;
  if (style !== undefined) {
    if (has.styleLength === null) return none('style');
    if (style.trim() === '' || style.length > has.styleLength) {
      return { code: 'extra-out-of-range', extra: 'style', min: 1, max: has.styleLength };
    }
  }
  if (cameraMotion !== undefined && !has.cameraMotions.includes(cameraMotion)) {
    return none(cameraMotion);
  }
  return whole('motionIntensity');
}

function validateReferenceMedia(
  scene: Scene<unknown>,
  { mediaReferences, title }: ModelCapabilities,
): Refusal | null {
  const { video, audio } = mediaReferencesOf(scene);
  if (video !== undefined && mediaReferences.video === null) {
    return { code: 'extra-not-offered', extra: 'referenceVideo', model: title };
  }
  if (audio !== undefined && mediaReferences.audio === null) {
    return { code: 'extra-not-offered', extra: 'referenceAudio', model: title };
  }
  return null;
}

function validateScene(scene: Scene<unknown>, model: ModelCapabilities): Refusal | null {
  switch (scene.kind) {
    case 'text':
      return validatePrompt(scene.prompt, model);
    case 'frames':
      return (
        validateFrames(scene, model) ??
        validatePrompt(scene.prompt, model, scene.first !== null) ??
        validateBeside(scene, model)
      );
    case 'shots':
      return validateShots(scene, model) ?? validateBeside(scene, model);
    case 'references':
      return validatePrompt(scene.prompt, model) ?? validateReferences(scene, model);
    case 'edit':
      return validatePrompt(scene.prompt, model) ?? validateEdit(scene, model);
    case 'replace':
      return model.source === null ? { code: 'kind-not-offered', kind: 'replace' } : null;
  }
}

function validatePrompt(prompt: string, model: ModelCapabilities, framed = false): Refusal | null {
  const { length } = prompt.trim();
  const { min, max } = model.prompt;
  if (length === 0) return framed && min === 0 ? null : { code: 'prompt-empty' };
  if (length < min) return { code: 'prompt-too-short', length, least: min };
  return length > max ? { code: 'prompt-too-long', length, most: max } : null;
}

function validateFrames(
  scene: Extract<Scene<unknown>, { kind: 'frames' }>,
  model: ModelCapabilities,
): Refusal | null {
  if (scene.last === null) {
    return scene.first === null ? { code: 'no-frame' } : validateFirstFrame(scene.first, model);
  }
  switch (model.frames.last) {
    case 'no':
      return { code: 'last-frame-not-offered', model: model.title };
    case 'with-first':
      return scene.first === null ? { code: 'last-frame-without-first' } : null;
    case 'without-first':
      return scene.first === null ? null : { code: 'last-frame-with-first', model: model.title };
  }
}

function validateFirstFrame(first: unknown, model: ModelCapabilities): Refusal | null {
  return first === null || model.frames.first
    ? null
    : { code: 'first-frame-not-offered', model: model.title };
}

function validateShots(
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
    const { length } = shot.prompt.trim();
    if (length === 0) return { code: 'shot-empty', shot: number };
    if (length > promptLength) {
      return { code: 'shot-too-long', shot: number, length, most: promptLength };
    }
    const whole = Number.isInteger(shot.seconds);
    if (!whole || shot.seconds < seconds.min || shot.seconds > seconds.max) {
      return { code: 'shot-seconds', shot: number, seconds: shot.seconds, ...seconds };
    }
  }
  return validateFirstFrame(scene.first, model);
}

function validateReferences(
  scene: Extract<Scene<unknown>, { kind: 'references' }>,
  model: ModelCapabilities,
): Refusal | null {
  const { images, elements } = scene;
  if (images.length > 0 && elements.length > 0) return { code: 'images-or-elements' };
  if (elements.length > 0) return validateElements(scene, model.elements);
  if (model.references === null) return { code: 'kind-not-offered', kind: 'references' };
  return validateImages(images.length, model.references);
}

function validateEdit(
  scene: Extract<Scene<unknown>, { kind: 'edit' }>,
  { source, title }: ModelCapabilities,
): Refusal | null {
  if (source === null) return { code: 'kind-not-offered', kind: 'edit' };
  if (scene.keepSound && !source.keepsSound) return { code: 'sound-not-kept', model: title };
  return validateImages(scene.images.length, source.images);
}

function validateImages(images: number, { min, max }: Range): Refusal | null {
  if (images >= min && images <= max) return null;
  return { code: 'too-many-images', images, min, most: max };
}

/** Elements beside frames or in shots. */
function validateBeside(
  scene: Extract<Scene<unknown>, { kind: 'frames' | 'shots' }>,
  { elements, title }: ModelCapabilities,
): Refusal | null {
  if (elementsOf(scene).length === 0) return null;
  return elements?.beside.includes(scene.kind) === true
    ? validateElements(scene, elements)
    : { code: 'elements-not-offered', model: title };
}

function validateElements(
  scene: Scene<unknown>,
  able: ModelCapabilities['elements'],
): Refusal | null {
  if (able === null) return { code: 'kind-not-offered', kind: 'elements' };
  const elements = elementsOf(scene);
  const prompts = promptsOf(scene);
  const { most, images } = able;
  if (elements.length > most) return { code: 'too-many-elements', elements: elements.length, most };
  for (const [index, { name, images: given }] of elements.entries()) {
    if (!ELEMENT_NAME.test(name)) return { code: 'element-name', name };
    if (elements.findIndex((it) => it.name === name) < index)
      return { code: 'element-twice', name };
    if (given.length < images.min || given.length > images.max) {
      return { code: 'element-images', name, images: given.length, ...images };
    }
    if (!prompts.some((it) => mentions(it, name))) return { code: 'element-unused', name };
  }
  return null;
}
