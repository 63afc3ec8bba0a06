import { assertNever } from './assert-never.ts';
import type { Refusal } from './refusal.ts';
import { credits, grouped, megabytes, shorten } from './text.ts';
import type { Text } from './text.ts';
import type { Kind } from './video-request.ts';

/** What a person reads: what is wrong and what is allowed. That nothing was charged stands below. */
export function refusalWords(refusal: Refusal): Text {
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
      return [
        named(refusal.name),
        ` is ${refusal.width} × ${refusal.height} pixels, too long and thin. One side may be at most ${refusal.maxRatio} times the other.`,
      ];
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
    case 'image-unreachable':
      return [named(refusal.name), ' could not be fetched from the chat. Attach it again.'];
    case 'image-withheld':
      return [
        named(refusal.name),
        ' is not shared with this service, so the chat does not hand it over. Upload it here yourself.',
      ];
    case 'prompt-empty':
      return ['The prompt is empty. Say in a few words what the video should show.'];
    case 'prompt-too-long':
      return [
        `The prompt has ${grouped(refusal.length)} characters; ${grouped(refusal.most)} is the most.`,
      ];
    case 'seconds-out-of-range':
      return [
        `${refusal.seconds} seconds cannot be made. Choose ${refusal.min} to ${refusal.max} whole seconds.`,
      ];
    case 'guidance-out-of-range':
      return [
        `Guidance ${refusal.guidance} is out of range. Choose ${refusal.min} (free) to ${refusal.max} (follows the prompt closely).`,
      ];
    case 'guidance-not-offered':
      return [`${refusal.model} has no guidance setting. Leave it out.`];
    case 'aspect-not-offered':
      return [`The shape ${refusal.aspect} is not offered. Choose ${list(refusal.offered)}.`];
    case 'quality-not-offered':
      return [`The quality ${refusal.quality} is not offered. Choose ${list(refusal.offered)}.`];
    case 'kind-not-offered':
      return [`No provider that is set up here makes videos ${KINDS[refusal.kind]}.`];
    case 'first-frame-not-offered':
      return [`${refusal.model} cannot begin with a given picture. Leave it out.`];
    case 'last-frame-without-first':
      return ['A last frame needs a first one too. Add it as ', { bold: 'image' }, '.'];
    case 'last-frame-not-offered':
      return [`${refusal.model} cannot end on a given picture like this. Leave the last one out.`];
    case 'too-many-shots':
      return [`${refusal.shots} shots are too many; ${refusal.most} is the most.`];
    case 'shot-empty':
      return [`Shot ${refusal.shot} has no prompt.`];
    case 'shot-too-long':
      return [
        `The prompt of shot ${refusal.shot} has ${grouped(refusal.length)} characters; ${grouped(refusal.most)} is the most.`,
      ];
    case 'shot-seconds':
      return [
        `Shot ${refusal.shot} is ${refusal.seconds} seconds long. Choose ${refusal.min} to ${refusal.max} whole seconds.`,
      ];
    case 'too-many-elements':
      return [`${refusal.elements} named elements are too many; ${refusal.most} is the most.`];
    case 'element-name':
      return [
        named(refusal.name),
        ' cannot be the name of an element. Use letters, digits and underscores, 40 at most.',
      ];
    case 'element-twice':
      return ['Two elements are called ', named(refusal.name), '. Give each its own name.'];
    case 'element-images':
      return [
        named(refusal.name),
        ` has ${refusal.images} images. An element needs ${refusal.min} to ${refusal.max}.`,
      ];
    case 'element-unused':
      return [
        'The prompt does not mention ',
        named(`@${refusal.name}`),
        '. Write it where it belongs.',
      ];
    case 'no-links':
      return [
        `${refusal.provider} fetches images over the internet, and this service has no public address yet. Leave the image out, or ask whoever runs the service to set PUBLIC_URL.`,
      ];
    case 'no-provider':
      return ['No video provider is set up here. Whoever runs the service has to add one.'];
    case 'too-dear':
      return [
        `This would cost ${credits(refusal.cost)}; ${credits(refusal.most)} is the most for one video. Try fewer seconds, std quality or no sound.`,
      ];
    case 'too-many-open':
      return [
        `You have ${refusal.most} ${refusal.most === 1 ? 'video' : 'videos'} on the way, the most at one time. Wait for one to finish.`,
      ];
    case 'no-credits':
      return [
        `This costs ${credits(refusal.cost)} and you have ${grouped(refusal.left)} of ${grouped(refusal.limit)} left this ${refusal.per}. They renew `,
        { time: refusal.renewsAt, as: 'relative' },
        '.',
      ];
    case 'no-allowance':
      return ['You have no credits for videos here. Ask an admin of this place.'];
    case 'no-personal-space':
      return [
        'This service makes videos in its servers, not in direct messages. Ask there, or ask whoever runs it to set PERSONAL_ALLOWANCE.',
      ];
    case 'pool-empty':
      return [
        `This costs ${credits(refusal.cost)} and the whole team has ${grouped(refusal.left)} left this ${refusal.per}. They renew `,
        { time: refusal.renewsAt, as: 'relative' },
        '.',
      ];
    case 'workspace-not-allowed':
      return ['This service is not open to this place. Ask whoever runs it.'];
    case 'interrupted':
      return ['The service was interrupted before it could start your video. Ask again.'];
    case 'internal':
      return [
        `Something went wrong on our side (reference ${refusal.reference}). Whoever runs the service can find it in the log.`,
      ];
    default:
      return assertNever(refusal);
  }
}

const KINDS = {
  text: 'from words alone',
  frames: 'from a first or last picture',
  shots: 'of several shots',
  references: 'with named people and things',
} as const satisfies Record<Kind, string>;

/** "10 MB" for what is over 10 MB by a few bytes would read as if it were allowed. */
function tooBig(bytes: number | null, maxBytes: number): string {
  return bytes === null || megabytes(bytes) === megabytes(maxBytes) ? 'too big' : megabytes(bytes);
}

function named(name: string): { readonly bold: string } {
  return { bold: shorten(name, 60) };
}

function list(values: readonly string[]): string {
  return values.length < 2
    ? values.join('')
    : `${values.slice(0, -1).join(', ')} or ${values.at(-1) ?? ''}`;
}
