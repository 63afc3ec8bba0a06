import type { WebSocket } from 'ws';
import type { JsonObject } from '../../shared/json.ts';

export const INTENT = {
  guilds: 1 << 0,
  guildMembers: 1 << 1,
  guildPresences: 1 << 8,
  guildMessages: 1 << 9,
  directMessages: 1 << 12,
  messageContent: 1 << 15,
} as const;

export const PRIVILEGED: number =
  INTENT.guildMembers | INTENT.guildPresences | INTENT.messageContent;

const REMEMBERED = 10_000;

export interface Session {
  readonly id: string;
  readonly intents: number;
  readonly sequence: number;
  socket: WebSocket | null;
  /** How often it was connected: once, and once more for each resume. */
  connections: number;
  /** Whether a guild's events, or with null direct messages, come to this session's shard. */
  serves(guildId: string | null): boolean;
  /** Numbers the event and sends it, or keeps it until the session is resumed. */
  dispatch(event: string, data: JsonObject): void;
  replayAfter(sequence: number): void;
}

interface SessionOptions {
  readonly id: string;
  readonly intents: number;
  readonly shardId: number;
  readonly shardCount: number;
  readonly socket: WebSocket;
}

export function createSession(options: SessionOptions): Session {
  const sent: { readonly sequence: number; readonly text: string }[] = [];
  let sequence = 0;
  return {
    id: options.id,
    intents: options.intents,
    socket: options.socket,
    connections: 1,
    get sequence() {
      return sequence;
    },
    serves(guildId) {
      const shard = guildId === null ? 0n : (BigInt(guildId) >> 22n) % BigInt(options.shardCount);
      return shard === BigInt(options.shardId);
    },
    dispatch(event, data) {
      sequence += 1;
      const text = JSON.stringify({ op: 0, t: event, s: sequence, d: data });
      sent.push({ sequence, text });
      if (sent.length > REMEMBERED) sent.shift();
      this.socket?.send(text);
    },
    replayAfter(last) {
      for (const event of sent) if (event.sequence > last) this.socket?.send(event.text);
    },
  };
}
