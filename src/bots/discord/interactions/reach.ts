import { InteractionContextType } from 'discord.js';
import type { Origin } from './interaction.ts';
import type { DiscordMessageRef } from '../shared/message-ref.ts';

/**
 * Whether the bot itself will be able to edit the answer when the token is used up. It never can
 * where only its reader has the message, where people installed the app just for themselves, and
 * in talks between other people.
 */
export function reachOf(
  { context, guildId, installedTo, botSeesChannel }: Origin,
  ephemeral: boolean,
): DiscordMessageRef['reach'] {
  if (ephemeral) return 'token-only';
  // Where the context is not told, who installed it is: in direct messages it is nobody's server.
  const direct = guildId === null && installedTo === '0';
  if (context === InteractionContextType.BotDM || (context === null && direct)) return 'bot';
  const installed = guildId !== null && installedTo === guildId;
  return installed && botSeesChannel ? 'bot' : 'token-only';
}
