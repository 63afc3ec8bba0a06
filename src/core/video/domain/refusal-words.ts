import { assertNever } from '../../shared/domain/assert-never.ts';
import { mediaWords, named } from './media-words.ts';
import { demandWords } from './plan-gates.ts';
import { ADVANCED, imagesWords, KINDS, list, NEEDS, noneOf } from './refusal-terms.ts';
import type { Refusal } from './refusal.ts';
import { credits, grouped, shorten } from '../../messages/domain/rich-text.ts';
import type { Words } from '../../messages/domain/rich-text.ts';

/** What a person reads: what is wrong and what is allowed. That nothing was charged stands below. */
export function refusalWords(refusal: Refusal): Words {
  if ('media' in refusal) return mediaWords(refusal);
  switch (refusal.code) {
    case 'prompt-empty':
      return 'The prompt is empty. Say in a few words what the video should show.';
    case 'prompt-too-short':
      return `The prompt has ${refusal.length} ${refusal.length === 1 ? 'character' : 'characters'}; ${refusal.least} is the least. Say a little more.`;
    case 'prompt-too-long':
      return `The prompt has ${grouped(refusal.length)} characters; ${grouped(refusal.most)} is the most.`;
    case 'seconds-out-of-range':
      return `${refusal.seconds} seconds cannot be made. Choose ${refusal.min} to ${refusal.max} whole seconds.`;
    case 'guidance-out-of-range':
      return `Guidance ${refusal.guidance} is out of range. Choose ${refusal.min} (free) to ${refusal.max} (follows the prompt closely).`;
    case 'guidance-not-offered':
      return `${refusal.model} has no guidance setting. Leave it out.`;
    case 'aspect-not-offered':
      return `The shape ${refusal.aspect} is not offered. Choose ${list(refusal.offered)}.`;
    case 'quality-not-offered':
      return `The quality ${refusal.quality} is not offered. Choose ${list(refusal.offered)}.`;
    case 'kind-not-offered':
      return `No provider that is set up here makes videos ${KINDS[refusal.kind]}.`;
    case 'no-frame':
      return 'There is no picture. Add one to start from or to end on.';
    case 'first-frame-not-offered':
      return `${refusal.model} cannot begin with a given picture. Leave it out.`;
    case 'last-frame-without-first':
      return ['A last frame needs a first one too. Add it as ', { bold: 'image' }, '.'];
    case 'last-frame-not-offered':
      return `${refusal.model} cannot end on a given picture like this. Leave the last one out.`;
    case 'too-many-shots':
      return `${refusal.shots} shots are too many; ${refusal.most} is the most.`;
    case 'shot-empty':
      return `Shot ${refusal.shot} has no prompt.`;
    case 'shot-too-long':
      return `The prompt of shot ${refusal.shot} has ${grouped(refusal.length)} characters; ${grouped(refusal.most)} is the most.`;
    case 'shot-seconds':
      return `Shot ${refusal.shot} is ${refusal.seconds} seconds long. Choose ${refusal.min} to ${refusal.max} whole seconds.`;
    case 'elements-not-offered':
      return `${refusal.model} shows no named elements in a video like this. Leave them out.`;
    case 'too-many-elements':
      return `${refusal.elements} named elements are too many; ${refusal.most} is the most.`;
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
    case 'too-many-images':
      return imagesWords(refusal);
    case 'images-or-elements':
      return 'Give either reference pictures or named elements, not both.';
    case 'sound-not-kept':
      return `${refusal.model} cannot keep the sound of the video. Leave that out.`;
    case 'sound-fixed':
      return `${refusal.model} makes every video ${refusal.sound ? 'with sound' : 'without sound'}. Leave the setting out, or choose another model.`;
    case 'sound-not-offered':
      return `${refusal.model} does not say whether its videos have sound. Leave the setting out, or choose another model.`;
    case 'extra-not-offered':
      return `${refusal.model} has no ${ADVANCED[refusal.extra]}. Leave it out.`;
    case 'extra-out-of-range':
      return refusal.extra === 'style'
        ? `The style must have ${refusal.min} to ${refusal.max} characters.`
        : `The ${ADVANCED[refusal.extra]} must be a whole number, ${refusal.min} to ${grouped(refusal.max)}.`;
    case 'not-set-up':
      return `${NEEDS[refusal.need]} needs ${list(refusal.providers)}, ${noneOf(refusal.providers)} set up here. Whoever runs the service can add it${refusal.need === 'last-frame-alone' ? '; or give a first frame too' : ''}.`;
    case 'plan-gate':
      return [
        `The plan of this service at ${refusal.provider} does not allow ${demandWords(refusal.demands)}${refusal.plan === null ? '' : `; "${shorten(refusal.plan, 50)}" does`}. Ask for less`,
        refusal.able.length === 0
          ? ', or ask whoever runs the service for that plan.'
          : `; or whoever runs the service can add ${list(refusal.able)}.`,
      ];
    case 'model-unknown':
      return [
        'There is no model ',
        named(refusal.model),
        refusal.offered.length === 0 ? ' here.' : ` here. Choose ${list(refusal.offered)}.`,
      ];
    case 'model-unfit':
      return `${refusal.model} cannot make this. Leave the model open, or choose ${list(refusal.able)}.`;
    case 'providers-down':
      return [
        `${list(refusal.providers)} cannot take new videos right now. It is tried again `,
        { time: refusal.until, as: 'relative' },
        '.',
      ];
    case 'model-denied':
      return [
        `${list(refusal.models, 'and')} may not be used in this team. `,
        refusal.offered.length === 0
          ? 'No model here may be: ask an admin of this place.'
          : `Choose ${list(refusal.offered)}.`,
      ];
    case 'needs-denied-model':
      return `Here only ${list(refusal.models)} can do this, which may not be used in this team. Ask an admin of this place.`;
    case 'channel-denied':
      return refusal.allowed.length === 0
        ? 'Videos may not be asked for here. Ask in another channel.'
        : [
            'Videos may not be asked for here. Ask in ',
            ...refusal.allowed
              .slice(0, 5)
              .flatMap((channel, index) => [
                index === 0 ? '' : ' or ',
                { mention: channel, as: 'channel', label: 'another channel' } as const,
              ]),
            '.',
          ];
    case 'words-blocked':
      return [
        'This team does not allow ',
        { quote: shorten(refusal.words, 100) },
        ' in a video. Say it in other words.',
      ];
    case 'no-links':
      return `${refusal.provider} fetches pictures and videos over the internet, and this service has no public address yet. Leave them out, or ask whoever runs the service to set PUBLIC_URL.`;
    case 'no-provider':
      return 'No video provider is set up here. Whoever runs the service has to add one.';
    case 'too-dear':
      return `This would cost ${credits(refusal.cost)}; ${credits(refusal.most)} is the most for one video. Try fewer seconds, std quality or no sound.`;
    case 'too-many-open':
      return `You have ${refusal.most} ${refusal.most === 1 ? 'video' : 'videos'} on the way, the most at one time. Wait for one to finish.`;
    case 'too-many-open-in-team':
      return `This team has ${refusal.most} ${refusal.most === 1 ? 'video' : 'videos'} on the way, the most at one time. Wait for one to finish.`;
    case 'no-credits':
      return [
        `This costs ${credits(refusal.cost)} and you have ${grouped(refusal.left)} of ${grouped(refusal.limit)} left this ${refusal.per}. They renew `,
        { time: refusal.renewsAt, as: 'relative' },
        '.',
      ];
    case 'no-allowance':
      return 'You have no credits for videos here. Ask an admin of this place.';
    case 'no-personal-space':
      return 'This service makes videos in its servers, not in direct messages. Ask there, or ask whoever runs it to set PERSONAL_ALLOWANCE.';
    case 'pool-empty':
      return [
        `This costs ${credits(refusal.cost)} and the whole team has ${grouped(refusal.left)} left this ${refusal.per}. They renew `,
        { time: refusal.renewsAt, as: 'relative' },
        '.',
      ];
    case 'workspace-not-allowed':
      return 'This service is not open to this place. Ask whoever runs it.';
    case 'interrupted':
      return 'The service was interrupted before it could start your video. Ask again.';
    case 'internal':
      return `Something went wrong on our side (reference ${refusal.reference}). Whoever runs the service can find it in the log.`;
    default:
      return assertNever(refusal);
  }
}
