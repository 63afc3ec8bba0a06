import { FILE_TYPES } from '../../core/commands/domain/catalogue/video-field.ts';
import type { FileKind } from '../../core/commands/domain/catalogue/video-field.ts';
import type { MediaKind } from '../../core/media/domain/media.ts';
import { msg } from '../../core/messages/domain/message.ts';
import type { Message } from '../../core/messages/domain/message.ts';
import { shorten } from '../../core/messages/domain/rich-text.ts';

/**
 * What people see as one, in whatever format: what no model takes is then refused by the name of its
 * format, where "there is none" would be wrong.
 */
const KINDS = {
  picture: {
    type: /^image\//i,
    ending:
      /\.(?:a?png|jpe?g|jpe|jfif|pjpe?g|webp|gif|hei[cf]s?|hif|avifs?|tiff?|bmp|dib|ico|jxl|jp2|svg|dng)$/i,
  },
  video: {
    type: /^(?:video\/|application\/mp4\b|image\/gif\b)/i,
    ending: /\.(?:mp4|m4v|mov|qt|webm|mkv|avi|wmv|flv|mpe?g|m2ts|mts|3gpp?|3g2|ogv|gif)$/i,
  },
  sound: {
    type: /^(?:audio\/|application\/ogg\b)/i,
    ending: /\.(?:mp3|wave?|weba|webm|m4a|aac|og[ga]|opus|flac|aiff?|amr|wma)$/i,
  },
} as const satisfies Record<FileKind, { readonly type: RegExp; readonly ending: RegExp }>;

/** What a chat says of a file whose type it does not know, or does not know yet. */
const UNSAID =
  /^(?:|\*\/\*|unknown(?:\/unknown)?|(?:application|binary)\/(?:x-)?(?:octet-stream|binary|unknown|(?:force-)?download))(?:;|$)/i;

/** Endings of what is certainly none of these. */
const OTHERS =
  /\.(?:txt|md|rtf|csv|tsv|log|json|ya?ml|xml|html?|css|[cm]?[jt]sx?|py|rb|go|rs|java|c|cpp|h|sh|sql|pdf|docx?|xlsx?|pptx?|od[tsp]|pages|numbers|key|epub|zip|gz|tar|tgz|rar|7z|dmg|exe|msi|apk|iso|ttf|otf|psd|ai|fig|sketch|srt|vtt|eml|ics)$/i;

export interface Claimed {
  readonly name: string;
  readonly type: string | null | undefined;
}

/**
 * Whether a file of a message may be of a kind. Neither its name nor the type that the chat claims
 * proves anything: either of them will do, and its bytes decide once it is fetched.
 */
export function mayBe(kind: FileKind, { name, type }: Claimed): boolean {
  const claimed = type?.trim() ?? '';
  if (isNamed(kind, name) || KINDS[kind].type.test(claimed)) return true;
  return UNSAID.test(claimed) && !OTHERS.test(name.trim()) && !KIND_NAMES.some(isNamedSo(name));
}

/**
 * Those of a message that may be of a kind. A GIF moves, but nobody means it by a video where there
 * is another one.
 */
export function likely<file extends Claimed>(kind: FileKind, files: readonly file[]): file[] {
  const found = files.filter((it) => mayBe(kind, it));
  const moving = kind === 'video' ? found.filter((it) => !isPicture(it)) : found;
  return moving.length > 0 ? moving : found;
}

/** Whether name and type agree that a file which somebody chose for this is something else. */
export function isOther(kind: FileKind, { name, type }: Claimed): boolean {
  const claimed = type?.trim() ?? '';
  return (
    !mayBe(kind, { name, type }) &&
    KIND_NAMES.some((it) => KINDS[it].type.test(claimed) && isNamed(it, name))
  );
}

const KIND_NAMES = ['picture', 'video', 'sound'] as const;

/** By the ending of its name. */
export function isNamed(kind: FileKind, name: string): boolean {
  return KINDS[kind].ending.test(name.trim());
}

function isNamedSo(name: string): (kind: FileKind) => boolean {
  return (kind) => isNamed(kind, name);
}

function isPicture({ name, type }: Claimed): boolean {
  return KINDS.picture.type.test(type?.trim() ?? '') || isNamed('picture', name);
}

const MEDIA = {
  picture: 'image',
  video: 'video',
  sound: 'audio',
} as const satisfies Record<FileKind, MediaKind>;

const MOST_NAME = 60;

/** That a file cannot be what it was chosen for, and what could. */
export function otherWords(kind: FileKind, name: string): Message {
  const shown = shorten(name, MOST_NAME);
  return msg('media.wrong-kind', { name: shown, media: MEDIA[kind], types: FILE_TYPES[kind] });
}
