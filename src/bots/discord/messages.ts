import { createHash } from 'node:crypto';
import { MessageFlags, Routes } from 'discord.js';
import { z } from 'zod';
import type { Note } from '../../core/domain/conversation.ts';
import { PlatformError } from '../../core/errors.ts';
import type { ChatPlatform, ShownCard } from '../../core/ports/chat-platform.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { MessageBody } from './body.ts';
import { asPlatformError, closesTheWay, isStoppedByAutoMod } from './errors.ts';
import { fileNameOf } from './file-name.ts';
import { botPlace, linkToMessage, readMessageRef, renewedRef } from './message-ref.ts';
import type { DiscordMessageRef, Place } from './message-ref.ts';
import { noteBody } from './note-view.ts';
import type { Call, DiscordRest } from './rest.ts';
import { createUploadLimits } from './upload-limit.ts';
import type { Upload } from './upload.ts';
import { cardBody, isSettledView } from './view.ts';
import type { CardPlace } from './view.ts';

/** A token that dies while the edit is on its way has been of no use. */
const TOKEN_MARGIN_MS = 20_000;

const messageSchema = z.object({ id: z.string(), channel_id: z.string() });
const channelSchema = z.object({ id: z.string() });

/** Cards and notes on Discord. The only writer of messages; it needs no gateway. */
export function createDiscordMessages({
  rest,
  clock,
}: {
  readonly rest: DiscordRest;
  readonly clock: Clock;
}): ChatPlatform {
  const limits = createUploadLimits({ rest, clock });
  const alive = (ref: DiscordMessageRef) =>
    clock.now().getTime() < ref.tokenExpiresAt - TOKEN_MARGIN_MS;

  async function showBy(
    ref: DiscordMessageRef,
    card: ShownCard,
    withheld: boolean,
    signal: AbortSignal,
  ) {
    let known = ref;
    for (const way of waysTo(ref, card)) {
      try {
        return await ways[way](known, card, withheld, signal);
      } catch (error) {
        if (!closesTheWay(error)) throw error;
        // A token that was refused once is not sent again: such calls count towards a ban.
        if (way === 'token') known = { ...known, tokenExpiresAt: 0 };
      }
    }
    throw new PlatformError('discord', 'gone', 'no way to the message is left');
  }

  function waysTo(ref: DiscordMessageRef, card: ShownCard): readonly Way[] {
    const { status } = card.view;
    return [
      ...(ref.movedTo === null && alive(ref) ? (['token'] as const) : []),
      ...(botPlace(ref) === null ? [] : (['bot'] as const)),
      // A direct message tells how it ended, or that somebody has to act; not every step.
      ...(isSettledView(card.view) || status === 'unconfirmed' ? (['direct'] as const) : []),
    ];
  }

  const ways = {
    async token(ref, card, withheld, signal) {
      const until = ref.reach === 'bot' ? null : ref.tokenExpiresAt - TOKEN_MARGIN_MS;
      const payload = cardPayload(card, { until, moved: false, withheld });
      const message = messageSchema.parse(
        await rest.byToken({ ...editOriginal(ref), ...payload }, signal),
      );
      return { ...ref, messageId: message.id };
    },
    async bot(ref, card, withheld, signal) {
      const place = botPlace(ref);
      if (place === null) return ref;
      const payload = cardPayload(card, { until: null, moved: ref.movedTo !== null, withheld });
      await rest.asBot({ ...edit(place), ...payload }, signal);
      return ref;
    },
    async direct(ref, card, withheld, signal) {
      const channel = channelSchema.parse(
        await rest.asBot(
          { method: 'POST', route: Routes.userChannels(), body: { recipient_id: ref.userId } },
          signal,
        ),
      );
      const { body, upload } = cardPayload(card, { until: null, moved: true, withheld });
      const message = messageSchema.parse(
        await rest.asBot(
          {
            method: 'POST',
            route: Routes.channelMessages(channel.id),
            // Discord answers a repeated nonce with the first message: no crash makes it two.
            body: { ...body, nonce: nonceOf(card), enforce_nonce: true },
            upload,
          },
          signal,
        ),
      );
      return { ...ref, movedTo: { channelId: message.channel_id, messageId: message.id } };
    },
  } satisfies Record<string, ShowWay>;
  type Way = keyof typeof ways;

  async function sayBy(ref: DiscordMessageRef, note: Note, withheld: boolean, signal: AbortSignal) {
    const body = noteBody(note, withheld);
    if (ref.kind === 'press') {
      // A reply of its own that only the presser sees; the card under the button stays.
      const flags = body.flags | MessageFlags.Ephemeral;
      const route = Routes.webhook(ref.applicationId, ref.token);
      return rest.byToken({ method: 'POST', route, body: { ...body, flags } }, signal);
    }
    return replaceBy(ref, body, signal);
  }

  /** For a press the original is the message with the button. */
  async function replaceBy(ref: DiscordMessageRef, body: MessageBody, signal: AbortSignal) {
    const place = botPlace(ref);
    try {
      if (alive(ref)) return await rest.byToken({ ...editOriginal(ref), body }, signal);
    } catch (error) {
      if (!closesTheWay(error) || place === null) throw error;
    }
    if (place === null) throw new PlatformError('discord', 'gone', 'the token ran out');
    return rest.asBot({ ...edit(place), body }, signal);
  }

  return {
    name: 'discord',
    show: (message, card, { signal }) => {
      const ref = readMessageRef(message);
      return withoutStopped((withheld) => showBy(ref, card, withheld, signal));
    },
    async say(message, note, signal) {
      const ref = readMessageRef(message);
      await withoutStopped((withheld) => sayBy(ref, note, withheld, signal));
    },
    uploadLimit: (message) => {
      const ref = readMessageRef(message);
      return limits.limitOf(ref, ref.movedTo === null && alive(ref));
    },
    renewed: (known, pressed) => renewedRef(readMessageRef(known), readMessageRef(pressed)),
    async replace(pressed, note, signal) {
      const ref = readMessageRef(pressed);
      await withoutStopped((withheld) => replaceBy(ref, noteBody(note, withheld), signal));
    },
    async announce(address, note, signal, once) {
      if (!/^\d{15,20}$/.test(address)) {
        throw new PlatformError('discord', 'refused', 'a place in Discord is the id of a channel');
      }
      const route = Routes.channelMessages(address);
      // Discord answers a repeated nonce with the first message.
      const again = once === undefined ? {} : { nonce: shortDigest(once), enforce_nonce: true };
      await withoutStopped((withheld) =>
        rest.asBot(
          { method: 'POST', route, body: { ...noteBody(note, withheld), ...again } },
          signal,
        ),
      );
    },
    // Ids of channels are like no other channel's, whatever its guild.
    addressOf: (_guild, channel) => channel,
    // Each message has a pace of its own here, which Discord tells with every answer.
    editBudget: () => null,
    sourceOf: (_message, attachment) => Promise.resolve({ status: 'ready', source: attachment }),
    linkTo: (message) => linkToMessage(readMessageRef(message)),
  };
}

type ShowWay = (
  ref: DiscordMessageRef,
  card: ShownCard,
  withheld: boolean,
  signal: AbortSignal,
) => Promise<DiscordMessageRef>;

/** Once more, and without what strangers wrote, where AutoMod stops that. */
async function withoutStopped<answer>(
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

function editOriginal(ref: DiscordMessageRef): Pick<Call, 'method' | 'route'> {
  return { method: 'PATCH', route: Routes.webhookMessage(ref.applicationId, ref.token) };
}

function edit(place: Place): Pick<Call, 'method' | 'route'> {
  return { method: 'PATCH', route: Routes.channelMessage(place.channelId, place.messageId) };
}

function cardPayload(
  card: ShownCard,
  place: CardPlace,
): {
  readonly body: MessageBody & { readonly attachments: readonly object[] };
  readonly upload: Upload | null;
} {
  const body = cardBody(card, place);
  if (card.video?.how !== 'file') return { body: { ...body, attachments: [] }, upload: null };
  const name = fileNameOf(card, place.withheld);
  // Only the new file is listed, so an edit that is repeated replaces the video of the first.
  return {
    body: { ...body, attachments: [{ id: 0, filename: name }] },
    upload: { file: card.video.file, name },
  };
}

/** The same for the same job in the same state; Discord takes 25 characters. */
function nonceOf(card: ShownCard): string {
  return shortDigest(`${card.jobId}:${card.view.status}`);
}

function shortDigest(words: string): string {
  return createHash('sha256').update(words).digest('base64url').slice(0, 25);
}
