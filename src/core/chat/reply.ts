import type { MessageRef } from '../messages/domain/message-ref.ts';
import type { Note } from '../messages/domain/reply.ts';
import { PlatformError } from '../shared/domain/errors.ts';
import type { ChatPlatform } from './ports/chat-platform.ts';
import type { Core } from '../core.ts';

export interface Saying {
  readonly platform: string;
  readonly message: MessageRef;
  readonly note: Note;
  /** In the place of the message whose button was pressed, not beside it. */
  readonly instead?: boolean;
  /** For the log. */
  readonly key: string;
}

/**
 * Says something in a chat, again while it cannot be reached.
 * @returns false when it could not be reached though the message may still stand
 */
export async function say(core: Core, saying: Saying, signal: AbortSignal): Promise<boolean> {
  const platform = core.platforms.get(saying.platform);
  for (let attempt = 1; platform !== undefined; attempt += 1) {
    try {
      await sayOnce(platform, saying, signal);
      return true;
    } catch (error) {
      const retry =
        error instanceof PlatformError &&
        (error.code === 'rate-limited' || error.code === 'unreachable');
      if (!retry || attempt >= 5 || signal.aborted) {
        core.logger.warn({ key: saying.key, err: error }, 'answer could not be said');
        return !retry;
      }
      await core.clock.sleep(error.retryAfterMs ?? 500 * attempt, signal);
    }
  }
  return true;
}

async function sayOnce(
  platform: ChatPlatform,
  { message, note, instead = false }: Saying,
  signal: AbortSignal,
): Promise<void> {
  if (!instead) {
    await platform.say(message, note, signal);
    return;
  }
  try {
    await platform.replace(message, note, signal);
  } catch (error) {
    // The message is gone; whoever pressed its button is there.
    const closed = error instanceof PlatformError && ['gone', 'refused'].includes(error.code);
    if (!closed) throw error;
    await platform.say(message, note, signal);
  }
}
