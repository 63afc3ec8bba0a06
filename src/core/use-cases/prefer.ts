import type { Asker, Note } from '../domain/conversation.ts';
import { confirmOverNote, usualNote } from '../domain/notes.ts';
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

/** From how many credits on a video asks before it starts. */
export async function confirmOver(core: Core, asker: Asker, over: number | null): Promise<Note> {
  const who = await core.wallet.whoIs(asker);
  await core.people.prefer(who, {
    ...(await core.people.preferences(who)),
    confirmOver: over,
  });
  return confirmOverNote(over);
}
