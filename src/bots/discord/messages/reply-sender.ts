import { MessageFlags, Routes } from 'discord.js';
import type { Reply } from '../../../core/messages/domain/reply.ts';
import { PlatformError } from '../../../core/shared/domain/errors.ts';
import type { ChatPlatform } from '../../../core/chat/ports/chat-platform.ts';
import {
  edit,
  editOriginal,
  isOpenByToken,
  onceFor,
  openDirect,
  post,
  withoutStopped,
} from './calls.ts';
import type { CallDependencies } from './calls.ts';
import { closesTheWay, refusesFiles } from '../shared/errors.ts';
import { botPlace, readMessageRef } from '../shared/message-ref.ts';
import type { DiscordMessageRef } from '../shared/message-ref.ts';
import { attachmentsOf, placedFiles, uploadsOf } from './reply-files.ts';
import { replyBody } from './reply-view.ts';
import type { Call } from '../connection/rest.ts';
import { ANYWHERE } from './upload-limit.ts';
import type { UploadLimits } from './upload-limit.ts';

/** A reply on its way: what of it may go where it goes. */
interface Sending {
  readonly reply: Reply;
  readonly withheld: boolean;
  /** False where the place took none of them. */
  readonly withFiles: boolean;
}

/** Answers that are not cards. */
export function createReplySender({
  rest,
  clock,
  limits,
}: CallDependencies & { readonly limits: UploadLimits }): Pick<
  ChatPlatform,
  'reply' | 'replace' | 'post'
> {
  /** A reply of its own that only the presser sees; the card under the button stays. */
  async function whisper(ref: DiscordMessageRef, sending: Sending, signal: AbortSignal) {
    const call = bodyOf(sending, await limitOf(ref, sending, true), false);
    const flags = MessageFlags.IsComponentsV2 | MessageFlags.Ephemeral;
    const route = Routes.webhook(ref.applicationId, ref.token);
    await rest.byToken({ ...call, method: 'POST', route, body: { ...call.body, flags } }, signal);
  }

  /** In the place of the message, while there is a way to it. */
  async function put(ref: DiscordMessageRef, sending: Sending, signal: AbortSignal) {
    const place = botPlace(ref);
    if (isOpenByToken(ref, clock)) {
      try {
        const call = bodyOf(sending, await limitOf(ref, sending, true), false);
        await rest.byToken({ ...call, ...editOriginal(ref) }, signal);
        return;
      } catch (error) {
        if (!closesTheWay(error) || place === null) throw error;
      }
    }
    if (place === null) throw new PlatformError('discord', 'gone', 'the token ran out');
    const call = bodyOf(sending, await limitOf(ref, sending, false), ref.movedTo !== null);
    await rest.asBot({ ...call, ...edit(place) }, signal);
  }

  async function putOrTell(ref: DiscordMessageRef, sending: Sending, signal: AbortSignal) {
    try {
      await put(ref, sending, signal);
    } catch (error) {
      // Nobody knows whether a message stood there: then a new one would answer a dead command.
      if (ref.messageId === null || !isGone(error) || isForFiles(error, sending)) throw error;
      await tell(ref, sending, signal);
    }
  }

  /** The last way: people hear what became of what they asked for. */
  async function tell(ref: DiscordMessageRef, sending: Sending, signal: AbortSignal) {
    const channel = await openDirect(rest, ref.userId, signal);
    const call = bodyOf(sending, ANYWHERE, true);
    const again = onceFor(JSON.stringify([ref.messageId, call.body]));
    await rest.asBot({ ...call, ...post(channel), body: { ...call.body, ...again } }, signal);
  }

  /** Nobody is asked what a place takes for a reply without files. */
  async function limitOf(ref: DiscordMessageRef, { reply }: Sending, byToken: boolean) {
    return reply.files === undefined ? 0 : limits.limitOf(ref, byToken);
  }

  return {
    async reply(message, reply, signal) {
      const ref = readMessageRef(message);
      await inFull(reply, (sending) =>
        ref.kind === 'press' ? whisper(ref, sending, signal) : putOrTell(ref, sending, signal),
      );
    },
    async replace(pressed, reply, signal) {
      const ref = readMessageRef(pressed);
      await inFull(reply, (sending) => put(ref, sending, signal));
    },
    async post(address, reply, signal, once) {
      if (!/^\d{15,20}$/.test(address)) {
        throw new PlatformError('discord', 'refused', 'a place in Discord is the id of a channel');
      }
      const again = once === undefined ? {} : onceFor(once);
      await inFull(reply, async (sending) => {
        const call = bodyOf(sending, ANYWHERE, false);
        await rest.asBot({ ...call, ...post(address), body: { ...call.body, ...again } }, signal);
      });
    },
  };
}

/** Without what strangers wrote where AutoMod stops that, and without files where none are taken. */
async function inFull(reply: Reply, send: (sending: Sending) => Promise<void>): Promise<void> {
  await withoutStopped((withheld) =>
    send({ reply, withheld, withFiles: true }).catch((error: unknown) => {
      if (!isForFiles(error, { reply, withFiles: true })) throw error;
      return send({ reply, withheld, withFiles: false });
    }),
  );
}

/** Only new files are listed, so that an edit which is repeated replaces those of the first. */
function bodyOf(
  { reply, withheld, withFiles }: Sending,
  mostBytes: number,
  moved: boolean,
): Pick<Call, 'uploads'> & { readonly body: object } {
  const files = placedFiles(reply, withFiles ? mostBytes : 0);
  const body = replyBody(reply, { withheld, moved, files });
  return {
    body: { ...body, attachments: attachmentsOf(files, withheld) },
    uploads: uploadsOf(files),
  };
}

/** Whether the same might go without its files. */
function isForFiles(error: unknown, { reply, withFiles }: Omit<Sending, 'withheld'>): boolean {
  return withFiles && reply.files !== undefined && refusesFiles(error);
}

function isGone(error: unknown): boolean {
  return closesTheWay(error) || (error instanceof PlatformError && error.code === 'gone');
}
