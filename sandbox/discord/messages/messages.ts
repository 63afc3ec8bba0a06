import { attachmentJson, fileUrl, proxyUrl } from '../http/cdn.ts';
import { allNested, mediaOf } from '../rules/components.ts';
import { FLAG, has } from '../flags.ts';
import { asObject, asText, copyOf, type JsonObject } from '../../shared/json.ts';
import { userJson } from './objects.ts';
import type {
  InteractionRecord,
  MessageRecord,
  MessageVersion,
  StoredFile,
  World,
} from '../world.ts';

/** The message as the API answers with it now; links are signed afresh each time. */
export function messageJson(world: World, message: MessageRecord): JsonObject {
  const author = world.users.get(message.authorId);
  return {
    id: message.id,
    type: messageType(message),
    channel_id: message.channelId,
    author: author === undefined ? {} : userJson(author),
    content: message.content,
    timestamp: new Date(message.createdAt).toISOString(),
    edited_timestamp: message.editedAt === null ? null : new Date(message.editedAt).toISOString(),
    tts: false,
    pinned: false,
    mention_everyone: message.mentions.everyone,
    mentions: message.mentions.users.flatMap((id) => {
      const user = world.users.get(id);
      return user === undefined ? [] : [userJson(user)];
    }),
    mention_roles: [...message.mentions.roles],
    attachments: unreferenced(world, message).map((it) => attachmentJson(world, it)),
    embeds: copyOf(message.embeds),
    components: signedComponents(world, message),
    flags: message.flags,
    ...copyOf(message.more),
    ...(message.nonce === null ? {} : { nonce: message.nonce }),
    ...(message.replyTo === null
      ? {}
      : {
          message_reference: {
            type: 0,
            channel_id: message.channelId,
            message_id: message.replyTo,
          },
        }),
    ...(message.interaction === null
      ? {}
      : {
          application_id: world.applicationId,
          webhook_id: world.applicationId,
          interaction_metadata: metadataOf(world, message.interaction, message),
        }),
  };
}

/** Files that a component or an embed shows are told there, and in no list of attachments. */
function unreferenced(world: World, message: MessageRecord): StoredFile[] {
  const shown = allNested(message.components).flatMap(({ component }) => mediaOf(component));
  const embedded = message.embeds.flatMap((it) =>
    ['image', 'thumbnail'].map((part) => asText(asObject(it[part]).url)),
  );
  return message.attachments.filter(
    (file) =>
      !shown.some((it) => it.attachment_id === file.id) &&
      !embedded.some((url) => url.startsWith(`${world.address.http}${file.path}?`)),
  );
}

/** 20 answers a command, 19 replies, 0 is any other. */
function messageType(message: MessageRecord): number {
  if (message.interaction?.type === 2 && message.isFirstAnswer) return 20;
  return message.replyTo === null ? 0 : 19;
}

function metadataOf(
  world: World,
  interaction: InteractionRecord,
  message: MessageRecord | null,
): JsonObject {
  const user = world.users.get(interaction.userId);
  const followUp = message !== null && !message.isFirstAnswer;
  return {
    id: interaction.id,
    type: interaction.type,
    ...(user === undefined ? {} : { user: userJson(user) }),
    authorizing_integration_owners: { ...interaction.owners },
    ...(followUp && interaction.originalId !== null
      ? { original_response_message_id: interaction.originalId }
      : {}),
    ...(interaction.type === 3 ? { interacted_message_id: interaction.sourceMessageId } : {}),
    ...(interaction.triggeredBy === null
      ? {}
      : { triggering_interaction_metadata: metadataOf(world, interaction.triggeredBy, null) }),
  };
}

function signedComponents(world: World, message: MessageRecord): JsonObject[] {
  const components = copyOf([...message.components]);
  for (const { component } of allNested(components)) {
    for (const media of mediaOf(component)) {
      const file = message.attachments.find((it) => it.id === media.attachment_id);
      if (file === undefined) continue;
      media.url = fileUrl(world, file);
      media.proxy_url = proxyUrl(world, file);
    }
  }
  return components;
}

/** Puts a message before people: remembers this version of it and tells whoever listens. */
export function publish(world: World, message: MessageRecord, kind: MessageVersion['kind']): void {
  const json = messageJson(world, message);
  const version: MessageVersion = {
    kind,
    messageId: message.id,
    channelId: message.channelId,
    guildId: message.guildId,
    ephemeral: message.ephemeral,
    viewer: message.viewer,
    at: world.now(),
    json,
    attachments: message.attachments.map((file) => versionFile(file, fileUrl(world, file))),
  };
  message.history.push(version);
  for (const listener of [...world.listeners]) listener(version);
  world.changed(...message.answers);
}

function versionFile(file: StoredFile, url: string) {
  return {
    id: file.id,
    filename: file.filename,
    bytes: file.bytes,
    url,
    contentType: file.contentType,
    size: file.bytes.length,
    description: file.description,
  };
}

export function isVisible(message: MessageRecord | undefined): message is MessageRecord {
  return message !== undefined && !message.deleted;
}

export function isComponentsV2(message: MessageRecord): boolean {
  return has(message.flags, FLAG.componentsV2);
}
