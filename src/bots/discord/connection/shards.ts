import {
  CloseCodes,
  DefaultWebSocketManagerOptions,
  WebSocketShard,
  WebSocketShardEvents,
} from '@discordjs/ws';
import type { FetchingStrategyOptions, IContextFetchingStrategy, SessionInfo } from '@discordjs/ws';
import { GatewayDispatchEvents } from 'discord.js';
import type { APIGatewayBotInfo, GatewayReadyDispatchData } from 'discord.js';
import { z } from 'zod';
import type { IdentifyPace } from './identify-pace.ts';

/** One event as Discord sent it: nothing of it is known to be so. */
export interface Dispatch {
  readonly type: string;
  readonly data: unknown;
  /** It happened while the connection was away, and comes late for that reason. */
  readonly replayed: boolean;
}

export interface ShardListeners {
  /** @throws nothing */
  dispatch(event: Dispatch): void;
  ready(shard: number, data: GatewayReadyDispatchData): void;
  resumed(shard: number): void;
  closed(shard: number, code: number): void;
  /** Of the connection, or of one frame that the SDK could not take. */
  failed(shard: number, error: unknown): void;
}

/** The connections by which Discord tells a bot what happens. */
export interface Shards {
  /** @throws when one of them meets an error before it is ready */
  connect(): Promise<void>;
  destroy(): Promise<void>;
}

const CLOSED_WITHIN_MS = 2_000;

/** Whose connections they are, and how Discord wants them. */
export interface Connecting {
  readonly token: string;
  readonly gateway: APIGatewayBotInfo;
  readonly pace: IdentifyPace;
}

export function createShards({
  token,
  gateway,
  pace,
  listeners,
}: Connecting & { readonly listeners: ShardListeners }): Shards {
  const sessions = new Map<number, SessionInfo>();
  const options = optionsOf(token, gateway);
  let over = false;
  let ending: Promise<void> | null = null;
  const context: IContextFetchingStrategy = {
    options,
    // It may be about to connect again, and asks here first.
    retrieveSessionInfo: (id) => (over ? never : (sessions.get(id) ?? null)),
    updateSessionInfo(id, session) {
      // An address that is none would fail where nobody listens: better a new session.
      if (session !== null && isSocketAddress(session.resumeURL)) sessions.set(id, session);
      else sessions.delete(id);
    },
    waitForIdentify: (id, signal) => pace.waitForIdentify(id, signal),
  };
  const shards = Array.from({ length: gateway.shards }, (_, id) => {
    const shard = new WebSocketShard(context, id);
    guard(shard, (error) => {
      listeners.failed(id, error);
    });
    listenTo(shard, { isResumed: () => sessions.has(id), listeners });
    return shard;
  });

  return {
    async connect() {
      await Promise.all(shards.map((it) => it.connect()));
    },
    destroy() {
      // By two at once the first would wait for ever: the SDK has one listener for the end.
      ending ??= end();
      return ending;
    },
  };

  async function end(): Promise<void> {
    over = true;
    await Promise.all(
      shards.map(async (shard) => {
        const late = setTimeout(() => {
          cutOff(shard);
        }, CLOSED_WITHIN_MS);
        await shard.destroy({ reason: 'Stopped', code: CloseCodes.Normal });
        clearTimeout(late);
        cutOff(shard);
      }),
    );
  }
}

const never = new Promise<null>(() => undefined);

function optionsOf(token: string, gateway: APIGatewayBotInfo): FetchingStrategyOptions {
  const { version, encoding, compression, identifyProperties } = DefaultWebSocketManagerOptions;
  const { largeThreshold, initialPresence } = DefaultWebSocketManagerOptions;
  const { handshakeTimeout, helloTimeout, readyTimeout } = DefaultWebSocketManagerOptions;
  // It needs no intents: interactions always come.
  return {
    token,
    intents: 0,
    gatewayInformation: gateway,
    shardCount: gateway.shards,
    version,
    encoding,
    compression,
    identifyProperties,
    largeThreshold,
    initialPresence,
    handshakeTimeout,
    helloTimeout,
    readyTimeout,
  };
}

function listenTo(
  shard: WebSocketShard,
  {
    isResumed,
    listeners,
  }: { readonly isResumed: () => boolean; readonly listeners: ShardListeners },
): void {
  let replaying = false;
  shard.on(WebSocketShardEvents.Hello, () => {
    replaying = isResumed();
  });
  shard.on(WebSocketShardEvents.Ready, ({ data }) => {
    listeners.ready(shard.id, data);
  });
  shard.on(WebSocketShardEvents.Resumed, () => {
    listeners.resumed(shard.id);
  });
  shard.on(WebSocketShardEvents.Closed, ({ code }) => {
    listeners.closed(shard.id, code);
  });
  shard.on(WebSocketShardEvents.Error, ({ error }) => {
    listeners.failed(shard.id, error);
  });
  shard.on(WebSocketShardEvents.Dispatch, ({ data }) => {
    const { t: type, d } = data;
    if (type === GatewayDispatchEvents.Ready || type === GatewayDispatchEvents.Resumed) {
      replaying = false;
    }
    listeners.dispatch({ type, data: d, replayed: replaying });
  });
}

/** Asynchronous methods of the SDK that it calls by itself, with nobody listening to their promises. */
const UNHEARD = ['onMessage', 'onClose', 'heartbeat', 'destroy'] as const;

/**
 * What fails in them would end the process: a control frame, for one, is read without looking whether
 * what is read there is there at all.
 */
function guard(shard: WebSocketShard, failed: (error: unknown) => void): void {
  for (const name of UNHEARD) {
    const method = methodOf(shard, name);
    const value = async (...given: readonly unknown[]): Promise<void> => {
      try {
        await method(...given);
      } catch (error) {
        failed(error);
      }
    };
    Object.defineProperty(shard, name, { value });
  }
}

/**
 * Ends what is left of its connection. The SDK takes its listeners off a socket that is still being
 * opened and leaves it at that: its failure would then be nobody's, and end the process.
 */
function cutOff(shard: WebSocketShard): void {
  const connection: unknown = Reflect.get(shard, 'connection');
  if (typeof connection !== 'object' || connection === null) return;
  methodOf(connection, 'on')('error', () => undefined);
  methodOf(connection, 'terminate')();
}

const methodSchema = z.custom<(...given: readonly unknown[]) => unknown>(
  (it) => typeof it === 'function',
);

/** One that is not for us to call; a version of the SDK that has it no more fails at once. */
function methodOf(owner: object, name: string): (...given: readonly unknown[]) => unknown {
  const method = methodSchema.parse(Reflect.get(owner, name));
  return (...given) => method.call(owner, ...given);
}

function isSocketAddress(address: string): boolean {
  return URL.canParse(address) && /^wss?:$/.test(new URL(address).protocol);
}
