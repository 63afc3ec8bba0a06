import sharp from 'sharp';

export interface FetchedImage {
  readonly url: string;
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

const MOST_BYTES = 10 * 1024 * 1024;
const TIMEOUT_MS = 15_000;
const FORMATS: readonly string[] = ['jpeg', 'png', 'webp'];

/** Gets an input image as the provider does: from its public URL, without any credentials. */
export async function fetchImage(url: string, signal: AbortSignal): Promise<FetchedImage> {
  const response = await fetch(url, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
  });
  if (!response.ok || response.body === null) throw new Error(`answered ${response.status}`);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw new Error('is larger than 10 MB');
  }
  const data = Buffer.concat(chunks);
  const found = await sharp(data)
    .metadata()
    .catch(() => null);
  if (found === null || !FORMATS.includes(found.format)) {
    throw new Error('is not a JPEG, PNG or WebP image');
  }
  return { url, data, ...found.autoOrient };
}
