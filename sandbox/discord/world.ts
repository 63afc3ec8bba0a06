import { randomBytes } from 'node:crypto';
import type { JsonObject } from '../shared/json.ts';
import type { Mentions } from './messages/mentions.ts';
import { createSnowflakes } from './snowflake.ts';

export type PremiumTier = 0 | 1 | 2 | 3;

export interface User {
  readonly id: string;
  readonly name: string;
  readonly bot: boolean;
  readonly locale: string;
  /** In every guild; null: they go by their name. */
  nickname: string | null;
  /** Role ids; the same in every guild. */
  roles: readonly string[];
  /** What the person may do, in every guild. */
  permissions: bigint;
  /** What the person's own subscription allows to upload, in bytes. */
  attachmentSizeLimit: number;
  dmsOpen: boolean;
}

export interface Guild {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly locale: string;
  readonly roles: JsonObject[];
  premiumTier: PremiumTier;
  botIsMember: boolean;
  /** Off: what an app that is only installed to a user answers here is seen by that user alone. */
  externalApps: boolean;
}

export interface Channel {
  readonly id: string;
  /** 0 guild text, 1 direct messages with the bot, 3 group of people, 11 public thread */
  readonly type: 0 | 1 | 3 | 11;
  readonly guildId: string | null;
  readonly name: string;
  readonly parentId: string | null;
  readonly recipients: readonly string[];
  botPermissions: bigint;
  archived: boolean;
}

export interface StoredFile {
  readonly id: string;
  readonly filename: string;
  readonly title: string | null;
  readonly description: string | null;
  readonly contentType: string;
  readonly bytes: Buffer;
  readonly ephemeral: boolean;
  readonly spoiler: boolean;
  /** Path on the CDN, without the signature. */
  readonly path: string;
  readonly width?: number;
  readonly height?: number;
}

export interface MessageRecord {
  readonly id: string;
  readonly channelId: string;
  readonly guildId: string | null;
  readonly authorId: string;
  readonly ephemeral: boolean;
  /** The one person who sees it, when it is ephemeral. */
  readonly viewer: string | null;
  readonly interaction: InteractionRecord | null;
  /** The first answer to its interaction, not a follow-up. */
  readonly isFirstAnswer: boolean;
  readonly createdAt: number;
  readonly nonce: string | null;
  editedAt: number | null;
  /** As stored; LOADING while a deferred answer is awaited. */
  flags: number;
  content: string;
  embeds: readonly JsonObject[];
  components: readonly JsonObject[];
  attachments: readonly StoredFile[];
  /** Whom it notified. */
  mentions: Mentions;
  /** The message it replies to. */
  readonly replyTo: string | null;
  deleted: boolean;
  /** What else people's clients put into messages: a poll, what was forwarded. */
  readonly more: JsonObject;
  /** Interactions that it answers: the one it came from, and presses that updated it. */
  readonly answers: Set<string>;
  readonly history: MessageVersion[];
}

/** One state of a message as people saw it. */
export interface MessageVersion {
  readonly kind: 'create' | 'edit' | 'delete';
  readonly messageId: string;
  readonly channelId: string;
  readonly guildId: string | null;
  readonly ephemeral: boolean;
  readonly viewer: string | null;
  readonly at: number;
  readonly json: JsonObject;
  readonly attachments: readonly MessageFile[];
}

export interface MessageFile {
  readonly id: string;
  readonly filename: string;
  readonly bytes: Buffer;
  readonly url: string;
  readonly contentType: string;
  readonly size: number;
  readonly description: string | null;
}

export interface InteractionRecord {
  readonly id: string;
  readonly token: string;
  /** 2 command, 3 component, 4 autocomplete, 5 modal submit */
  readonly type: 2 | 3 | 4 | 5;
  readonly payload: JsonObject;
  readonly createdAt: number;
  readonly channelId: string;
  readonly guildId: string | null;
  readonly userId: string;
  readonly owners: Readonly<Record<string, string>>;
  readonly attachmentSizeLimit: number;
  /** The message a pressed component sits on. */
  readonly sourceMessageId: string | null;
  /** The interaction that opened the modal which was submitted. */
  readonly triggeredBy: InteractionRecord | null;
  acknowledgedAt: number | null;
  callbackType: number | null;
  /** What `@original` stands for. */
  originalId: string | null;
  readonly followUpIds: string[];
  modal: JsonObject | null;
  choices: readonly JsonObject[] | null;
  expired: boolean;
  refusedBefore: boolean;
}

export interface Violation {
  readonly at: number;
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly code: number;
  readonly reason: string;
}

export interface Call {
  readonly at: number;
  readonly method: string;
  readonly route: string;
  /** 0 until it is answered, and for good when the answer was lost on purpose. */
  status: number;
  code: number | null;
  readonly bytes: number;
  readonly authorization: string | null;
}

/** People who would have been notified by a message that should notify nobody. */
export interface Ping {
  readonly messageId: string;
  readonly channelId: string;
  readonly users: readonly string[];
  readonly roles: readonly string[];
  readonly everyone: boolean;
}

export interface WorldOptions {
  readonly now: () => number;
  readonly uploadLimitBytes: number;
}

const ANYTHING = '';

/** Everything the emulated Discord knows. */
export type World = ReturnType<typeof createWorld>;

export function createWorld(options: WorldOptions) {
  const nextId = createSnowflakes(options.now);
  const applicationId = nextId();
  const listeners = new Set<(version: MessageVersion) => void>();
  const waiters = new Map<string, Set<() => void>>();

  /**
   * Resolves with the first value that is not undefined; rejects in real time. Looked at whenever
   * something of the topic happens; without a topic, whenever anything does.
   */
  async function until<value>(
    what: string,
    read: () => value | undefined,
    timeoutMs: number,
    topic = ANYTHING,
  ): Promise<value> {
    const present = read();
    if (present !== undefined) return present;
    return new Promise((resolve, reject) => {
      const woken = waiters.get(topic) ?? new Set();
      waiters.set(topic, woken);
      const stop = () => {
        clearTimeout(timer);
        woken.delete(wake);
        if (woken.size === 0 && waiters.get(topic) === woken) waiters.delete(topic);
      };
      const wake = () => {
        const value = read();
        if (value === undefined) return;
        stop();
        resolve(value);
      };
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`Waited ${timeoutMs} ms in vain for ${what}.`));
      }, timeoutMs);
      woken.add(wake);
    });
  }

  return {
    now: options.now,
    uploadLimitBytes: options.uploadLimitBytes,
    nextId,
    applicationId,
    /** Where the CDN and the gateway are reached; known once the server listens. */
    address: { http: '', gateway: '' },
    token: [Buffer.from(applicationId).toString('base64url'), 'emulated', randomSecret()].join('.'),
    signingKey: randomBytes(32),
    users: new Map<string, User>(),
    guilds: new Map<string, Guild>(),
    channels: new Map<string, Channel>(),
    messages: new Map<string, MessageRecord>(),
    interactions: new Map<string, InteractionRecord>(),
    files: new Map<string, StoredFile>(),
    /** What the media proxy has of the world outside, by its path there. */
    proxied: new Map<string, StoredFile>(),
    globalCommands: [] as JsonObject[],
    guildCommands: new Map<string, JsonObject[]>(),
    violations: [] as Violation[],
    calls: [] as Call[],
    pings: [] as Ping[],
    invalidRequests: { count: 0 },
    /** Sessions that may be begun in a day. */
    sessionStarts: { total: 1_000, remaining: 1_000, resetAfterMs: 86_400_000 },
    /** Of what is optional in interactions, what is sent all the same. */
    tells: new Set<string>(),
    /** Changes what is sent of an interaction. */
    tamper: null as ((payload: JsonObject) => JsonObject) | null,
    listeners,
    /** Wakes those who wait for something of these topics: ids of interactions. */
    changed: (...topics: readonly string[]) => {
      for (const topic of [...topics, ANYTHING]) {
        for (const wake of [...(waiters.get(topic) ?? [])]) wake();
      }
    },
    until,
  };
}

export function randomSecret(): string {
  return randomBytes(24).toString('base64url');
}
