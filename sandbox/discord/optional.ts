import { isObject, type JsonObject } from '../shared/json.ts';

/** What Discord's documents call optional, and nobody may rely on. */
const OPTIONAL = {
  interaction: ['channel', 'guild', 'guild_locale', 'context', 'attachment_size_limit', 'locale'],
  user: [
    ...['public_flags', 'flags', 'banner', 'accent_color', 'avatar_decoration_data'],
    ...['collectibles', 'primary_guild'],
  ],
  member: [
    ...['avatar', 'banner', 'premium_since', 'pending', 'communication_disabled_until', 'flags'],
  ],
  attachment: ['content_type', 'width', 'height', 'content_scan_version'],
  media: ['proxy_url', 'content_type', 'width', 'height'],
  embedded: ['content_type', 'width', 'height', 'flags'],
} as const;

type Kind = keyof typeof OPTIONAL;

/** Where things of a kind are; all of a list, or of an object by their ids. */
const KINDS: Readonly<Record<string, Kind>> = {
  user: 'user',
  author: 'user',
  users: 'user',
  member: 'member',
  members: 'member',
  attachments: 'attachment',
  media: 'media',
  file: 'media',
  image: 'embedded',
  thumbnail: 'embedded',
  video: 'embedded',
};

/** These are never lists or objects of several. */
const SINGLE: readonly (Kind | null)[] = [null, 'media', 'embedded'];

/** An interaction as it comes at its barest: with nothing optional in it but what is to be told. */
export function barest(interaction: JsonObject, told: ReadonlySet<string>): JsonObject {
  return without('interaction', interaction, told);
}

function without(kind: Kind | null, value: JsonObject, told: ReadonlySet<string>): JsonObject {
  const left: readonly string[] = kind === null ? [] : OPTIONAL[kind];
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !left.includes(name) || told.has(name))
      .map(([name, it]) => [name, inside(KINDS[name] ?? null, it, told)]),
  );
}

function inside(kind: Kind | null, value: unknown, told: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((it: unknown) => inside(kind, it, told));
  if (!isObject(value)) return value;
  const isOne = SINGLE.includes(kind) || 'id' in value || 'user' in value || 'permissions' in value;
  if (isOne) return without(kind, value, told);
  return Object.fromEntries(Object.entries(value).map(([id, it]) => [id, inside(kind, it, told)]));
}
