import type { IncomingMessage, Server } from 'node:http';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { asNumber, asObject, isObject, type JsonObject } from '../../shared/json.ts';
import { createSession, INTENT, PRIVILEGED, type Session } from './gateway-session.ts';
import { guildCreateJson, userJson } from '../messages/objects.ts';
import { randomSecret, type World } from '../world.ts';

const HEARTBEAT_INTERVAL_MS = 41_250;
const KNOWN_INTENTS = (1 << 26) - 1;

const OP = { dispatch: 0, heartbeat: 1, identify: 2, resume: 6, reconnect: 7, invalid: 9 } as const;

/** Sessions end with these: the client may not resume after them. */
const FINAL_CODES: readonly number[] = [1000, 1001, 4004, 4010, 4011, 4012, 4013, 4014];

export interface Delivery {
  /** Whose shard; null is shard 0, where direct messages go. */
  readonly guildId: string | null;
  /** Sent only to sessions with this intent; 0 needs none. */
  readonly intent: number;
  /** Given to one session of the shard; otherwise to all. */
  readonly once: boolean;
}

export interface SessionState {
  readonly id: string;
  readonly connected: boolean;
  readonly intents: number;
  readonly connections: number;
}

export type Gateway = ReturnType<typeof createGateway>;

export function createGateway(world: World, options: { readonly everySession: boolean }) {
  const server = new WebSocketServer({ noServer: true });
  const sessions: Session[] = [];
  const sockets = new Set<WebSocket>();
  let held: Promise<void> | null = null;
  let final: number | null = null;
  let release: () => void = () => undefined;

  function accept(socket: WebSocket, query: URLSearchParams): void {
    sockets.add(socket);
    let session: Session | null = null;
    socket.on('close', (code) => {
      sockets.delete(socket);
      if (session?.socket !== socket) return;
      session.socket = null;
      if (FINAL_CODES.includes(code)) forget(session);
      world.changed();
    });
    socket.on('error', () => undefined);
    const versionFault = query.get('v') !== '10' || query.get('encoding') !== 'json';
    if (versionFault || query.has('compress')) {
      violate('the gateway is asked for something other than v=10&encoding=json', 4012);
      socket.close(4012, 'Invalid API version');
      return;
    }
    socket.on('message', (data) => {
      const payload = parse(data);
      if (payload === null) {
        violate('undecodable gateway payload', 4002);
        socket.close(4002, 'Decode error');
        return;
      }
      session = handle(socket, session, payload);
    });
    send(socket, { op: 10, d: { heartbeat_interval: HEARTBEAT_INTERVAL_MS }, s: null, t: null });
  }

  function handle(socket: WebSocket, session: Session | null, payload: JsonObject): Session | null {
    const data = asObject(payload.d);
    switch (payload.op) {
      case OP.heartbeat:
        send(socket, { op: 11, d: null, s: null, t: null });
        return session;
      case OP.identify:
        return session === null ? identify(socket, data) : refuse(socket, 4005, 'identified twice');
      case OP.resume:
        return resume(socket, data);
      case 3: // presence, voice state and member requests: heard and not acted on
      case 4:
      case 8:
        return session ?? refuse(socket, 4003, 'a command before IDENTIFY');
      default:
        return refuse(socket, 4001, `unknown gateway opcode ${String(asNumber(payload.op))}`);
    }
  }

  function identify(socket: WebSocket, data: JsonObject): Session | null {
    if (data.token !== world.token) return refuse(socket, 4004, 'IDENTIFY with a wrong token');
    if (final !== null) {
      socket.close(final);
      return null;
    }
    if (!isObject(data.properties)) return refuse(socket, 4002, 'IDENTIFY without properties');
    const intents = data.intents;
    if (typeof intents !== 'number' || (intents & ~KNOWN_INTENTS) !== 0) {
      return refuse(socket, 4013, 'IDENTIFY with invalid intents');
    }
    if ((intents & PRIVILEGED) !== 0) {
      return refuse(socket, 4014, 'IDENTIFY with privileged intents that are not enabled');
    }
    const [shardId, shardCount] = Array.isArray(data.shard) ? (data.shard as number[]) : [0, 1];
    if (shardId === undefined || shardCount === undefined || shardId >= shardCount) {
      return refuse(socket, 4010, 'IDENTIFY with an invalid shard');
    }
    if (world.sessionStarts.remaining < 1) {
      return refuse(socket, 4004, 'more sessions than a day has: the token is taken away');
    }
    world.sessionStarts.remaining -= 1;
    const session = createSession({
      id: randomSecret(),
      intents,
      shardId,
      shardCount,
      socket,
    });
    sessions.push(session);
    const guilds = [...world.guilds.values()].filter(
      (it) => it.botIsMember && session.serves(it.id),
    );
    const bot = world.users.get(world.applicationId);
    session.dispatch('READY', {
      v: 10,
      user: bot === undefined ? {} : userJson(bot),
      guilds: guilds.map((it) => ({ id: it.id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: world.address.gateway,
      shard: [shardId, shardCount],
      application: { id: world.applicationId, flags: 0 },
    });
    if ((intents & INTENT.guilds) !== 0) {
      for (const it of guilds) session.dispatch('GUILD_CREATE', guildCreateJson(world, it));
    }
    world.changed();
    return session;
  }

  function resume(socket: WebSocket, data: JsonObject): Session | null {
    if (data.token !== world.token) return refuse(socket, 4004, 'RESUME with a wrong token');
    const session = final === null ? sessions.find((it) => it.id === data.session_id) : undefined;
    if (session === undefined) {
      send(socket, { op: OP.invalid, d: false, s: null, t: null });
      return null;
    }
    if (asNumber(data.seq) > session.sequence) return refuse(socket, 4007, 'RESUME past the end');
    const former = session.socket;
    session.socket = socket;
    session.connections += 1;
    if (former !== null && former !== socket) former.close(4000);
    session.replayAfter(asNumber(data.seq));
    session.dispatch('RESUMED', {});
    world.changed();
    return session;
  }

  function refuse(socket: WebSocket, code: number, reason: string): null {
    violate(reason, code);
    socket.close(code, reason);
    return null;
  }

  function violate(reason: string, code: number): void {
    const at = world.now();
    world.violations.push({ at, method: 'GATEWAY', route: '/gateway', status: 0, code, reason });
    world.changed();
  }

  function forget(session: Session): void {
    const index = sessions.indexOf(session);
    if (index !== -1) sessions.splice(index, 1);
  }

  return {
    attach(http: Server): void {
      http.on('upgrade', (request: IncomingMessage, socket, head) => {
        const url = new URL(request.url ?? '/', world.address.http);
        void (held ?? Promise.resolve()).then(() => {
          server.handleUpgrade(request, socket, head, (it) => {
            accept(it, url.searchParams);
          });
        });
      });
    },
    /** False when there is nobody to give the event to, not even later. */
    dispatch(event: string, data: JsonObject, delivery: Delivery): boolean {
      const fitting = sessions.filter(
        (it) =>
          it.serves(delivery.guildId) &&
          (delivery.intent === 0 || (it.intents & delivery.intent) !== 0),
      );
      // A connected session rather than one that may come back; the newest of several.
      const one = fitting.findLast((it) => it.socket !== null) ?? fitting.at(-1);
      const chosen =
        delivery.once && !options.everySession ? (one === undefined ? [] : [one]) : fitting;
      for (const session of chosen) session.dispatch(event, data);
      return chosen.length > 0;
    },
    /** Sessions as of now, connected or waiting to be resumed. */
    get sessions(): readonly SessionState[] {
      return sessions.map(({ id, socket, intents, connections }) => ({
        id,
        connected: socket !== null,
        intents,
        connections,
      }));
    },
    /** Cuts every connection. With `hold`, nobody gets back in before `letIn()`. */
    disconnect(how: { readonly code?: number; readonly hold?: boolean } = {}): void {
      if (how.hold === true && held === null) {
        held = new Promise((resolve) => {
          release = resolve;
        });
      }
      const code = how.code ?? 4000;
      for (const session of [...sessions]) {
        const { socket } = session;
        session.socket = null;
        if (FINAL_CODES.includes(code)) forget(session);
        socket?.close(code);
      }
    },
    /** Ends every session with this code, and each that is begun after it; null lets them in. */
    endAll(code: number | null): void {
      final = code;
      if (code !== null) this.disconnect({ code });
    },
    letIn(): void {
      held = null;
      release();
    },
    /** Sends any frame at all over every connection. */
    sendRaw(frame: string | Buffer): void {
      for (const socket of sockets) socket.send(frame);
    },
    /** Op 7: asks every client to reconnect and resume. */
    reconnect(): void {
      for (const { socket } of sessions) {
        if (socket !== null) send(socket, { op: OP.reconnect, d: null, s: null, t: null });
      }
    },
    /** Op 9: the session is over, or may be resumed. */
    invalidSession(resumable: boolean): void {
      for (const session of [...sessions]) {
        const { socket } = session;
        if (!resumable) forget(session);
        if (socket !== null) send(socket, { op: OP.invalid, d: resumable, s: null, t: null });
      }
    },
    close(): void {
      this.letIn();
      for (const socket of sockets) socket.terminate();
      server.close();
    },
  };
}

function send(socket: WebSocket, payload: JsonObject): void {
  socket.send(JSON.stringify(payload));
}

function parse(data: RawData): JsonObject | null {
  try {
    const payload: unknown = JSON.parse((data as Buffer).toString());
    return isObject(payload) ? payload : null;
  } catch {
    return null;
  }
}
