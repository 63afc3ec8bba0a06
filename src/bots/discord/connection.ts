import {
  Client,
  DiscordjsErrorCodes,
  Events,
  GatewayCloseCodes,
  Options,
  Routes,
  Status,
} from 'discord.js';
import type { Interaction } from 'discord.js';
import type { Logger } from '../../core/ports/logger.ts';
import { SettingRefused } from '../../settings.ts';
import type { Registrations } from '../define-platform.ts';
import { commands, fingerprintOf } from './commands.ts';
import type { DiscordRest } from './rest.ts';
import { keepSent } from './sent.ts';
import type { Sent } from './sent.ts';

export type Listen = (interaction: Interaction, sent: Sent) => Promise<void>;

export interface Gateway {
  /**
   * @throws {SettingRefused} Discord does not know the token
   * @throws when it cannot be reached
   */
  open(listen: Listen): Promise<void>;
  ready(): boolean;
  close(): Promise<void>;
}

const REGISTER_TIMEOUT_MS = 20_000;

/** The connection that tells what people ask. It needs no intents: interactions always come. */
export function createGateway(options: {
  readonly token: string;
  readonly api: string;
  readonly rest: DiscordRest;
  readonly logger: Logger;
  readonly registrations: Registrations;
}): Gateway {
  const { logger, registrations, rest } = options;
  const answering = new Set<Promise<void>>();
  let client: Client | null = null;

  async function open(listen: Listen): Promise<void> {
    const opened = createClient(options.api);
    client = opened;
    watch(opened, logger);
    const sentWith = keepSent(opened);
    opened.on(Events.InteractionCreate, (interaction) => {
      const answered = listen(interaction, sentWith(interaction)).catch((error: unknown) => {
        logger.error({ err: error, interaction: interaction.id }, 'discord: interaction failed');
      });
      answering.add(answered);
      void answered.finally(() => answering.delete(answered));
    });
    const ready = new Promise<string>((resolve, reject) => {
      opened.once(Events.ClientReady, (it) => {
        resolve(it.application.id);
      });
      opened.once(Events.ShardDisconnect, ({ code }) => {
        reject(new Error(`Discord closed the connection for good: ${closeName(code)}`));
      });
    });
    try {
      const [applicationId] = await Promise.all([ready, opened.login(options.token)]);
      await register(applicationId);
    } catch (error) {
      client = null;
      await opened.destroy();
      throw isTokenRefused(error) ? new SettingRefused(TOKEN_REFUSED) : error;
    }
  }

  /** Discord allows few registrations a day, and they take a while to arrive everywhere. */
  async function register(applicationId: string): Promise<void> {
    const key = `discord:commands:${applicationId}`;
    const fingerprint = fingerprintOf(commands);
    try {
      if ((await registrations.read(key)) === fingerprint) return;
      const route = Routes.applicationCommands(applicationId);
      const signal = AbortSignal.timeout(REGISTER_TIMEOUT_MS);
      await rest.asBot({ method: 'PUT', route, body: commands }, signal);
      await registrations.write(key, fingerprint);
      logger.info({ applicationId }, 'discord: commands registered');
    } catch (error) {
      // The commands of before still work; the next start tries again.
      logger.error({ err: error, applicationId }, 'discord: commands could not be registered');
    }
  }

  return {
    open,
    ready: () =>
      client?.isReady() === true &&
      client.ws.shards.every((shard) => shard.status === Status.Ready),
    async close() {
      const closing = client;
      client = null;
      await closing?.destroy();
      await Promise.all(answering);
    },
  };
}

function createClient(api: string): Client {
  return new Client({
    intents: [],
    shards: 'auto',
    allowedMentions: { parse: [] },
    rest: { api },
    // Nothing is read from these: every interaction says all that is asked of it.
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 0,
      GuildMemberManager: 0,
      UserManager: { maxSize: 100, keepOverLimit: (user) => user.id === user.client.user.id },
    }),
  });
}

function watch(client: Client, logger: Logger): void {
  client.on(Events.Error, (error) => {
    logger.error({ err: error }, 'discord: client error');
  });
  client.on(Events.ShardError, (error, shard) => {
    logger.warn({ err: error, shard }, 'discord: connection error');
  });
  client.on(Events.ShardReconnecting, (shard) => {
    logger.info({ shard }, 'discord: connecting again');
  });
  client.on(Events.ShardResume, (shard, replayed) => {
    logger.info({ shard, replayed }, 'discord: connection resumed');
  });
  client.on(Events.ShardDisconnect, ({ code }, shard) => {
    logger.error({ shard, code: closeName(code) }, 'discord: disconnected for good');
  });
  client.on(Events.Invalidated, () => {
    logger.error({}, 'discord: session invalidated');
  });
}

const TOKEN_REFUSED = {
  variable: 'DISCORD_TOKEN',
  problem: 'is refused by Discord',
  fix: 'Copy it again from the Bot page of the application, or press "Reset Token" there for a new one.',
};

function isTokenRefused(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    ('code' in error && error.code === DiscordjsErrorCodes.TokenInvalid) ||
    error.message.includes(closeName(GatewayCloseCodes.AuthenticationFailed))
  );
}

function closeName(code: number): string {
  return `${code} ${GatewayCloseCodes[code] ?? ''}`.trim();
}
