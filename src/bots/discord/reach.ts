import { InteractionContextType, PermissionFlagsBits } from 'discord.js';
import type { ChatInputCommandInteraction } from 'discord.js';
import type { DiscordMessageRef } from './message-ref.ts';

type Origin = Pick<
  ChatInputCommandInteraction,
  'context' | 'guildId' | 'authorizingIntegrationOwners' | 'appPermissions'
>;

/**
 * Whether the bot itself will be able to edit the answer when the token is used up. It never can
 * where only its reader has the message, where people installed the app just for themselves, and
 * in talks between other people.
 */
export function reachOf(origin: Origin, ephemeral: boolean): DiscordMessageRef['reach'] {
  if (ephemeral) return 'token-only';
  if (origin.context === InteractionContextType.BotDM) return 'bot';
  const installed =
    origin.guildId !== null && origin.authorizingIntegrationOwners[0] === origin.guildId;
  const sees = origin.appPermissions.has(PermissionFlagsBits.ViewChannel);
  return installed && sees ? 'bot' : 'token-only';
}
