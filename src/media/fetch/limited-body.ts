import type { Readable } from 'node:stream';
import { FetchRefused } from './fetch-refused.ts';

/** What a server must at least send in one idle time; less is a drip meant to hold us. */
const LEAST_PROGRESS_BYTES = 1024;

export interface BodyLimits {
  readonly contentLength: number | null;
  readonly maxBytes: number;
  readonly idleTimeoutMs: number;
  readonly signal: AbortSignal;
  readonly finished: () => void;
}

/** A body that is as long as declared, no longer than allowed, and keeps coming. */
export async function* limitedBody(
  body: Readable,
  limits: BodyLimits,
): AsyncGenerator<Uint8Array, void, undefined> {
  let bytes = 0;
  let bytesAtTick = 0;
  let waiting = true;
  let heldUp = false;
  const stop = (): void => {
    body.destroy();
  };
  const slow = new AbortController();
  const ticks = setInterval(() => {
    // A slow disk on our side is not the server's fault: it gets another time to show progress.
    if (!waiting) {
      heldUp = true;
    } else if (heldUp) {
      heldUp = false;
    } else if (bytes - bytesAtTick < LEAST_PROGRESS_BYTES) {
      slow.abort();
      stop();
    }
    bytesAtTick = bytes;
  }, limits.idleTimeoutMs);
  limits.signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      waiting = false;
      bytes += chunk.length;
      if (bytes > limits.maxBytes) {
        throw new FetchRefused('too-big', `more than ${limits.maxBytes} bytes`);
      }
      yield chunk;
      waiting = true;
    }
    if (limits.contentLength !== null && bytes !== limits.contentLength) {
      throw new FetchRefused('truncated', `${bytes} of ${limits.contentLength} bytes came`);
    }
  } catch (error) {
    if (error instanceof FetchRefused) throw error;
    limits.signal.throwIfAborted();
    if (slow.signal.aborted) throw new FetchRefused('too-slow', `stalled after ${bytes} bytes`);
    throw new FetchRefused('truncated', `cut off after ${bytes} bytes`, { cause: error });
  } finally {
    clearInterval(ticks);
    limits.signal.removeEventListener('abort', stop);
    body.destroy();
    limits.finished();
  }
}
