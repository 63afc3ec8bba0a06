import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { CheckRefusal, CheckRefusals } from './check-refusals.ts';
import { createFaults, meetFault, spoilOf } from './faults.ts';
import type { Fault, Spoil } from './faults.ts';
import type { Answer } from './answer.ts';

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly at: number;
  /** Null as long as nothing was answered. */
  readonly status: number | null;
}

/** In PEM. */
export interface Tls {
  readonly cert: string;
  readonly key: string;
}

export interface ProviderServerOptions {
  readonly name: string;
  readonly now: () => number;
  readonly port?: number;
  /** Spoken to by https instead of plain http. */
  readonly tls?: Tls | undefined;
  /** What the provider answers when something is broken at its own end. */
  readonly internalError: (message: string) => Answer;
  /** How questions about renders are asked, and refused. */
  readonly checks?: {
    readonly are: (method: string, path: string) => boolean;
    readonly refusals: CheckRefusals;
  };
  /** Null when the response has been dealt with already. */
  route(request: IncomingMessage, response: ServerResponse, target: URL): Promise<Answer | null>;
}

export interface ProviderServer {
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  readonly failNext: (fault: Fault) => void;
  /** Until told otherwise, nothing is said of any render. */
  readonly refuseChecks: (why: CheckRefusal | null) => void;
  /** More requests within the last second than that, counting only the paths that begin so. */
  isTooFast(ratePerSecond: number | null, path: string): boolean;
  close(): Promise<void>;
}

export async function startProviderServer(options: ProviderServerOptions): Promise<ProviderServer> {
  const { now } = options;
  const faults = createFaults();
  let refusal: CheckRefusal | null = null;
  const requests: { method: string; path: string; at: number; status: number | null }[] = [];

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = new URL(request.url ?? '/', 'http://localhost');
    const path = target.pathname;
    const seen = { method: methodOf(request), path, at: now(), status: null as number | null };
    requests.push(seen);
    response.on('finish', () => (seen.status = response.statusCode));

    const fault = faults.take(path);
    const broken = options.internalError('Server error, please try again later').body;
    if (fault !== null && meetFault(fault, request, response, broken)) return;
    const answer = refusalOf(seen) ?? (await options.route(request, response, target));
    if (answer !== null) send(request, response, answer, answer.spoil ?? spoilOf(fault));
  }

  function refusalOf({ method, path }: SeenRequest): Answer | null {
    const { checks } = options;
    return refusal === null || checks?.are(method, path) !== true ? null : checks.refusals[refusal];
  }

  const { tls } = options;
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    handle(request, response).catch((error: unknown) => {
      // The other side has gone, as it does when a test cuts the line: nobody is left to be told.
      if (request.destroyed && !request.complete) return;
      console.error(`The ${options.name} emulator failed:`, error);
      if (response.headersSent) response.destroy();
      else send(request, response, options.internalError('The emulator has a bug'), null);
    });
  };
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    failNext: (fault) => {
      faults.add(fault);
    },
    refuseChecks: (why) => {
      refusal = why;
    },
    isTooFast(ratePerSecond, path) {
      if (ratePerSecond === null) return false;
      const since = now() - 1000;
      const recent = requests.filter((it) => it.at > since && it.path.startsWith(path));
      return recent.length > ratePerSecond;
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

export function methodOf(request: IncomingMessage): string {
  return request.method ?? 'GET';
}

/** What a route that no document names is answered with, so that a test fails on it. */
export function unknownRoute(request: IncomingMessage, target: URL): Answer {
  return { status: 501, body: `There is no ${methodOf(request)} ${target.pathname}` };
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  spoil: Spoil,
): void {
  if (spoil === 'drop') {
    request.socket.destroy();
    return;
  }
  const isText = typeof answer.body === 'string';
  const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
  const type = isText ? 'text/plain; charset=utf-8' : 'application/json';
  response.writeHead(spoil === 'garbage' ? 200 : answer.status, {
    'content-type': type,
    ...answer.headers,
  });
  response.end(spoil === 'garbage' ? text.slice(0, text.length / 2) : text);
}
