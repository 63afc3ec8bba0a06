import { asObjects, asText, type JsonObject } from '../../shared/json.ts';
import { invalidBlocks, refused } from '../errors.ts';
import { createMessage, findMessage, publish } from '../messages/messages.ts';
import { notePings } from '../web-api/pings.ts';
import type { ResponsePlace } from '../response-urls.ts';
import { blockErrors, withIds } from '../rules/rules-blocks.ts';
import { workspaceOf, type MessageRecord, type World } from '../world.ts';

/**
 * Answers what a person did, as the body of an acknowledgement or a post to a response_url does:
 * seen by that person alone unless it says otherwise, and wherever they are, member or not.
 * Returns the message that is now there; null where one was deleted.
 * @throws {SlackError} it cannot be shown
 */
export function respond(
  world: World,
  place: ResponsePlace,
  body: JsonObject,
): MessageRecord | null {
  const workspace = workspaceOf(world, place.workspaceId);
  const blocks = asObjects(body.blocks);
  const errors = blockErrors(blocks, { world, workspace, kind: 'message' });
  if (errors.length > 0) throw invalidBlocks(errors);

  const source =
    place.sourceTs === null ? undefined : findMessage(world, place.channelId, place.sourceTs);
  if (body.delete_original === true || body.replace_original === true) {
    if (source === undefined) throw refused('message_not_found');
    if (body.delete_original === true) {
      source.deleted = true;
      publish(world, source, 'delete');
      return null;
    }
    replace(world, source, body);
    return source;
  }
  if (asText(body.text) === '' && blocks.length === 0 && !asObjects(body.attachments).length) {
    throw refused('no_text');
  }
  const record = createMessage(world, {
    workspaceId: place.workspaceId,
    channelId: place.channelId,
    authorId: workspace.botUserId,
    text: asText(body.text),
    blocks: withIds(blocks),
    attachments: asObjects(body.attachments),
    threadTs: asText(body.thread_ts) || place.threadTs,
    ephemeralFor: body.response_type === 'in_channel' ? null : place.userId,
  });
  notePings(world, record, { bareNames: body.link_names === true || body.parse === 'full' });
  return record;
}

function replace(world: World, message: MessageRecord, body: JsonObject): void {
  const named = body.blocks !== undefined || body.text !== undefined;
  if (typeof body.text === 'string') message.text = body.text;
  if (named) message.blocks = withIds(asObjects(body.blocks));
  if (body.attachments !== undefined) message.attachments = asObjects(body.attachments);
  message.editedAt = world.now();
  publish(world, message, 'update');
}
