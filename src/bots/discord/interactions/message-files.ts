import { ComponentType } from 'discord.js';
import { z } from 'zod';
import type { Attachment } from '../../../core/media/domain/media.ts';
import type { FileKind } from '../../../core/commands/domain/catalogue/video-field.ts';
import { mayBe } from '../../shared/likely-file.ts';
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
    name: filename ?? lastOf(url),
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
 * Every file that people see in a message. What components show is in no list of attachments, and
 * what was forwarded is in the message that the forward carries.
 */
export function filesIn(message: unknown, depth = 0): MessageFile[] {
  if (depth > DEEPEST) return [];
  const forwarded = readable(entryOf(message, 'message_snapshots'), z.unknown());
  const files = [
    ...readable(entryOf(message, 'attachments'), attachmentSchema),
    ...shownIn(entryOf(message, 'components'), depth),
    ...forwarded.flatMap((it) => filesIn(entryOf(it, 'message'), depth + 1)),
  ];
  return [...new Map(files.map((it) => [it.url, it])).values()];
}

function shownIn(components: unknown, depth: number): MessageFile[] {
  if (depth > DEEPEST) return [];
  return readable(components, z.unknown()).flatMap((component) => {
    switch (entryOf(component, 'type')) {
      case ComponentType.MediaGallery: {
        const items = readable(entryOf(component, 'items'), z.unknown());
        return items.flatMap((it) => fileOf(entryOf(it, 'media')) ?? []);
      }
      case ComponentType.File:
        return fileOf(entryOf(component, 'file')) ?? [];
      case ComponentType.Thumbnail:
        return fileOf(entryOf(component, 'media')) ?? [];
      case ComponentType.Section:
        return shownIn([entryOf(component, 'accessory')], depth + 1);
      default:
        return shownIn(entryOf(component, 'components'), depth + 1);
    }
  });
}

/** Those that may be pictures or videos; whether they are is found out later. */
export function filesOn(files: readonly MessageFile[], kind: FileKind): Attachment[] {
  return files
    .filter((it) => mayBe(kind, it))
    .map(({ url, name, bytes }) => ({ url, name, bytes }));
}

function lastOf(url: string): string {
  const path = URL.canParse(url) ? new URL(url).pathname : '';
  return path.split('/').at(-1) ?? 'file';
}
