import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { asText, isObject, type JsonObject } from '../../shared/json.ts';
import type { Answer, DeliveryKind, Retry } from './delivery.ts';
import type { World } from '../world.ts';

const MOST_CONNECTIONS = 10;
const TICKET_MS = 30_000;
const PING_MS = 10_000;
const PATH = '/link/';

export interface SocketModeOptions {
  /** Real milliseconds between pings of the server; 10 s if absent. */
  readonly pingMs?: number;
}

interface Connection {
  readonly id: string;
  readonly socket: WebSocket;
  /** Told to go: nothing new is given to it. */
  draining: boolean;
  alive: boolean;
}

interface Awaited {
  readonly connection: Connection;
  readonly acceptsPayload: boolean;
  readonly settle: (answer: 'closed' | { readonly payload: JsonObject | string | null }) => void;
}

export type SocketMode = ReturnType<typeof createSocketMode>;

/** The other end of an app's WebSockets. */
export function createSocketMode(world: World, options: SocketModeOptions = {}) {
  const server = new WebSocketServer({ noServer: true });
  const tickets = new Map<string, number>();
  const connections: Connection[] = [];
  const awaited = new Map<string, Awaited>();
  const answered = new Set<string>();
  let turn = 0;
  let full = false;
  let pinging: NodeJS.Timeout | undefined;

  function accept(socket: WebSocket): void {
    socket.on('error', () => undefined);
    if (connections.length >= MOST_CONNECTIONS) {
      violate('more than ten connections at once');
      say(socket, { type: 'disconnect', reason: 'too_many_websockets' });
      socket.close(1000);
      return;
    }
    const connection = { id: randomUUID(), socket, draining: false, alive: true };
    connections.push(connection);
    pinging ??= setInterval(ping, options.pingMs ?? PING_MS).unref();
    socket.on('pong', () => {
      connection.alive = true;
    });
    socket.on('message', (data) => {
      receive(connection, data);
    });
    socket.on('close', () => {
      connections.splice(connections.indexOf(connection), 1);
      for (const it of awaited.values()) if (it.connection === connection) it.settle('closed');
      world.changed();
    });
    say(socket, {
      type: 'hello',
      num_connections: connections.length,
      connection_info: { app_id: world.app.id },
      debug_info: {
        host: `applink-${connection.id.slice(0, 8)}`,
        build_number: 1,
        approximate_connection_time: 18_060,
      },
    });
    if (full) {
      connection.draining = true;
      say(socket, { type: 'disconnect', reason: 'too_many_websockets' });
    }
    world.changed();
  }

  /** Whoever did not answer the last ping is gone. */
  function ping(): void {
    for (const connection of [...connections]) {
      if (!connection.alive) connection.socket.terminate();
      connection.alive = false;
      connection.socket.ping();
    }
  }

  function receive(connection: Connection, data: RawData): void {
    const message = parse(data);
    const id = asText(message?.envelope_id);
    const waiting = awaited.get(id);
    if (message === null || id === '') {
      violate('a message over the socket that acknowledges nothing');
      return;
    }
    if (waiting === undefined) {
      violate(
        answered.has(id) ? `envelope ${id} was answered too late or twice` : `no envelope ${id}`,
      );
      return;
    }
    if (waiting.connection !== connection) violate('acknowledged over another connection');
    const payload = message.payload;
    const carried = typeof payload === 'string' || isObject(payload) ? payload : null;
    const empty = carried === null || carried === '' || Object.keys(carried).length === 0;
    if (!empty && !waiting.acceptsPayload) violate('a payload where none is accepted');
    waiting.settle({ payload: empty ? null : carried });
  }

  function violate(reason: string): void {
    world.violations.push({
      at: world.now(),
      method: 'socket-mode',
      workspaceId: null,
      error: null,
      reason,
    });
    world.changed();
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const url = new URL(request.url ?? '/', 'http://localhost');
    socket.on('error', () => undefined);
    if (url.pathname !== PATH) {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
      return;
    }
    const ticket = url.searchParams.get('ticket') ?? '';
    const issuedAt = tickets.get(ticket);
    tickets.delete(ticket);
    if (issuedAt === undefined || world.now() - issuedAt > TICKET_MS) {
      violate('a socket without a fresh ticket of apps.connections.open');
      socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
      return;
    }
    server.handleUpgrade(request, socket, head, accept);
  }

  return {
    attach(http: Server): void {
      http.on('upgrade', upgrade);
    },
    /** What apps.connections.open answers with: good for one connection, and for a short while. */
    openUrl(): string {
      const ticket = randomBytes(16).toString('hex');
      tickets.set(ticket, world.now());
      const base = world.address.http.replace(/^http/, 'ws');
      return `${base}${PATH}?ticket=${ticket}&app_id=${world.app.id}`;
    },
    get connections(): readonly string[] {
      return connections.map((it) => it.id);
    },
    /** Gives it to one of the connections, in turn, and waits for the acknowledgement. */
    async deliver(kind: DeliveryKind, payload: JsonObject, retry: Retry | null): Promise<Answer> {
      const begun = world.now();
      const afterMs = () => world.now() - begun;
      const open = connections.filter((it) => !it.draining && it.socket.readyState === 1);
      const connection = open[turn++ % Math.max(open.length, 1)];
      if (connection === undefined) {
        return { status: 'unreachable', afterMs: 0, reason: 'no connection is open' };
      }
      const id = randomUUID();
      const acceptsPayload = acceptsResponse(kind, payload);
      const over = new AbortController();
      const acknowledged = new Promise<Answer>((resolve) => {
        awaited.set(id, {
          connection,
          acceptsPayload,
          settle(answer) {
            const ended = afterMs();
            resolve(
              answer === 'closed'
                ? { status: 'unreachable', afterMs: ended, reason: 'the connection closed' }
                : { status: 'acknowledged', httpStatus: 200, afterMs: ended, body: answer.payload },
            );
            forget();
          },
        });
      });
      const forget = () => {
        awaited.delete(id);
        answered.add(id);
      };
      const patience = AbortSignal.any([over.signal, world.closing.signal]);
      const late = world.sleep(world.limits.ackMs, patience).then((): Answer => {
        return { status: 'timeout', afterMs: afterMs() };
      });
      say(connection.socket, {
        envelope_id: id,
        type: kind,
        accepts_response_payload: acceptsPayload,
        payload,
        ...(kind === 'events_api'
          ? { retry_attempt: retry?.attempt ?? 0, retry_reason: retry?.reason ?? '' }
          : {}),
      });
      try {
        return await Promise.race([acknowledged, late]);
      } finally {
        forget();
        over.abort();
      }
    },
    /** `warning` only tells of what is coming; after the others the connections are closed. */
    disconnect(
      reason: 'warning' | 'refresh_requested' | 'link_disabled',
      which: readonly string[] = connections.map((it) => it.id),
    ): void {
      for (const connection of connections.filter((it) => which.includes(it.id))) {
        say(connection.socket, { type: 'disconnect', reason, debug_info: { host: connection.id } });
        if (reason === 'warning') continue;
        connection.draining = true;
        // The app closes it first; what does not is closed.
        void world.sleep(1000, world.closing.signal).then(() => {
          connection.socket.close(1000);
        });
      }
    },
    /** Whether others have all the connections there may be: who comes is greeted and sent away. */
    set full(isFull: boolean) {
      full = isFull;
    },
    /** Sends any frame at all over every connection. */
    sendRaw(frame: string | Buffer): void {
      for (const { socket } of connections) socket.send(frame);
    },
    /** Cuts connections as a broken network does: without a word. */
    cut(): void {
      for (const { socket } of [...connections]) socket.terminate();
    },
    close(): void {
      clearInterval(pinging);
      for (const { socket } of [...connections]) socket.terminate();
      server.close();
    },
  };
}

function acceptsResponse(kind: DeliveryKind, payload: JsonObject): boolean {
  if (kind === 'slash_commands') return true;
  return kind === 'interactive' && payload.type === 'view_submission';
}

function say(socket: WebSocket, message: JsonObject): void {
  socket.send(JSON.stringify(message));
}

function parse(data: RawData): JsonObject | null {
  try {
    const message: unknown = JSON.parse((data as Buffer).toString());
    return isObject(message) ? message : null;
  } catch {
    return null;
  }
}
