import { open } from 'node:fs/promises';
import { fileTypeFromBuffer } from 'file-type';
import { FORMATS } from '../../core/media/domain/media.ts';
import type { ImageType } from '../../core/media/domain/media.ts';

export type Sniffed =
  | { readonly kind: 'image'; readonly type: ImageType; readonly found: Format }
  /** An image may be of a type that no model takes. */
  | { readonly kind: 'other-image' | 'video' | 'audio'; readonly found: Format }
  /** Null where nothing is known about it. */
  | { readonly kind: 'other'; readonly found: Format | 'empty' | 'web-page' | 'text' | null };

interface Format {
  readonly format: string;
}

const HEAD_BYTES = 8192;

const IMAGE_TYPES: Readonly<Record<string, ImageType>> = {
  'image/jpeg': 'image/jpeg',
  'image/png': 'image/png',
  // An animated PNG is a PNG whose first picture every decoder shows.
  'image/apng': 'image/png',
  'image/webp': 'image/webp',
};

/** Formats whose ending is not what people call them. */
const NAMES: Readonly<Record<string, string>> = { webm: 'WebM', tif: 'TIFF' };

/** Tells a file's type by its first bytes; its name and header are never asked. */
export async function sniff(path: string): Promise<Sniffed> {
  const head = await readHead(path);
  if (head.length === 0) return { kind: 'other', found: 'empty' };
  const type = await fileTypeFromBuffer(head);
  if (!type || type.mime === 'application/xml') return sniffText(head);
  const image = IMAGE_TYPES[type.mime];
  if (image) return { kind: 'image', type: image, found: { format: FORMATS[image] } };
  const found = { format: NAMES[type.ext] ?? type.ext.toUpperCase() };
  if (type.mime.startsWith('image/')) return { kind: 'other-image', found };
  const kind = (['video', 'audio'] as const).find((it) => type.mime.startsWith(`${it}/`));
  return { kind: kind ?? 'other', found };
}

async function readHead(path: string): Promise<Buffer> {
  const handle = await open(path, 'r');
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    const { bytesRead } = await handle.read(head, 0, HEAD_BYTES, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function sniffText(head: Buffer): Sniffed {
  // As a stream, because the head may end in the middle of a character.
  const text = new TextDecoder().decode(head, { stream: true });
  const readable = !/[\u0000-\u0008\u000e-\u001a\ufffd]/.test(text);
  if (!readable) return { kind: 'other', found: null };
  if (/<svg[\s>]/i.test(text)) return { kind: 'other-image', found: { format: 'SVG' } };
  if (/^\s*<(?:!doctype html|html)/i.test(text)) return { kind: 'other', found: 'web-page' };
  return { kind: 'other', found: 'text' };
}
