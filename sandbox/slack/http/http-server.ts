import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readAll } from './body.ts';
import { SlackError } from '../errors.ts';
import type { Fault } from '../faults.ts';
import { serveFile } from './file-server.ts';
import { authorizePage, approve } from './oauth-page.ts';
import { answerResponseUrl } from './response-url-server.ts';
import { receiveUpload } from './uploads.ts';
import { createWebApi } from '../web-api/web-api.ts';
import type { Call } from '../world.ts';
import type { HttpRequest, HttpAnswer, HttpOptions } from './http-request.ts';

type Handler = (it: HttpRequest) => HttpAnswer | Promise<HttpAnswer>;

interface Route {
  /** What `failNext` and the log of calls know it by. */
  readonly name: string;
  readonly handle: Handler;
}

/** Everything that is reached by plain HTTP, on one port. */
export function createHttpServer(options: HttpOptions) {
  const { world, faults } = options;
  const webApi = createWebApi(options);

  function routeOf(method: string, path: string): Route {
    if (path.startsWith('/api/')) return { name: path.slice('/api/'.length), handle: webApi };
    if (path.startsWith('/upload/v1/')) return { name: 'upload', handle: receiveUpload };
    if (path.startsWith('/files-pri/')) return { name: 'download', handle: serveFile };
    if (/^\/(?:commands|actions)\//.test(path)) {
      return { name: 'response_url', handle: answerResponseUrl };
    }
    if (path === '/oauth/v2/authorize') {
      return { name: 'authorize', handle: method === 'POST' ? approve : authorizePage };
    }
    return { name: `${method} ${path}`, handle: unknownRoute };
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', world.address.http);
    const route = routeOf(request.method ?? 'GET', url.pathname);
    const call: Call = {
      at: world.now(),
      method: route.name,
      workspaceId: null,
      args: {},
      token: null,
      status: 0,
      response: null,
    };
    const note = (reason: string, error: string | null = null) => {
      const { method, workspaceId } = call;
      world.violations.push({ at: world.now(), method, workspaceId, error, reason });
    };
    const bytes = await readAll(request);
    world.calls.push(call);
    world.changed();
    for (const listener of options.callListeners) await listener(call);
    const handle = () => answer(route.handle, { world, request, url, bytes, call, note });
    const fault = faults.next(route.name);
    if (fault === null) {
      send(response, call, await handle());
      return;
    }
    await befall(fault, response, call, handle);
  }

  async function befall(
    fault: Fault,
    response: ServerResponse,
    call: Call,
    handle: () => Promise<HttpAnswer>,
  ): Promise<void> {
    if (fault === 'drop-before' || fault === 'drop-after') {
      if (fault === 'drop-after') await handle();
      response.destroy();
      return;
    }
    if ('delayMs' in fault) {
      await world.sleep(fault.delayMs, world.closing.signal);
      send(response, call, await handle());
      return;
    }
    if ('status' in fault) {
      send(response, call, { status: fault.status, body: 'Injected by the emulator' });
      return;
    }
    const error = 'error' in fault ? fault.error : 'ratelimited';
    send(response, call, {
      status: 'error' in fault ? 200 : 429,
      body: { ok: false, error },
      headers: 'error' in fault ? {} : { 'Retry-After': String(fault.rateLimited) },
    });
  }

  function send(response: ServerResponse, call: Call, sent: HttpAnswer): void {
    call.status = sent.status;
    const { body } = sent;
    if (typeof body === 'string' || Buffer.isBuffer(body)) {
      const type =
        typeof body === 'string' ? 'text/html; charset=utf-8' : 'application/octet-stream';
      response.writeHead(sent.status, { 'Content-Type': type, ...sent.headers }).end(body);
    } else {
      call.response = body;
      const type = 'application/json; charset=utf-8';
      response
        .writeHead(sent.status, { 'Content-Type': type, ...sent.headers })
        .end(JSON.stringify(body));
    }
    world.changed();
  }

  return createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      // An app that goes away while it sends is its own affair; the rest is a bug in here.
      if (request.errored === null) {
        const reason = `the emulator failed: ${String(error)}`;
        const method = request.url ?? '';
        const at = world.now();
        world.violations.push({ at, method, workspaceId: null, error: null, reason });
      }
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
}

async function answer(handle: Handler, it: HttpRequest): Promise<HttpAnswer> {
  try {
    return await handle(it);
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    if (error.brokenRule !== undefined) it.note(error.brokenRule, error.code);
    return {
      status: error.status,
      headers: error.headers,
      body: { ok: false, error: error.code, ...error.extra },
    };
  }
}

function unknownRoute({ request, url, note }: HttpRequest): HttpAnswer {
  const route = `${request.method ?? ''} ${url.pathname}`;
  note(`no such route in the emulator: ${route}`);
  return { status: 501, body: `No such route in the emulator: ${route}` };
}
