import { z } from 'zod';
import { isNamed, likely } from '../../shared/likely-file.ts';
import type { FileKind } from '../../../core/commands/domain/catalogue/video-field.ts';
import { linkName } from '../../shared/link-name.ts';
import { httpAddress } from '../../shared/plain-line.ts';
import { claimOf, filesIn, nameOf } from './attachment.ts';
import type { SlackFile } from './attachment.ts';
import type { FormFile } from './form-context.ts';

/** How deep messages and their parts are looked into. */
const DEEPEST = 4;
const MOST_FILES = 10;
const MOST_NAME = 60;
/** A form carries 3000 characters with it, and more than these files. */
const MOST_CARRIED = 2_000;

/** Something that a message shows: one of Slack's files, or what lies at an address. */
type Seen = { readonly name: string; readonly type: string | null | undefined } & (
  { readonly file: SlackFile } | { readonly url: string }
);

/**
 * What people see in a message that may be of a kind: its files, those of messages that were shared in
 * it, what blocks show, and what links in it unfold to.
 *
 * From where it is fetched. Slack's files: by their id, with the token, from Slack's own addresses
 * alone (`attachment-source.ts`). What a block or an unfolded link shows lies where a stranger said:
 * that is fetched by the guarded fetch, from addresses of the public internet alone, redirects
 * included, bounded, and never with the token, even where the address is one of Slack's, or
 * anybody could have the app read files that they may not. A link that only stands in a text is
 * nothing that people see, and is never followed.
 */
export function mediaIn(message: unknown, kind: FileKind): FormFile[] {
  return carried(likely(kind, seenIn(message, 0)));
}

/**
 * The video of a card of ours, to which only a link stands in it. Only for messages that our own bot
 * posted: in others' a link could name any file that the app may read.
 */
export function videoOfOwnCard(message: unknown): FormFile[] {
  const links = linksIn(entry(message, 'blocks'), 0);
  return carried(
    links.flatMap((link): Seen[] => {
      const name = linkName(link);
      const id = fileIdIn(link);
      if (id !== null) return [{ name, type: null, file: { id, name } }];
      // Where the page with the player is, the video itself is, too.
      const url = link.replace('/player/', '/media/');
      return isNamed('video', name) ? [{ name, type: null, url }] : [];
    }),
  ).slice(0, 1);
}

function seenIn(message: unknown, depth: number): Seen[] {
  if (depth > DEEPEST) return [];
  return [
    ...filesIn(entry(message, 'files')).map(seenFile),
    ...list(entry(message, 'blocks')).flatMap(shownBy),
    ...list(entry(message, 'attachments')).flatMap((it) => unfolded(it, depth + 1)),
  ];
}

/** A message that was shared, or what a link unfolds to. */
function unfolded(attachment: unknown, depth: number): Seen[] {
  const image = linked(entry(attachment, 'image_url'), 'image');
  const shared = list(entry(attachment, 'message_blocks')).map((it) => entry(it, 'message'));
  return [
    ...seenIn(attachment, depth),
    ...(image.length > 0 ? image : linked(entry(attachment, 'thumb_url'), 'image')),
    ...linked(entry(attachment, 'video_url'), 'video'),
    ...shared.flatMap((it) => seenIn(it, depth)),
  ];
}

function shownBy(block: unknown): Seen[] {
  switch (entry(block, 'type')) {
    case 'image':
      return imageOf(block);
    case 'video':
      return [
        ...linked(entry(block, 'video_url'), 'video'),
        ...linked(entry(block, 'thumbnail_url'), 'image'),
      ];
    case 'section': {
      const accessory = entry(block, 'accessory');
      return entry(accessory, 'type') === 'image' ? imageOf(accessory) : [];
    }
    default:
      return [];
  }
}

function imageOf(image: unknown): Seen[] {
  const file = entry(image, 'slack_file');
  const named = [entry(file, 'url'), entry(file, 'url_private'), entry(file, 'permalink')];
  const ids = [entry(file, 'id'), ...named.map((it) => fileIdIn(textIn(it)))];
  const found = ids.flatMap((id) => filesIn([{ ...objectIn(file), id }]))[0];
  if (found === undefined) return linked(entry(image, 'image_url'), 'image');
  return [{ ...seenFile(found), type: found.mimetype ?? 'image/unknown' }];
}

/** A video of a page is a player, which no model can take. */
function linked(address: unknown, shownAs: 'image' | 'video'): Seen[] {
  const url = httpAddress(textIn(address));
  if (url === null) return [];
  const name = linkName(url);
  if (shownAs === 'video' && !isNamed('video', name)) return [];
  return [{ url, name, type: `${shownAs}/unknown` }];
}

function seenFile(file: SlackFile): Seen {
  return { ...claimOf(file), file };
}

/** As many as a form can carry; files of Slack's need no more than their ids. */
function carried(seen: readonly Seen[]): FormFile[] {
  const files: FormFile[] = [];
  const known = new Set<string>();
  for (const it of seen) {
    const key = 'file' in it ? it.file.id : it.url;
    const shown = 'file' in it ? nameOf(it.file) : it.name;
    const name = shown.slice(0, MOST_NAME).toWellFormed();
    const next: FormFile =
      'file' in it ? { id: key, name } : { id: `L${files.length}`, name, url: it.url };
    const length = JSON.stringify([...files, next]).length;
    if (known.has(key) || files.length === MOST_FILES || length > MOST_CARRIED) continue;
    known.add(key);
    files.push(next);
  }
  return files;
}

function linksIn(elements: unknown, depth: number): string[] {
  if (depth > DEEPEST) return [];
  return list(elements).flatMap((it) =>
    entry(it, 'type') === 'link'
      ? [textIn(entry(it, 'url'))]
      : linksIn(entry(it, 'elements'), depth + 1),
  );
}

/** Of the page of a file, or of the file itself. */
function fileIdIn(address: string): string | null {
  return /\/files(?:-pri|-tmb)?\/\w+[/-](F[A-Z0-9]{2,30})(?=[/?#-]|$)/.exec(address)?.[1] ?? null;
}

const objectSchema = z.record(z.string(), z.unknown());

function objectIn(value: unknown): Readonly<Record<string, unknown>> {
  return objectSchema.safeParse(value).data ?? {};
}

function entry(value: unknown, name: string): unknown {
  const object = objectIn(value);
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
