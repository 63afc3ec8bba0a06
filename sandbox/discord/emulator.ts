import type { AddressInfo } from 'node:net';
import { attachmentJson, fileUrl, storeFile, type NewFile } from './http/cdn.ts';
import { createFaults, type Fault } from './faults.ts';
import { createGateway, type Gateway } from './gateway/gateway.ts';
import { INTENT } from './gateway/gateway-session.ts';
import { createHttpServer } from './http/http-server.ts';
import type { Interaction } from './interactions/interaction-handle.ts';
import { asText, type JsonObject } from '../shared/json.ts';
import { NOBODY } from './messages/mentions.ts';
import { messageJson, publish } from './messages/messages.ts';
import { embedOf, forwardOf } from './messages/seen-messages.ts';
import { createPerson, type Ref } from './person/person.ts';
import { createCommandRoutes } from './routes/routes-commands.ts';
import { interactionRoutes } from './routes/routes-interactions.ts';
import { createMessageRoutes } from './routes/routes-messages.ts';
import { PATIENCE_MS } from '../shared/patience.ts';
import { miscRoutes } from './routes/routes-misc.ts';
import { createRateLimits } from './http/rate-limits.ts';
import { createScenery, newUser } from './scenery.ts';
import { messageText } from './messages/text.ts';
import { createWorld, type World, type MessageRecord, type MessageVersion } from './world.ts';

const MIB = 1024 * 1024;

export interface DiscordEmulatorOptions {
  /** Milliseconds: token expiry, acknowledgement deadline, ids, signed links. Date.now if absent. */
  readonly now?: () => number;
  /** What may be uploaded where nothing is boosted; 10 MiB if absent. */
  readonly uploadLimitBytes?: number;
  /** On unless false. */
  readonly rateLimits?: boolean;
  /** What they are counted by. Date.now if absent, whatever `now` is: a client waits in real time. */
  readonly rateLimitNow?: () => number;
  readonly port?: number;
  /**
   * The real gateway gives an event to every session of a shard, so two processes with one token
   * both get it. Off, one of them does.
   */
  readonly everySession?: boolean;
}

export type DiscordEmulator = Awaited<ReturnType<typeof createDiscordEmulator>>;

/** Discord on a loopback port, as strict as the real one: REST, gateway, CDN, and its people. */
export async function createDiscordEmulator(options: DiscordEmulatorOptions = {}) {
  const world = createWorld({
    now: options.now ?? Date.now,
    uploadLimitBytes: options.uploadLimitBytes ?? 10 * MIB,
  });
  const gateway = createGateway(world, { everySession: options.everySession ?? false });
  const faults = createFaults();
  const server = createHttpServer({
    world,
    gateway,
    faults,
    rateLimits:
      options.rateLimits === false ? null : createRateLimits(options.rateLimitNow ?? Date.now),
    routes: [
      ...interactionRoutes,
      ...createMessageRoutes(),
      ...createCommandRoutes(),
      ...miscRoutes,
    ],
  });
  gateway.attach(server);
  announceMessages(world, gateway);
  server.listen(options.port ?? 0, '127.0.0.1');
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve).once('error', reject);
  });
  const { port } = server.address() as AddressInfo;
  world.address.http = `http://127.0.0.1:${port}`;
  world.address.gateway = `ws://127.0.0.1:${port}`;
  world.users.set(world.applicationId, newUser(world.applicationId, { name: 'Showrunner' }, true));

  const messageOf = (ref: Ref): MessageRecord => {
    const message = world.messages.get(typeof ref === 'string' ? ref : ref.id);
    if (message === undefined) throw new Error('No such message.');
    return message;
  };
  return {
    apiUrl: `${world.address.http}/api`,
    token: world.token,
    applicationId: world.applicationId,
    gateway,
    violations: world.violations,
    calls: world.calls,
    pings: world.pings,
    commands: world.globalCommands,
    get invalidRequests() {
      return world.invalidRequests.count;
    },
    ...createPerson(world, gateway),

    ...createScenery(world, gateway),
    /** Puts a file where people's uploads lie: a link that is signed and runs out. */
    uploadCdn(
      bytes: Uint8Array,
      file: Omit<NewFile, 'bytes'>,
    ): { id: string; url: string; json: JsonObject } {
      const place = { channelId: world.nextId(), ephemeral: true };
      const stored = storeFile(world, { ...file, bytes }, place);
      return { id: stored.id, url: fileUrl(world, stored), json: attachmentJson(world, stored) };
    },
    /** The embed that a person's link unfolds to, for `more` of what they say. */
    embedOf: (link: string, file: NewFile, as?: Parameters<typeof embedOf>[3]): JsonObject =>
      embedOf(world, link, file, as),
    /** What is in a message that forwards this one, for `more`. */
    forwardOf: (message: Ref): JsonObject => forwardOf(world, messageOf(message)),
    /** A person's own message, for commands that are used on messages. */
    say(message: {
      readonly user: Ref;
      readonly channel: Ref;
      readonly content: string;
      readonly attachments?: readonly NewFile[];
      /** What else is in it, as the API tells it: a poll, what was forwarded. */
      readonly more?: JsonObject;
    }): JsonObject {
      const channelId = typeof message.channel === 'string' ? message.channel : message.channel.id;
      const record: MessageRecord = {
        id: world.nextId(),
        channelId,
        guildId: world.channels.get(channelId)?.guildId ?? null,
        authorId: typeof message.user === 'string' ? message.user : message.user.id,
        ephemeral: false,
        viewer: null,
        interaction: null,
        isFirstAnswer: false,
        createdAt: world.now(),
        nonce: null,
        editedAt: null,
        flags: 0,
        content: message.content,
        embeds: [],
        components: [],
        mentions: NOBODY,
        replyTo: null,
        attachments: (message.attachments ?? []).map((it) =>
          storeFile(world, it, { channelId, ephemeral: false }),
        ),
        deleted: false,
        more: message.more ?? {},
        answers: new Set<string>(),
        history: [],
      };
      world.messages.set(record.id, record);
      publish(world, record, 'create');
      return messageJson(world, record);
    },

    messages: {
      all: (): readonly MessageRecord[] => [...world.messages.values()],
      get: messageOf,
      /** As the API would answer with it now, deleted or not. */
      json: (ref: Ref): JsonObject => messageJson(world, messageOf(ref)),
      history: (ref: Ref): readonly MessageVersion[] => messageOf(ref).history,
      /** Waits in real time for a message anywhere that is as described. */
      waitFor: async (predicate: (message: JsonObject) => boolean, timeoutMs = PATIENCE_MS) =>
        world.until(
          'a message as described',
          () =>
            [...world.messages.values()]
              .filter((it) => !it.deleted)
              .map((it) => messageJson(world, it))
              .find(predicate),
          timeoutMs,
        ),
    },
    /** Hears of every state of every message, in order. The returned function ends it. */
    onMessage(listener: (version: MessageVersion) => void): () => void {
      world.listeners.add(listener);
      return () => world.listeners.delete(listener);
    },
    /** A message in plain text, as a person reads it. */
    text: (message: JsonObject): string =>
      messageText(message, {
        nowMs: world.now(),
        nameOf: (id) => world.users.get(id)?.name ?? 'unknown-user',
        fileOf(id) {
          const file = [...world.files.values()].find((it) => it.id === id);
          return file === undefined ? undefined : attachmentJson(world, file);
        },
      }),
    /** Waits in real time until something is true; looked at whenever anything happens. */
    until: world.until,

    failNext(fault: Fault): void {
      faults.add(fault);
    },
    clearFaults(): void {
      faults.clear();
    },
    /** Optional fields of interactions, by name; those that are not in it are left out. */
    tells: world.tells,
    /** Changes what is sent of the interactions to come; null ends it. */
    tamper(change: ((payload: JsonObject) => JsonObject) | null): void {
      world.tamper = change;
    },
    /** How many sessions the bot may still begin in this day. */
    sessionStarts: world.sessionStarts,
    expireToken(interaction: Interaction): void {
      const record = world.interactions.get(interaction.token);
      if (record !== undefined) record.expired = true;
    },
    deleteMessage(ref: Ref): void {
      const message = messageOf(ref);
      message.deleted = true;
      publish(world, message, 'delete');
    },
    /** Sends any event at all, to every session of the shard. */
    dispatchRaw(payload: { readonly t: string; readonly d: JsonObject }): void {
      const guildId = asText(payload.d.guild_id);
      gateway.dispatch(payload.t, payload.d, {
        guildId: guildId === '' ? null : guildId,
        intent: 0,
        once: false,
      });
    },
    async close(): Promise<void> {
      gateway.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const MESSAGE_EVENTS = {
  create: 'MESSAGE_CREATE',
  edit: 'MESSAGE_UPDATE',
  delete: 'MESSAGE_DELETE',
} as const;

/** Bots that asked for them hear of messages; of ephemeral ones nobody does. */
function announceMessages(world: World, gateway: Gateway): void {
  world.listeners.add((version) => {
    if (version.ephemeral) return;
    const { guildId, channelId, messageId } = version;
    const place = guildId === null ? {} : { guild_id: guildId };
    const gone = { id: messageId, channel_id: channelId };
    gateway.dispatch(
      MESSAGE_EVENTS[version.kind],
      { ...(version.kind === 'delete' ? gone : version.json), ...place },
      {
        guildId,
        intent: guildId === null ? INTENT.directMessages : INTENT.guildMessages,
        once: false,
      },
    );
  });
}
