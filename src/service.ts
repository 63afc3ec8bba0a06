import { createHash } from 'node:crypto';
import path from 'node:path';
import type { PlatformConnection } from './bots/shared/define-platform.ts';
import { pathsOf } from './config/config.ts';
import type { Config } from './config/config.ts';
import type { Clock } from './core/shared/ports/clock.ts';
import type { Logger } from './core/shared/ports/logger.ts';
import { createConversations } from './core/commands/handle-interaction.ts';
import { handleCallback } from './core/jobs/handle-callback.ts';
import { readAccount } from './core/providers/provider-account.ts';
import { failuresNow } from './core/providers/provider-failures.ts';
import { createWorker, WORKER_DEFAULTS } from './core/worker/worker.ts';
import { inDataFolder, openDataFolder } from './settings/data-folder.ts';
import type { Sql } from './db/connection/connection.ts';
import { createPostgresFacts } from './db/chat/facts.ts';
import { createPostgresInstallations } from './db/chat/installations.ts';
import { versionOf } from './db/server/server-version.ts';
import { createCallbackTokens } from './http/callbacks/callback-tokens.ts';
import type { CallbackRouteDependencies } from './http/callbacks/callback-route.ts';
import { createReach } from './http/public-reach.ts';
import { createHttpServer } from './http/server.ts';
import { createDecoder } from './media/decoder/decoder.ts';
import type { Decoder } from './media/decoder/decoder.ts';
import { createGuardedFetch } from './media/fetch/guarded-fetch.ts';
import { createLinkSigner } from './media/storage/links.ts';
import { createMediaStore } from './media/media-store.ts';
import { openMediaFiles } from './media/storage/open-files.ts';
import { createMetrics } from './telemetry/metrics.ts';
import { createAdapters } from './lifecycle/adapters.ts';
import type { Adapters } from './lifecycle/adapters.ts';
import { createSeal } from './settings/seal.ts';
import { keptSecret } from './settings/secret-key.ts';
import { setUp } from './config/check-settings.ts';
import { SettingRefused } from './settings/settings.ts';
import type { Environment } from './settings/settings.ts';
import { storageOf } from './config/storage-settings.ts';
import { databasePlace, openConfiguredDatabase } from './lifecycle/open-configured-database.ts';
import { foldOutages } from './lifecycle/outages.ts';
import { listen } from './lifecycle/connect-chats.ts';
import { listenAt } from './lifecycle/listen-port.ts';
import { running } from './lifecycle/background-task.ts';
import { onceThereIsRoom } from './lifecycle/await-disk-space.ts';
import { summarize } from './lifecycle/start-summary.ts';
import type { Started } from './lifecycle/tell-start.ts';
import { sweep } from './lifecycle/sweep.ts';
import { watchChats } from './lifecycle/watch-chats.ts';

export interface ServiceOptions {
  readonly environment: Environment;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Gives up what is still being opened; what is open is disposed of by whoever asked. */
  readonly stop?: AbortSignal;
  /** Replaces ports, for tests that watch or break them. */
  readonly wrap?: (adapters: Adapters) => Adapters;
  /** Somebody else's, who closes it; a service has its own unless told otherwise. */
  readonly decoder?: Decoder;
}

export interface Service extends AsyncDisposable, Started {
  /** The HTTP server's port; null where this process does not serve. */
  readonly port: number | null;
  readonly sql: Sql;
  readonly adapters: Adapters;
}

/**
 * Links, callbacks and sealed tokens are worth something only under the secret they were made with,
 * so all processes on a database must have the same.
 * @throws {SettingRefused} this machine made one of its own
 */
async function checkSecret(
  { secret, facts }: Kept,
  wasSet: boolean,
  logger: Logger,
): Promise<void> {
  const mark = createHash('sha256')
    .update(`secret mark ${secret}`)
    .digest('base64url')
    .slice(0, 16);
  const known = await facts.read('secret mark');
  if (known === mark) return;
  if (known !== null && !wasSet) {
    throw new SettingRefused({
      variable: 'SECRET_KEY',
      problem:
        'is not set, and this machine made one that differs from the one this database knows',
      fix: 'Set it to the same on every machine: what secret-key in the first DATA_DIR says, or a new one if that is lost.',
    });
  }
  if (known !== null)
    logger.warn({}, 'SECRET_KEY is another one: older links and installations end');
  await facts.write('secret mark', mark);
}

/** What only an open database and a known secret can give. */
interface Kept {
  readonly secret: string;
  readonly facts: ReturnType<typeof createPostgresFacts>;
  readonly installations: ReturnType<typeof createPostgresInstallations>;
}

const USER_AGENT = 'Showrunner (self-hosted video service)';
const MAX_VIDEO_BYTES = 1_000_000_000;
/** The worker has looked up balances by then. */
const ACCOUNT_AT_MOST_MS_OLD = 60_000;

/**
 * Opens everything in order and runs it until disposed of, which closes in reverse: nothing
 * outlives what it depends on.
 * @throws {SettingsError}
 * @throws the reason of `stop`
 */
export async function openService(options: ServiceOptions): Promise<Service> {
  const { clock, stop = new AbortController().signal } = options;
  const logger = foldOutages(options.logger, clock);
  await using opening = new AsyncDisposableStack();
  // Asked for only after the database is open.
  let kept: Kept | null = null;
  const keptNow = () => {
    if (kept === null) throw new Error('The database is not open yet');
    return kept;
  };
  const setup = setUp(options.environment, {
    clock,
    logger,
    registrations: {
      read: (key) => keptNow().facts.read(key),
      write: (key, value) => keptNow().facts.write(key, value),
    },
    installationsOf: (platform) => ({
      find: (id) => keptNow().installations(platform).find(id),
      ids: () => keptNow().installations(platform).ids(),
      change: (id, change) => keptNow().installations(platform).change(id, change),
    }),
    secret: () => keptNow().secret,
  });
  const { config, connections } = setup;
  const does = (role: Config['ROLES'][number]) => config.ROLES.includes(role);

  logger.info({ ...pathsOf(config), workingDirectory: process.cwd() }, 'paths');
  await onceThereIsRoom(() => openDataFolder(config.DATA_DIR), { clock, logger, stop });
  const inData = <opened>(open: () => Promise<opened>) =>
    onceThereIsRoom(() => inDataFolder(config.DATA_DIR, open), { clock, logger, stop });
  const database = opening.use(
    await inData(() => openConfiguredDatabase(config, { logger, stop })),
  );
  const { sql } = database;
  const secret =
    config.SECRET_KEY ?? (await inData(() => keptSecret(path.join(config.DATA_DIR, 'secret-key'))));
  kept = {
    secret,
    facts: createPostgresFacts(sql),
    installations: createPostgresInstallations(sql, createSeal(secret, 'installations')),
  };

  await checkSecret(keptNow(), config.SECRET_KEY !== undefined, logger);

  const now = () => clock.now();
  const tokens = createCallbackTokens(secret);
  const publicUrl = config.PUBLIC_URL?.replace(/\/+$/, '') ?? null;
  const files = await inData(() => openMedia(config, opening, { now, logger }));
  const reach = createReach(secret);
  const links = createLinkSigner({ secret, publicUrl: config.PUBLIC_URL ?? null, now });
  const decoder = options.decoder ?? opening.adopt(createDecoder(), (it) => it.close());
  const { fetchFile } = opening.adopt(
    createGuardedFetch({ trustedHosts: config.TRUSTED_HOSTS, userAgent: USER_AGENT }),
    (it) => it.close(),
  );
  const media = createMediaStore({
    files,
    decoder,
    fetchFile,
    links,
    logger,
    maxVideoBytes: MAX_VIDEO_BYTES,
  });
  const base = createAdapters(setup, { clock, logger, sql, media, tokens, publicUrl });
  const adapters = options.wrap?.(base) ?? base;
  const conversations = createConversations(adapters);
  const worker = createWorker(adapters, conversations, WORKER_DEFAULTS);

  const unready = async (): Promise<readonly string[]> => [
    ...((await database.alive()) ? [] : ['the database does not answer']),
    ...(!does('worker') || worker.alive() ? [] : ['jobs are not moved']),
    ...(does('bots') ? connections.filter((it) => !it.ready()).map(awayWords) : []),
  ];
  let port: number | null = null;
  if (does('http')) {
    const routes = { links, files, now };
    const metrics = createMetrics(sql);
    const handle: CallbackRouteDependencies['handle'] = (job, provider, body) =>
      handleCallback(adapters, job, provider, body);
    const callbacks = { tokens, handle };
    const mounts = connections.flatMap(({ routes }) => (routes === null ? [] : [routes]));
    const troubles = () => failuresNow(adapters);
    const served = { media: routes, callbacks, reach, mounts };
    const app = createHttpServer({ ...served, unready, troubles, metrics, logger });
    opening.defer(() => app.close());
    port = await listenAt(app, config.PORT, { clock, logger, stop });
    logger.info({ port }, 'serving HTTP');
  }
  if (does('worker')) {
    opening.use(running((signal) => worker.run(signal)));
    opening.use(running((signal) => sweep(adapters, files, config, signal)));
  }
  // Last to open and first to close: nobody is listened to whom nobody could answer.
  if (does('bots')) {
    for (const it of connections) await listen(opening, it, conversations, { clock, logger, stop });
    const watching = { clock, tell: adapters.tellOperators };
    opening.use(running((signal) => watchChats(connections, watching, signal)));
  }
  stop.throwIfAborted();

  const opened = opening.move();
  return {
    port,
    sql,
    adapters,
    summarize: (signal) =>
      summarize(
        {
          config,
          connections,
          port,
          reach,
          providers: [...adapters.providers.values()],
          accountOf: (it, soon) => readAccount(adapters, it, ACCOUNT_AT_MOST_MS_OLD, soon),
          database: { place: databasePlace(config), version: () => versionOf(sql) },
        },
        signal,
      ),
    askPublicUrl: (signal) =>
      publicUrl === null ? Promise.resolve(null) : reach.ask(publicUrl, signal),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

function awayWords(connection: PlatformConnection): string {
  const trouble = connection.trouble();
  const words = `${connection.platform.name} is not connected`;
  return trouble === null ? words : `${words}: ${trouble}`;
}

/** @throws {SettingRefused} the storage turns its key or its bucket down */
async function openMedia(
  config: Config,
  opening: AsyncDisposableStack,
  options: { readonly now: () => Date; readonly logger: Logger },
) {
  const folder = path.join(config.DATA_DIR, 'media');
  const opened = await openMediaFiles(storageOf(config), { folder, ...options });
  if (opened.status === 'refused') {
    throw new SettingRefused({
      variable: `MEDIA_S3_${opened.setting}`,
      problem: `is turned down by the storage (${opened.why})`,
      fix: 'Compare the MEDIA_S3_ variables with the console of the storage.',
    });
  }
  opening.defer(opened.close);
  return opened.files;
}
