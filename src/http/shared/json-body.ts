import {
  brotliDecompressSync,
  gunzipSync,
  inflateRawSync,
  inflateSync,
  zstdDecompressSync,
} from 'node:zlib';

type Unpack = (bytes: Uint8Array, options: { readonly maxOutputLength: number }) => Buffer;

const UNPACK: ReadonlyMap<string, Unpack> = new Map<string, Unpack>([
  ['gzip', gunzipSync],
  ['x-gzip', gunzipSync],
  // With the envelope that the standard asks for, and without it, as many send it.
  ['deflate', (bytes, options) => eitherOf(inflateSync, inflateRawSync)(bytes, options)],
  ['br', brotliDecompressSync],
  ['zstd', zstdDecompressSync],
]);

/**
 * The text of a body as it was sent: packed or not, with a byte order mark or without. Null where
 * it is longer than `maxBytes` once it is unpacked.
 * @param encoding the header Content-Encoding, where there is one
 */
export function bodyText(
  body: Uint8Array,
  encoding: string | undefined,
  maxBytes: number,
): string | null {
  try {
    const bytes = namedPackings(encoding, body).reduceRight<Uint8Array>(
      (packed, name) => UNPACK.get(name)?.(packed, { maxOutputLength: maxBytes }) ?? packed,
      body,
    );
    return bytes.length > maxBytes ? null : textOf(bytes);
  } catch (error) {
    if (error instanceof RangeError) return null;
    // Named so and not packed: a proxy in between has unpacked it.
    return body.length > maxBytes ? null : textOf(body);
  }
}

/** JSON, or null where it is none. Whole numbers that are too large to be told exactly are text. */
export function readJson(text: string, change: (text: string) => string = asItIs): unknown {
  try {
    const revive = (_key: string, value: unknown, context?: { readonly source?: string }) =>
      typeof value === 'string' ? change(value) : exact(value, context?.source);
    return JSON.parse(text, revive);
  } catch {
    return null;
  }
}

function exact(value: unknown, source: string | undefined): unknown {
  const inexact = Number.isInteger(value) && !Number.isSafeInteger(value);
  return inexact && source !== undefined && /^-?\d+$/.test(source) ? source : value;
}

function asItIs(text: string): string {
  return text;
}

function eitherOf(one: Unpack, other: Unpack): Unpack {
  return (bytes, options) => {
    try {
      return one(bytes, options);
    } catch (error) {
      if (error instanceof RangeError) throw error;
      return other(bytes, options);
    }
  };
}

function namedPackings(encoding: string | undefined, body: Uint8Array): readonly string[] {
  const names = (encoding ?? '').toLowerCase().split(',');
  const known = names.map((name) => name.trim()).filter((name) => UNPACK.has(name));
  // No JSON begins like this: it was packed, and nobody said so.
  return known.length === 0 && body[0] === 0x1f && body[1] === 0x8b ? ['gzip'] : known;
}

/** Decoders leave a byte order mark out by themselves. */
function textOf(bytes: Uint8Array): string {
  const mark = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0);
  const charset = mark === 0xfffe ? 'utf-16le' : mark === 0xfeff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(charset).decode(bytes);
}
