import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { FetchFile, FetchOptions } from './guarded-fetch.ts';

export interface Downloaded {
  readonly path: string;
  readonly bytes: number;
  /** Of what came, in hex. */
  readonly hash: string;
  /** What the sender calls it. */
  readonly contentType: string | null;
}

/** @throws {FetchRefused} or the signal's reason */
export async function download(
  fetchFile: FetchFile,
  url: string,
  path: string,
  options: FetchOptions,
): Promise<Downloaded> {
  const { body, contentType } = await fetchFile(url, options);
  const hash = createHash('sha256');
  let bytes = 0;
  await pipeline(
    body,
    async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        bytes += chunk.length;
        yield chunk;
      }
    },
    createWriteStream(path),
  );
  return { path, bytes, hash: hash.digest('hex'), contentType };
}
