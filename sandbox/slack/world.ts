import { randomBytes } from 'node:crypto';
import type { JsonObject } from '../shared/json.ts';
import { createIds } from './ids.ts';
import { createResponseUrls } from './response-urls.ts';
import { createTriggers } from './triggers.ts';
import { createWaiting } from './waiting.ts';
import type { OrganisationRecord, Installation } from './organisation-record.ts';

export interface WorkspaceSettings {
  fileUploads: 'all' | 'images-only' | 'none';
  storageBytesLeft: number;
  maxFileBytes: number;
  /** Endings, without a dot, that an admin has forbidden. */
  forbiddenFileTypes: readonly string[];
  /** Domains of the app's manifest, at most five. */
  unfurlDomains: readonly string[];
  /** True where an admin has closed the time in which messages may be edited. */
  editWindowClosed: boolean;
}

export interface WorkspaceRecord {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  readonly enterpriseId: string | null;
  readonly botUserId: string;
  readonly botId: string;
  readonly settings: WorkspaceSettings;
  /** Null until the app is installed, and after it was removed. */
  installation: Installation | null;
}

export interface Token {
  readonly value: string;
  readonly kind: 'bot' | 'app' | 'refresh';
  /** Null for the app-level token, and for tokens of a whole organisation. */
  readonly workspaceId: string | null;
  /** Set for tokens of a whole organisation alone. */
  readonly enterpriseId: string | null;
  readonly scopes: ReadonlySet<string>;
  readonly expiresAt: number | null;
  state: 'valid' | 'revoked' | 'account-inactive';
}

export interface PersonRecord {
  readonly id: string;
  readonly workspaceId: string;
  readonly name: string;
  readonly isBot: boolean;
  /** Null where Slack does not say, though it is asked. */
  readonly locale: string | null;
  admin: boolean;
  owner: boolean;
  guest: 'multi-channel' | 'single-channel' | null;
  deactivated: boolean;
}

export interface ChannelRecord {
  readonly id: string;
  readonly workspaceId: string;
  /** direct: two members, one of whom may be the app; group: several people. */
  readonly kind: 'public' | 'private' | 'direct' | 'group';
  readonly name: string;
  /** Ids of people, and the bot's where it is a member. */
  readonly members: Set<string>;
  archived: boolean;
  /** False where an admin lets only some people post. */
  botMayPost: boolean;
}

export interface UserGroupRecord {
  readonly id: string;
  readonly workspaceId: string;
  readonly handle: string;
  readonly name: string;
  members: readonly string[];
  disabled: boolean;
}

export interface MessageRecord {
  readonly workspaceId: string;
  readonly channelId: string;
  readonly ts: string;
  readonly threadTs: string | null;
  readonly authorId: string;
  /** The one person who sees it; such a message cannot be found by the Web API. */
  readonly ephemeralFor: string | null;
  readonly clientMsgId: string | null;
  readonly createdAt: number;
  text: string;
  blocks: readonly JsonObject[];
  attachments: readonly JsonObject[];
  fileIds: readonly string[];
  metadata: JsonObject | null;
  editedAt: number | null;
  deleted: boolean;
  readonly history: MessageVersion[];
}

/** One state of a message as people saw it. */
export interface MessageVersion {
  readonly kind: 'post' | 'update' | 'delete';
  readonly workspaceId: string;
  readonly channelId: string;
  readonly ts: string;
  readonly threadTs: string | null;
  readonly ephemeralFor: string | null;
  readonly at: number;
  readonly json: JsonObject;
}

export interface FileShare {
  readonly channelId: string;
  readonly ts: string;
  readonly threadTs: string | null;
}

export interface FileRecord {
  readonly id: string;
  readonly workspaceId: string;
  readonly ownerId: string;
  readonly name: string;
  readonly mimetype: string;
  readonly bytes: Buffer;
  readonly createdAt: number;
  /** Set for files that lie elsewhere: Slack only knows their address. */
  readonly externalUrl: string | null;
  /** A file from another organisation shows nothing of itself until files.info is asked. */
  readonly access: 'visible' | 'check_file_info' | 'hidden_by_limit';
  title: string;
  /** Channels whose members may read it although it was not shared there by a message. */
  readonly shares: FileShare[];
  /** Scanned and usable in blocks from then on. */
  processedAt: number;
  deleted: boolean;
}

export interface ViewRecord {
  readonly id: string;
  readonly workspaceId: string;
  readonly userId: string;
  readonly kind: 'modal' | 'home';
  readonly rootViewId: string;
  readonly previousViewId: string | null;
  /** As the app sent it. */
  view: JsonObject;
  hash: string;
  externalId: string | null;
  open: boolean;
  /** What the person has filled in: `values[block_id][action_id]`. */
  values: Record<string, Record<string, JsonObject>>;
}

/** Room for a file that is being uploaded. */
export interface Upload {
  readonly fileId: string;
  readonly workspaceId: string;
  readonly name: string;
  readonly length: number;
  bytes: Buffer | null;
  completed: boolean;
}

/** Given to the app's redirect address when someone allowed it, for one exchange. */
export interface OauthCode {
  /** The workspace that the app comes into, or the organisation. */
  readonly holderId: string;
  readonly installerId: string;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  readonly issuedAt: number;
  used: boolean;
}

export interface Violation {
  readonly at: number;
  /** A Web API method, `response_url`, or what was delivered: `/video`, `block_actions`. */
  readonly method: string;
  readonly workspaceId: string | null;
  readonly error: string | null;
  readonly reason: string;
}

export interface Call {
  readonly at: number;
  readonly method: string;
  workspaceId: string | null;
  args: JsonObject;
  token: string | null;
  /** 0 until it is answered, and for good when the answer was lost on purpose. */
  status: number;
  response: JsonObject | null;
}

/** Someone was really notified by a message of the app's. */
export interface Ping {
  readonly channelId: string;
  readonly ts: string;
  readonly users: readonly string[];
  readonly groups: readonly string[];
  readonly broadcast: 'here' | 'channel' | 'everyone' | null;
}

export interface Limits {
  /** Within which the app must acknowledge. */
  readonly ackMs: number;
  readonly triggerMs: number;
  readonly responseUrlMs: number;
  readonly responseUrlUses: number;
  /** From completing an upload until the file is scanned, shared and seen. */
  readonly shareDelayMs: number;
  /** Waits before an event is delivered again. */
  readonly eventRetriesMs: readonly number[];
}

export const LIMITS: Limits = {
  ackMs: 3000,
  triggerMs: 3000,
  responseUrlMs: 30 * 60_000,
  responseUrlUses: 5,
  shareDelayMs: 2000,
  eventRetriesMs: [0, 60_000, 5 * 60_000],
};

export interface WorldOptions {
  /** Milliseconds. */
  readonly now: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly limits: Limits;
}

/**
 * Hears of what the Events API would tell the app: `{ type: 'file_shared', … }`, not wrapped; and of
 * which workspace or organisation it is told.
 */
export type EventListener = (holderId: string, event: JsonObject) => void;

/** Everything the emulated Slack knows. */
export type World = ReturnType<typeof createWorld>;

export function createWorld(options: WorldOptions) {
  const { now, sleep, limits } = options;
  const ids = createIds(now);
  const eventListeners = new Set<EventListener>();
  return {
    now,
    sleep,
    limits,
    ids,
    /** Of what is optional in what the app is told, what is told all the same. */
    tells: new Set<string>(),
    /** Changes what is told of what people do. */
    tamper: null as ((payload: JsonObject) => JsonObject) | null,
    /** Aborted when the emulator closes: ends everything that still waits. */
    closing: new AbortController(),
    /** `http://127.0.0.1:port`; known once the server listens. */
    address: { http: '' },
    app: {
      id: ids.next('A'),
      name: 'Showrunner',
      clientId: `${randomBytes(4).readUInt32BE()}.${randomBytes(4).readUInt32BE()}`,
      clientSecret: randomBytes(16).toString('hex'),
      signingSecret: randomBytes(16).toString('hex'),
    },
    workspaces: new Map<string, WorkspaceRecord>(),
    organisations: new Map<string, OrganisationRecord>(),
    tokens: new Map<string, Token>(),
    people: new Map<string, PersonRecord>(),
    channels: new Map<string, ChannelRecord>(),
    userGroups: new Map<string, UserGroupRecord>(),
    /** By `messageKey`. */
    messages: new Map<string, MessageRecord>(),
    files: new Map<string, FileRecord>(),
    views: new Map<string, ViewRecord>(),
    /** By the secret in the upload address. */
    uploads: new Map<string, Upload>(),
    oauthCodes: new Map<string, OauthCode>(),
    triggers: createTriggers(now, limits.triggerMs),
    responseUrls: createResponseUrls(now),
    violations: [] as Violation[],
    calls: [] as Call[],
    pings: [] as Ping[],
    messageListeners: new Set<(version: MessageVersion) => void>(),
    eventListeners,
    announce(holderId: string, event: JsonObject): void {
      for (const listener of eventListeners) listener(holderId, event);
    },
    ...createWaiting(),
  };
}

export function messageKey(channelId: string, ts: string): string {
  return `${channelId}:${ts}`;
}

/** The modals a person has open, the one on top last. */
export function openModals(world: World, userId: string): ViewRecord[] {
  return [...world.views.values()].filter(
    (it) => it.userId === userId && it.kind === 'modal' && it.open,
  );
}

/** A workspace or an organisation. */
export function holderOf(world: World, id: string): WorkspaceRecord | OrganisationRecord {
  return world.organisations.get(id) ?? workspaceOf(world, id);
}

export function workspaceOf(world: World, id: string): WorkspaceRecord {
  const workspace = world.workspaces.get(id);
  if (workspace === undefined) throw new Error(`There is no workspace ${id}.`);
  return workspace;
}
