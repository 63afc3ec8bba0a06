import { ApplicationCommandOptionType } from 'discord.js';
import type { APIApplicationCommandBasicOption } from 'discord.js';
import { msg } from '../../../core/messages/domain/message.ts';
import type { Message } from '../../../core/messages/domain/message.ts';
import {
  ASPECT_WORDS,
  AUTOMATIC,
  CAMERA_WORDS,
  LANGUAGE_CHOICES,
  QUALITY_WORDS,
} from '../../shared/choice-words.ts';
import { FILE_TYPES } from '../../shared/likely-file.ts';
import { choices, described, named } from './localizations.ts';

/** As many as any model takes. */
export const MOST_REFERENCES = 9;
export const MOST_EDIT_REFERENCES = 5;
export const MOST_ELEMENTS = 3;
export const ELEMENT_IMAGES = ['a', 'b', 'c', 'd'] as const;

type Option = APIApplicationCommandBasicOption;

export const FIRST_HINT = msg('forms.first-hint', { types: FILE_TYPES.picture });
export const CHARACTER_HINT = msg('forms.character-hint', { types: FILE_TYPES.picture });
export const MOTION_VIDEO_HINT = msg('forms.motion-video-hint', { types: FILE_TYPES.video });
export const REFERENCE_VIDEO_HINT = msg('forms.reference-video-hint', { types: FILE_TYPES.video });
export const REFERENCE_AUDIO_HINT = msg('forms.reference-audio-hint', { types: FILE_TYPES.sound });

export function text(name: string, hint: Message, more: object = {}): Option {
  return { type: ApplicationCommandOptionType.String, name, ...described(hint), ...more };
}

export function whole(name: string, hint: Message): Option {
  return { type: ApplicationCommandOptionType.Integer, name, ...described(hint) };
}

export function flag(name: string, hint: Message): Option {
  return { type: ApplicationCommandOptionType.Boolean, name, ...described(hint) };
}

export const ASPECT = text('aspect', msg('forms.aspect-hint'), {
  choices: choices(ASPECT_WORDS),
});

export const QUALITY = text('quality', msg('forms.quality-hint'), {
  choices: choices(QUALITY_WORDS),
});

export const SOUND = flag('sound', msg('forms.sound-hint'));

export const GUIDANCE: Option = {
  type: ApplicationCommandOptionType.Number,
  name: 'guidance',
  ...described(msg('forms.guidance-hint', { min: 0, max: 1 })),
};

/** What can be chosen for one video, and as what is usual. */
export const SETTINGS: readonly Option[] = [
  whole('seconds', msg('forms.seconds-hint')),
  ...[ASPECT, QUALITY, SOUND, GUIDANCE],
];

/** A number, or one of the words that `confirm-over.ts` knows. */
export const CONFIRM_OVER = text('confirm_over', msg('forms.confirm-over-typed-hint'), {
  autocomplete: true,
});

/** By the names that their speakers have for them. */
export const LANGUAGE = text('language', msg('forms.language-hint'), {
  choices: [{ ...named(msg('forms.automatic')), value: AUTOMATIC }, ...LANGUAGE_CHOICES],
});

export const MODEL = text('model', msg('forms.model-hint'), { autocomplete: true });

export const PRIVATE = flag('private', msg('forms.private-hint'));

export const SEED = whole('seed', msg('forms.seed-hint'));

/** Few models have these; the others say so, and nothing is charged. */
export const ADVANCED: readonly Option[] = [
  text('style', msg('forms.style-hint')),
  text('camera', msg('forms.camera-hint'), { choices: choices(CAMERA_WORDS) }),
  whole('motion', msg('forms.motion-hint', { min: 1, max: 5 })),
  SEED,
];

export function prompt(hint: Message): Option {
  return text('prompt', hint, { required: true });
}

export function file(name: string, hint: Message, required = false): Option {
  const option = {
    type: ApplicationCommandOptionType.Attachment,
    name,
    ...described(hint),
  } as const;
  return required ? { ...option, required } : option;
}

export function references(most: number): Option[] {
  return Array.from({ length: most }, (_, index) =>
    file(`reference${index + 1}`, msg('forms.reference-hint', { number: index + 1 })),
  );
}

/** @param needed whether there has to be one */
export function elements(needed: boolean): Option[] {
  return Array.from({ length: MOST_ELEMENTS }, (_, index) => index + 1).flatMap((number) => [
    text(
      `name${number}`,
      msg('forms.element-name-typed-hint'),
      needed && number === 1 ? { required: true } : {},
    ),
    ...ELEMENT_IMAGES.map((letter, index) =>
      file(
        `image${number}${letter}`,
        msg('forms.element-image-hint', { number: index + 1, element: number, least: 2 }),
        needed && number === 1 && index < 2,
      ),
    ),
  ]);
}
