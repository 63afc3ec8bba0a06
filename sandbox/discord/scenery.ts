import type { Gateway } from './gateway/gateway.ts';
import { INTENT } from './gateway/gateway-session.ts';
import { asText } from '../shared/json.ts';
import { channelJson, guildCreateJson, roleJson } from './messages/objects.ts';
import {
  ADMIN_PERMISSIONS,
  BOT_PERMISSIONS,
  MEMBER_PERMISSIONS,
  PERMISSION,
} from './permissions.ts';
import type { Ref } from './person/person.ts';
import { directChannel } from './routes/routes-messages.ts';
import type { Channel, Guild, PremiumTier, User, World } from './world.ts';

export interface GuildOptions {
  readonly name?: string;
  readonly premiumTier?: PremiumTier;
  readonly botIsMember?: boolean;
  /** False: answers of apps that only the user installed are ephemeral here. */
  readonly externalApps?: boolean;
  readonly locale?: string;
}

export interface ChannelOptions {
  readonly name?: string;
  readonly botCanView?: boolean;
  readonly botPermissions?: bigint;
  /** Makes a thread in this channel. */
  readonly threadOf?: Ref;
}

export interface UserOptions {
  readonly name: string;
  /** What servers call them. */
  readonly nickname?: string;
  readonly roles?: readonly string[];
  /** `'admin'`, `'member'`, or the bits themselves. */
  readonly permissions?: bigint | string;
  readonly attachmentSizeLimit?: number;
  readonly dmsOpen?: boolean;
  readonly locale?: string;
}

/** Servers, channels and people, and what happens to them. */
export function createScenery(world: World, gateway: Gateway) {
  const guildOf = (ref: Ref): Guild => {
    const guild = world.guilds.get(typeof ref === 'string' ? ref : ref.id);
    if (guild === undefined) throw new Error('No such guild.');
    return guild;
  };

  return {
    addGuild(guildOptions: GuildOptions = {}): Guild {
      const guild: Guild = {
        id: world.nextId(),
        name: guildOptions.name ?? 'A server',
        ownerId: world.nextId(),
        locale: guildOptions.locale ?? 'en-US',
        roles: [],
        premiumTier: guildOptions.premiumTier ?? 0,
        botIsMember: guildOptions.botIsMember ?? true,
        externalApps: guildOptions.externalApps ?? true,
      };
      world.guilds.set(guild.id, guild);
      if (guild.botIsMember) {
        gateway.dispatch('GUILD_CREATE', guildCreateJson(world, guild), {
          guildId: guild.id,
          intent: INTENT.guilds,
          once: false,
        });
      }
      return guild;
    },
    addRole(guild: Ref, name: string, permissions = 0n): string {
      const role = roleJson(world.nextId(), name, permissions);
      guildOf(guild).roles.push(role);
      return asText(role.id);
    },
    addChannel(guild: Ref, channelOptions: ChannelOptions = {}): Channel {
      const { threadOf } = channelOptions;
      const hidden = channelOptions.botCanView === false ? PERMISSION.viewChannel : 0n;
      const channel: Channel = {
        id: world.nextId(),
        type: threadOf === undefined ? 0 : 11,
        guildId: guildOf(guild).id,
        name: channelOptions.name ?? 'general',
        parentId:
          threadOf === undefined ? null : typeof threadOf === 'string' ? threadOf : threadOf.id,
        recipients: [],
        botPermissions: (channelOptions.botPermissions ?? BOT_PERMISSIONS) & ~hidden,
        archived: false,
      };
      world.channels.set(channel.id, channel);
      const event = threadOf === undefined ? 'CHANNEL_CREATE' : 'THREAD_CREATE';
      gateway.dispatch(event, channelJson(world, channel), {
        guildId: channel.guildId,
        intent: INTENT.guilds,
        once: false,
      });
      return channel;
    },
    /** A conversation of people that the bot is not part of. */
    addPrivateChannel(...users: readonly Ref[]): Channel {
      const channel: Channel = {
        id: world.nextId(),
        type: 3,
        guildId: null,
        name: 'Friends',
        parentId: null,
        recipients: users.map((it) => (typeof it === 'string' ? it : it.id)),
        botPermissions: PERMISSION.embedLinks | PERMISSION.attachFiles,
        archived: false,
      };
      world.channels.set(channel.id, channel);
      return channel;
    },
    addUser(userOptions: UserOptions): User {
      const user = newUser(world.nextId(), userOptions, false);
      world.users.set(user.id, user);
      return user;
    },
    /** Where the bot and this person talk in private. */
    directMessages(user: Ref): Channel {
      return directChannel(world, typeof user === 'string' ? user : user.id);
    },
    kickBot(guild: Ref): void {
      const kicked = guildOf(guild);
      kicked.botIsMember = false;
      gateway.dispatch(
        'GUILD_DELETE',
        { id: kicked.id },
        { guildId: kicked.id, intent: INTENT.guilds, once: false },
      );
    },
    archiveThread(ref: Ref): void {
      const channel = world.channels.get(typeof ref === 'string' ? ref : ref.id);
      if (channel === undefined) throw new Error('No such thread.');
      channel.archived = true;
    },
  };
}

export function newUser(id: string, options: UserOptions, bot: boolean): User {
  const { permissions = 'member' } = options;
  return {
    id,
    name: options.name,
    bot,
    nickname: options.nickname ?? null,
    locale: options.locale ?? 'en-US',
    roles: options.roles ?? [],
    permissions:
      permissions === 'admin'
        ? ADMIN_PERMISSIONS
        : permissions === 'member'
          ? MEMBER_PERMISSIONS
          : BigInt(permissions),
    attachmentSizeLimit: options.attachmentSizeLimit ?? 0,
    dmsOpen: options.dmsOpen ?? true,
  };
}
