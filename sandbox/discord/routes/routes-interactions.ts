import {
  IncomingWebhookRequestPartialSchema,
  IncomingWebhookUpdateRequestPartialSchema,
} from 'discord-api-spec/zod';
import { broken, refused } from '../errors.ts';
import { FLAG, has } from '../flags.ts';
import { acknowledge } from '../interactions/interaction-callback.ts';
import { placementOf, writeRequest } from '../interactions/interaction-write.ts';
import type { JsonObject } from '../../shared/json.ts';
import { isVisible, messageJson, publish } from '../messages/messages.ts';
import type { Answer, Route, RouteRequest } from '../http/route.ts';
import { schemaErrors, withTextIds } from '../http/schema.ts';
import type { InteractionRecord, MessageRecord } from '../world.ts';
import { createMessage, editMessage } from '../messages/write-message.ts';

const TOKEN_LIFE_MS = 15 * 60 * 1000;
const USER_INSTALL_FOLLOW_UPS = 5;
const WEBHOOK_BUCKET = { limit: 5, windowMs: 2000 };

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
  world.changed(interaction.id);
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
  const body = withTextIds(request.json);
  const errors = schemaErrors(schema, body);
  if (errors.length > 0) throw broken.form(errors);
  return body;
}

function withoutEphemeral(body: JsonObject): JsonObject {
  return typeof body.flags === 'number' ? { ...body, flags: body.flags & ~FLAG.ephemeral } : body;
}
