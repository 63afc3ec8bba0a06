// Inputs that a request names by their public URL.
import sharp from 'sharp';

export interface FetchedFile {
  readonly url: string;
  readonly data: Buffer;
  readonly contentType: string;
}

export interface FetchedImage {
  readonly url: string;
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

const MEGABYTE = 1024 * 1024;
const MOST_IMAGE_MEGABYTES = 10;
const TIMEOUT_MS = 15_000;
const FORMATS: readonly string[] = ['jpeg', 'png', 'webp'];

/** Gets an input as a provider does: from its public URL, without any credentials, and within bounds. */
export async function fetchInput(
  url: string,
  signal: AbortSignal,
  mostMegabytes: number,
): Promise<FetchedFile> {
  const response = await fetch(url, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
  });
  if (!response.ok || response.body === null) throw new Error(`answered ${response.status}`);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > mostMegabytes * MEGABYTE) throw new Error(`is larger than ${mostMegabytes} MB`);
  }
  const contentType = response.headers.get('content-type') ?? '';
  return { url, data: Buffer.concat(chunks), contentType };
}

/** @throws what went wrong, after the words that say with what */
export async function usable<value>(what: string, load: () => Promise<value>): Promise<value> {
  try {
    return await load();
  } catch (error) {
    const why = error instanceof Error ? error.message : 'failed';
    throw new Error(`${what}: ${why}`, { cause: error });
  }
}

export async function fetchImage(
  url: string,
  signal: AbortSignal,
  mostMegabytes = MOST_IMAGE_MEGABYTES,
): Promise<FetchedImage> {
  const { data } = await fetchInput(url, signal, mostMegabytes);
  return { url, data, ...(await measureImage(data)) };
}

/** @throws when the bytes are not a picture that a video can begin with */
export async function measureImage(data: Buffer): Promise<{ width: number; height: number }> {
  const found = await sharp(data)
    .metadata()
    .catch(() => null);
  if (found === null || !FORMATS.includes(found.format)) {
    throw new Error('is not a JPEG, PNG or WebP image');
  }
  return found.autoOrient;
}

export interface SizeLimits {
  /** Of either side, in pixels. */
  readonly side: { readonly least: number; readonly most: number };
  /** How many times as long as the other a side may be. */
  readonly widest: number;
}

/** @throws when a picture or a video is not of a size that the model takes */
export function checkSize(
  { width, height }: { readonly width: number; readonly height: number },
  { side, widest }: SizeLimits,
): void {
  const [short, long] = [Math.min(width, height), Math.max(width, height)];
  if (short < side.least) throw new Error(`is ${short} pixels and not ${side.least}`);
  if (long > side.most) throw new Error(`is ${long} pixels and over ${side.most}`);
  if (long / short > widest) throw new Error(`is wider than ${widest} to 1`);
}
