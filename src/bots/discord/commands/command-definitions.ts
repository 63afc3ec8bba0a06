import { createHash } from 'node:crypto';
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  PermissionFlagsBits,
} from 'discord.js';
import type {
  APIApplicationCommandBasicOption,
  APIApplicationCommandSubcommandGroupOption,
  APIApplicationCommandSubcommandOption,
  RESTPutAPIApplicationCommandsJSONBody,
} from 'discord.js';
import type { AdminCommand } from '../../../core/commands/domain/catalogue/admin-command.ts';
import { needsNothing } from '../../../core/commands/domain/catalogue/check-values.ts';
import type { Fields } from '../../../core/commands/domain/catalogue/field.ts';
import { QUOTA_COMMANDS } from '../../../core/commands/domain/catalogue/quota.ts';
import type { MessageKey } from '../../../core/messages/domain/catalogue.ts';
import { VIDEO_COMMANDS } from '../../../core/commands/domain/catalogue/video-commands.ts';
import type { VideoCommand } from '../../../core/commands/domain/catalogue/video-commands.ts';
import { msg, msgOf } from '../../../core/messages/domain/message.ts';
import { wordingOf } from '../wording.ts';
import { described, named } from './localizations.ts';
import { optionsFor } from './field-options.ts';
import { videoOptions } from './video-options.ts';

/** In the menu of every message. */
export const ANIMATE = wordingOf(null).text(msg('commands.animate-this'));
export const EDIT = wordingOf(null).text(msg('commands.edit-this'));

const EVERYWHERE = {
  type: ApplicationCommandType.ChatInput,
  contexts: [
    InteractionContextType.Guild,
    InteractionContextType.BotDM,
    InteractionContextType.PrivateChannel,
  ],
  integration_types: [
    ApplicationIntegrationType.GuildInstall,
    ApplicationIntegrationType.UserInstall,
  ],
};

/**
 * Shown only to those who manage the server; whoever runs a server can show it to others. That is
 * a convenience: who may do it is decided anew for every request.
 */
const QUOTA = {
  type: ApplicationCommandType.ChatInput,
  name: 'quota',
  ...described(msg('commands.quota')),
  contexts: [InteractionContextType.Guild],
  integration_types: [ApplicationIntegrationType.GuildInstall],
  default_member_permissions: String(PermissionFlagsBits.ManageGuild),
  options: QUOTA_COMMANDS.map(quotaOption),
};

/** What people can type: the same everywhere, whichever models are set up. */
export const commands: RESTPutAPIApplicationCommandsJSONBody = [
  {
    ...EVERYWHERE,
    name: 'video',
    ...described(msg('commands.video')),
    options: VIDEO_COMMANDS.filter((it) => it.own !== true).map(optionOf),
  },
  ...VIDEO_COMMANDS.filter((it) => it.own === true).map(({ name, description }) => ({
    ...EVERYWHERE,
    name,
    ...described(msgOf(description)),
  })),
  QUOTA,
  { ...EVERYWHERE, type: ApplicationCommandType.Message, ...named(msg('commands.animate-this')) },
  { ...EVERYWHERE, type: ApplicationCommandType.Message, ...named(msg('commands.edit-this')) },
];

/** What has two words is in a group of subcommands. */
function optionOf({ name, description, group, fields }: VideoCommand) {
  const [first = name, second = first] = name.split(' ');
  const command = subcommand(second, description, videoOptions(fields));
  return group === undefined ? command : subcommandGroup(first, group, [command]);
}

/** What has verbs is a group of subcommands here. */
function quotaOption({ name, description, fields }: AdminCommand) {
  const verb = Object.values(fields).find((it) => it.kind === 'verb');
  if (verb === undefined) return subcommand(name, description, optionsFor(fields));
  const others: Fields = Object.fromEntries(
    Object.entries(fields).filter(([, it]) => it.kind !== 'verb'),
  );
  const subcommands = Object.entries(verb.verbs).map(([word, words]) =>
    subcommand(word, words, needsNothing(verb, word) ? [] : optionsFor(others)),
  );
  return subcommandGroup(name, description, subcommands);
}

/** Discord takes 25 options, and those that have to be there first. */
function subcommand(
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

function subcommandGroup(
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

/** The same for the same commands: they are sent to Discord only when it changed. */
export function fingerprintOf(body: RESTPutAPIApplicationCommandsJSONBody): string {
  return createHash('sha256').update(JSON.stringify(body)).digest('hex');
}
