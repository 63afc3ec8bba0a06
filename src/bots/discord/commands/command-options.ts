import { ApplicationCommandOptionType } from 'discord.js';
import type { APIApplicationCommandBasicOption } from 'discord.js';
import { ASPECTS, CAMERA_MOTIONS } from '../../../core/video/domain/video-request.ts';
import { ASPECT_WORDS, CAMERA_WORDS, QUALITY_WORDS } from '../../shared/choice-words.ts';
import { wordingOf } from '../wording.ts';

const english = wordingOf(null);

/** As many as any model takes. */
export const MOST_REFERENCES = 9;
export const MOST_EDIT_REFERENCES = 5;
export const MOST_ELEMENTS = 3;
export const ELEMENT_IMAGES = ['a', 'b', 'c', 'd'] as const;

type Option = APIApplicationCommandBasicOption;

/** For whoever's client still has what was offered before. */
export const NOT_OFFERED =
  'One of the choices is not offered any more. Type the command again; if it looks wrong, reload Discord.';

export const SECONDS: Option = {
  type: ApplicationCommandOptionType.Integer,
  name: 'seconds',
  description: 'How long it is; longer costs more',
};

export const ASPECT: Option = {
  type: ApplicationCommandOptionType.String,
  name: 'aspect',
  description: 'Its shape; a picture to start from decides it otherwise',
  choices: ASPECTS.map((value) => ({ name: english.text(ASPECT_WORDS[value]), value })),
};

export const QUALITY: Option = {
  type: ApplicationCommandOptionType.String,
  name: 'quality',
  description: 'Standard costs less, pro looks better',
  choices: (['std', 'pro'] as const).map((value) => ({
    name: english.text(QUALITY_WORDS[value]),
    value,
  })),
};

export const SOUND: Option = {
  type: ApplicationCommandOptionType.Boolean,
  name: 'sound',
  description: 'With sound; costs more',
};

export const GUIDANCE: Option = {
  type: ApplicationCommandOptionType.Number,
  name: 'guidance',
  description: 'How closely it follows the prompt, from 0 (freely) to 1 (to the letter)',
};

/** What can be chosen for one video, and as what is usual. */
export const SETTINGS: readonly Option[] = [SECONDS, ASPECT, QUALITY, SOUND, GUIDANCE];

/** A number, or one of the words that `confirm-over.ts` knows. */
export const CONFIRM_OVER: Option = {
  type: ApplicationCommandOptionType.String,
  name: 'confirm_over',
  description: 'Ask me first over how many credits: a number, always or never',
  autocomplete: true,
};

export const MODEL: Option = {
  type: ApplicationCommandOptionType.String,
  name: 'model',
  description:
    "Who makes it, each with its price; left out: the team's choice, else the cheapest that can",
  autocomplete: true,
};

export const PRIVATE: Option = {
  type: ApplicationCommandOptionType.Boolean,
  name: 'private',
  description: 'Only you see it',
};

export const SEED: Option = {
  type: ApplicationCommandOptionType.Integer,
  name: 'seed',
  description: 'A number that makes the same video again, where a model knows it',
};

/** Few models have these; the others say so, and nothing is charged. */
export const ADVANCED: readonly Option[] = [
  {
    type: ApplicationCommandOptionType.String,
    name: 'style',
    description: 'Its look, in a few words',
  },
  {
    type: ApplicationCommandOptionType.String,
    name: 'camera',
    description: 'How the camera moves',
    choices: CAMERA_MOTIONS.map((value) => ({ name: english.text(CAMERA_WORDS[value]), value })),
  },
  {
    type: ApplicationCommandOptionType.Integer,
    name: 'motion',
    description: 'How much moves, from 1 (little) to 5 (much)',
  },
  SEED,
];

export function prompt(description: string): Option {
  return { type: ApplicationCommandOptionType.String, name: 'prompt', description, required: true };
}

export function file(name: string, description: string, required = false): Option {
  const option = { type: ApplicationCommandOptionType.Attachment, name, description } as const;
  return required ? { ...option, required } : option;
}

export function references(most: number): Option[] {
  return Array.from({ length: most }, (_, index) =>
    file(`reference${index + 1}`, `Reference picture ${index + 1}, for people and things in it`),
  );
}

/** @param needed whether there has to be one */
export function elements(needed: boolean): Option[] {
  return Array.from({ length: MOST_ELEMENTS }, (_, index) => index + 1).flatMap((number) => [
    {
      type: ApplicationCommandOptionType.String,
      name: `name${number}`,
      description: 'What the prompt calls it, and what it is: hero: a knight in armour',
      ...(needed && number === 1 ? { required: true } : {}),
    } as const,
    ...ELEMENT_IMAGES.map((letter, index) =>
      file(
        `image${number}${letter}`,
        `Picture ${index + 1} of it; it needs two at least`,
        needed && number === 1 && index < 2,
      ),
    ),
  ]);
}
