import { Readable } from 'node:stream';
import { Agent, request } from 'undici';
import { PlatformError } from '../../../core/shared/domain/errors.ts';
import type { IsSlackAddress } from './address.ts';

/**
 * Sends a file to the address that Slack gave for it. The SDK would read the whole file into memory.
 * @throws {PlatformError}
 */
export type SendBytes = (
  url: string,
  /** Opened when it is sent. */
  file: { readonly bytes: number; readonly open: () => Readable | Uint8Array },
  signal: AbortSignal,
) => Promise<void>;

export function createSendBytes(isSlackAddress: IsSlackAddress): SendBytes {
  const agent = new Agent({ allowH2: false });
  return async (url, { bytes, open }, signal) => {
    if (!isSlackAddress(url)) {
      throw new PlatformError('slack', 'refused', 'files are to be sent to somebody else');
    }
    signal.throwIfAborted();
    const body = open();
    // It may fail before anybody reads it; whoever does hears of it all the same.
    if (body instanceof Readable) body.on('error', () => undefined);
    try {
      const answer = await request(url, {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream', 'content-length': String(bytes) },
        body,
        signal,
        dispatcher: agent,
      });
      await answer.body.dump();
      const { statusCode } = answer;
      if (statusCode === 200) return;
      const code = statusCode === 413 ? 'too-large' : 'unreachable';
      throw new PlatformError('slack', code, `status ${statusCode} to the file`);
    } finally {
      if (body instanceof Readable) body.destroy();
    }
  };
}
