import type { AddressInfo } from 'node:net';
import { setTimeout as realSleep } from 'node:timers/promises';
import { createDeliveries, type Target } from './deliveries/deliveries.ts';
import { createFaults, type Fault } from './faults.ts';
import { createFile } from './files.ts';
import { mintAppToken, uninstall, USUAL_SCOPES } from './installations.ts';
import { createMessage, publish } from './messages/messages.ts';
import { sharedIn, unfurlOf } from './messages/seen-messages.ts';
import { organisationOf } from './organisations.ts';
import { messagesOf, requireMessage, videosOf } from './reading.ts';
import {
  createChannel,
  createPersonRecord,
  createUserGroup,
  createWorkspace,
  directChannel,
  idOf,
  type NewChannel,
  type NewPerson,
  type NewWorkspace,
  type Ref,
} from './scenery.ts';
import { messageText, viewText } from './messages/text.ts';
import { createHttpServer } from './http/http-server.ts';
import type { JsonObject } from '../shared/json.ts';
import {
  createWorld,
  holderOf,
  LIMITS,
  type Call,
  type Limits,
  type MessageRecord,
  type MessageVersion,
  type ViewRecord,
  type WorkspaceRecord,
} from './world.ts';

export interface SlackEmulatorOptions {
  /** Milliseconds. Date.now if absent. */
  readonly now?: () => number;
  /** Waits by the same clock; real time if absent. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly limits?: Partial<Limits>;
  /** On unless false. Counted by the emulator's clock. */
  readonly rateLimits?: boolean;
  /** Scopes of workspaces that have the app from the start. */
  readonly scopes?: readonly string[];
  /** Tokens that run out and are refreshed, as the app's manifest may ask for. */
  readonly tokenRotation?: boolean;
  readonly port?: number;
}

export type SlackEmulator = Awaited<ReturnType<typeof createSlackEmulator>>;
export type Workspace = ReturnType<SlackEmulator['addWorkspace']>;

/** Slack on a loopback port, as strict as the real one: Web API, OAuth, files, and its people. */
export async function createSlackEmulator(options: SlackEmulatorOptions = {}) {
  const world = createWorld({
    now: options.now ?? Date.now,
    sleep: options.sleep ?? sleepInRealTime,
    limits: { ...LIMITS, ...options.limits },
  });
  const rotation = options.tokenRotation ?? false;
  const faults = createFaults();
  const callListeners = new Set<(call: Call) => void | Promise<void>>();
  const deliveries = createDeliveries(world);
  const server = createHttpServer({
    world,
    faults,
    rotation,
    rateLimits: options.rateLimits ?? true,
    connectionUrl: () => deliveries.connectionUrl(),
    callListeners,
  });
  deliveries.attach(server);
  server.listen(options.port ?? 0, '127.0.0.1');
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve).once('error', reject);
  });
  const { port } = server.address() as AddressInfo;
  world.address.http = `http://127.0.0.1:${port}`;

  function workspaceHandle(record: WorkspaceRecord) {
    const addChannel = (given: NewChannel) => createChannel(world, record, given);
    return {
      id: record.id,
      name: record.name,
      enterpriseId: record.enterpriseId,
      botUserId: record.botUserId,
      botId: record.botId,
      settings: record.settings,
      /** Null while the app is not installed. */
      get installation() {
        return record.installation;
      },
      get botToken(): string {
        if (record.installation === null) throw new Error('The app is not installed here.');
        return record.installation.botToken;
      },
      /** Someone new, who is in every public channel that is already there. */
      addPerson(given: NewPerson) {
        const person = createPersonRecord(world, record, given);
        for (const channel of world.channels.values()) {
          const joins = channel.workspaceId === record.id && channel.kind === 'public';
          if (joins && person.guest === null) channel.members.add(person.id);
        }
        return deliveries.person(person);
      },
      addChannel,
      /** The conversation of two people; with one, theirs with the app. */
      directMessage: (one: Ref, other: Ref = record.botUserId) =>
        directChannel(world, record, [idOf(one), idOf(other)]).channel,
      addUserGroup: (given: { readonly handle: string; readonly members?: readonly Ref[] }) =>
        createUserGroup(world, record, given),
    };
  }

  function addWorkspace(given: NewWorkspace = {}) {
    const scopes = options.scopes ?? USUAL_SCOPES;
    return workspaceHandle(createWorkspace(world, given, { scopes, rotation }));
  }

  return {
    url: world.address.http,
    apiUrl: `${world.address.http}/api/`,
    authorizeUrl: `${world.address.http}/oauth/v2/authorize`,
    appId: world.app.id,
    clientId: world.app.clientId,
    clientSecret: world.app.clientSecret,
    signingSecret: world.app.signingSecret,
    /** An app-level token, for Socket Mode. */
    appToken: mintAppToken(world),
    world,
    deliveries,
    calls: world.calls,
    violations: world.violations,
    pings: world.pings,

    addWorkspace,
    /** Several workspaces of one owner; the app is not installed for them yet. */
    addOrganisation({ name }: { readonly name: string }) {
      const record = organisationOf(world, world.ids.next('E'), name);
      return {
        id: record.id,
        name: record.name,
        botUserId: record.botUserId,
        withheld: record.withheld,
        /** Null while the app is not installed for all of them. */
        get installation() {
          return record.installation;
        },
        get botToken(): string {
          if (record.installation === null) throw new Error('The app is not installed here.');
          return record.installation.botToken;
        },
        addWorkspace: (given: Omit<NewWorkspace, 'enterpriseId'>) =>
          addWorkspace({ installed: false, ...given, enterpriseId: record.id }),
      };
    },
    /** Someone walks the app's own installation pages in a browser. */
    install: deliveries.install,
    /** From a workspace, or from an organisation. */
    uninstall(holder: Ref): void {
      uninstall(world, holderOf(world, idOf(holder)));
    },
    /** HTTP mode: where the app takes commands, interactions and events. Null ends it. */
    deliverTo(target: Target | null): void {
      deliveries.deliverTo(target);
    },

    /** A person's own message. */
    say(given: {
      readonly person: Ref;
      readonly channel: Ref;
      readonly text: string;
      readonly fileIds?: readonly string[];
      readonly threadTs?: string;
      /** What an app of theirs puts into it, what links unfold to, what is shared. */
      readonly blocks?: readonly JsonObject[];
      readonly attachments?: readonly JsonObject[];
    }): MessageRecord {
      const author = world.people.get(idOf(given.person));
      if (author === undefined) throw new Error('There is no such person.');
      const record = createMessage(world, {
        workspaceId: author.workspaceId,
        channelId: idOf(given.channel),
        authorId: author.id,
        text: given.text,
        fileIds: given.fileIds ?? [],
        threadTs: given.threadTs ?? null,
        blocks: given.blocks ?? [],
        attachments: given.attachments ?? [],
      });
      for (const id of record.fileIds) {
        const { channelId, ts, threadTs } = record;
        world.files.get(id)?.shares.push({ channelId, ts, threadTs });
      }
      return record;
    },
    /** What a message has in its `attachments` that shares this one, or a link. */
    sharedIn: (message: MessageRecord): JsonObject => sharedIn(world, message),
    unfurlOf,
    /** A file that a person has put into Slack, shared with nobody yet. */
    addFile(given: Omit<Parameters<typeof createFile>[1], 'workspaceId'>) {
      const owner = world.people.get(given.ownerId);
      if (owner === undefined) throw new Error('There is no such person.');
      return createFile(world, { ...given, workspaceId: owner.workspaceId });
    },

    /** What is in a channel now, the oldest first; with `seenBy`, what is meant for them alone too. */
    messages: (channel: Ref, seenBy?: Ref) =>
      messagesOf(world, idOf(channel), seenBy === undefined ? null : idOf(seenBy)),
    message: (channel: Ref, ts: string) => requireMessage(world, idOf(channel), ts),
    /** Every state the message has had. */
    history: (channel: Ref, ts: string): readonly MessageVersion[] =>
      requireMessage(world, idOf(channel), ts).history,
    /** The videos of a message and of its thread. */
    videos: (channel: Ref, ts: string) => videosOf(world, idOf(channel), ts),
    /** A message or a view in plain text, as a person reads it. */
    text: (shown: MessageRecord | MessageVersion | ViewRecord): string =>
      'view' in shown ? viewText(world, shown) : messageText(world, shown),
    /** Hears of every state of every message, in order. The returned function ends it. */
    onMessage(listener: (version: MessageVersion) => void): () => void {
      world.messageListeners.add(listener);
      return () => world.messageListeners.delete(listener);
    },
    /** Hears of every call before it is handled, and may hold it. */
    onCall(listener: (call: Call) => void | Promise<void>): () => void {
      callListeners.add(listener);
      return () => callListeners.delete(listener);
    },
    /** Waits in real time until something is true; looked at whenever anything happens. */
    until: world.until,
    deleteMessage(channel: Ref, ts: string): void {
      const message = requireMessage(world, idOf(channel), ts);
      message.deleted = true;
      publish(world, message, 'delete');
    },

    /** A Web API method, `upload`, `download`, `response_url`, or `*` for any. */
    failNext(method: string, fault: Fault, times = 1): void {
      faults.add(method, fault, times);
    },
    clearFaults(): void {
      faults.clear();
    },
    async [Symbol.asyncDispose](): Promise<void> {
      world.closing.abort();
      await deliveries.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function sleepInRealTime(ms: number, signal: AbortSignal): Promise<void> {
  // Ended early, as the scaled clock does it: not an error.
  await realSleep(ms, undefined, { signal }).catch(() => undefined);
}
