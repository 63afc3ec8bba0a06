import { join } from 'node:path';
import type { MediaSource } from '../../core/media/domain/media.ts';
import { download, type Downloaded } from '../fetch/download.ts';
import { FetchRefused } from '../fetch/fetch-refused.ts';
import type { MediaDependencies } from '../shared/media-dependencies.ts';

export type Attached =
  | { readonly status: 'had'; readonly file: Downloaded }
  /** `bytes` is what the chat or the server said that it has; null: only that it has too many. */
  | { readonly status: 'too-big'; readonly bytes: number | null }
  | { readonly status: 'unreachable' }
  /** The chat does not let this service read it. */
  | { readonly status: 'withheld' };

/** Copies what somebody attached in a chat into a folder. */
export async function fetchAttachment(
  { fetchFile, logger }: MediaDependencies,
  { url, bytes, headers }: MediaSource,
  folder: string,
  options: {
    readonly maxBytes: number;
    readonly totalTimeoutMs: number;
    readonly idleTimeoutMs: number;
    readonly signal: AbortSignal;
  },
): Promise<Attached> {
  // Believed only to refuse early: what comes is counted all the same.
  if (bytes !== null && bytes > options.maxBytes) return { status: 'too-big', bytes };
  try {
    const file = await download(fetchFile, url, join(folder, 'original'), {
      ...options,
      ...(headers === undefined ? {} : { headers }),
    });
    // Instead of a file that it keeps to itself a chat may answer with a page to sign in on.
    const withheld = headers !== undefined && isPage(file);
    return withheld ? { status: 'withheld' } : { status: 'had', file };
  } catch (error) {
    if (!(error instanceof FetchRefused)) throw error;
    logger.warn({ err: error, code: error.code }, 'attachment not fetched');
    return error.code === 'too-big'
      ? { status: 'too-big', bytes: error.declaredBytes }
      : { status: 'unreachable' };
  }
}

function isPage({ contentType }: Downloaded): boolean {
  return contentType?.toLowerCase().startsWith('text/html') ?? false;
}
