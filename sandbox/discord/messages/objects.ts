import type { JsonObject } from '../../shared/json.ts';
import { PERMISSION } from '../permissions.ts';
import type { Channel, Guild, User, World } from '../world.ts';

const INTENT_FREE_FLAGS = 0;

export function userJson(user: User): JsonObject {
  return {
    id: user.id,
    username: user.name.toLowerCase().replaceAll(/[^a-z0-9._]/g, '_'),
    global_name: user.bot ? null : user.name,
    discriminator: '0',
    avatar: null,
    public_flags: 0,
    flags: 0,
    banner: null,
    accent_color: null,
    avatar_decoration_data: null,
    collectibles: null,
    primary_guild: null,
    ...(user.bot ? { bot: true } : {}),
  };
}

/** A member as interactions carry it: with the permissions in the channel it came from. */
export function memberJson(user: User, joinedAt: number): JsonObject {
  return {
    user: userJson(user),
    nick: user.nickname,
    avatar: null,
    banner: null,
    roles: [...user.roles],
    joined_at: new Date(joinedAt).toISOString(),
    premium_since: null,
    deaf: false,
    mute: false,
    pending: false,
    flags: 0,
    communication_disabled_until: null,
    permissions: user.permissions.toString(),
  };
}

export function channelJson(world: World, channel: Channel): JsonObject {
  const base = { id: channel.id, type: channel.type, flags: 0, last_message_id: null };
  if (channel.guildId === null) {
    const recipients = channel.recipients.flatMap((id) => {
      const user = world.users.get(id);
      return user === undefined ? [] : [userJson(user)];
    });
    return channel.type === 1
      ? { ...base, recipients }
      : {
          ...base,
          recipients,
          name: channel.name,
          icon: null,
          owner_id: channel.recipients[0] ?? world.applicationId,
        };
  }
  const inGuild = {
    ...base,
    guild_id: channel.guildId,
    name: channel.name,
    parent_id: channel.parentId,
    rate_limit_per_user: 0,
  };
  if (channel.type === 11) {
    const opened = new Date(world.now()).toISOString();
    return {
      ...inGuild,
      owner_id: world.applicationId,
      message_count: 0,
      member_count: 1,
      total_message_sent: 0,
      thread_metadata: {
        archived: channel.archived,
        archive_timestamp: opened,
        auto_archive_duration: 1440,
        locked: false,
        create_timestamp: opened,
      },
    };
  }
  return { ...inGuild, topic: null, nsfw: false, position: 0, permission_overwrites: [] };
}

export function guildJson(guild: Guild): JsonObject {
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    description: null,
    home_header: null,
    splash: null,
    discovery_splash: null,
    features: [],
    banner: null,
    owner_id: guild.ownerId,
    application_id: null,
    region: 'deprecated',
    afk_channel_id: null,
    afk_timeout: 300,
    system_channel_id: null,
    system_channel_flags: 0,
    widget_enabled: false,
    widget_channel_id: null,
    verification_level: 0,
    roles: [everyoneRole(guild), ...guild.roles],
    default_message_notifications: 0,
    mfa_level: 0,
    explicit_content_filter: 0,
    max_presences: null,
    max_members: 500_000,
    max_stage_video_channel_users: 50,
    max_video_channel_users: 25,
    vanity_url_code: null,
    premium_tier: guild.premiumTier,
    premium_subscription_count: [0, 2, 7, 14][guild.premiumTier] ?? 0,
    preferred_locale: guild.locale,
    rules_channel_id: null,
    safety_alerts_channel_id: null,
    public_updates_channel_id: null,
    premium_progress_bar_enabled: false,
    nsfw: false,
    nsfw_level: 0,
    emojis: [],
    stickers: [],
    incidents_data: null,
  };
}

/** The guild as GUILD_CREATE brings it, with what is in it. */
export function guildCreateJson(world: World, guild: Guild): JsonObject {
  const channels = [...world.channels.values()].filter((it) => it.guildId === guild.id);
  const bot = world.users.get(world.applicationId);
  return {
    ...guildJson(guild),
    joined_at: new Date(world.now()).toISOString(),
    large: false,
    unavailable: false,
    member_count: world.users.size,
    voice_states: [],
    members: bot === undefined ? [] : [memberJson(bot, world.now())],
    channels: channels.filter((it) => it.type !== 11).map((it) => channelJson(world, it)),
    threads: channels.filter((it) => it.type === 11).map((it) => channelJson(world, it)),
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}

export function applicationJson(world: World, bot: User): JsonObject {
  return {
    id: world.applicationId,
    name: bot.name,
    icon: null,
    description: '',
    type: null,
    flags: INTENT_FREE_FLAGS,
    flags_new: String(INTENT_FREE_FLAGS),
    bot: userJson(bot),
    bot_public: true,
    bot_require_code_grant: false,
    integration_types_config: { '0': {}, '1': {} },
    verify_key: '0'.repeat(64),
    redirect_uris: [],
    interactions_endpoint_url: null,
    role_connections_verification_url: null,
    owner: userJson({ ...bot, id: world.applicationId, bot: false }),
    approximate_guild_count: world.guilds.size,
    approximate_user_install_count: 0,
    approximate_user_authorization_count: 0,
    event_webhooks_url: null,
    explicit_content_filter: 0,
    team: null,
    eligible_oauth2_scopes: [],
  };
}

export function roleJson(id: string, name: string, permissions: bigint): JsonObject {
  return {
    id,
    name,
    description: null,
    permissions: permissions.toString(),
    position: 1,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    managed: false,
    mentionable: false,
    icon: null,
    unicode_emoji: null,
    flags: 0,
  };
}

function everyoneRole(guild: Guild): JsonObject {
  return { ...roleJson(guild.id, '@everyone', PERMISSION.viewChannel), position: 0 };
}
