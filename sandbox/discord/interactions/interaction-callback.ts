import {
  ApplicationCommandAutocompleteCallbackRequestSchema,
  CreateMessageInteractionCallbackRequestSchema,
  ModalInteractionCallbackRequestSchema,
  PongInteractionCallbackRequestSchema,
  UpdateMessageInteractionCallbackRequestSchema,
} from 'discord-api-spec/zod';
import { broken, refused } from '../errors.ts';
import { FLAG, has } from '../flags.ts';
import { placementOf, writeRequest } from './interaction-write.ts';
import { asNumber, asObject, asObjects, type JsonObject } from '../../shared/json.ts';
import { isVisible, messageJson } from '../messages/messages.ts';
import type { Answer, RouteRequest } from '../http/route.ts';
import { invalid } from '../rules/rules-components.ts';
import { modalErrors } from '../rules/rules-modal.ts';
import { schemaErrors, withTextIds } from '../http/schema.ts';
import type { InteractionRecord, MessageRecord, World } from '../world.ts';
import { createLoadingMessage, createMessage, editMessage } from '../messages/write-message.ts';

export const ACKNOWLEDGE_WITHIN_MS = 3000;

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

/** The first answer to an interaction: due within 3 s, and given once. */
export function acknowledge(request: RouteRequest): Answer {
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
  const given = asObject(request.json);
  const body =
    given.data === undefined || given.data === null
      ? given
      : { ...given, data: withTextIds(given.data) };
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
  world.changed(interaction.id);
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
      const write = writeRequest(request, interaction, data);
      const message = createMessage(world, write, {
        ...placementOf(world, interaction, data),
        isFirstAnswer: true,
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
      const message = createLoadingMessage(world, {
        ...placementOf(world, interaction, data),
        isFirstAnswer: true,
      });
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
      source.answers.add(interaction.id);
      return source;
    }
    case CALLBACK.autocomplete:
      checkChoices(interaction, asObjects(data.choices));
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

/** Suggestions have the type of the option they are for. */
function checkChoices(interaction: InteractionRecord, choices: readonly JsonObject[]): void {
  const focused = allOptions(asObject(interaction.payload.data)).find((it) => it.focused === true);
  const kind = focused?.type === 3 ? 'string' : 'number';
  const wrong = choices.findIndex((it) => typeof it.value !== kind);
  if (wrong !== -1) {
    throw broken.form([invalid(['data', 'choices', wrong, 'value'], `Must be a ${kind}.`)]);
  }
}

function allOptions(node: JsonObject): JsonObject[] {
  return asObjects(node.options).flatMap((it) => [it, ...allOptions(it)]);
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
