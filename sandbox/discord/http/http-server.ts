import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseBody, readAll } from './body.ts';
import { isCdn, serveFile } from './cdn.ts';
import { broken, DiscordError } from '../errors.ts';
import { onlyDelays, type Fault, type Faults } from '../faults.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { RateLimits } from './rate-limits.ts';
import { createRouter, majorParameter, type Answer, type Route } from './route.ts';
import type { Call, World } from '../world.ts';

const USER_AGENT = /^DiscordBot \(\S+, ?\S+\)/;
const INVALID_STATUSES: readonly number[] = [401, 403, 429];

interface HttpOptions {
  readonly world: World;
  readonly gateway: Gateway;
  readonly faults: Faults;
  /** Null: none. */
  readonly rateLimits: RateLimits | null;
  readonly routes: readonly Route[];
}

interface Sent extends Answer {
  readonly headers?: Readonly<Record<string, string>>;
  readonly code?: number;
}

/** The REST API and the CDN on one port. */
export function createHttpServer(options: HttpOptions) {
  const { world, gateway, faults } = options;
  const findRoute = createRouter(options.routes);

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = world.now();
    const url = new URL(request.url ?? '/', world.address.http);
    const bytes = await readAll(request);
    const route = routePath(url);
    const call: Call = {
      at,
      method: request.method ?? 'GET',
      route,
      status: 0,
      code: null,
      bytes: bytes.length,
      authorization: request.headers.authorization ?? null,
    };
    world.calls.push(call);

    const fault = faults.next(call.method, route);
    if (fault?.delayMs !== undefined) await sleep(fault.delayMs);
    if (fault !== null && !onlyDelays(fault)) {
      await befall(fault, { request, response, url, bytes, call });
      return;
    }
    if (isCdn(url)) {
      call.status = serveFile(world, url, request, response);
      return;
    }
    send(response, call, await answer(request, url, bytes, call));
  }

  /** Lets a fault happen, with the request's effect if the fault comes after it. */
  async function befall(
    fault: Fault,
    it: {
      request: IncomingMessage;
      response: ServerResponse;
      url: URL;
      bytes: Buffer;
      call: Call;
    },
  ): Promise<void> {
    if (fault.after === 'after' && !isCdn(it.url)) {
      await answer(it.request, it.url, it.bytes, it.call);
    }
    if (fault.status === undefined) {
      if (fault.reset === true) it.request.socket.resetAndDestroy();
      else it.response.destroy();
      return;
    }
    const body = fault.body ?? { message: 'Injected by the emulator', code: 0 };
    send(it.response, it.call, {
      status: fault.status,
      body,
      ...(fault.headers === undefined ? {} : { headers: fault.headers }),
    });
  }

  async function answer(
    request: IncomingMessage,
    url: URL,
    bytes: Buffer,
    call: Call,
  ): Promise<Sent> {
    const note = (reason: string, status = 200, code = 0) => {
      const { method, route, at } = call;
      world.violations.push({ at, method, route, status, code, reason });
    };
    let headers: Readonly<Record<string, string>> = {};
    try {
      checkClient(request, url);
      const found = findRoute(call.method, call.route);
      if (found === null) throw broken.unknownRoute(`${call.method} ${call.route}`);
      const { route, params } = found;
      if (route.auth === 'bot') checkToken(request);
      if (options.rateLimits !== null && route.bucket !== undefined) {
        const name = `${route.method} ${route.path}`;
        const bot = route.auth === 'bot';
        const taken = options.rateLimits.take(name, majorParameter(params), route.bucket, bot);
        headers = taken.headers;
        if (taken.refused !== null) return { status: 429, ...taken.refused };
      }
      const body = parseBody(request.headers['content-type'] ?? '', bytes);
      const given = { world, gateway, params, query: url.searchParams, at: world.now(), ...body };
      return { ...(await route.handle({ ...given, note })), headers };
    } catch (error) {
      if (!(error instanceof DiscordError)) throw error;
      if (error.brokenRule !== undefined) note(error.brokenRule, error.status, error.code);
      return {
        status: error.status,
        body: error.body,
        code: error.code,
        headers: { ...headers, ...error.headers },
      };
    }
  }

  function checkClient(request: IncomingMessage, url: URL): void {
    const version = /^\/api\/v(\d+)\//.exec(url.pathname)?.[1];
    if (version === undefined) throw broken.unknownRoute(`not under /api/v10: ${url.pathname}`);
    if (version !== '10') throw broken.apiVersion(version);
    if (!USER_AGENT.test(request.headers['user-agent'] ?? '')) throw broken.userAgent();
  }

  function checkToken(request: IncomingMessage): void {
    const { authorization } = request.headers;
    if (authorization === undefined) throw broken.unauthorized('no Authorization header');
    if (authorization !== `Bot ${world.token}`) {
      throw broken.unauthorized('the Authorization header is not "Bot" and the bot\'s token');
    }
  }

  function send(response: ServerResponse, call: Call, sent: Sent): void {
    call.status = sent.status;
    call.code = sent.code ?? null;
    if (INVALID_STATUSES.includes(sent.status)) {
      const shared = sent.headers?.['X-RateLimit-Scope'] === 'shared';
      if (!shared) world.invalidRequests.count += 1;
    }
    for (const [name, value] of Object.entries(sent.headers ?? {})) response.setHeader(name, value);
    response.statusCode = sent.status;
    if (sent.body === undefined) response.end();
    else {
      if (!response.hasHeader('Content-Type')) {
        response.setHeader('Content-Type', 'application/json');
      }
      response.end(typeof sent.body === 'string' ? sent.body : JSON.stringify(sent.body));
    }
    world.changed();
  }

  return createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      // A client that goes away while it sends is its own affair; the rest is a bug in here.
      if (request.errored === null) {
        world.violations.push({
          at: world.now(),
          method: request.method ?? '',
          route: request.url ?? '',
          status: 500,
          code: 0,
          reason: `the emulator failed: ${String(error)}`,
        });
      }
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
}

/** `/webhooks/1/t/messages/@original`, however the client has escaped it. */
function routePath(url: URL): string {
  const path = url.pathname.replace(/^\/api\/v\d+(?=\/)/, '');
  try {
    return path.split('/').map(decodeURIComponent).join('/');
  } catch {
    return path;
  }
}
