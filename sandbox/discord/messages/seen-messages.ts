import { proxiedLink, type NewFile } from '../http/cdn.ts';
import type { JsonObject } from '../../shared/json.ts';
import type { MessageRecord, World } from '../world.ts';
import { messageJson } from './messages.ts';

const FLAG_HAS_SNAPSHOT = 1 << 14;

/** Of a message that is forwarded, what the forward has: who wrote it, where and in reply to what is left out. */
const CARRIED = [
  ...['type', 'content', 'embeds', 'attachments', 'timestamp', 'edited_timestamp', 'flags'],
  ...['mentions', 'mention_roles', 'stickers', 'sticker_items', 'components'],
];

/** What a message has in it that forwards another: a copy as it is now, and nothing of its own. */
export function forwardOf(world: World, message: MessageRecord): JsonObject {
  const json = messageJson(world, message);
  const snapshot = Object.fromEntries(
    CARRIED.flatMap((it) => (it in json ? [[it, json[it]]] : [])),
  );
  return {
    flags: FLAG_HAS_SNAPSHOT,
    message_reference: {
      type: 1,
      channel_id: message.channelId,
      message_id: message.id,
      ...(message.guildId === null ? {} : { guild_id: message.guildId }),
    },
    message_snapshots: [{ message: snapshot }],
  };
}

/**
 * What Discord makes of a link. A picture's is an embed of its own whose thumbnail is the picture; a
 * video's has no still, or one; a page's has a picture, and where it has a player, that is a page too.
 */
export function embedOf(
  world: World,
  link: string,
  file: NewFile,
  as: 'image' | 'video' | 'gifv' | 'article' = 'image',
): JsonObject {
  const media = proxiedLink(world, link, file);
  const part = as === 'image' || as === 'article' ? 'thumbnail' : 'video';
  return { type: as, url: link, [part]: media, content_scan_version: 0 };
}
