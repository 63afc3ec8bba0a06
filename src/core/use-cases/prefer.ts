import type { Asker, Note } from '../domain/conversation.ts';
import { usualNote } from '../domain/notes.ts';
import type { VideoWish } from '../domain/video-request.ts';
import type { Core } from './core.ts';

/**
 * Makes settings somebody's usual ones. They are not held against any model: where none can make
 * what they say, a request goes on without them.
 */
export async function prefer(
  core: Core,
  asker: Asker,
  settings: VideoWish['settings'],
): Promise<Note> {
  const who = await core.wallet.whoIs(asker);
  await core.people.prefer(who, { ...(await core.people.preferences(who)), settings });
  return usualNote(settings);
}
