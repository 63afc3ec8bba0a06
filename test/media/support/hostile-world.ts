import type { ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { FetchRefused } from '../../../src/media/fetch/fetch-refused.ts';
import {
  createGuardedFetch,
  type FetchOptions,
  type GuardedFetch,
} from '../../../src/media/fetch/guarded-fetch.ts';
import { startLoopbackServer, type LoopbackServer } from './loopback-server.ts';
import { patience } from '../../support/patience.ts';

const routes: Record<string, (response: ServerResponse) => void> = {
  '/ok': (response) => response.end('twelve bytes'),
  '/not-found': (response) => response.writeHead(404).end('no'),
  '/forbidden': (response) => response.writeHead(403).end('no'),
  '/broken': (response) => response.writeHead(503).end('later'),
  '/busy': (response) => response.writeHead(429).end('later'),
  '/partial': (response) => response.writeHead(206).end('part'),
  '/declares-too-much': (response) =>
    response.writeHead(200, { 'content-length': 5000 }).write('x'),
  '/endless': (response) => {
    const more = (): void => {
      while (response.write(Buffer.alloc(16_384)));
    };
    response.on('drain', more);
    more();
  },
  '/drip': (response) => {
    response.write('x');
    const timer = setInterval(() => response.write('x'), 20);
    response.on('close', () => {
      clearInterval(timer);
    });
  },
  '/silent': () => undefined,
  '/stalls': (response) => response.writeHead(200, { 'content-length': 4000 }).write('x'),
  '/gzip': (response) =>
    response
      .writeHead(200, { 'content-encoding': 'gzip' })
      .end(gzipSync(Buffer.alloc(5_000_000), { level: 9 })),
};

export interface HostileWorld extends AsyncDisposable {
  readonly server: LoopbackServer;
  readonly other: LoopbackServer;
  readonly guarded: GuardedFetch;
  /** Host names that were looked up. */
  readonly asked: string[];
  readonly redirectTo: (target: string) => string;
  readonly fetchAll: (url: string, options?: Partial<FetchOptions>) => Promise<string>;
  readonly refusal: (url: string, options?: Partial<FetchOptions>) => Promise<FetchRefused>;
}

/** Two trusted servers that misbehave in every way, and names that all lead to this machine. */
export async function hostileWorld(): Promise<HostileWorld> {
  const asked: string[] = [];
  const other = await startLoopbackServer((_request, response) => response.end('the other host'));
  const server = await startLoopbackServer((request, response) => {
    const url = request.url ?? '';
    if (url.startsWith('/to/')) {
      const location = decodeURIComponent(url.slice(4));
      response.writeHead(302, { location, 'set-cookie': 'a=b' }).end('moved');
      return;
    }
    routes[url]?.(response);
  });
  const guarded = createGuardedFetch({
    trustedHosts: [server.host, other.host, `cdn.test:${server.port}`],
    userAgent: 'Showrunner (test)',
    // What a hostile name server would answer.
    lookup: (hostname) => {
      asked.push(hostname);
      return Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
    },
  });
  const fetchAll = (url: string, options?: Partial<FetchOptions>): Promise<string> =>
    readAll(guarded, url, options);
  return {
    server,
    other,
    guarded,
    asked,
    redirectTo: (target) => server.url(`/to/${encodeURIComponent(target)}`),
    fetchAll,
    async refusal(url, options) {
      try {
        await fetchAll(url, options);
      } catch (error) {
        if (error instanceof FetchRefused) return error;
        throw error;
      }
      throw new Error(`${url} was fetched`);
    },
    async [Symbol.asyncDispose]() {
      await guarded.close();
      await server[Symbol.asyncDispose]();
      await other[Symbol.asyncDispose]();
    },
  };
}

async function readAll(
  guarded: GuardedFetch,
  url: string,
  options: Partial<FetchOptions> = {},
): Promise<string> {
  const { body } = await guarded.fetchFile(url, {
    maxBytes: 100_000,
    signal: AbortSignal.timeout(patience(10_000)),
    totalTimeoutMs: 5000,
    idleTimeoutMs: 1000,
    ...options,
  });
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString('latin1');
}

/** A server below HTTP, for answers that no honest library gives. */
export async function rawAnswer(
  answer: string,
  options: Partial<FetchOptions> = {},
): Promise<string> {
  const raw = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(answer));
  });
  await new Promise<void>((resolve) => raw.listen(0, '127.0.0.1', resolve));
  const { port } = raw.address() as { port: number };
  const fetcher = createGuardedFetch({ trustedHosts: [`127.0.0.1:${port}`], userAgent: 'x' });
  try {
    return await readAll(fetcher, `http://127.0.0.1:${port}/`, options);
  } finally {
    await fetcher.close();
    raw.close();
  }
}
