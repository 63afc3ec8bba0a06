import { lookup } from 'node:dns/promises';
import { createReadStream } from 'node:fs';
import { Agent, request } from 'undici';
import { createGuardedConnector } from '../../media/fetch/guarded-connector.ts';
import { pointsTo } from './http.ts';
import { isLink } from './lenient.ts';

const CONNECT_TIMEOUT_MS = 10_000;

export interface FilePut {
  /** As a provider gave it: its host is a stranger's. */
  readonly url: string;
  readonly path: string;
  /** Exactly as many as the file has. */
  readonly bytes: number;
  /** What the address was signed for; never a key of ours. */
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export interface PutAnswer {
  readonly httpStatus: number;
  /** Where it leads, in words for whoever runs the service; null where it does not. */
  readonly redirect: string | null;
}

/** Sends a file to a presigned address and tells what came back. */
export type PutFile = (put: FilePut) => Promise<PutAnswer>;

export interface PutFileOptions {
  /** Plain http and private addresses are for development alone. */
  readonly development: boolean;
}

/**
 * A file is streamed from the disk with its length said beforehand. A redirect is not followed,
 * and nothing is sent to an address that is not on the public internet.
 * @throws what undici throws, and where the address is none that may be used
 */
export function createPutFile({ development }: PutFileOptions): PutFile {
  const dispatcher = new Agent({
    connect: createGuardedConnector({
      trusted: { has: () => development },
      lookup: (hostname) => lookup(hostname, { all: true }),
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
    }),
    // The answer may take as long as the storage needs to write everything down.
    headersTimeout: 60_000,
  });
  return async ({ url, path, bytes, headers, signal }) => {
    if (!isLink(url, development)) throw new Error('the address is not one of https');
    signal.throwIfAborted();
    const file = createReadStream(path);
    // It may fail before anybody reads it; whoever does hears of it all the same.
    file.on('error', () => undefined);
    try {
      const response = await request(url, {
        dispatcher,
        method: 'PUT',
        headers: { 'user-agent': 'showrunner', ...headers, 'content-length': String(bytes) },
        body: file,
        signal,
      });
      await response.body.dump();
      const { statusCode: httpStatus, headers: answered } = response;
      const to = answered.location;
      const leads = httpStatus >= 300 && httpStatus < 400;
      const redirect = leads ? pointsTo(url, Array.isArray(to) ? to[0] : to) : null;
      return { httpStatus, redirect };
    } finally {
      file.destroy();
    }
  };
}
