import type { JsonObject } from '../../shared/json.ts';
import type { EventDelivery } from '../deliveries/deliver-events.ts';
import { createMessage, messageJson } from '../messages/messages.ts';
import type { PersonContext } from './person-context.ts';
import { directChannel, idOf, type Ref } from '../scenery.ts';
import { workspaceOf, type ChannelRecord, type FileRecord, type MessageRecord } from '../world.ts';

export interface Saying {
  readonly channel: Ref;
  readonly files?: readonly FileRecord[];
  readonly threadTs?: string;
}

export interface Said {
  readonly message: MessageRecord;
  /** What the app was told of it; null where it is told nothing. */
  readonly event: EventDelivery | null;
}

/** What a person writes, and what the app hears of it. */
export function createSaying(
  { world, events, person }: PersonContext,
  channelOf: (ref: Ref) => ChannelRecord,
) {
  const workspace = workspaceOf(world, person.workspaceId);

  function post(text: string, where: Saying): MessageRecord {
    const channel = channelOf(where.channel);
    if (!channel.members.has(person.id)) throw new Error(`${person.name} is not a member.`);
    if (channel.archived) throw new Error('The channel is archived.');
    const files = where.files ?? [];
    const threadTs = where.threadTs ?? null;
    const message = createMessage(world, {
      workspaceId: person.workspaceId,
      channelId: channel.id,
      authorId: person.id,
      text,
      fileIds: files.map((it) => it.id),
      threadTs,
    });
    for (const file of files) file.shares.push({ channelId: channel.id, ts: message.ts, threadTs });
    return message;
  }

  /** The app hears of direct messages, and of its name where it is a member. */
  function tell(message: MessageRecord): EventDelivery | null {
    const channel = channelOf(message.channelId);
    if (!channel.members.has(workspace.botUserId)) return null;
    const place: JsonObject = { ...messageJson(world, message), channel: channel.id };
    const event_ts = message.ts;
    if (channel.kind === 'direct') {
      const subtype = message.fileIds.length > 0 ? { subtype: 'file_share' } : {};
      return events.announce(workspace.id, { ...place, ...subtype, channel_type: 'im', event_ts });
    }
    if (!message.text.includes(`<@${workspace.botUserId}>`)) return null;
    return events.announce(workspace.id, { ...place, type: 'app_mention', event_ts });
  }

  function say(text: string, where: Saying): Said {
    const message = post(text, where);
    return { message, event: tell(message) };
  }

  return {
    /** Writes into a channel. */
    say,
    /** Writes into a channel, to the app. */
    mention: (text: string, where: Saying): Said => say(`<@${workspace.botUserId}> ${text}`, where),
    /** Writes to the app in private. */
    directMessage(text: string, more: Omit<Saying, 'channel'> = {}): Said {
      const { channel } = directChannel(world, workspace, [person.id, workspace.botUserId]);
      return say(text, { ...more, channel: idOf(channel) });
    },
  };
}
