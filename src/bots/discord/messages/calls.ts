import { createHash } from 'node:crypto';
import { Routes } from 'discord.js';
import { z } from 'zod';
import type { Clock } from '../../../core/shared/ports/clock.ts';
import { asPlatformError, isStoppedByAutoMod } from '../shared/errors.ts';
import type { DiscordMessageRef, Place } from '../shared/message-ref.ts';
import type { Call, DiscordRest } from '../connection/rest.ts';

/** What it takes to call Discord in time. */
export interface CallDependencies {
  readonly rest: DiscordRest;
  readonly clock: Clock;
}

/** A token that dies while the edit is on its way has been of no use. */
export const TOKEN_MARGIN_MS = 20_000;

/** Whether the message can be changed by the token of what was done on it. */
export function isOpenByToken(ref: DiscordMessageRef, clock: Clock): boolean {
  return ref.movedTo === null && clock.now().getTime() < ref.tokenExpiresAt - TOKEN_MARGIN_MS;
}

export const messageSchema = z.object({ id: z.string(), channel_id: z.string() });
const channelSchema = z.object({ id: z.string() });

/** For a press the original is the message with the button. */
export function editOriginal(ref: DiscordMessageRef): Pick<Call, 'method' | 'route'> {
  return { method: 'PATCH', route: Routes.webhookMessage(ref.applicationId, ref.token) };
}

export function edit(place: Place): Pick<Call, 'method' | 'route'> {
  return { method: 'PATCH', route: Routes.channelMessage(place.channelId, place.messageId) };
}

export function post(channelId: string): Pick<Call, 'method' | 'route'> {
  return { method: 'POST', route: Routes.channelMessages(channelId) };
}

/** Discord answers a repeated nonce with the first message: no crash makes it two. */
export function onceFor(words: string) {
  return { nonce: shortHash(words), enforce_nonce: true } as const;
}

/** The channel in which the bot and a person talk. */
export async function openDirect(
  rest: DiscordRest,
  userId: string,
  signal: AbortSignal,
): Promise<string> {
  const body = { recipient_id: userId };
  const call = { method: 'POST', route: Routes.userChannels(), body } as const;
  return channelSchema.parse(await rest.asBot(call, signal)).id;
}

/** Once more, and without what strangers wrote, where AutoMod stops that. */
export async function withoutStopped<answer>(
  send: (withheld: boolean) => Promise<answer>,
): Promise<answer> {
  try {
    return await send(false).catch((error: unknown) => {
      if (!isStoppedByAutoMod(error)) throw error;
      return send(true);
    });
  } catch (error) {
    throw asPlatformError(error);
  }
}

/** Discord takes 25 characters. */
function shortHash(words: string): string {
  return createHash('sha256').update(words).digest('base64url').slice(0, 25);
}
