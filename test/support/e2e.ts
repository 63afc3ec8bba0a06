import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { expect } from 'vitest';
import { freePort } from '../../sandbox/demo/free-port.ts';
import { createDiscordEmulator } from '../../sandbox/discord/emulator.ts';
import type { DiscordEmulator, DiscordEmulatorOptions } from '../../sandbox/discord/emulator.ts';
import { createHappyhorseApp } from '../../sandbox/happyhorse-app/emulator.ts';
import type {
  HappyhorseAppEmulator,
  HappyhorseAppOptions,
} from '../../sandbox/happyhorse-app/emulator.ts';
import type { Core } from '../../src/core/use-cases/core.ts';
import { createLogger } from '../../src/logger.ts';
import { openService } from '../../src/service.ts';
import type { Service } from '../../src/service.ts';
import { testDatabase } from './database.ts';
import type { TestDatabase } from './database.ts';
import { expectBooksBalance } from './e2e-books.ts';
import { skippingClock } from './e2e-clock.ts';
import { hurry, watchActivity } from './e2e-hurry.ts';

export type Interaction = ReturnType<DiscordEmulator['command']>;
export type CommandUse = Parameters<DiscordEmulator['command']>[0];
export type Environment = Readonly<Record<string, string>>;

export interface WorldOptions {
  readonly environment?: Environment;
  readonly discord?: DiscordEmulatorOptions;
  readonly provider?: HappyhorseAppOptions;
  readonly wrap?: (core: Core) => Core;
  readonly clockSpeed?: number;
}

const IN_FLIGHT = 3;

/** The whole service over emulators, with a database and a folder of its own. */
export type World = Awaited<ReturnType<typeof openWorld>>;

export async function openWorld(options: WorldOptions = {}) {
  await using opening = new AsyncDisposableStack();
  const clock = skippingClock(options.clockSpeed);
  const now = () => clock.now().getTime();
  const database = opening.use(await testDatabase());
  const folder = await mkdtemp(path.join(tmpdir(), 'showrunner-e2e-'));
  opening.defer(() => rm(folder, { recursive: true, force: true }));
  const chat = opening.adopt(
    // Its limits are counted in real time, of which hardly any passes here.
    await createDiscordEmulator({ now, rateLimits: false, ...options.discord }),
    (it) => it.close(),
  );
  const provider = opening.adopt(
    await createHappyhorseApp({ now, fastVideos: true, ...options.provider }),
    (it) => it.close(),
  );
  const environment = await settingsFor({ chat, provider, database, folder }, options.environment);
  const activity = watchActivity();
  const services = opening.use(new AsyncDisposableStack());

  /** A process' worth of the service on the same database, folder and accounts. */
  async function open(
    over: Environment = {},
    wrap: (core: Core) => Core = (core) => core,
  ): Promise<Service> {
    const service = await openService({
      environment: { ...environment, ...over },
      clock,
      logger: testLogger([chat.token, provider.apiKey]),
      wrap: (core) => wrap(activity.wrap(core)),
    });
    services.use(service);
    return service;
  }
  await open({}, options.wrap);

  const guild = chat.addGuild({ name: 'Studio' });
  const channel = chat.addChannel(guild, { name: 'films' });
  const ada = chat.addUser({ name: 'Ada' });
  const typing = { user: ada, guild, channel };

  /** Runs with all idle time skipped. */
  async function hurried<result>(
    run: (rest: (timeoutMs?: number) => Promise<void>) => Promise<result>,
  ): Promise<result> {
    const hurrying = hurry({
      ...{ sql: database.sql, clock, busy: activity.busy },
      inFlight: Number(environment.HAPPYHORSE_APP_IN_FLIGHT ?? IN_FLIGHT),
      async skipTo(moment) {
        await provider.rendered();
        clock.skipTo(moment);
      },
    });
    try {
      return await run(hurrying.atRest);
    } finally {
      await hurrying.stop();
    }
  }

  const textOf = (interaction: Interaction) => {
    const { messageId } = interaction;
    return messageId === null ? '' : chat.text(chat.messages.json(messageId));
  };
  /** Waits, in real time, until the answer says this. */
  async function shown(interaction: Interaction, words: RegExp, timeoutMs = 15_000) {
    const said = (message: Parameters<typeof chat.text>[0]) => words.test(chat.text(message));
    try {
      return chat.text(await interaction.waitForMessage(said, timeoutMs));
    } catch (cause) {
      throw new Error(`No ${String(words)}, but:\n${textOf(interaction)}`, { cause });
    }
  }

  const opened = opening.move();
  return {
    ...{ clock, database, chat, provider, folder, environment, guild, channel, ada },
    ...{ open, hurried, textOf, shown },
    /** The service that was opened first is closed, and whatever was opened after it. */
    closeServices: () => services.disposeAsync(),

    command: (use: Partial<CommandUse> & Pick<CommandUse, 'name'>) =>
      chat.command({ ...typing, ...use }),
    /** Types `/video create`. */
    create: (use: Partial<CommandUse> = {}) =>
      chat.command({
        ...{ ...typing, name: 'video', subcommand: 'create' },
        ...use,
        options: { prompt: 'a lighthouse at dusk', seconds: 3, ...use.options },
      }),
    /** Lets everything come to its end and reads what the answer says then. */
    async end(interaction: Interaction, timeoutMs?: number): Promise<string> {
      await interaction.message();
      await hurried((rest) => rest(timeoutMs));
      return textOf(interaction);
    },
    /** Skips idle time until the answer says this. */
    comesTo: (interaction: Interaction, words: RegExp) => hurried(() => shown(interaction, words)),
    buttonsOf: (interaction: Interaction) => buttonsIn(chat, interaction),
    press(interaction: Interaction, label: string, user: CommandUse['user'] = ada) {
      const button = buttonsIn(chat, interaction).find((it) => it.label === label);
      if (button === undefined) throw new Error(`No button "${label}": ${textOf(interaction)}`);
      const message = interaction.messageId ?? '';
      return chat.press({ user, message, customId: button.id });
    },
    videosOf: ({ messageId }: Interaction) =>
      messageId === null
        ? []
        : chat.messages.get(messageId).attachments.filter((it) => it.contentType === 'video/mp4'),

    /** What must hold at the end of every test; `but` names answers of Discord's that it is about. */
    async expectInOrder({ but = [] }: { readonly but?: readonly number[] } = {}): Promise<void> {
      await expectBooksBalance(database.sql);
      expect(chat.violations.filter((it) => !but.includes(it.code))).toEqual([]);
      expect(chat.pings).toEqual([]);
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

export async function settingsFor(
  whole: {
    readonly chat: DiscordEmulator;
    readonly provider: HappyhorseAppEmulator;
    readonly database: Pick<TestDatabase, 'url'>;
    readonly folder: string;
  },
  over: Environment = {},
): Promise<Environment> {
  const { chat, provider, database, folder } = whole;
  const port = await freePort();
  return {
    DATABASE_URL: database.url,
    DATA_DIR: folder,
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    DISCORD_TOKEN: chat.token,
    DISCORD_API_URL: chat.apiUrl,
    HAPPYHORSE_APP_API_KEY: provider.apiKey,
    HAPPYHORSE_APP_URL: provider.url,
    HAPPYHORSE_APP_IN_FLIGHT: String(IN_FLIGHT),
    HAPPYHORSE_APP_CALLS_PER_SECOND: '50',
    PERSONAL_ALLOWANCE: '1000/week',
    TRUSTED_HOSTS: [chat.apiUrl, provider.url].map((it) => new URL(it).host).join(','),
    ...over,
  };
}

/** Silent, unless somebody looks for a fault: `E2E_LOG=debug`. */
export function testLogger(secrets: readonly string[]) {
  const level = process.env.E2E_LOG ?? 'silent';
  return createLogger({ level, secrets, write: (line) => process.stderr.write(line) });
}

/** A plain picture that every model takes. */
export function aPicture(width = 640, height = 360): Promise<Buffer> {
  const background = { r: 70, g: 110, b: 160 };
  return sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toBuffer();
}

function buttonsIn(chat: DiscordEmulator, interaction: Interaction) {
  const { messageId } = interaction;
  const found: { readonly id: string; readonly label: string }[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('custom_id' in node && 'label' in node) {
      found.push({ id: String(node.custom_id), label: String(node.label) });
    }
    for (const value of Object.values(node)) visit(value);
  };
  if (messageId !== null) visit(chat.messages.json(messageId).components);
  return found;
}
