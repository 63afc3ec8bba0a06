import { copyOf, type JsonObject } from '../../shared/json.ts';
import { fileJson } from '../files.ts';
import {
  messageKey,
  workspaceOf,
  type MessageRecord,
  type MessageVersion,
  type World,
} from '../world.ts';

export interface NewMessage {
  readonly workspaceId: string;
  readonly channelId: string;
  readonly authorId: string;
  readonly text?: string;
  readonly blocks?: readonly JsonObject[];
  readonly attachments?: readonly JsonObject[];
  readonly fileIds?: readonly string[];
  readonly threadTs?: string | null;
  readonly ephemeralFor?: string | null;
  readonly clientMsgId?: string | null;
  readonly metadata?: JsonObject | null;
}

/** Puts a message into the world and tells whoever listens. Nothing is checked here. */
export function createMessage(world: World, given: NewMessage): MessageRecord {
  const record: MessageRecord = {
    workspaceId: given.workspaceId,
    channelId: given.channelId,
    ts: world.ids.ts(),
    threadTs: given.threadTs ?? null,
    authorId: given.authorId,
    ephemeralFor: given.ephemeralFor ?? null,
    clientMsgId: given.clientMsgId ?? null,
    createdAt: world.now(),
    text: given.text ?? '',
    blocks: given.blocks ?? [],
    attachments: given.attachments ?? [],
    fileIds: given.fileIds ?? [],
    metadata: given.metadata ?? null,
    editedAt: null,
    deleted: false,
    history: [],
  };
  world.messages.set(messageKey(record.channelId, record.ts), record);
  publish(world, record, 'post');
  return record;
}

/** Writes down what people now see. */
export function publish(world: World, record: MessageRecord, kind: MessageVersion['kind']): void {
  const version: MessageVersion = {
    kind,
    workspaceId: record.workspaceId,
    channelId: record.channelId,
    ts: record.ts,
    threadTs: record.threadTs,
    ephemeralFor: record.ephemeralFor,
    at: world.now(),
    json: messageJson(world, record),
  };
  record.history.push(version);
  for (const listener of [...world.messageListeners]) listener(version);
  world.changed();
}

/** A message as answers, events and interaction payloads carry it. */
export function messageJson(world: World, record: MessageRecord): JsonObject {
  const workspace = workspaceOf(world, record.workspaceId);
  const byBot = record.authorId === workspace.botUserId;
  const files = record.fileIds.flatMap((id) => {
    const file = world.files.get(id);
    return file === undefined ? [] : [fileJson(world, file)];
  });
  return copyOf({
    type: 'message',
    ...(byBot ? { bot_id: workspace.botId, app_id: world.app.id } : {}),
    user: record.authorId,
    team: record.workspaceId,
    ts: record.ts,
    text: record.text,
    ...(record.blocks.length > 0 ? { blocks: record.blocks } : {}),
    ...(record.attachments.length > 0 ? { attachments: record.attachments } : {}),
    ...(files.length > 0 ? { files, upload: byBot } : {}),
    ...(record.threadTs === null ? {} : { thread_ts: record.threadTs }),
    ...(record.clientMsgId === null ? {} : { client_msg_id: record.clientMsgId }),
    ...(record.metadata === null ? {} : { metadata: record.metadata }),
    ...(record.ephemeralFor === null ? {} : { is_ephemeral: true }),
    // Blocks alone leave no mark, which is why a card may be edited often.
    ...(record.editedAt === null || record.blocks.length > 0
      ? {}
      : { edited: { user: record.authorId, ts: `${Math.floor(record.editedAt / 1000)}.000000` } }),
  });
}

export function findMessage(
  world: World,
  channelId: string,
  ts: string,
): MessageRecord | undefined {
  const found = world.messages.get(messageKey(channelId, ts));
  return found === undefined || found.deleted ? undefined : found;
}
