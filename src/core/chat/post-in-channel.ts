import type { Reply } from '../messages/domain/reply.ts';
import { deadlineSignal } from '../shared/deadline.ts';
import type { Place } from '../shared/domain/chat-ref.ts';
import { isClosed } from '../shared/domain/errors.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { ChatPlatforms } from './ports/chat-platform.ts';

export interface PostInChannelDependencies {
  readonly platforms: ChatPlatforms;
}

/**
 * Under the same name it is the same message. False where nothing can be written.
 * @throws {PlatformError} the chat cannot be reached for now
 */
export async function postInChannel(
  deps: PostInChannelDependencies,
  { platform: name, id, workspace }: Place,
  reply: Reply,
  once: string,
  signal: AbortSignal,
): Promise<boolean> {
  const platform = deps.platforms.get(name);
  if (platform === undefined) throw new Error(`${name} is not set up`);
  try {
    await platform.post(platform.addressOf(workspace ?? null, id), reply, signal, once);
    return true;
  } catch (error) {
    if (isClosed(error)) return false;
    throw error;
  }
}

const POST_WITHIN_MS = 20_000;

/** Says in a channel what will come there: that it can be said is how it is known that it will. */
export async function canPostThere(
  deps: PostInChannelDependencies & { readonly clock: Clock },
  place: Place,
  reply: Reply,
  once: string,
): Promise<boolean> {
  using deadline = deadlineSignal(deps.clock, POST_WITHIN_MS);
  return await postInChannel(deps, place, reply, once, deadline.signal);
}
