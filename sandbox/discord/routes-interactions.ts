import {
  ApplicationCommandAutocompleteCallbackRequestSchema,
  CreateMessageInteractionCallbackRequestSchema,
  IncomingWebhookRequestPartialSchema,
  IncomingWebhookUpdateRequestPartialSchema,
  ModalInteractionCallbackRequestSchema,
  PongInteractionCallbackRequestSchema,
  UpdateMessageInteractionCallbackRequestSchema,
} from 'discord-api-spec/zod';
import { broken, refused } from './errors.ts';
import { FLAG, has } from './flags.ts';
import { asNumber, asObject, asObjects, type JsonObject } from './json.ts';
import { isVisible, messageJson, publish } from './messages.ts';
import type { Answer, Route, RouteRequest } from './route.ts';
import { invalid } from './rules-components.ts';
import { modalErrors } from './rules-modal.ts';
import { schemaErrors } from './schema.ts';
import { placeLimit } from './uploads.ts';
import type { InteractionRecord, MessageRecord, World } from './world.ts';
import {
  createLoadingMessage,
  createMessage,
  editMessage,
  type WriteRequest,
} from './write-message.ts';

export const ACKNOWLEDGE_WITHIN_MS = 3000;
export const TOKEN_LIFE_MS = 15 * 60 * 1000;
const USER_INSTALL_FOLLOW_UPS = 5;
const WEBHOOK_BUCKET = { limit: 5, windowMs: 2000 };

const CALLBACK = {
  pong: 1,
  message: 4,
  deferredMessage: 5,
  deferredUpdate: 6,
  update: 7,
  autocomplete: 8,
  modal: 9,
} as const;

const CALLBACK_SCHEMAS = new Map<number, typeof PongInteractionCallbackRequestSchema>([
  [CALLBACK.pong, PongInteractionCallbackRequestSchema],
  [CALLBACK.message, CreateMessageInteractionCallbackRequestSchema],
  [CALLBACK.deferredMessage, CreateMessageInteractionCallbackRequestSchema],
  [CALLBACK.deferredUpdate, UpdateMessageInteractionCallbackRequestSchema],
  [CALLBACK.update, UpdateMessageInteractionCallbackRequestSchema],
  [CALLBACK.autocomplete, ApplicationCommandAutocompleteCallbackRequestSchema],
  [CALLBACK.modal, ModalInteractionCallbackRequestSchema],
]);

/** Which callbacks answer which kind of interaction. */
const CALLBACKS_FOR: Readonly<Record<InteractionRecord['type'], readonly number[]>> = {
  2: [CALLBACK.message, CALLBACK.deferredMessage, CALLBACK.modal],
  3: [4, 5, CALLBACK.deferredUpdate, CALLBACK.update, CALLBACK.modal],
  4: [CALLBACK.autocomplete],
  5: [4, 5, CALLBACK.deferredUpdate, CALLBACK.update],
};

export const interactionRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/interactions/{interaction_id}/{token}/callback',
    auth: 'none',
    handle: acknowledge,
  },
  {
    method: 'POST',
    path: '/webhooks/{application_id}/{token}',
    auth: 'url',
    bucket: WEBHOOK_BUCKET,
    handle: followUp,
  },
  {
    method: 'GET',
    path: '/webhooks/{application_id}/{token}/messages/{response_id}',
    auth: 'url',
    bucket: WEBHOOK_BUCKET,
    handle: (request) => {
      const message = responseOf(request, interactionOf(request));
      return { status: 200, body: messageJson(request.world, message) };
    },
  },
  {
    method: 'PATCH',
    path: '/webhooks/{application_id}/{token}/messages/{response_id}',
    auth: 'url',
    bucket: WEBHOOK_BUCKET,
    handle: editResponse,
  },
  {
    method: 'DELETE',
    path: '/webhooks/{application_id}/{token}/messages/{response_id}',
    auth: 'url',
    bucket: WEBHOOK_BUCKET,
    handle: (request) => {
      const message = responseOf(request, interactionOf(request));
      message.deleted = true;
      publish(request.world, message, 'delete');
      return { status: 204 };
    },
  },
];

function acknowledge(request: RouteRequest): Answer {
  const { world, params, at } = request;
  const interaction = world.interactions.get(params.token ?? '');
  if (interaction?.id !== params.interaction_id || interaction === undefined) {
    throw broken.unknownInteraction('no such interaction id and token');
  }
  if (interaction.acknowledgedAt !== null) throw broken.alreadyAcknowledged();
  const lateness = at - interaction.createdAt;
  if (lateness > ACKNOWLEDGE_WITHIN_MS || interaction.expired) {
    throw broken.unknownInteraction(
      `acknowledged ${lateness} ms after it was made: ${ACKNOWLEDGE_WITHIN_MS} ms are allowed`,
    );
  }
  const body = asObject(request.json);
  const type = asNumber(body.type);
  const schema = CALLBACK_SCHEMAS.get(type);
  if (schema === undefined || !CALLBACKS_FOR[interaction.type].includes(type)) {
    throw broken.form([invalid(['type'], `Callback ${type} does not answer this interaction.`)]);
  }
  const errors = schemaErrors(schema, body);
  if (errors.length > 0) throw broken.form(errors);

  const message = respond(request, interaction, type, asObject(body.data));
  interaction.acknowledgedAt = at;
  interaction.callbackType = type;
  world.changed();
  if (request.query.get('with_response') !== 'true') return { status: 204 };
  return { status: 200, body: callbackResponse(world, interaction, type, message) };
}

/** Does what the callback asks. The message it concerns, if it concerns one. */
function respond(
  request: RouteRequest,
  interaction: InteractionRecord,
  type: number,
  data: JsonObject,
): MessageRecord | null {
  const { world } = request;
  switch (type) {
    case CALLBACK.message: {
      const message = createMessage(world, writeRequest(request, interaction, data), {
        ...placementOf(world, interaction, data),
      });
      interaction.originalId = message.id;
      return message;
    }
    case CALLBACK.deferredMessage: {
      const others = Object.keys(data).filter((key) => key !== 'flags');
      const extraFlags = asNumber(data.flags) & ~FLAG.ephemeral;
      if (extraFlags !== 0 || others.length > 0) {
        request.note('a deferred answer takes no flag but EPHEMERAL and no content: ignored');
      }
      const message = createLoadingMessage(world, placementOf(world, interaction, data));
      interaction.originalId = message.id;
      return message;
    }
    case CALLBACK.deferredUpdate:
    case CALLBACK.update: {
      const source = world.messages.get(interaction.sourceMessageId ?? '');
      if (!isVisible(source)) throw refused.unknownMessage();
      if (type === CALLBACK.update) {
        editMessage(world, source, writeRequest(request, interaction, data));
      }
      interaction.originalId = source.id;
      return source;
    }
    case CALLBACK.autocomplete:
      interaction.choices = asObjects(data.choices);
      return null;
    default: {
      const errors = modalErrors(data);
      if (errors.length > 0) throw broken.form(errors);
      interaction.modal = data;
      return null;
    }
  }
}

function callbackResponse(
  world: World,
  interaction: InteractionRecord,
  type: number,
  message: MessageRecord | null,
): JsonObject {
  // Only an answer that is there already comes back in full: a deferred one has an id, no more.
  const full = type === CALLBACK.message || type === CALLBACK.update;
  return {
    interaction: {
      id: interaction.id,
      type: interaction.type,
      channel_id: interaction.channelId,
      ...(interaction.guildId === null ? {} : { guild_id: interaction.guildId }),
      ...(message === null
        ? {}
        : {
            response_message_id: message.id,
            response_message_loading: has(message.flags, FLAG.loading),
            response_message_ephemeral: message.ephemeral,
          }),
    },
    ...(full && message !== null
      ? { resource: { type, message: messageJson(world, message) } }
      : {}),
  };
}

function followUp(request: RouteRequest): Answer {
  const { world } = request;
  const interaction = interactionOf(request);
  const body = bodyOf(request, IncomingWebhookRequestPartialSchema);
  const original = world.messages.get(interaction.originalId ?? '');
  if (isVisible(original) && has(original.flags, FLAG.loading)) {
    // Straight after a deferred answer this edits it, as it always has.
    editMessage(world, original, writeRequest(request, interaction, withoutEphemeral(body)));
    return { status: 200, body: messageJson(world, original) };
  }
  const onlyUserInstalled = interaction.owners['0'] === undefined;
  if (onlyUserInstalled && interaction.followUpIds.length >= USER_INSTALL_FOLLOW_UPS) {
    throw broken.tooManyFollowUps();
  }
  const write = writeRequest(request, interaction, body);
  const message = createMessage(world, write, placementOf(world, interaction, body));
  interaction.followUpIds.push(message.id);
  world.changed();
  return { status: 200, body: messageJson(world, message) };
}

function editResponse(request: RouteRequest): Answer {
  const { world } = request;
  const interaction = interactionOf(request);
  const message = responseOf(request, interaction);
  const body = bodyOf(request, IncomingWebhookUpdateRequestPartialSchema);
  editMessage(world, message, writeRequest(request, interaction, body));
  return { status: 200, body: messageJson(world, message) };
}

/** The interaction whose token the path carries, if it is still good. */
function interactionOf(request: RouteRequest): InteractionRecord {
  const { world, params, at } = request;
  const interaction = world.interactions.get(params.token ?? '');
  if (interaction === undefined || params.application_id !== world.applicationId) {
    throw broken.unknownWebhook('no such application id and interaction token');
  }
  if (interaction.expired || at - interaction.createdAt > TOKEN_LIFE_MS) {
    if (interaction.refusedBefore) throw broken.usedDeadToken();
    interaction.refusedBefore = true;
    throw refused.invalidWebhookToken();
  }
  if (interaction.acknowledgedAt === null) {
    throw broken.unknownWebhook('the interaction has not been acknowledged yet');
  }
  return interaction;
}

function responseOf(request: RouteRequest, interaction: InteractionRecord): MessageRecord {
  const { world, params } = request;
  const id = params.response_id === '@original' ? interaction.originalId : params.response_id;
  const own = id === interaction.originalId || interaction.followUpIds.includes(id ?? '');
  const message = world.messages.get(id ?? '');
  if (!own || !isVisible(message)) throw refused.unknownMessage();
  return message;
}

function bodyOf(
  request: RouteRequest,
  schema: typeof IncomingWebhookRequestPartialSchema,
): JsonObject {
  const errors = schemaErrors(schema, request.json);
  if (errors.length > 0) throw broken.form(errors);
  return asObject(request.json);
}

function withoutEphemeral(body: JsonObject): JsonObject {
  return typeof body.flags === 'number' ? { ...body, flags: body.flags & ~FLAG.ephemeral } : body;
}

function writeRequest(
  request: RouteRequest,
  interaction: InteractionRecord,
  body: JsonObject,
): WriteRequest {
  const channel = request.world.channels.get(interaction.channelId);
  const limit = channel === undefined ? 0 : placeLimit(request.world, channel);
  return {
    body,
    files: request.files,
    route: 'interaction',
    limitBytes: Math.max(limit, interaction.attachmentSizeLimit),
    note: request.note,
  };
}

function placementOf(world: World, interaction: InteractionRecord, data: JsonObject) {
  const channel = world.channels.get(interaction.channelId);
  if (channel === undefined) throw refused.unknownChannel();
  const guild = world.guilds.get(interaction.guildId ?? '');
  // Where a server does not want outside apps, what they say is for the one who asked.
  const forced = guild?.externalApps === false && interaction.owners['0'] === undefined;
  const ephemeral = forced || has(asNumber(data.flags), FLAG.ephemeral);
  return { channel, interaction, viewer: ephemeral ? interaction.userId : null };
}
