import { z } from 'zod';
import type { MessageRef } from '../../core/domain/conversation.ts';

/** A message in a channel, as the bot's own rights address it. */
const placeSchema = z.object({ channelId: z.string(), messageId: z.string() });

/** Our handle on a message: everything that any way to it needs. */
const messageRefSchema = z.object({
  /** An answer to a command is that command's one message; to a press, a new one for the presser. */
  kind: z.enum(['command', 'press']),
  applicationId: z.string(),
  channelId: z.string(),
  /** Not known before the command is acknowledged; until then the token alone names the message. */
  messageId: z.string().nullable(),
  guildId: z.string().nullable(),
  userId: z.string(),
  token: z.string(),
  /** Milliseconds since 1970; 0 once Discord said that it is used up. */
  tokenExpiresAt: z.number(),
  ephemeral: z.boolean(),
  /** What one file may weigh while the token lives: the asker's own allowance counts in it. */
  attachmentSizeLimit: z.number(),
  /** Whether the bot itself can edit the message when the token is used up. */
  reach: z.enum(['bot', 'token-only']),
  /** The direct message that took the card's place. */
  movedTo: placeSchema.nullable(),
});

export type Place = z.infer<typeof placeSchema>;
export type DiscordMessageRef = z.infer<typeof messageRefSchema>;

/** @throws when the handle is not one of ours */
export function readMessageRef(message: MessageRef): DiscordMessageRef {
  return messageRefSchema.parse(message);
}

/** Where the bot's own rights may reach the message; null where they never will. */
export function botPlace(ref: DiscordMessageRef): Place | null {
  if (ref.movedTo !== null) return ref.movedTo;
  if (ref.reach === 'token-only' || ref.messageId === null) return null;
  return { channelId: ref.channelId, messageId: ref.messageId };
}

/**
 * The card's handle after a press on it: the press brings a token of its own for that message.
 * Whoever pressed, the card stays the card of the person who asked for it.
 */
export function renewedRef(
  known: DiscordMessageRef,
  pressed: DiscordMessageRef,
): DiscordMessageRef {
  if (pressed.messageId === null) return known;
  const onCard = known.messageId === null || pressed.messageId === known.messageId;
  if (!onCard || pressed.channelId !== known.channelId) return known;
  return {
    ...known,
    messageId: pressed.messageId,
    token: pressed.token,
    tokenExpiresAt: pressed.tokenExpiresAt,
    attachmentSizeLimit: pressed.attachmentSizeLimit,
    // Somebody looks at this message, so the card lives here again.
    movedTo: null,
  };
}

export function linkToMessage(ref: DiscordMessageRef): string | null {
  if (ref.movedTo !== null) return jumpUrl('@me', ref.movedTo);
  // Only its reader has an ephemeral message, and no link leads there.
  if (ref.ephemeral || ref.messageId === null) return null;
  return jumpUrl(ref.guildId ?? '@me', { channelId: ref.channelId, messageId: ref.messageId });
}

function jumpUrl(guild: string, place: Place): string {
  return `https://discord.com/channels/${guild}/${place.channelId}/${place.messageId}`;
}
