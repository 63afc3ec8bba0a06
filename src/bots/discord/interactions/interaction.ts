import { ChannelType, InteractionType, PermissionFlagsBits } from 'discord.js';
import { z } from 'zod';
import { cutPlain } from '../../shared/plain-line.ts';
import { deedOf } from './interaction-data.ts';
import type { Deed } from './interaction-data.ts';
import { lenient, snowflake } from '../shared/lenient.ts';
import { LEAST_FILE_LIMIT } from '../shared/message-ref.ts';

/** Who did something, where, and how it is answered; only what is read here, and nothing believed. */
export interface Origin {
  readonly id: string;
  readonly token: string;
  /** The language of their Discord; null where it does not say. */
  readonly locale: string | null;
  readonly applicationId: string;
  /** Milliseconds since 1970, by Discord's clock. */
  readonly createdAt: number;
  readonly channelId: string;
  readonly guildId: string | null;
  readonly userId: string;
  /** What they are called there just now; a stranger's words. */
  readonly personName: string | null;
  readonly roles: readonly string[];
  /** The channel that rules name: of a thread, the one that it is in. */
  readonly place: string;
  /** The server that the app was installed to; people may have it for themselves alone. */
  readonly installedTo: string | null;
  readonly context: number | null;
  /** Owners and administrators of a server have this too. */
  readonly managesServer: boolean;
  readonly botSeesChannel: boolean;
  /** What one file may weigh in an answer, the person's own allowance counted in. */
  readonly attachmentSizeLimit: number;
}

export type DiscordInteraction<deed extends Deed = Deed> = Origin & deed;

export type InteractionRead =
  | { readonly status: 'read'; readonly interaction: DiscordInteraction }
  /** There is somebody to answer, and nothing to be made of what they did. */
  | {
      readonly status: 'unreadable';
      readonly id: string;
      readonly token: string;
      readonly locale: string | null;
      readonly typing: boolean;
      /** What is missing, for the log. */
      readonly problem: string;
    }
  /** Nobody can be answered. */
  | { readonly status: 'nobody'; readonly problem: string };

const bits = z
  .string()
  .regex(/^\d{1,40}$/)
  .transform(BigInt);
const text = lenient(z.string());
const tag = z
  .string()
  .regex(/^[\w-]{2,35}$/)
  .nullable()
  .catch(null);

/** Without these there is nobody to answer. */
const handleSchema = z.object({
  id: snowflake,
  // It becomes a part of an address.
  token: z.string().regex(/^(?!.*[/?#])[!-~]{1,2000}$/),
  type: lenient(z.number()),
  locale: tag,
});

const userSchema = z.object({ id: snowflake, username: text, global_name: text });
const memberSchema = z.object({
  user: lenient(userSchema),
  nick: text,
  roles: z.array(z.unknown()).catch([]),
  permissions: lenient(bits),
});

const originSchema = z.object({
  channel_id: lenient(snowflake),
  channel: lenient(
    z.object({ id: lenient(snowflake), type: lenient(z.number()), parent_id: lenient(snowflake) }),
  ),
  guild_id: lenient(snowflake),
  member: lenient(memberSchema),
  user: lenient(userSchema),
  authorizing_integration_owners: lenient(z.object({ '0': text })),
  context: lenient(z.number()),
  app_permissions: lenient(bits),
  attachment_size_limit: lenient(z.number().positive()),
});
type Raw = z.infer<typeof originSchema>;

const THREADS: readonly unknown[] = [
  ...[ChannelType.PublicThread, ChannelType.PrivateThread, ChannelType.AnnouncementThread],
];

const DISCORD_EPOCH = 1_420_070_400_000;
const MOST_NAME = 80;

/** What somebody did, from the packet that tells of it. @param application whose session told */
export function readInteraction(packet: unknown, application: string): InteractionRead {
  const handle = handleSchema.safeParse(packet);
  if (!handle.success) return { status: 'nobody', problem: z.prettifyError(handle.error) };
  const { id, token, type, locale } = handle.data;
  const raw = originSchema.safeParse(packet);
  const typing = type === InteractionType.ApplicationCommandAutocomplete;
  const unreadable = (problem: string) =>
    ({ status: 'unreadable', id, token, locale, typing, problem }) as const;
  if (!raw.success) return unreadable(z.prettifyError(raw.error));
  const origin = originOf({ id, token, locale }, raw.data, application);
  if (typeof origin === 'string') return unreadable(origin);
  const deed = deedOf(type, packet, application);
  if (typeof deed === 'string') return unreadable(deed);
  return { status: 'read', interaction: { ...origin, ...deed } };
}

function originOf(
  handle: Pick<Origin, 'id' | 'token' | 'locale'>,
  raw: Raw,
  application: string,
): Origin | string {
  const { channel, member } = raw;
  const user = member?.user ?? raw.user;
  const channelId = raw.channel_id ?? channel?.id ?? null;
  // Whatever were started for it could never be shown.
  if (channelId === null) return 'no channel';
  if (user == null) return 'no person';
  const isThread = THREADS.includes(channel?.type);
  return {
    ...handle,
    applicationId: application,
    createdAt: Number(BigInt(handle.id) >> 22n) + DISCORD_EPOCH,
    channelId,
    guildId: raw.guild_id ?? null,
    userId: user.id,
    personName: nameOf([member?.nick, user.global_name, user.username]),
    roles: (member?.roles ?? []).filter((it) => typeof it === 'string'),
    place: (isThread ? channel?.parent_id : null) ?? channelId,
    installedTo: raw.authorizing_integration_owners?.['0'] ?? null,
    context: raw.context ?? null,
    managesServer: has(member?.permissions, PermissionFlagsBits.ManageGuild),
    botSeesChannel: has(raw.app_permissions, PermissionFlagsBits.ViewChannel),
    attachmentSizeLimit: raw.attachment_size_limit ?? LEAST_FILE_LIMIT,
  };
}

function has(permissions: bigint | null | undefined, wanted: bigint): boolean {
  const held = permissions ?? 0n;
  return (held & (wanted | PermissionFlagsBits.Administrator)) !== 0n;
}

/** The first that anybody could read. */
function nameOf(names: readonly (string | null | undefined)[]): string | null {
  const readable = names.map((it) => cutPlain(it ?? '', MOST_NAME)).filter((it) => it !== '');
  return readable[0] ?? null;
}
