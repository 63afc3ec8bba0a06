import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createDeliveries } from '../../../../sandbox/slack/deliveries/deliveries.ts';
import { USUAL_SCOPES } from '../../../../sandbox/slack/installations.ts';
import {
  createChannel,
  createPersonRecord,
  createWorkspace,
} from '../../../../sandbox/slack/scenery.ts';
import { openModal } from '../../../../sandbox/slack/views/views.ts';
import { createWorld, LIMITS, type Limits } from '../../../../sandbox/slack/world.ts';
import { isObject, type JsonObject } from '../../../../sandbox/shared/json.ts';

/** A request to the app, as it came. */
export interface Received {
  readonly headers: IncomingMessage['headers'];
  readonly raw: string;
  readonly payload: JsonObject;
}

export interface Reply {
  readonly status?: number;
  readonly body?: JsonObject | string;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Listener = (received: Received) => Reply | 'silence' | Promise<Reply | 'silence'>;

/** A small app that listens where the deliveries of one workspace go. */
export async function aSlackApp(
  options: {
    readonly limits?: Partial<Limits>;
    readonly pingMs?: number;
    readonly speed?: number;
  } = {},
) {
  const clock = { now: Date.UTC(2026, 10, 2, 9, 30) };
  const slept: number[] = [];
  const world = createWorld({
    now: () => clock.now,
    // Sped up only where it must run out: an app on a busy machine would seem to be late.
    sleep: async (ms, signal) => {
      await waited(ms / (options.speed ?? 1), signal);
      if (signal.aborted) return;
      slept.push(ms);
      clock.now += ms;
    },
    limits: { ...LIMITS, ...options.limits },
  });
  const deliveries = createDeliveries(
    world,
    options.pingMs === undefined ? {} : { pingMs: options.pingMs },
  );
  const slack = createServer((_, response) => response.writeHead(404).end());
  deliveries.attach(slack);
  world.address.http = await listening(slack);

  const received: Received[] = [];
  let listener: Listener = () => ({});
  const app = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const raw = Buffer.concat(chunks).toString();
      const it = { headers: request.headers, raw, payload: read(request, raw) };
      received.push(it);
      const reply = await listener(it);
      if (reply === 'silence') return;
      const body = typeof reply.body === 'object' ? JSON.stringify(reply.body) : reply.body;
      response.writeHead(reply.status ?? 200, reply.headers).end(body);
    })();
  });
  const appUrl = await listening(app);
  deliveries.deliverTo({ eventsUrl: `${appUrl}/slack/events` });

  const workspace = createWorkspace(world, {}, { scopes: USUAL_SCOPES, rotation: false });
  const person = deliveries.person(createPersonRecord(world, workspace, { name: 'Ada' }));
  const other = deliveries.person(createPersonRecord(world, workspace, { name: 'Grace' }));
  const channel = createChannel(world, workspace, { name: 'films' });
  return {
    world,
    deliveries,
    clock,
    slept,
    received,
    app,
    appUrl,
    slack,
    workspace,
    person,
    other,
    channel,
    /** How the app answers from now on. */
    answer(how: Listener): void {
      listener = how;
    },
    openModal: () =>
      openModal(world, {
        workspaceId: workspace.id,
        userId: person.id,
        view: { type: 'modal', title: { type: 'plain_text', text: 'Ask' }, blocks: [] },
      }),
    /** The reasons that were written down, and none of them any more. */
    takeViolations: () => world.violations.splice(0, Infinity).map((it) => it.reason),
    async [Symbol.asyncDispose]() {
      await deliveries.close();
      for (const server of [slack, app]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}

export type ASlackApp = Awaited<ReturnType<typeof aSlackApp>>;

function read(request: IncomingMessage, raw: string): JsonObject {
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('application/json')) return parsed(raw);
  const fields = new URLSearchParams(raw);
  const payload = fields.get('payload');
  return payload === null ? Object.fromEntries(fields) : parsed(payload);
}

function parsed(text: string): JsonObject {
  const value: unknown = JSON.parse(text);
  if (!isObject(value)) throw new Error('Not an object.');
  return value;
}

async function listening(server: ReturnType<typeof createServer>): Promise<string> {
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function waited(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
