import { ApplicationCommandOptionType } from 'discord.js';
import type {
  APIApplicationCommandBasicOption,
  APIApplicationCommandSubcommandGroupOption,
  APIApplicationCommandSubcommandOption,
} from 'discord.js';
import type { MessageKey } from '../../../core/messages/domain/catalogue.ts';
import { msgOf } from '../../../core/messages/domain/message.ts';
import { described } from './localizations.ts';

/** Discord takes 25 options, and those that have to be there first. */
export function subcommand(
  name: string,
  description: MessageKey,
  given: readonly APIApplicationCommandBasicOption[] = [],
): APIApplicationCommandSubcommandOption {
  const needed = given.filter((it) => it.required === true);
  const rest = given.filter((it) => it.required !== true);
  return {
    type: ApplicationCommandOptionType.Subcommand,
    name,
    ...described(msgOf(description)),
    ...(given.length === 0 ? {} : { options: [...needed, ...rest] }),
  };
}

export function subcommandGroup(
  name: string,
  description: MessageKey,
  options: APIApplicationCommandSubcommandOption[],
): APIApplicationCommandSubcommandGroupOption {
  return {
    type: ApplicationCommandOptionType.SubcommandGroup,
    name,
    ...described(msgOf(description)),
    options,
  };
}
