import { assertNever } from '../../shared/domain/assert-never.ts';
import { named, TOO_HEAVY, tooBig } from './refusal-terms.ts';
import type { Refusal } from './refusal.ts';
import { grouped, megabytes } from '../../messages/domain/rich-text.ts';
import type { RichText } from '../../messages/domain/rich-text.ts';

/** Why a picture cannot be used, and which can. */
export function pictureWords(
  refusal: Extract<Refusal, { readonly code: 'not-an-image' | `image-${string}` }>,
): RichText {
  switch (refusal.code) {
    case 'not-an-image':
      return [
        named(refusal.name),
        refusal.found === null
          ? ' is not an image. Send a PNG, JPEG or WebP picture.'
          : ` is not an image, whatever its name says: its content is ${refusal.found}. Send a PNG, JPEG or WebP picture.`,
      ];
    case 'image-type':
      return [named(refusal.name), ` is ${refusal.found}. PNG, JPEG and WebP pictures work.`];
    case 'image-too-big':
      return [
        named(refusal.name),
        ` is ${tooBig(refusal.bytes, refusal.maxBytes)}. Up to ${megabytes(refusal.maxBytes)} works.`,
      ];
    case 'image-side':
      return [
        named(refusal.name),
        ` is ${refusal.width} × ${refusal.height} pixels. Each side must be ${grouped(refusal.minSide)} to ${grouped(refusal.maxSide)} pixels.`,
      ];
    case 'image-ratio':
      return [named(refusal.name), tooThin(refusal)];
    case 'image-bomb':
      return [
        named(refusal.name),
        ' takes far more memory than a picture should when it is opened, so it was put aside. Save it again at a normal size.',
      ];
    case 'image-broken':
      return [
        named(refusal.name),
        ' is damaged or cut off: it cannot be read to its end. Save or upload it again.',
      ];
    case 'image-heavy':
      return [named(refusal.name), TOO_HEAVY];
    case 'image-unreachable':
      return [named(refusal.name), ' could not be fetched from the chat. Attach it again.'];
    case 'image-withheld':
      return [
        named(refusal.name),
        ' is not shared with this service, so the chat does not hand it over. Upload it here yourself.',
      ];
    default:
      return assertNever(refusal);
  }
}

/** Of a picture or a video. */
export function tooThin({
  width,
  height,
  maxRatio,
}: Extract<Refusal, { readonly code: 'image-ratio' | 'video-ratio' }>): string {
  return ` is ${width} × ${height} pixels, too long and thin. One side may be at most ${maxRatio} times the other.`;
}
