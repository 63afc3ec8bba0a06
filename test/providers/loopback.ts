import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import type { Slot } from '../../src/core/providers/ports/video-provider.ts';

/** Where nobody else calls, it is always somebody's turn. */
export const turn: Slot = () => Promise.resolve(true);

export interface Loopback extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** Every request that arrived, in order. */
  readonly requests: readonly LoopbackRequest[];
  /** Connections that were opened. */
  readonly connections: () => number;
}

export interface LoopbackRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** A server of plain HTTP that answers whatever the test says. */
export async function startLoopback(
  answer: (request: LoopbackRequest, response: http.ServerResponse) => void,
): Promise<Loopback> {
  const requests: LoopbackRequest[] = [];
  const server = http.createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('error', () => undefined);
    incoming.on('end', () => {
      const request = {
        method: incoming.method ?? '',
        target: incoming.url ?? '',
        headers: incoming.headers,
        body: Buffer.concat(chunks).toString(),
      };
      requests.push(request);
      answer(request, response);
    });
  });
  return listen(server, requests);
}

/** A server of bare bytes: it is given each connection as it opens. */
export async function startRawServer(accept: (socket: net.Socket) => void): Promise<Loopback> {
  return listen(net.createServer(accept), []);
}

/** The address of a port that nobody listens at. */
export async function closedUrl(): Promise<string> {
  await using server = await startRawServer(() => undefined);
  return server.url;
}

async function listen(server: net.Server, requests: readonly LoopbackRequest[]): Promise<Loopback> {
  const sockets = new Set<net.Socket>();
  let connections = 0;
  server.on('connection', (socket: net.Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

export function respond(
  response: http.ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

export type Answer = (request: LoopbackRequest, response: http.ServerResponse) => void;

export const answering =
  (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer =>
  (_, response) => {
    respond(response, status, body, headers);
  };
