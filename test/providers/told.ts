import type {
  ModelCapabilities,
  Range,
  SourceCapabilities,
} from '../../src/core/video/domain/capabilities.ts';
import type { CheckAdvice } from '../../src/core/providers/domain/check-advice.ts';
import type { AudioLimits, ClipLimits, ImageLimits } from '../../src/core/media/domain/media.ts';

/**
 * All that routing, checks and prices know of a model, a line each, to be held against what its
 * provider documents: `prompt: 1–2500`.
 */
export function told(model: ModelCapabilities): readonly string[] {
  return [
    `${model.model}: ${model.title}`,
    `kinds: ${list(model.kinds)}`,
    `seconds: ${range(model.seconds)}, ${model.seconds.default} unless chosen`,
    `qualities: ${list(model.qualities.map((it) => quality(it, model)))}`,
    `shapes: ${list(model.aspects)}${model.aspectFollowsImage ? ', a given picture decides' : ''}`,
    `sound: ${sound(model)}`,
    `prompt: ${range(model.prompt)}`,
    `frames: ${model.frames.first ? 'first' : 'no first'}, last ${model.frames.last}`,
    ...setting('guidance', model.guidance, range),
    ...setting('seed', model.advanced.seed, range),
    ...setting('style', model.advanced.styleLength, String),
    ...(model.advanced.cameraMotions.length === 0
      ? []
      : [`camera: ${list(model.advanced.cameraMotions)}`]),
    ...setting('motion', model.advanced.motionIntensity, range),
    ...setting(
      'shots',
      model.shots,
      ({ most, seconds, promptLength }) =>
        `${most} of ${range(seconds)} s, ${promptLength} characters`,
    ),
    ...setting(
      'elements',
      model.elements,
      ({ most, images, beside }) => `${most} of ${range(images)} pictures, beside ${list(beside)}`,
    ),
    ...setting('references', model.references, range),
    ...setting('source', model.source, source),
    ...setting('guiding video', model.mediaReferences.video, clip),
    ...setting('guiding sound', model.mediaReferences.audio, audio),
    `pictures: ${image(model.image)}`,
    `inputs by: ${model.inputs}`,
    `rates of ${model.rates.checked}: ${model.rates.source}`,
  ];
}

/** How a provider is asked, with the guess at a render of five seconds and of ten. */
export function toldOfChecks(checks: CheckAdvice): string {
  const { firstMs, everyMs, growMs, mostMs, patienceMs } = checks;
  const typical = [5, 10].map((seconds) => checks.typicalMs(seconds) / 1000);
  return (
    `first after ${firstMs / 1000} s, then every ${everyMs / 1000} s, ` +
    `${growMs / 1000} s more each time up to ${mostMs / 1000} s, for ${patienceMs / 60_000} min; ` +
    `usually ${typical.join(' or ')} s`
  );
}

function quality(it: ModelCapabilities['defaultQuality'], model: ModelCapabilities): string {
  const rate = model.rates.perSecond[it];
  const price = rate === undefined ? 'no price' : `${rate.silent} silent, ${rate.sound} with sound`;
  return [
    `${it} (${model.resolutions[it] ?? 'no resolution'}, ${price}`,
    ...(model.rates.assumed.includes(it) ? [', assumed'] : []),
    ...(model.defaultQuality === it ? [', unless chosen'] : []),
    ')',
  ].join('');
}

function sound({ sound: it }: ModelCapabilities): string {
  if (it === null) return 'not documented';
  return `${it.default ? 'on' : 'off'}, ${it.choice ? 'unless chosen' : 'always'}`;
}

function source(it: SourceCapabilities): string {
  return [
    clip(it.limits),
    `${it.mostSeconds} s are used`,
    `${it.billed} counts`,
    `${range(it.images)} pictures`,
    it.keepsSound ? 'keeps sound' : 'no sound',
  ].join('; ');
}

function image({ types, maxBytes, minSide, maxSide, maxRatio }: ImageLimits | ClipLimits): string {
  return `${list(types)}; ${maxBytes / 1_000_000} MB; ${minSide}–${maxSide} px; ${maxRatio}:1`;
}

function clip(it: ClipLimits): string {
  return `${image(it)}; ${it.minSeconds}–${it.maxSeconds} s; ${it.minFps} fps`;
}

function audio({ types, maxBytes }: AudioLimits): string {
  return `${list(types)}; ${maxBytes / 1_000_000} MB`;
}

function setting<T>(name: string, value: T | null, words: (value: T) => string): string[] {
  return value === null ? [] : [`${name}: ${words(value)}`];
}

function range({ min, max }: Range): string {
  return `${min}–${max}`;
}

function list(them: readonly string[]): string {
  return them.join(' ');
}
