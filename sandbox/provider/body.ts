import type { IncomingMessage } from 'node:http';

const MOST_TEXT_BYTES = 1024 * 1024;

/** Null when there are more bytes than that; they are read all the same, so that an answer can be sent. */
export async function readBytes(
  request: IncomingMessage,
  mostBytes: number,
): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const part = chunk as Buffer;
    bytes += part.length;
    if (bytes <= mostBytes) chunks.push(part);
  }
  return bytes > mostBytes ? null : Buffer.concat(chunks);
}

/** Null when it is larger than any request has reason to be. */
export async function readText(request: IncomingMessage): Promise<string | null> {
  return (await readBytes(request, MOST_TEXT_BYTES))?.toString('utf8') ?? null;
}

export function isJson(request: IncomingMessage): boolean {
  return /^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '');
}
