import {
  CreatePrivateChannelRequestSchema,
  MessageCreateRequestSchema,
  MessageEditRequestPartialSchema,
} from 'discord-api-spec/zod';
import { broken, refused } from '../errors.ts';
import { asObject, asText, type JsonObject } from '../../shared/json.ts';
import { isVisible, messageJson, publish } from '../messages/messages.ts';
import { channelJson } from '../messages/objects.ts';
import { allows, BOT_PERMISSIONS, PERMISSION } from '../permissions.ts';
import type { Answer, Route, RouteRequest } from '../http/route.ts';
import { required } from '../rules/rules-components.ts';
import { schemaErrors, withTextIds } from '../http/schema.ts';
import { placeLimit } from '../http/uploads.ts';
import type { Channel, MessageRecord, World } from '../world.ts';
import { createMessage, editMessage } from '../messages/write-message.ts';
import { type WriteRequest } from '../messages/write-request.ts';

const MESSAGE_BUCKET = { limit: 5, windowMs: 5000 };
const READ_BUCKET = { limit: 10, windowMs: 5000 };

const OLD_AFTER_MS = 60 * 60 * 1000;
const OLD_EDITS = { limit: 3, windowMs: 6000 };
const NONCE_LIFE_MS = 5 * 60 * 1000;

export function createMessageRoutes(): readonly Route[] {
  const oldEdits = new Map<string, number[]>();

  function edit(request: RouteRequest): Answer {
    const { world } = request;
    const { channel, message } = addressed(request);
    if (message.authorId !== world.applicationId) throw refused.notTheAuthor();
    if (channel.archived) throw refused.threadArchived();
    const body = bodyOf(request, MessageEditRequestPartialSchema);
    countOldEdit(request, message);
    editMessage(world, message, { ...writeRequest(request, channel), body });
    return { status: 200, body: messageJson(world, message) };
  }

  function countOldEdit(request: RouteRequest, message: MessageRecord): void {
    const { at } = request;
    if (at - message.createdAt < OLD_AFTER_MS) return;
    const recent = (oldEdits.get(message.channelId) ?? []).filter(
      (it) => at - it < OLD_EDITS.windowMs,
    );
    if (recent.length >= OLD_EDITS.limit) {
      throw refused.tooManyOldEdits((OLD_EDITS.windowMs - (at - (recent[0] ?? at))) / 1000);
    }
    oldEdits.set(message.channelId, [...recent, at]);
  }

  return [
    {
      method: 'GET',
      path: '/channels/{channel_id}',
      auth: 'bot',
      bucket: READ_BUCKET,
      handle: (request) => ({
        status: 200,
        body: channelJson(request.world, channelOf(request)),
      }),
    },
    {
      method: 'POST',
      path: '/channels/{channel_id}/messages',
      auth: 'bot',
      bucket: MESSAGE_BUCKET,
      handle: create,
    },
    {
      method: 'GET',
      path: '/channels/{channel_id}/messages/{message_id}',
      auth: 'bot',
      bucket: READ_BUCKET,
      handle: (request) => ({
        status: 200,
        body: messageJson(request.world, addressed(request).message),
      }),
    },
    {
      method: 'PATCH',
      path: '/channels/{channel_id}/messages/{message_id}',
      auth: 'bot',
      bucket: MESSAGE_BUCKET,
      handle: edit,
    },
    {
      method: 'DELETE',
      path: '/channels/{channel_id}/messages/{message_id}',
      auth: 'bot',
      bucket: MESSAGE_BUCKET,
      handle: (request) => {
        const { channel, message } = addressed(request);
        if (channel.archived) throw refused.threadArchived();
        message.deleted = true;
        publish(request.world, message, 'delete');
        return { status: 204 };
      },
    },
    {
      method: 'POST',
      path: '/users/@me/channels',
      auth: 'bot',
      bucket: READ_BUCKET,
      handle: openDirectMessages,
    },
  ];
}

function create(request: RouteRequest): Answer {
  const { world } = request;
  const channel = channelOf(request);
  const body = bodyOf(request, MessageCreateRequestSchema);
  if (channel.guildId !== null && !allows(channel.botPermissions, sendNeeds(request))) {
    throw refused.missingPermissions();
  }
  const recipient = world.users.get(channel.recipients[0] ?? '');
  if (channel.type === 1 && recipient?.dmsOpen === false) throw refused.directMessagesClosed();

  const nonce = typeof body.nonce === 'number' ? String(body.nonce) : asText(body.nonce);
  if (body.enforce_nonce === true && nonce !== '') {
    const same = [...world.messages.values()].find(
      (it) =>
        it.nonce === nonce &&
        it.channelId === channel.id &&
        !it.deleted &&
        request.at - it.createdAt < NONCE_LIFE_MS,
    );
    if (same !== undefined) return { status: 200, body: messageJson(world, same) };
  }
  const message = createMessage(
    world,
    { ...writeRequest(request, channel), body },
    {
      channel,
      interaction: null,
      viewer: null,
      nonce: nonce === '' ? null : nonce,
      replyTo: repliedTo(request, channel, body),
    },
  );
  // A new message wakes an archived thread; an edit does not.
  channel.archived = false;
  return { status: 200, body: messageJson(world, message) };
}

function repliedTo(request: RouteRequest, channel: Channel, body: JsonObject): string | null {
  const reference = asObject(body.message_reference);
  const id = asText(reference.message_id);
  if (id === '') return null;
  const message = request.world.messages.get(id);
  if (isVisible(message) && message.channelId === channel.id && !message.ephemeral) return id;
  if (reference.fail_if_not_exists === false) return null;
  throw broken.form([
    {
      path: ['message_reference'],
      code: 'MESSAGE_REFERENCE_UNKNOWN_MESSAGE',
      message: 'Unknown message',
    },
  ]);
}

function sendNeeds(request: RouteRequest): bigint {
  const files = request.files.length > 0 ? PERMISSION.attachFiles : 0n;
  return PERMISSION.sendMessages | files;
}

function openDirectMessages(request: RouteRequest): Answer {
  const { world } = request;
  const body = bodyOf(request, CreatePrivateChannelRequestSchema);
  if (asText(body.recipient_id) === '') throw broken.form([required(['recipient_id'])]);
  const user = world.users.get(asText(body.recipient_id));
  if (user === undefined) throw refused.unknownUser();
  return { status: 200, body: channelJson(world, directChannel(world, user.id)) };
}

/** The one channel in which the bot and a person talk; made when first asked for. */
export function directChannel(world: World, userId: string): Channel {
  const known = [...world.channels.values()].find(
    (it) => it.type === 1 && it.recipients[0] === userId,
  );
  if (known !== undefined) return known;
  const channel: Channel = {
    id: world.nextId(),
    type: 1,
    guildId: null,
    name: '',
    parentId: null,
    recipients: [userId],
    botPermissions: BOT_PERMISSIONS,
    archived: false,
  };
  world.channels.set(channel.id, channel);
  return channel;
}

/** The channel of the path, if the bot can see it. */
function channelOf({ world, params }: RouteRequest): Channel {
  const channel = world.channels.get(params.channel_id ?? '');
  if (channel === undefined) throw refused.unknownChannel();
  const guild = world.guilds.get(channel.guildId ?? '');
  // Other people's groups, servers it is not in, channels it may not see: all the same to it.
  const sees =
    channel.guildId === null
      ? channel.type === 1
      : guild?.botIsMember === true && allows(channel.botPermissions, PERMISSION.viewChannel);
  if (!sees) throw refused.missingAccess();
  return channel;
}

function addressed(request: RouteRequest): { channel: Channel; message: MessageRecord } {
  const channel = channelOf(request);
  const message = request.world.messages.get(request.params.message_id ?? '');
  // Ephemeral messages are kept elsewhere: this route does not know them.
  if (!isVisible(message) || message.ephemeral || message.channelId !== channel.id) {
    throw refused.unknownMessage();
  }
  return { channel, message };
}

function bodyOf(request: RouteRequest, schema: typeof MessageCreateRequestSchema) {
  const body = withTextIds(request.json);
  const errors = schemaErrors(schema, body);
  if (errors.length > 0) throw broken.form(errors);
  return body;
}

function writeRequest(request: RouteRequest, channel: Channel): Omit<WriteRequest, 'body'> {
  return {
    files: request.files,
    route: 'bot',
    // The person's own subscription counts only while their interaction lives.
    limitBytes: placeLimit(request.world, channel),
    note: request.note,
  };
}
