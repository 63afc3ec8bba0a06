import { messageKey, type FileRecord, type MessageRecord, type World } from './world.ts';

/** What is in a channel now; what was meant for one person alone only if they look. */
export function messagesOf(
  world: World,
  channelId: string,
  seenBy: string | null,
): readonly MessageRecord[] {
  return [...world.messages.values()].filter(
    (it) =>
      it.channelId === channelId &&
      !it.deleted &&
      (it.ephemeralFor === null || it.ephemeralFor === seenBy),
  );
}

export function requireMessage(world: World, channelId: string, ts: string): MessageRecord {
  const message = world.messages.get(messageKey(channelId, ts));
  if (message === undefined) throw new Error(`There is no message ${ts} in ${channelId}.`);
  return message;
}

/** The videos of a message and of its thread. */
export function videosOf(world: World, channelId: string, ts: string): readonly FileRecord[] {
  return messagesOf(world, channelId, null)
    .filter((it) => it.ts === ts || it.threadTs === ts)
    .flatMap((it) => it.fileIds.flatMap((id) => world.files.get(id) ?? []))
    .filter((it) => !it.deleted && it.mimetype.startsWith('video/'));
}
