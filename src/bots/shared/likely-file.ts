import type { FileKind } from '../../core/commands/domain/catalogue/video-field.ts';

const KINDS = {
  picture: { type: /^image\/(?:a?png|jpe?g|pjpeg|webp)\b/i, ending: /\.(?:a?png|jpe?g|webp)$/i },
  video: { type: /^video\/(?:mp4|x-m4v|quicktime|webm)\b/i, ending: /\.(?:mp4|m4v|mov|webm)$/i },
  sound: { type: /^audio\//i, ending: /\.(?:mp3|wave?|weba|webm)$/i },
} as const satisfies Record<FileKind, { readonly type: RegExp; readonly ending: RegExp }>;

/** What a chat says of a file whose type it does not know, or does not know yet. */
const UNSAID = /^(?:|(?:application|binary)\/(?:x-)?(?:octet-stream|binary|unknown))$/i;

const ENDED = /\.\w{1,8}$/;

interface Claimed {
  readonly name: string;
  readonly type: string | null | undefined;
}

/**
 * Whether a file of a message may be of a kind. Neither its name nor the type that the chat claims
 * proves anything: either of them will do, and its bytes decide once it is fetched.
 */
export function mayBe(kind: FileKind, { name, type }: Claimed): boolean {
  const claimed = type?.trim() ?? '';
  const { type: isType, ending } = KINDS[kind];
  return isType.test(claimed) || ending.test(name) || (UNSAID.test(claimed) && !ENDED.test(name));
}

/** Whether name and type agree that a file which somebody chose for this is something else. */
export function isOther(kind: FileKind, { name, type }: Claimed): boolean {
  const claimed = type?.trim() ?? '';
  return (
    !mayBe(kind, { name, type }) &&
    Object.values(KINDS).some((it) => it.type.test(claimed) && it.ending.test(name))
  );
}
