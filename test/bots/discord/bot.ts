import { setTimeout as delay } from 'node:timers/promises';
import { createDiscordEmulator } from '../../../sandbox/discord/emulator.ts';
import type { DiscordEmulator } from '../../../sandbox/discord/emulator.ts';
import type { PlatformConnection } from '../../../src/bots/shared/define-platform.ts';
import { discord } from '../../../src/bots/discord/platform.ts';
import type { Interaction } from '../../../src/core/chat/domain/interaction.ts';
import type { Clock } from '../../../src/core/shared/ports/clock.ts';
import type { Conversations } from '../../../src/core/chat/ports/interaction-handler.ts';
import { createLogger } from '../../../src/telemetry/logger.ts';
import { aForm } from '../../support/forms.ts';
import { someSurroundings } from '../../support/surroundings.ts';
import { patience } from '../../support/patience.ts';

export interface Answered {
  readonly interaction: Interaction;
  readonly received: 'new' | 'late' | 'unkept';
}

/** The real bot over the emulator, one clock for both, and a core that only remembers. */
export interface Bot extends AsyncDisposable {
  readonly emulator: DiscordEmulator;
  readonly connection: PlatformConnection;
  readonly asks: readonly Interaction[];
  readonly answers: readonly Answered[];
  readonly registrations: Map<string, string>;
  connect(): Promise<void>;
  readonly guild: { readonly id: string };
  readonly channel: { readonly id: string };
  readonly ada: { readonly id: string };
  /** What the core says to a request that is to be kept. */
  receive: Conversations['receive'];
  answer: Conversations['answer'];
  form: Conversations['form'];
  skipAhead(ms: number): void;
  /** From now on time passes so many times more slowly, as on a machine that is so much faster. */
  slowTime(times: number): void;
  /** Every line that was logged. */
  readonly logged: readonly string[];
  /** Every pause that was asked for, in milliseconds. */
  readonly paused: readonly number[];
  /** Waits until the core has been asked to answer so many requests. */
  answered(count: number): Promise<Interaction>;
  /** Another process with the same settings. */
  another(): Promise<PlatformConnection>;
}

export interface BotOptions {
  readonly registrations?: ReadonlyMap<string, string>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly emulator?: Parameters<typeof createDiscordEmulator>[0];
  /** How much faster pauses pass here. */
  readonly skipIdleTime?: number;
  /** Connects later, by the test itself. */
  readonly unconnected?: boolean;
}

export async function startBot(options: BotOptions = {}): Promise<Bot> {
  let ahead = 0;
  let slowed = { since: Date.now(), times: 1 };
  const now = () => slowed.since + (Date.now() - slowed.since) / slowed.times + ahead;
  const emulator = await createDiscordEmulator({
    now,
    ...options.emulator,
  });
  const clock: Clock = {
    now: () => new Date(now()),
    async sleep(ms, signal) {
      paused.push(ms);
      await delay(ms / (options.skipIdleTime ?? 1), undefined, { signal }).catch(() => undefined);
    },
  };
  const paused: number[] = [];
  const logged: string[] = [];
  const logger = createLogger({
    level: 'debug',
    secrets: [],
    write: (line) => {
      logged.push(line);
    },
  });
  const registrations = new Map(options.registrations);
  const seen = new Set<string>();
  const interactions: Interaction[] = [];
  const answers: Answered[] = [];
  const closing: (() => Promise<void>)[] = [];

  const open = () => {
    const opening = discord.open(
      { DISCORD_TOKEN: emulator.token, DISCORD_API_URL: emulator.apiUrl, ...options.environment },
      {
        ...someSurroundings({ clock, logger }),
        userAgentUrl: 'https://example.com',
        registrations: {
          read: (key) => Promise.resolve(registrations.get(key) ?? null),
          write: (key, value) => {
            registrations.set(key, value);
            return Promise.resolve();
          },
        },
      },
    );
    if (opening.status !== 'opened') throw new Error(JSON.stringify(opening));
    closing.push(() => opening.opened.close());
    return opening.opened;
  };
  const conversations: Conversations = {
    receive(interaction) {
      interactions.push(interaction);
      return bot.receive(interaction);
    },
    async answer(interaction, received) {
      answers.push({ interaction, received });
      await bot.answer(interaction, received);
    },
    resume: () => Promise.reject(new Error('a platform resumes nothing')),
    form: (requester) => bot.form(requester),
    language: () => Promise.resolve('en'),
    home: () => Promise.reject(new Error('no home here')),
  };
  const guild = emulator.addGuild({ name: 'Studio' });
  const bot: Bot = {
    emulator,
    connection: open(),
    asks: interactions,
    answers,
    registrations,
    logged,
    paused,
    connect: () => bot.connection.connect(conversations),
    guild,
    channel: emulator.addChannel(guild, { name: 'films' }),
    ada: emulator.addUser({ name: 'Ada' }),
    receive(interaction) {
      const repeated = seen.has(interaction.key);
      seen.add(interaction.key);
      return Promise.resolve(repeated ? 'repeated' : 'new');
    },
    answer: () => Promise.resolve(),
    form: () => Promise.resolve(aForm()),
    skipAhead(ms) {
      ahead += ms;
    },
    slowTime(times) {
      const since = Date.now();
      ahead = now() - since;
      slowed = { since, times };
    },
    async answered(count) {
      for (let tries = 0; answers.length < count && tries < patience(500); tries += 1)
        await delay(5);
      const last = answers[count - 1];
      if (last === undefined) throw new Error(`${answers.length} of ${count} were answered`);
      return last.interaction;
    },
    async another() {
      const connection = open();
      await connection.connect(conversations);
      return connection;
    },
    async [Symbol.asyncDispose]() {
      for (const close of closing) await close();
      await emulator.close();
    },
  };
  if (options.unconnected !== true) await bot.connect();
  return bot;
}

/** `/video create` by Ada in the server, and the request as the core was given it. */
export async function create(
  bot: Bot,
  use: Partial<Parameters<DiscordEmulator['command']>[0]> = {},
) {
  const before = bot.answers.length;
  const interaction = bot.emulator.command({
    user: bot.ada,
    guild: bot.guild,
    channel: bot.channel,
    name: 'video',
    subcommand: 'create',
    ...use,
    options: { prompt: 'a lighthouse at dusk', ...use.options },
  });
  const kept = await bot.answered(before + 1);
  return { interaction, ask: kept };
}
