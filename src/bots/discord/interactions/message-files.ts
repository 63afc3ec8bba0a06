import { ButtonStyle, ComponentType, MessageType } from 'discord.js';
import { z } from 'zod';
import type { Attachment } from '../../../core/media/domain/media.ts';
import type { FileKind } from '../../../core/commands/domain/catalogue/video-field.ts';
import { isNamed, likely } from '../../shared/likely-file.ts';
import { linkName } from '../../shared/link-name.ts';
import { httpAddress } from '../../shared/plain-line.ts';
import { entryOf, lenient, readable } from '../shared/lenient.ts';

/** A file as Discord tells of it; its kind is what whoever uploaded it says. */
export interface MessageFile extends Attachment {
  readonly type: string | null;
}

const attachmentSchema = z
  .object({
    url: z.string().min(1),
    filename: lenient(z.string()),
    size: lenient(z.number()),
    content_type: lenient(z.string()),
  })
  .transform(({ url, filename, size, content_type: type }): MessageFile => ({
    url,
    name: filename ?? linkName(url),
    bytes: size ?? null,
    type: type ?? null,
  }));

/** Null for what is no file at all. */
export function fileOf(raw: unknown): MessageFile | null {
  return attachmentSchema.safeParse(raw).data ?? null;
}

/** How deep messages and their parts are looked into. */
const DEEPEST = 5;

/**
 * Every file that people see in a message, as far as the message tells of it: uploads, what components
 * show (which is in no list of attachments), what links in it show, and the same of the message that
 * was forwarded, or from which a thread was started.
 *
 * From where it is fetched. Uploads: from Discord, where their signed address leads. What lies
 * elsewhere: by `proxy_url`, the copy of Discord's media proxy, which is what people look at, and by
 * which whoever posted the link learns nothing of this service; only where Discord names none, from the
 * address itself, and only if that is of a file. A page with a player is never asked for. Whichever it
 * is, it is fetched by the guarded fetch like everything else: from addresses of the public internet
 * alone, redirects included, bounded, and with no token, so a stranger's link reaches nothing in
 * here, and its bytes decide what it is.
 *
 * @param application whose messages are our own: told by who posted them, never by how they look
 */
export function filesIn(message: unknown, application: string): MessageFile[] {
  const seen = seenIn(message, 0);
  // A card whose video is too big for Discord has a button that leads to it, and nothing else.
  const files = seen.length === 0 && isOurs(message, application) ? linkedByUs(message) : seen;
  return [...new Map(files.map((it) => [it.url, it])).values()];
}

function seenIn(message: unknown, depth: number): MessageFile[] {
  if (depth > DEEPEST) return [];
  return [
    ...readable(entryOf(message, 'attachments'), attachmentSchema),
    ...shownIn(entryOf(message, 'components'), depth),
    ...readable(entryOf(message, 'embeds'), z.unknown()).flatMap(embeddedIn),
    ...carriedBy(message).flatMap((it) => seenIn(it, depth + 1)),
  ];
}

/** Messages that are shown as a part of it. Of one that is replied to only a line is. */
function carriedBy(message: unknown): unknown[] {
  const forwarded = readable(entryOf(message, 'message_snapshots'), z.unknown());
  const starts = entryOf(message, 'type') === MessageType.ThreadStarterMessage;
  return [
    ...forwarded.map((it) => entryOf(it, 'message')),
    ...(starts ? [entryOf(message, 'referenced_message')] : []),
  ];
}

function shownIn(components: unknown, depth: number): MessageFile[] {
  if (depth > DEEPEST) return [];
  return readable(components, z.unknown()).flatMap((component) => {
    switch (entryOf(component, 'type')) {
      case ComponentType.MediaGallery: {
        const items = readable(entryOf(component, 'items'), z.unknown());
        return items.flatMap((it) => mediaOf(entryOf(it, 'media')));
      }
      case ComponentType.File:
        return fileComponent(component);
      case ComponentType.Thumbnail:
        return mediaOf(entryOf(component, 'media'), 'image');
      case ComponentType.Section:
        return shownIn([entryOf(component, 'accessory')], depth + 1);
      default:
        return shownIn(entryOf(component, 'components'), depth + 1);
    }
  });
}

/** Beside the media itself it has the file's own name and size. */
function fileComponent(component: unknown): MessageFile[] {
  const { name, size } = fileSchema.parse(component);
  return mediaOf(entryOf(component, 'file')).map((file) => ({
    ...file,
    name: name ?? file.name,
    bytes: size ?? file.bytes,
  }));
}

const fileSchema = z.object({ name: lenient(z.string()), size: lenient(z.number()) });

const PARTS = [
  ['video', 'video'],
  ['image', 'image'],
  ['thumbnail', 'image'],
] as const;

function embeddedIn(embed: unknown): MessageFile[] {
  return PARTS.flatMap(([part, kind]) => mediaOf(entryOf(embed, part), kind));
}

const mediaSchema = z.object({
  url: lenient(z.string()),
  proxy_url: lenient(z.string()),
  content_type: lenient(z.string()),
  attachment_id: lenient(z.string()),
});

/** @param shownAs what Discord shows it as, where it says that */
function mediaOf(raw: unknown, shownAs?: 'image' | 'video'): MessageFile[] {
  const media = mediaSchema.safeParse(raw).data;
  if (media === undefined) return [];
  const { content_type: told, attachment_id: upload } = media;
  const own = httpAddress(media.url ?? '');
  const proxied = httpAddress(media.proxy_url ?? '');
  const name = linkName(own ?? proxied ?? '');
  // A video of a page is a player, and its address that of another page.
  const isFile = told != null || shownAs !== 'video' || isNamed('video', name);
  const url = upload == null ? (proxied ?? (isFile ? own : null)) : (own ?? proxied);
  if (url === null || /^text\//i.test(told ?? '')) return [];
  const type = told ?? (shownAs === undefined ? null : `${shownAs}/unknown`);
  return [{ url, name, bytes: null, type }];
}

function isOurs(message: unknown, application: string): boolean {
  const author = entryOf(entryOf(message, 'author'), 'id');
  return author === application || entryOf(message, 'application_id') === application;
}

function linkedByUs(message: unknown): MessageFile[] {
  return buttonsIn(entryOf(message, 'components'), 0).flatMap((it) => {
    const url = entryOf(it, 'style') === ButtonStyle.Link ? entryOf(it, 'url') : null;
    const address = typeof url === 'string' ? httpAddress(url) : null;
    const name = linkName(address ?? '');
    if (address === null || !isNamed('video', name)) return [];
    return [{ url: address, name, bytes: null, type: null }];
  });
}

function buttonsIn(components: unknown, depth: number): unknown[] {
  if (depth > DEEPEST) return [];
  return readable(components, z.unknown()).flatMap((it) =>
    entryOf(it, 'type') === ComponentType.Button
      ? [it]
      : buttonsIn(entryOf(it, 'components'), depth + 1),
  );
}

/** What the stickers of a message are called; a forward carries them, too. */
export function stickersIn(message: unknown, depth = 0): string[] {
  if (depth > DEEPEST) return [];
  const items = entryOf(message, 'sticker_items') ?? entryOf(message, 'stickers');
  return [
    ...readable(items, stickerSchema).map(({ name }) => name),
    ...carriedBy(message).flatMap((it) => stickersIn(it, depth + 1)),
  ];
}

const stickerSchema = z.object({ name: z.string() });

/** Those that may be pictures or videos; whether they are is found out later. */
export function filesOn(files: readonly MessageFile[], kind: FileKind): Attachment[] {
  return likely(kind, files).map(({ url, name, bytes }) => ({ url, name, bytes }));
}
