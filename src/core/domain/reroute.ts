import type { ModelCapabilities } from './capabilities.ts';
import { unfit } from './fit.ts';
import type { Offer } from './fit.ts';
import type { Job } from './job.ts';
import type { Attachment, ClipLimits, ClipRef, ImageLimits, ImageRef, InputRef } from './media.ts';
import { quoteFor } from './quote.ts';
import { guidesOf, imagesOf, sourceOf, withMedia } from './video-request.ts';
import type { VideoRequest, VideoWish } from './video-request.ts';

/**
 * The cheapest other model that makes exactly what was accepted, of the media as they were taken
 * in, for no more than is held: a quote is a promise. Null when there is none.
 */
export function otherRoute(
  job: Job,
  offers: readonly Offer[],
  without: ReadonlySet<string>,
): { readonly provider: string; readonly model: string } | null {
  const wish = wishOf(job.request);
  const able = offers
    .filter((it) => !without.has(it.provider))
    .filter((it) => unfit(wish, it) === null && takes(job.request, it.model))
    .map((offer) => ({
      offer,
      quote: quoteFor(offer.model, job.request.settings, wish.scene.kind),
    }))
    .filter((it) => it.quote <= job.quote)
    .toSorted((one, other) => one.quote - other.quote);
  const [best] = able;
  return best === undefined
    ? null
    : { provider: best.offer.provider, model: best.offer.model.model };
}

/** What was accepted, as if it were asked for. */
function wishOf({ scene, settings }: VideoRequest): VideoWish {
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

/** Whether media that were measured against another model's limits are within these too. */
function takes({ scene }: VideoRequest, model: ModelCapabilities): boolean {
  const source = sourceOf(scene);
  const { video, audio } = guidesOf(scene);
  const { guides } = model;
  return (
    imagesOf(scene).every((it) => isWithin(it, model.image)) &&
    (source === null || (model.source !== null && isClipWithin(source, model.source.limits))) &&
    (video === undefined || (guides.video !== null && isClipWithin(video, guides.video))) &&
    (audio === undefined ||
      (guides.audio !== null &&
        guides.audio.types.includes(audio.contentType) &&
        audio.bytes <= guides.audio.maxBytes))
  );
}

function isWithin(image: ImageRef, limits: ImageLimits): boolean {
  const sides = [image.width, image.height];
  return (
    limits.types.includes(image.contentType) &&
    image.bytes <= limits.maxBytes &&
    Math.min(...sides) >= limits.minSide &&
    Math.max(...sides) <= limits.maxSide &&
    Math.max(...sides) / Math.min(...sides) <= limits.maxRatio
  );
}

function isClipWithin(clip: ClipRef, limits: ClipLimits): boolean {
  const sides = [clip.width, clip.height];
  return (
    limits.types.includes(clip.contentType) &&
    clip.bytes <= limits.maxBytes &&
    clip.seconds >= limits.minSeconds &&
    clip.seconds <= limits.maxSeconds &&
    Math.min(...sides) >= limits.minSide &&
    Math.max(...sides) <= limits.maxSide &&
    Math.max(...sides) / Math.min(...sides) <= limits.maxRatio &&
    (clip.fps === null || clip.fps > limits.minFps)
  );
}
