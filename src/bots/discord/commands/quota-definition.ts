import {
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  PermissionFlagsBits,
} from 'discord.js';
import type { RESTPostAPIChatInputApplicationCommandsJSONBody } from 'discord.js';
import type { AdminCommand } from '../../../core/commands/domain/catalogue/admin-command.ts';
import { needsNothing } from '../../../core/commands/domain/catalogue/check-values.ts';
import type { Fields } from '../../../core/commands/domain/catalogue/field.ts';
import { QUOTA_COMMANDS } from '../../../core/commands/domain/catalogue/quota.ts';
import { msg } from '../../../core/messages/domain/message.ts';
import { optionsFor } from './field-options.ts';
import { described } from './localizations.ts';
import { subcommand, subcommandGroup } from './subcommand.ts';

/**
 * Shown only to those who manage the server; whoever runs a server can show it to others. That is
 * a convenience: who may do it is decided anew for every request.
 */
export const QUOTA: RESTPostAPIChatInputApplicationCommandsJSONBody = {
  type: ApplicationCommandType.ChatInput,
  name: 'quota',
  ...described(msg('commands.quota')),
  contexts: [InteractionContextType.Guild],
  integration_types: [ApplicationIntegrationType.GuildInstall],
  default_member_permissions: String(PermissionFlagsBits.ManageGuild),
  options: QUOTA_COMMANDS.map(optionOf),
};

/** What has verbs is a group of subcommands here. */
function optionOf({ name, description, fields }: AdminCommand) {
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
