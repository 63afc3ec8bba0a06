import type { MessageRef } from '../messages/domain/message-ref.ts';
import { inLanguage } from '../messages/domain/reply.ts';
import type { Reply } from '../messages/domain/reply.ts';
import { isClosed, PlatformError } from '../shared/domain/errors.ts';
import type { ChatPlatform, ChatPlatforms } from './ports/chat-platform.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { Logger } from '../shared/ports/logger.ts';

export interface SendReplyDependencies {
  readonly platforms: ChatPlatforms;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface ReplyToSend {
  readonly platform: string;
  readonly message: MessageRef;
  readonly reply: Reply;
  /** Of whom it is said to, for replies that have none of their own. */
  readonly language: string;
  /** In the place of the message whose button was pressed, not beside it. */
  readonly instead?: boolean;
  /** For the log. */
  readonly key: string;
}

/**
 * Says something in a chat, again while it cannot be reached.
 * @returns false when it could not be reached though the message may still stand
 */
export async function sendReply(
  deps: SendReplyDependencies,
  replyToSend: ReplyToSend,
  signal: AbortSignal,
): Promise<boolean> {
  const platform = deps.platforms.get(replyToSend.platform);
  for (let attempt = 1; platform !== undefined; attempt += 1) {
    try {
      await sendReplyOnce(platform, replyToSend, signal);
      return true;
    } catch (error) {
      const retry =
        error instanceof PlatformError &&
        (error.code === 'rate-limited' || error.code === 'unreachable');
      if (!retry || attempt >= 5 || signal.aborted) {
        deps.logger.warn({ key: replyToSend.key, err: error }, 'reply failed');
        return !retry;
      }
      await deps.clock.sleep(error.retryAfterMs ?? 500 * attempt, signal);
    }
  }
  return true;
}

async function sendReplyOnce(
  platform: ChatPlatform,
  { message, reply: said, language, instead = false }: ReplyToSend,
  signal: AbortSignal,
): Promise<void> {
  const reply = inLanguage(said, language);
  if (!instead) {
    await platform.reply(message, reply, signal);
    return;
  }
  try {
    await platform.replace(message, reply, signal);
  } catch (error) {
    // The message is gone; whoever pressed its button is there.
    if (!isClosed(error)) throw error;
    await platform.reply(message, reply, signal);
  }
}
