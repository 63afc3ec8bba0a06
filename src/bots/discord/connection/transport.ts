import { Readable } from 'node:stream';
import { Agent, request } from 'undici';

/** The part of what discord.js hands to the function that makes its requests. */
interface Sending {
  readonly method?: string | undefined;
  readonly headers?: unknown;
  readonly body?: unknown;
  readonly signal?: AbortSignal | null | undefined;
}

export type MakeRequest = (url: string, sending: Sending) => Promise<Response>;

/** Statuses whose answers have no body, and for which Response takes none. */
const BODILESS: readonly number[] = [204, 205, 304];

/**
 * Makes discord.js's requests, with connections of its own. A body that streams is streamed, and an
 * answer counts as had only when all of it was read within the call's time.
 */
export function createTransport(): MakeRequest {
  const agent = new Agent({ allowH2: false });
  return async (url, { method = 'GET', headers, body, signal }) => {
    const answer = await request(url, {
      method,
      headers: Object.entries(headers ?? {}).flatMap(([name, value]) => [name, String(value)]),
      body: typeof body === 'string' || body instanceof Readable ? body : null,
      signal: signal ?? null,
      dispatcher: agent,
    });
    const bytes = await answer.body.arrayBuffer();
    return new Response(BODILESS.includes(answer.statusCode) ? null : bytes, {
      status: answer.statusCode,
      headers: Object.entries(answer.headers).flatMap(([name, value]): [string, string][] =>
        value === undefined ? [] : [[name, String(value)]],
      ),
    });
  };
}
