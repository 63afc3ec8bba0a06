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
