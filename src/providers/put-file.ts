import { createReadStream } from 'node:fs';
import { isIP } from 'node:net';
import { Agent, buildConnector, request } from 'undici';
import { isPublicAddress } from '../media/public-address.ts';
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

/** Sends a file to a presigned address and tells the HTTP status that came back. */
export type PutFile = (put: FilePut) => Promise<number>;

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
    connect: development ? { timeout: CONNECT_TIMEOUT_MS } : publicOnly(),
    allowH2: false,
    // The answer may take as long as the storage needs to write everything down.
    headersTimeout: 60_000,
  });
  return async ({ url, path, bytes, headers, signal }) => {
    if (!isLink(url, development)) throw new Error('the address is not one of https');
    signal.throwIfAborted();
    const file = createReadStream(path);
    try {
      const response = await request(url, {
        dispatcher,
        method: 'PUT',
        headers: { 'user-agent': 'showrunner', ...headers, 'content-length': String(bytes) },
        body: file,
        signal,
      });
      await response.body.dump();
      return response.statusCode;
    } finally {
      file.destroy();
    }
  };
}

/** Looks at the address that was really connected to, before a byte of the file is sent. */
function publicOnly(): buildConnector.connector {
  const connect = buildConnector({ timeout: CONNECT_TIMEOUT_MS, allowH2: false });
  return (target, callback) => {
    const host = target.hostname.replace(/^\[(.*)\]$/, '$1');
    if (isIP(host) !== 0 && !isPublicAddress(host)) {
      callback(new Error(`${host} is not an address of the public internet`), null);
      return;
    }
    connect(target, (...outcome) => {
      const socket = outcome[1];
      if (socket === null || isPublicAddress(socket.remoteAddress ?? '')) {
        callback(...outcome);
        return;
      }
      socket.destroy();
      callback(new Error(`${host} is not on the public internet`), null);
    });
  };
}
