import { z } from 'zod';
import type { Attachment } from '../../../core/media/domain/media.ts';
import type { Message } from '../../../core/messages/domain/message.ts';
import type { FileKind } from '../../../core/commands/domain/catalogue/video-field.ts';
import { isOther, otherWords } from '../../shared/likely-file.ts';
import type { Claimed } from '../../shared/likely-file.ts';

/** What Slack tells of a file: in a message, in a form, in an answer. Others' files tell less. */
const fileSchema = z.object({
  id: z.string().regex(/^F[A-Z0-9]{2,30}$/),
  name: z.string().nullish(),
  title: z.string().nullish(),
  mimetype: z.string().nullish(),
  filetype: z.string().nullish(),
  size: z.number().nullish(),
  mode: z.string().nullish(),
  is_external: z.boolean().nullish(),
  file_access: z.string().nullish(),
  url_private: z.string().nullish(),
});

export type SlackFile = z.infer<typeof fileSchema>;

/** Stands for the address of a file that has to be asked for by the file's id. */
const BY_ID = 'slack-file:';

/** Stands before the address of what lies where a stranger said: it is fetched without the token. */
const BY_LINK = 'link:';

/** Of a deleted file only this is left, and of one that a free workspace is too old for. */
const GONE: readonly unknown[] = ['tombstone', 'hidden_by_limit'];

/** Those of a list that are files at all, and still there. */
export function filesIn(list: unknown): SlackFile[] {
  if (!Array.isArray(list)) return [];
  return list
    .map((it) => fileSchema.safeParse(it))
    .flatMap((it) => (it.success && !GONE.includes(it.data.mode) ? [it.data] : []));
}

/** Slack's own word for the type, where it knows none: `binary` for anything. */
const NO_ENDING: readonly string[] = ['', 'binary', 'auto'];

/** What it says of itself; nothing where Slack only tells that there is one. */
export function claimOf(file: SlackFile): Claimed {
  const { name, title, mimetype, filetype } = file;
  const known = name ?? title ?? '';
  const ends = /\.\w{1,8}$/.test(known) || NO_ENDING.includes(filetype ?? '');
  return { name: ends ? known : `${known}.${filetype ?? ''}`, type: mimetype };
}

/** Whether it cannot be what it was chosen for. */
export function isNo(kind: FileKind, file: SlackFile): boolean {
  return isOther(kind, claimOf(file));
}

/** That it cannot be what it was chosen for, and what could. */
export function isNoWords(kind: FileKind, file: SlackFile): Message {
  return otherWords(kind, nameOf(file));
}

/** A file as the core keeps it: by its address where Slack told one that is Slack's own. */
export function attachmentOf(file: SlackFile): Attachment {
  const elsewhere = file.is_external === true || file.mode === 'external';
  const told = elsewhere || file.file_access === 'check_file_info' ? null : file.url_private;
  return {
    url: told ?? BY_ID + file.id,
    name: nameOf(file),
    bytes: file.size ?? null,
  };
}

/** A file of which only the id was kept. */
export function attachmentById(id: string, name: string): Attachment {
  return { url: BY_ID + id, name, bytes: null };
}

export function attachmentByLink(url: string, name: string): Attachment {
  return { url: BY_LINK + url, name, bytes: null };
}

/** The address of what lies outside of Slack; null for a file of Slack's. */
export function linkOf({ url }: Attachment): string | null {
  return url.startsWith(BY_LINK) ? url.slice(BY_LINK.length) : null;
}

/** The file to ask Slack for; null when the attachment has an address. */
export function fileIdOf({ url }: Attachment): string | null {
  return url.startsWith(BY_ID) ? url.slice(BY_ID.length) : null;
}

export function nameOf({ name, title, id }: SlackFile): string {
  return name ?? title ?? id;
}
