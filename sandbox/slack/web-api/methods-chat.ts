import type { JsonObject } from '../../shared/json.ts';
import { broken, refused } from '../errors.ts';
import { editedContent, newContent, parsesNames } from './message-content.ts';
import { createMessage, findMessage, messageJson, publish } from '../messages/messages.ts';
import { visibleChannel, type BotMethod, type BotMethods, type MethodRequest } from './method.ts';
import { notePings } from './pings.ts';
import { directChannel } from '../scenery.ts';
import { messageKey, type ChannelRecord, type MessageRecord } from '../world.ts';

const CONTENT = ['channel', 'text', 'blocks', 'attachments', 'parse', 'link_names', 'metadata'];
const POSTED = [
  'thread_ts',
  'mrkdwn',
  'unfurl_links',
  'unfurl_media',
  'username',
  'icon_emoji',
  'icon_url',
];

const postMessage: BotMethod = {
  tier: 'post-message',
  scopes: ['chat:write'],
  takes: [...CONTENT, ...POSTED, 'client_msg_id', 'reply_broadcast'],
  handle(request) {
    const { world, args, workspace } = request;
    const clientMsgId = args.text('client_msg_id');
    const channel = channelToPostIn(request);
    if (clientMsgId !== null) {
      const before = postedBefore(request, clientMsgId, channel);
      if (before !== null) return posted(request, before);
    }
    const content = newContent(request);
    const record = createMessage(world, {
      workspaceId: workspace.id,
      channelId: channel.id,
      authorId: workspace.botUserId,
      text: content.text ?? '',
      blocks: content.blocks ?? [],
      attachments: content.attachments ?? [],
      threadTs: threadOf(request, channel),
      clientMsgId,
      metadata: args.object('metadata'),
    });
    notePings(world, record, { bareNames: parsesNames(args) });
    return posted(request, record);
  },
};

const postEphemeral: BotMethod = {
  tier: 'tier-4',
  scopes: ['chat:write'],
  takes: [...CONTENT, ...POSTED, 'user'],
  handle(request) {
    const { world, args, workspace } = request;
    const channel = visibleChannel(request, args.required('channel', 'channel_not_found'));
    const userId = args.required('user', 'user_not_in_channel');
    if (channel.archived) throw refused('is_archived');
    if (!channel.members.has(workspace.botUserId)) throw refused('not_in_channel');
    if (!channel.members.has(userId)) throw refused('user_not_in_channel');
    const content = newContent(request);
    const record = createMessage(world, {
      workspaceId: workspace.id,
      channelId: channel.id,
      authorId: workspace.botUserId,
      text: content.text ?? '',
      blocks: content.blocks ?? [],
      attachments: content.attachments ?? [],
      threadTs: threadOf(request, channel),
      ephemeralFor: userId,
    });
    return { message_ts: record.ts };
  },
};

const update: BotMethod = {
  tier: 'tier-3',
  scopes: ['chat:write'],
  takes: [...CONTENT, 'ts', 'as_user', 'file_ids', 'reply_broadcast'],
  handle(request) {
    const { world, args, workspace } = request;
    const { channel, message } = messageToChange(request);
    if (message.authorId !== workspace.botUserId) {
      throw broken('cant_update_message', "someone else's message");
    }
    if (workspace.settings.editWindowClosed) throw refused('edit_window_closed');
    const content = editedContent(request);
    if (isRich(message.blocks) && content.blocks !== null && !isRich(content.blocks)) {
      throw broken('block_mismatch', 'rich text cannot become anything else');
    }
    if (args.raw.file_ids !== undefined) {
      request.note('file_ids of chat.update: what became of the files is not dependable');
    }
    message.text = content.text ?? message.text;
    message.blocks = content.blocks ?? message.blocks;
    message.attachments = content.attachments ?? message.attachments;
    message.metadata = args.object('metadata') ?? message.metadata;
    message.editedAt = world.now();
    publish(world, message, 'update');
    const json = messageJson(world, message);
    return { channel: channel.id, ts: message.ts, text: message.text, message: json };
  },
};

const remove: BotMethod = {
  tier: 'tier-3',
  scopes: ['chat:write'],
  takes: ['channel', 'ts', 'as_user'],
  handle(request) {
    const { world, workspace } = request;
    const { channel, message } = messageToChange(request);
    if (message.authorId !== workspace.botUserId) {
      throw broken('cant_delete_message', "someone else's message");
    }
    message.deleted = true;
    publish(world, message, 'delete');
    return { channel: channel.id, ts: message.ts };
  },
};

const getPermalink: BotMethod = {
  tier: 'unlimited',
  scopes: [],
  takes: ['channel', 'message_ts'],
  handle(request) {
    const { world, args } = request;
    const channel = visibleChannel(request, args.required('channel', 'channel_not_found'));
    const message = findMessage(world, channel.id, args.ts('message_ts') ?? '');
    if (message?.ephemeralFor !== null) throw refused('message_not_found');
    const step = `p${message.ts.replace('.', '')}`;
    return {
      channel: channel.id,
      permalink: `${world.address.http}/archives/${channel.id}/${step}`,
    };
  },
};

export const chatMethods: BotMethods = {
  'chat.postMessage': postMessage,
  'chat.postEphemeral': postEphemeral,
  'chat.update': update,
  'chat.delete': remove,
  'chat.getPermalink': getPermalink,
};

function isRich(blocks: readonly JsonObject[]): boolean {
  return blocks.some((it) => it.type === 'rich_text');
}

/** A conversation, or a person, whose direct messages are then meant. */
function channelToPostIn(request: MethodRequest): ChannelRecord {
  const { world, args, workspace, token } = request;
  const id = args.required('channel', 'channel_not_found');
  const person = world.people.get(id);
  if (person?.workspaceId === workspace.id) {
    return directChannel(world, workspace, [id, workspace.botUserId]).channel;
  }
  const channel = visibleChannel(request, id);
  if (channel.archived) throw refused('is_archived');
  const mayJoinIn = channel.kind === 'public' && token.scopes.has('chat:write.public');
  if (!channel.members.has(workspace.botUserId) && !mayJoinIn) throw refused('not_in_channel');
  if (!channel.botMayPost) throw refused('restricted_action');
  return channel;
}

/** The id makes a message unique: asked twice, the first is the answer. */
function postedBefore(
  { world, workspace }: MethodRequest,
  clientMsgId: string,
  channel: ChannelRecord,
): MessageRecord | null {
  const before = [...world.messages.values()].find(
    (it) => it.workspaceId === workspace.id && it.clientMsgId === clientMsgId,
  );
  if (before === undefined) return null;
  if (before.channelId !== channel.id) {
    throw broken('duplicate_channel_not_found', 'the client_msg_id was used in another channel');
  }
  if (before.deleted) throw refused('duplicate_message_not_found');
  return before;
}

function threadOf({ world, args, note }: MethodRequest, channel: ChannelRecord): string | null {
  const ts = args.ts('thread_ts');
  if (ts === null) return null;
  const parent = world.messages.get(messageKey(channel.id, ts));
  if (parent === undefined) throw refused('thread_not_found');
  if (parent.threadTs !== null && parent.threadTs !== ts) {
    note('thread_ts is that of a reply, not of the message the thread began with');
  }
  return parent.threadTs ?? ts;
}

function messageToChange(request: MethodRequest) {
  const { world, args } = request;
  const channel = visibleChannel(request, args.required('channel', 'channel_not_found'));
  const ts = args.ts('ts') ?? args.required('ts');
  if (channel.archived) throw refused('is_inactive');
  const message = findMessage(world, channel.id, ts);
  // What one person alone sees is no message for the Web API.
  if (message?.ephemeralFor !== null) {
    if (message !== undefined) throw broken('message_not_found', 'an ephemeral message');
    throw refused('message_not_found');
  }
  return { channel, message };
}

function posted({ world }: MethodRequest, record: MessageRecord): JsonObject {
  return { channel: record.channelId, ts: record.ts, message: messageJson(world, record) };
}
