import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LoopbackServer extends AsyncDisposable {
  /** `127.0.0.1:43210` */
  readonly host: string;
  readonly port: number;
  readonly url: (path: string) => string;
  /** Every request that came, in order. */
  readonly requests: readonly IncomingMessage[];
}

/** A server on this machine that answers what the test says, however badly it behaves. */
export async function startLoopbackServer(
  answer: RequestListener,
  address = '127.0.0.1',
): Promise<LoopbackServer> {
  const requests: IncomingMessage[] = [];
  const server: Server = createServer((request, response) => {
    requests.push(request);
    response.on('error', () => undefined);
    answer(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, address, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const host = `${address}:${port}`;
  return {
    host,
    port,
    url: (path) => `http://${host}${path}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
