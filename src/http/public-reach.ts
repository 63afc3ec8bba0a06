import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

export type PublicReach =
  | { readonly status: 'reached' }
  /** Something answers there, and it is not this service. */
  | { readonly status: 'stranger'; readonly httpStatus: number }
  /** Nothing answers there, as seen from here. `why` is a code, for logs. */
  | { readonly status: 'silent'; readonly why: string };

export interface Reach {
  /** What only this service can answer to a nonce; null where it is none. */
  answerTo(nonce: string): string | null;
  /** Asks an address whether this service is behind it. */
  ask(publicUrl: string, signal: AbortSignal): Promise<PublicReach>;
}

/** Beside the media: these have to be reachable from outside in any case. */
const PATH = '/media/reach/';
const NONCE = /^[\w-]{22}$/;
const ASK_WITHIN_MS = 10_000;

/** Tells by a nonce whether an address leads here: to any process with the same secret. */
export function createReach(secret: string): Reach {
  // Derived for this purpose alone: what is signed for whoever asks is worth nothing elsewhere.
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'reach v1', 32));
  const answerTo = (nonce: string): string | null =>
    NONCE.test(nonce) ? createHmac('sha256', key).update(nonce).digest('base64url') : null;

  return {
    answerTo,
    async ask(publicUrl, signal) {
      const nonce = randomBytes(16).toString('base64url');
      try {
        const response = await fetch(`${publicUrl}${PATH}${nonce}`, {
          signal: AbortSignal.any([signal, AbortSignal.timeout(ASK_WITHIN_MS)]),
          headers: { 'user-agent': 'showrunner', 'cache-control': 'no-store' },
        });
        const expected = Buffer.from(answerTo(nonce) ?? '');
        const said = await firstBytes(response, expected.length + 1);
        const isOurs = said.length === expected.length && timingSafeEqual(said, expected);
        return isOurs ? { status: 'reached' } : { status: 'stranger', httpStatus: response.status };
      } catch (error) {
        return { status: 'silent', why: codeOf(error) };
      }
    },
  };
}

export function registerReachRoute(app: FastifyInstance, { answerTo }: Pick<Reach, 'answerTo'>) {
  app.get<{ Params: { nonce: string } }>(`${PATH}:nonce`, (request, reply) => {
    const answer = answerTo(request.params.nonce);
    if (answer === null) return reply.code(404).type('text/plain').send('Not found\n');
    return reply.header('cache-control', 'no-store').type('text/plain').send(answer);
  });
}

/** Of a page that may be as long as it likes. */
async function firstBytes(response: Response, most: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const parts: AsyncIterable<unknown> | null = response.body;
  for await (const part of parts ?? []) {
    if (!(part instanceof Uint8Array)) break;
    chunks.push(part);
    bytes += part.length;
    if (bytes >= most) break;
  }
  return Buffer.concat(chunks);
}

/** `ENOTFOUND`, `CERT_HAS_EXPIRED` …: fetch tells it in the cause of its error. */
function codeOf(error: unknown): string {
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    return `no answer in ${ASK_WITHIN_MS / 1000} s`;
  }
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code;
  }
  return 'no answer';
}
