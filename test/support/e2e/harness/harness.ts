import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../../../../src/db/server/free-port.ts';
import type { Emulated } from '../../../../sandbox/demo/providers.ts';
import { createHappyhorseApp } from '../../../../sandbox/happyhorse-app/emulator.ts';
import type {
  HappyhorseAppEmulator,
  HappyhorseAppOptions,
} from '../../../../sandbox/happyhorse-app/emulator.ts';
import type { Adapters } from '../../../../src/lifecycle/adapters.ts';
import { createLogger } from '../../../../src/telemetry/logger.ts';
import { openService } from '../../../../src/service.ts';
import type { Service } from '../../../../src/service.ts';
import { testDatabase } from '../../database/database.ts';
import type { TestDatabase } from '../../database/database.ts';
import { skippingClock } from '../clock.ts';
import { skipIdleTime, watchActivity } from '../skip-idle-time.ts';
import { sharedDecoder } from '../../fakes/shared-decoder.ts';
import { slowness } from '../../patience.ts';

export type Environment = Readonly<Record<string, string>>;

export interface HarnessOptions {
  readonly environment?: Environment;
  readonly provider?: HappyhorseAppOptions;
  /** Providers beside happyhorse.app, or instead of it. */
  readonly others?: (now: () => number) => Promise<readonly HarnessProvider[]>;
  readonly wrap?: (core: Adapters) => Adapters;
  readonly clockSpeed?: number;
  /** Videos start without a question, as an admin says before the test begins; true: not there. */
  readonly asks?: true;
  /** The way by which the service reaches its database; tests go straight to it. */
  readonly through?: (databaseUrl: string) => string;
}

export interface HarnessProvider {
  readonly emulator: Emulated;
  readonly settings: Environment;
}

/** An emulated chat, and what the service has to be told to find it. */
export interface HarnessChat extends AsyncDisposable {
  readonly apiUrl: string;
  /** Called once, when it is known where the service can be reached. */
  settings(publicUrl: string): Environment;
  /** Hears every line that the service logs. */
  readonly logged?: (line: string) => void;
}

/** Jobs that the provider renders at one time, where a test says nothing else. */
export const IN_FLIGHT = 3;

export type Chats = Readonly<Record<string, HarnessChat>>;

/** The whole service over emulators, with a database, a folder and a clock of its own. */
export type Harness<chats extends Chats> = Awaited<ReturnType<typeof openHarness<chats>>>;

export async function openHarness<chats extends Chats>(
  options: HarnessOptions,
  openChats: (now: () => number) => Promise<chats>,
) {
  await using opening = new AsyncDisposableStack();
  const clock = skippingClock(options.clockSpeed ?? 1 / slowness);
  const now = () => clock.now().getTime();
  const database = opening.use(await testDatabase());
  const folder = await mkdtemp(path.join(tmpdir(), 'showrunner-e2e-'));
  opening.defer(() => rm(folder, { recursive: true, force: true }));
  const chats = await openChats(now);
  const all = Object.values(chats).map((chat) => opening.use(chat));
  const provider = opening.adopt(
    await createHappyhorseApp({ now, fastVideos: true, ...options.provider }),
    (it) => it.close(),
  );
  const others = (await options.others?.(now)) ?? [];
  for (const { emulator } of others) opening.defer(() => emulator.close());
  const emulators: readonly Emulated[] = [provider, ...others.map((it) => it.emulator)];
  const environment = await harnessSettings(
    {
      chats: all,
      provider,
      others,
      folder,
      database: { url: options.through?.(database.url) ?? database.url },
    },
    options.environment,
  );
  const logger = harnessLogger(all.flatMap(({ logged }) => (logged === undefined ? [] : [logged])));
  const activity = watchActivity();
  let services = new AsyncDisposableStack();
  opening.defer(() => services.disposeAsync());

  /** A process' worth of the service on the same database, folder and accounts. */
  async function open(
    over: Environment = {},
    wrap: (core: Adapters) => Adapters = (core) => core,
  ): Promise<Service> {
    const service = await openService({
      environment: { ...environment, ...over },
      clock,
      logger,
      decoder: sharedDecoder,
      wrap: (core) => wrap(activity.wrap(core)),
    });
    services.use(service);
    return service;
  }
  await open({}, options.wrap);

  /** Runs with all idle time skipped. */
  async function hurried<result>(
    run: (rest: (timeoutMs?: number) => Promise<void>) => Promise<result>,
  ): Promise<result> {
    const hurrying = skipIdleTime({
      sql: database.sql,
      clock,
      busy: activity.busy,
      inFlight: Number(environment.HAPPYHORSE_APP_IN_FLIGHT ?? IN_FLIGHT),
      async skipTo(moment) {
        await Promise.all(emulators.map((it) => it.rendered()));
        clock.skipTo(moment);
        // They are called back in real time, of which hardly any passes here.
        for (const it of emulators) await it.deliverCallbacks?.();
      },
    });
    try {
      return await run(hurrying.atRest);
    } finally {
      await hurrying.stop();
    }
  }

  const opened = opening.move();
  return {
    chats,
    clock,
    database,
    provider,
    folder,
    environment,
    open,
    hurried,
    /** The service that was opened first is closed, and whatever was opened after it. */
    closeServices: async () => {
      const before = services;
      services = new AsyncDisposableStack();
      await before.disposeAsync();
    },
    /** At once: nobody does anything meanwhile, as when everything is late. */
    passMinutes: (minutes: number) => {
      clock.skipTo(new Date(now() + minutes * 60_000));
    },
    /** Lets renders be over that would never end by themselves. */
    letGo: async () => {
      for (const { taskId } of provider.creates) await provider.finish(taskId);
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

export async function harnessSettings(
  whole: {
    readonly chats: readonly Pick<HarnessChat, 'apiUrl' | 'settings'>[];
    readonly provider: HappyhorseAppEmulator;
    readonly others?: readonly HarnessProvider[];
    readonly database: Pick<TestDatabase, 'url'>;
    readonly folder: string;
  },
  over: Environment = {},
): Promise<Environment> {
  const { chats, provider, others = [], database, folder } = whole;
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  const urls = [
    ...chats.map((it) => it.apiUrl),
    provider.url,
    ...others.map((it) => it.emulator.url),
  ];
  return {
    DATABASE_URL: database.url,
    DATA_DIR: folder,
    PORT: String(port),
    PUBLIC_URL: publicUrl,
    HAPPYHORSE_APP_API_KEY: provider.apiKey,
    HAPPYHORSE_APP_URL: provider.url,
    HAPPYHORSE_APP_IN_FLIGHT: String(IN_FLIGHT),
    HAPPYHORSE_APP_CALLS_PER_SECOND: '50',
    PERSONAL_ALLOWANCE: '1000/week',
    TRUSTED_HOSTS: urls.map((it) => new URL(it).host).join(','),
    ...Object.fromEntries(chats.flatMap((it) => Object.entries(it.settings(publicUrl)))),
    ...Object.fromEntries(others.flatMap((it) => Object.entries(it.settings))),
    ...over,
  };
}

/** Silent, unless a test listens or somebody looks for a fault: `E2E_LOG=debug`. */
function harnessLogger(listeners: readonly ((line: string) => void)[]) {
  const shown = process.env.E2E_LOG;
  return createLogger({
    level: listeners.length > 0 ? 'debug' : (shown ?? 'silent'),
    // What has no business in a log is not to be cut out of it here, but never to get there.
    secrets: [],
    write(line) {
      for (const listener of listeners) listener(line);
      if (shown !== undefined) process.stderr.write(line);
    },
  });
}
