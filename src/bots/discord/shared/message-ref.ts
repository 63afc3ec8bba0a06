import { z } from 'zod';
import type { MessageRef } from '../../../core/messages/domain/message-ref.ts';

/** What every message takes. Discord raised it to 20 MiB in places, and refuses that in others. */
export const LEAST_FILE_LIMIT = 10 * 1024 * 1024;

/** A message in a channel, as the bot's own rights address it. */
const placeSchema = z.object({ channelId: z.string(), messageId: z.string() });

/** Our handle on a message: everything that any way to it needs. */
const messageRefSchema = z.object({
  /** An answer to a command is that command's one message; to a press, a new one for the presser. */
  kind: z.enum(['command', 'press']),
  applicationId: z.string(),
  /** Null in handles of before, whose interaction did not name it: the token alone leads there. */
  channelId: z.string().nullable(),
  /** Not known before the command is acknowledged; until then the token alone names the message. */
  messageId: z.string().nullable(),
  guildId: z.string().nullable(),
  userId: z.string(),
  token: z.string(),
  /** Milliseconds since 1970; 0 once Discord said that it is used up. */
  tokenExpiresAt: z.number(),
  ephemeral: z.boolean(),
  /** What one file may weigh while the token lives: the requester's own allowance counts in it. */
  attachmentSizeLimit: z.number().catch(LEAST_FILE_LIMIT),
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
  const { channelId, messageId } = ref;
  if (ref.reach === 'token-only' || messageId === null || channelId === null) return null;
  return { channelId, messageId };
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
  const isHere = known.channelId === null || pressed.channelId === known.channelId;
  if (!onCard || !isHere) return known;
  return {
    ...known,
    channelId: pressed.channelId,
    messageId: pressed.messageId,
    token: pressed.token,
    tokenExpiresAt: pressed.tokenExpiresAt,
    attachmentSizeLimit: pressed.attachmentSizeLimit,
    // Somebody looks at this message, so the card lives here again.
    movedTo: null,
  };
}

export function isPrivate({ ephemeral, movedTo }: DiscordMessageRef): boolean {
  return ephemeral || movedTo !== null;
}

export function linkToMessage(ref: DiscordMessageRef): string | null {
  if (ref.movedTo !== null) return jumpUrl('@me', ref.movedTo);
  // Only its reader has an ephemeral message, and no link leads there.
  const { channelId, messageId } = ref;
  if (ref.ephemeral || messageId === null || channelId === null) return null;
  return jumpUrl(ref.guildId ?? '@me', { channelId, messageId });
}

function jumpUrl(guild: string, place: Place): string {
  return `https://discord.com/channels/${guild}/${place.channelId}/${place.messageId}`;
}
