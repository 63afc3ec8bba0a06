import type { Readable } from 'node:stream';
import { Agent, request } from 'undici';
import { PlatformError } from '../../core/errors.ts';
import type { IsSlackAddress } from './address.ts';

/**
 * Sends a file to the address that Slack gave for it. The SDK would read the whole file into memory.
 * @throws {PlatformError}
 */
export type SendBytes = (
  url: string,
  file: { readonly bytes: number; readonly body: Readable | Uint8Array },
  signal: AbortSignal,
) => Promise<void>;

export function createSendBytes(isSlackAddress: IsSlackAddress): SendBytes {
  const agent = new Agent({ allowH2: false });
  return async (url, { bytes, body }, signal) => {
    if (!isSlackAddress(url)) {
      throw new PlatformError('slack', 'refused', 'files are to be sent to somebody else');
    }
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
  };
}
