import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { isMediaKey } from './media-files.ts';

export type LinkRead =
  | {
      readonly status: 'valid';
      readonly key: string;
      readonly fileName: string | null;
      readonly expiresAt: Date;
    }
  | { readonly status: 'expired' }
  /** Not made here, or changed since. */
  | { readonly status: 'forged' };

export interface LinkSigner {
  /** An absolute link that works until `expiresAt`; null without a public address. */
  link(key: string, expiresAt: Date, fileName?: string): string | null;
  /** The same for a page that plays the video. */
  player(key: string, expiresAt: Date): string | null;
  /** Reads what stands behind `/media/` and `/player/`. */
  read(signed: string): LinkRead;
}

// k: key, e: expiry in seconds since 1970, n: file name. Links go into chats: short names.
const payloadSchema = z.object({
  k: z.string().refine(isMediaKey),
  e: z.int(),
  n: z.string().optional(),
});

// The file ending at the end is for those who tell a type by it; it proves nothing.
const SIGNED = /^([\w-]{1,800})\.([\w-]{43})\.([a-z0-9]{3,4})$/;

export function createLinkSigner(dependencies: {
  readonly secret: string;
  readonly publicUrl: string | null;
  readonly now: () => Date;
}): LinkSigner {
  const { publicUrl, now } = dependencies;
  // Derived for this purpose alone: a signature made elsewhere with the same secret is none here.
  const key = Buffer.from(hkdfSync('sha256', dependencies.secret, '', 'media links v1', 32));
  const sign = (payload: string): Buffer => createHmac('sha256', key).update(payload).digest();

  const signed = (mediaKey: string, expiresAt: Date, fileName?: string): string => {
    if (!isMediaKey(mediaKey)) throw new Error(`no key of a media file: ${mediaKey}`);
    const payload = Buffer.from(
      JSON.stringify({
        k: mediaKey,
        e: Math.floor(expiresAt.getTime() / 1000),
        n: fileName?.slice(0, 200),
      }),
    ).toString('base64url');
    const ending = mediaKey.slice(mediaKey.lastIndexOf('.') + 1);
    return `${payload}.${sign(payload).toString('base64url')}.${ending}`;
  };
  const base = publicUrl?.replace(/\/+$/, '') ?? null;

  return {
    link: (mediaKey, expiresAt, fileName) =>
      base === null ? null : `${base}/media/${signed(mediaKey, expiresAt, fileName)}`,

    player: (mediaKey, expiresAt) =>
      base === null ? null : `${base}/player/${signed(mediaKey, expiresAt)}`,

    read(text) {
      const [, payload, signature, ending] = SIGNED.exec(text) ?? [];
      if (payload === undefined || signature === undefined) return { status: 'forged' };
      const given = Buffer.from(signature, 'base64url');
      const made = sign(payload);
      if (given.length !== made.length || !timingSafeEqual(given, made)) {
        return { status: 'forged' };
      }
      const { k, e, n } = payloadSchema.parse(
        JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')),
      );
      if (!k.endsWith(`.${ending ?? ''}`)) return { status: 'forged' };
      const expiresAt = new Date(e * 1000);
      if (now() >= expiresAt) return { status: 'expired' };
      return { status: 'valid', key: k, fileName: n ?? null, expiresAt };
    },
  };
}
