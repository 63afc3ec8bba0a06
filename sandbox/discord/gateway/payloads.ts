import type { Gateway } from './gateway.ts';
import { asText, type JsonObject } from '../../shared/json.ts';
import { channelJson, memberJson, userJson } from '../messages/objects.ts';
import { barest } from '../optional.ts';
import { allows, PERMISSION } from '../permissions.ts';
import { placeLimit } from '../http/uploads.ts';
import {
  randomSecret,
  type Channel,
  type Guild,
  type InteractionRecord,
  type User,
  type World,
} from '../world.ts';

/** Who does something, and where. */
export interface Scene {
  readonly user: User;
  readonly guild: Guild | null;
  readonly channel: Channel;
  /** 0 in a server, 1 in direct messages with the bot, 2 in a private channel of others */
  readonly context: 0 | 1 | 2;
  /** `authorizing_integration_owners`: key 0 the guild, key 1 the user that installed the app */
  readonly owners: Readonly<Record<string, string>>;
  readonly locale: string;
}

interface Details {
  readonly type: InteractionRecord['type'];
  readonly data: JsonObject;
  readonly message?: JsonObject;
  readonly sourceMessageId?: string;
  readonly triggeredBy?: InteractionRecord;
}

/** Makes the interaction and sends it to the bot. */
export function dispatchInteraction(
  world: World,
  gateway: Gateway,
  scene: Scene,
  details: Details,
): InteractionRecord {
  const createdAt = world.now();
  const id = world.nextId();
  const token = Buffer.from(`interaction:${id}:${randomSecret()}`).toString('base64url');
  const limit = Math.max(placeLimit(world, scene.channel), scene.user.attachmentSizeLimit);
  const payload: JsonObject = {
    id,
    application_id: world.applicationId,
    type: details.type,
    token,
    version: 1,
    data: details.data,
    channel_id: scene.channel.id,
    channel: {
      ...channelJson(world, scene.channel),
      permissions: scene.user.permissions.toString(),
    },
    ...placeFields(world, scene),
    app_permissions: appPermissions(scene).toString(),
    locale: scene.locale,
    entitlements: [],
    entitlement_sku_ids: [],
    authorizing_integration_owners: { ...scene.owners },
    context: scene.context,
    attachment_size_limit: limit,
    ...(details.message === undefined ? {} : { message: details.message }),
  };
  const record: InteractionRecord = {
    id,
    token,
    type: details.type,
    payload,
    createdAt,
    channelId: scene.channel.id,
    guildId: scene.guild?.id ?? null,
    userId: scene.user.id,
    owners: scene.owners,
    attachmentSizeLimit: limit,
    sourceMessageId: details.sourceMessageId ?? null,
    triggeredBy: details.triggeredBy ?? null,
    acknowledgedAt: null,
    callbackType: null,
    originalId: null,
    followUpIds: [],
    modal: null,
    choices: null,
    expired: false,
    refusedBefore: false,
  };
  world.interactions.set(token, record);
  deliver(world, gateway, record);
  return record;
}

export function deliver(world: World, gateway: Gateway, record: InteractionRecord): void {
  const told = barest(record.payload, world.tells);
  gateway.dispatch('INTERACTION_CREATE', world.tamper?.(told) ?? told, {
    guildId: record.guildId,
    intent: 0,
    once: true,
  });
}

function placeFields(world: World, { user, guild }: Scene): JsonObject {
  if (guild === null) return { user: userJson(user) };
  return {
    guild_id: guild.id,
    guild_locale: guild.locale,
    guild: { id: guild.id, locale: guild.locale, features: [] },
    member: memberJson(user, world.now() - 86_400_000),
  };
}

function appPermissions({ channel, user, guild, owners }: Scene): bigint {
  if (guild === null || (guild.botIsMember && owners['0'] !== undefined)) {
    return channel.botPermissions;
  }
  // Not a member: it can do there what an outside app of this person's can.
  return allows(user.permissions, PERMISSION.useExternalApps)
    ? PERMISSION.embedLinks | PERMISSION.attachFiles | PERMISSION.useExternalEmojis
    : 0n;
}

export function sceneOf(record: InteractionRecord, world: World): Scene {
  const user = world.users.get(record.userId);
  const channel = world.channels.get(record.channelId);
  if (user === undefined || channel === undefined) throw new Error('The scene is gone.');
  const context = record.payload.context as Scene['context'];
  return {
    user,
    channel,
    context,
    guild: world.guilds.get(record.guildId ?? '') ?? null,
    owners: record.owners,
    locale: asText(record.payload.locale),
  };
}
