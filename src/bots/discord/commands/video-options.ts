import { ApplicationCommandOptionType } from 'discord.js';
import type { APIApplicationCommandBasicOption } from 'discord.js';
import { AUTOMATIC, purposeOf } from '../../../core/commands/domain/catalogue/video-field.ts';
import type {
  VideoField,
  VideoFields,
} from '../../../core/commands/domain/catalogue/video-field.ts';
import { msg, msgOf } from '../../../core/messages/domain/message.ts';
import type { Message } from '../../../core/messages/domain/message.ts';
import { LANGUAGE_CHOICES } from '../../shared/choice-words.ts';
import { choices, described, named } from './localizations.ts';

type Option = APIApplicationCommandBasicOption;

/** What Discord takes. */
const MOST_OPTIONS = 25;

const TEXT = { type: ApplicationCommandOptionType.String } as const;

/**
 * What of a command is filled in, as Discord's options; shots are asked for by a form. Limits of
 * length and number are left out on purpose: they differ from model to model, and the answer to a
 * request says more about them than a greyed-out field.
 */
export function videoOptions(fields: VideoFields): Option[] {
  const all = Object.entries(fields).map(([name, field]) => ({
    field,
    options: optionsOf(name, field),
  }));
  let over = all.reduce((sum, it) => sum + it.options.length, 0) - MOST_OPTIONS;
  const kept = all.toReversed().filter(({ field, options }) => {
    const hasRoom = over <= 0 || field.rare !== true;
    if (!hasRoom) over -= options.length;
    return hasRoom;
  });
  // What comes after many files of one kind would be out of sight.
  const sorted = kept
    .reverse()
    .sort((one, other) => Number(isMany(one.field)) - Number(isMany(other.field)));
  return sorted.flatMap(({ options }) => options);
}

function isMany(field: VideoField): boolean {
  return field.kind === 'file' && field.names.length > 1;
}

function optionsOf(name: string, field: VideoField): Option[] {
  const required = field.required === undefined ? {} : { required: true };
  const base = { name, ...described(purposeOf(field)), ...required };
  switch (field.kind) {
    case 'prompt':
    case 'text':
      return [{ ...base, ...TEXT }];
    case 'id':
      return [{ ...base, ...TEXT, max_length: 64 }];
    case 'number':
      return [
        field.decimal === true
          ? { ...base, type: ApplicationCommandOptionType.Number }
          : { ...base, type: ApplicationCommandOptionType.Integer },
      ];
    case 'choice': {
      const offered = Object.entries(field.choices).map(
        ([value, it]) => [value, msgOf(it)] as const,
      );
      return [{ ...base, ...TEXT, choices: choices(Object.fromEntries(offered)) }];
    }
    case 'flag':
    case 'visibility':
      return [{ ...base, type: ApplicationCommandOptionType.Boolean }];
    case 'model':
    case 'confirm-over':
      return [{ ...base, ...TEXT, autocomplete: true }];
    case 'language': {
      const automatic = { ...named(msg('forms.automatic')), value: AUTOMATIC };
      return [{ ...base, ...TEXT, choices: [automatic, ...LANGUAGE_CHOICES] }];
    }
    case 'file':
      return field.names.map((each, index) =>
        file(each, {
          hint: isMany(field)
            ? msg('forms.reference-hint', { number: index + 1 })
            : purposeOf(field),
          required: field.required !== undefined,
        }),
      );
    case 'element': {
      const { number: element, names } = field;
      const images = names.map((each, index) =>
        file(each, {
          hint: msg('forms.element-image-hint', {
            number: index + 1,
            element,
            least: LEAST_IMAGES,
          }),
          required: field.required !== undefined && index < LEAST_IMAGES,
        }),
      );
      return [{ ...base, ...TEXT }, ...images];
    }
    case 'shot':
      return [];
  }
}

/** What every model with elements needs of each. */
const LEAST_IMAGES = 2;

function file(
  name: string,
  { hint, required }: { readonly hint: Message; readonly required: boolean },
): Option {
  const type = ApplicationCommandOptionType.Attachment as const;
  return { type, name, ...described(hint), ...(required ? { required } : {}) };
}
