import { modelId } from '../../video/domain/capabilities.ts';
import type { ModelCapabilities } from '../../video/domain/capabilities.ts';
import { settle, validate } from '../../video/domain/validate.ts';
import type { Offer } from '../../video/domain/validate.ts';
import type { Job } from './job.ts';
import type {
  Attachment,
  ClipLimits,
  ClipRef,
  ImageLimits,
  ImageRef,
  InputRef,
} from '../../media/domain/media.ts';
import { inPriceOrder, quoteFor } from '../../video/domain/prices.ts';
import { allowsModel } from '../../teams/domain/team-settings.ts';
import type { ModelRules } from '../../teams/domain/team-settings.ts';
import {
  mediaReferencesOf,
  imagesOf,
  sourceOf,
  withMedia,
} from '../../video/domain/video-request.ts';
import type { VideoRequest, VideoDraft } from '../../video/domain/video-request.ts';

/**
 * The cheapest other model that makes exactly what was accepted, as long, as sharp and in the same
 * shape, of the media as they were taken in, for no more than is held: a quote is a promise. None
 * that the team does not let its people use; null when there is none.
 * @param without providers, and models by their full names
 */
export function otherRoute(
  job: Job,
  offers: readonly Offer[],
  without: ReadonlySet<string>,
  rules: ModelRules,
): { readonly provider: string; readonly model: string; readonly price: number } | null {
  // Asked for by name, it is made by that one.
  if (job.request.asked !== undefined) return null;
  const draft = draftOf(job.request);
  const { scene, settings } = job.request;
  const now = offers.find((it) => it.provider === job.provider && it.model.model === job.model);
  const able = offers
    .filter((it) => !without.has(it.provider) && !without.has(modelId(it.provider, it.model)))
    .filter((it) => allowsModel(rules, modelId(it.provider, it.model)))
    .filter((it) => validate(draft, it) === null && takes(job.request, it.model))
    .filter((it) => now === undefined || makesAlike(job.request, now.model, it.model))
    .map((offer) => ({ offer, settings, quote: quoteFor(offer.model, settings, scene.kind) }))
    .filter((it) => it.quote <= job.quote);
  const [best] = inPriceOrder(able, draft);
  return best === undefined
    ? null
    : { provider: best.offer.provider, model: best.offer.model.model, price: best.quote };
}

/** What was accepted, as if it were asked for. */
function draftOf({ scene, settings }: VideoRequest): VideoDraft {
  const named = ({ key, bytes }: InputRef): Attachment => ({ url: '', name: key, bytes });
  return {
    scene: withMedia<InputRef, Attachment, Attachment, Attachment>(scene, {
      image: named,
      clip: named,
      audio: named,
    }),
    settings,
  };
}

/** Whether it looks the same made by either, as far as their capabilities say. */
function makesAlike(
  { scene, settings }: VideoRequest,
  one: ModelCapabilities,
  other: ModelCapabilities,
): boolean {
  const [sharp, otherSharp] = [one, other].map((it) => it.resolutions[settings.quality]);
  const sharpAlike = sharp === undefined || otherSharp === undefined || sharp === otherSharp;
  const shapedByImage = sourceOf(scene) === null && imagesOf(scene).length > 0;
  return sharpAlike && (!shapedByImage || one.aspectFollowsImage === other.aspectFollowsImage);
}

/** Whether media that were measured against another model's limits are within these too. */
function takes({ scene, settings }: VideoRequest, model: ModelCapabilities): boolean {
  const source = sourceOf(scene);
  const { video, audio } = mediaReferencesOf(scene);
  const { mediaReferences } = model;
  return (
    imagesOf(scene).every((it) => isImageWithin(it, model.image)) &&
    (source === null ||
      (model.source !== null &&
        settle(draftOf({ scene, settings }), model, source.seconds).seconds === settings.seconds &&
        isClipWithin(source, model.source.limits))) &&
    (video === undefined ||
      (mediaReferences.video !== null && isClipWithin(video, mediaReferences.video))) &&
    (audio === undefined ||
      (mediaReferences.audio !== null &&
        mediaReferences.audio.types.includes(audio.contentType) &&
        audio.bytes <= mediaReferences.audio.maxBytes))
  );
}

function isImageWithin(image: ImageRef, limits: ImageLimits): boolean {
  return limits.types.includes(image.contentType) && isSizeWithin(image, limits);
}

function isClipWithin(clip: ClipRef, limits: ClipLimits): boolean {
  return (
    limits.types.includes(clip.contentType) &&
    isSizeWithin(clip, limits) &&
    clip.seconds >= limits.minSeconds &&
    clip.seconds <= limits.maxSeconds &&
    (clip.fps === null || clip.fps > limits.minFps)
  );
}

function isSizeWithin(
  { width, height, bytes }: ImageRef | ClipRef,
  { maxBytes, minSide, maxSide, maxRatio }: ImageLimits | ClipLimits,
): boolean {
  const [short, long] = [Math.min(width, height), Math.max(width, height)];
  return bytes <= maxBytes && short >= minSide && long <= maxSide && long / short <= maxRatio;
}
