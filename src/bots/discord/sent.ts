import { ChannelType, GatewayDispatchEvents } from 'discord.js';
import type { Client, Interaction } from 'discord.js';
import { z } from 'zod';
import { cutPlain } from './markup.ts';

/** What Discord says of the asker and the place with the interaction itself. */
export interface Sent {
  readonly roles: readonly string[];
  /** What the asker is called there just now; a stranger's words. */
  readonly name: string | null;
  /** Of a thread, the channel that it is in: that is what rules name. */
  readonly channel: string | null;
}

const UNSENT: Sent = { roles: [], name: null, channel: null };
const MOST_UNREAD = 1_000;
const MOST_NAME = 80;

const THREADS: readonly number[] = [
  ...[ChannelType.PublicThread, ChannelType.PrivateThread, ChannelType.AnnouncementThread],
];

const userSchema = z
  .object({ username: z.string().nullish(), global_name: z.string().nullish() })
  .optional()
  .catch(undefined);

const sentSchema = z
  .object({
    id: z.string(),
    member: z
      .object({
        roles: z.array(z.string()),
        nick: z.string().nullish().catch(null),
        user: userSchema,
      })
      .optional(),
    user: userSchema,
    channel: z
      .object({ id: z.string(), type: z.number(), parent_id: z.string().nullish() })
      .optional()
      .catch(undefined),
  })
  .transform(({ id, member, user, channel }) => ({
    id,
    roles: member?.roles ?? [],
    name: nameOf([
      member?.nick,
      ...[member?.user, user].flatMap((it) => [it?.global_name, it?.username]),
    ]),
    channel: channel === undefined ? null : placeOf(channel),
  }));

/** The first that anybody could read. */
function nameOf(names: readonly (string | null | undefined)[]): string | null {
  const readable = names.map((it) => cutPlain(it ?? '', MOST_NAME)).filter((it) => it !== '');
  return readable[0] ?? null;
}

function placeOf(channel: {
  readonly id: string;
  readonly type: number;
  readonly parent_id?: string | null | undefined;
}): string {
  return THREADS.includes(channel.type) ? (channel.parent_id ?? channel.id) : channel.id;
}

/**
 * discord.js drops the roles of a server that it does not know in full, and for that it would need
 * an intent; so they are taken from the event itself, which it hands on just before.
 */
export function keepSent(client: Client): (interaction: Interaction) => Sent {
  const kept = new Map<string, Sent>();
  client.ws.on(GatewayDispatchEvents.InteractionCreate, (data: unknown) => {
    const read = sentSchema.safeParse(data);
    if (!read.success) return;
    if (kept.size >= MOST_UNREAD) kept.clear();
    const { id, ...sent } = read.data;
    kept.set(id, sent);
  });
  return ({ id }) => {
    const sent = kept.get(id) ?? UNSENT;
    kept.delete(id);
    return sent;
  };
}
