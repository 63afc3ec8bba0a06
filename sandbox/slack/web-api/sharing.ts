import type { JsonObject } from '../../shared/json.ts';
import { createMessage } from '../messages/messages.ts';
import { withIds } from '../rules/rules-blocks.ts';
import { workspaceOf, type ChannelRecord, type World } from '../world.ts';

interface Sharing {
  readonly fileIds: readonly string[];
  /** Null: seen by the app alone. */
  readonly channel: ChannelRecord | null;
  readonly threadTs: string | null;
  readonly text: string;
  readonly blocks: readonly JsonObject[];
}

/** Files are scanned first, so the message with them comes after the answer to the upload. */
export async function share(world: World, sharing: Sharing): Promise<void> {
  const { fileIds, channel, threadTs } = sharing;
  await world.sleep(world.limits.shareDelayMs, world.closing.signal);
  if (world.closing.signal.aborted) return;
  world.changed();
  if (channel === null) return;
  const { botUserId } = workspaceOf(world, channel.workspaceId);
  const files = fileIds.flatMap((id) => world.files.get(id) ?? []).filter((it) => !it.deleted);
  if (files.length === 0) return;
  // A timer may ring a moment early.
  for (const file of files) file.processedAt = Math.min(file.processedAt, world.now());
  const message = createMessage(world, {
    workspaceId: channel.workspaceId,
    channelId: channel.id,
    authorId: botUserId,
    text: sharing.text,
    blocks: withIds(sharing.blocks),
    fileIds: files.map((it) => it.id),
    threadTs,
  });
  for (const file of files) {
    file.shares.push({ channelId: channel.id, ts: message.ts, threadTs });
    world.announce(channel.workspaceId, {
      type: 'file_shared',
      channel_id: channel.id,
      file_id: file.id,
      user_id: botUserId,
      file: { id: file.id },
      event_ts: message.ts,
    });
  }
  world.changed();
}
