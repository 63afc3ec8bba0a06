import { createHash } from 'node:crypto';
import {
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
} from 'discord.js';
import type { RESTPutAPIApplicationCommandsJSONBody } from 'discord.js';
import { VIDEO_COMMANDS } from '../../../core/commands/domain/catalogue/video-commands.ts';
import type { VideoCommand } from '../../../core/commands/domain/catalogue/video-commands.ts';
import { msg, msgOf } from '../../../core/messages/domain/message.ts';
import { wordingOf } from '../wording.ts';
import { described, named } from './localizations.ts';
import { QUOTA } from './quota-definition.ts';
import { subcommand, subcommandGroup } from './subcommand.ts';
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

/** The same for the same commands: they are sent to Discord only when it changed. */
export function fingerprintOf(body: RESTPutAPIApplicationCommandsJSONBody): string {
  return createHash('sha256').update(JSON.stringify(body)).digest('hex');
}
