import { asObjects, type JsonObject } from '../../shared/json.ts';
import type { MessageRecord, World } from '../world.ts';
import { messageJson } from './messages.ts';

/**
 * What a message has in it that shares another: the files of that one are told there, and in no list
 * of its own. Who shared it need not be who wrote it.
 */
export function sharedIn(world: World, message: MessageRecord): JsonObject {
  const json = messageJson(world, message);
  const link = `${world.address.http}/archives/${message.channelId}/p${message.ts.replace('.', '')}`;
  const files = asObjects(json.files);
  return {
    id: 1,
    ts: message.ts,
    author_id: message.authorId,
    author_name: world.people.get(message.authorId)?.name ?? '',
    channel_id: message.channelId,
    channel_team: message.workspaceId,
    is_msg_unfurl: true,
    is_share: true,
    fallback: `[${message.ts}] ${message.text}`,
    text: message.text,
    from_url: link,
    original_url: link,
    footer: 'Slack Conversation',
    mrkdwn_in: ['text'],
    message_blocks: [
      {
        team: message.workspaceId,
        channel: message.channelId,
        ts: message.ts,
        message: { blocks: [...message.blocks] },
      },
    ],
    ...(files.length > 0 ? { files } : {}),
  };
}

/** What Slack makes of a link to a picture; of a page it makes a title with a small one. */
export function unfurlOf(link: string, picture: string = link): JsonObject {
  const isPicture = picture === link;
  return {
    id: 1,
    from_url: link,
    original_url: link,
    fallback: isPicture ? 'image' : 'A page',
    ...(isPicture
      ? { image_url: link, image_width: 640, image_height: 360, image_bytes: 5_000 }
      : { title: 'A page', title_link: link, service_name: 'Somewhere', thumb_url: picture }),
  };
}
