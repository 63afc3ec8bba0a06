import sharp from 'sharp';
import { expect } from 'vitest';
import { createDiscordEmulator } from '../../../../sandbox/discord/emulator.ts';
import type {
  DiscordEmulator,
  DiscordEmulatorOptions,
} from '../../../../sandbox/discord/emulator.ts';
import type { HappyhorseAppEmulator } from '../../../../sandbox/happyhorse-app/emulator.ts';
import type { TestDatabase } from '../../database/database.ts';
import { expectBooksBalance } from '../ledger-audit.ts';
import { openHarness, harnessSettings } from './harness.ts';
import type { HarnessChat, Environment, Harness, HarnessOptions } from './harness.ts';
import { patience } from '../../patience.ts';

export type { Environment } from './harness.ts';
export type DiscordInteraction = ReturnType<DiscordEmulator['command']>;
export type CommandUse = Parameters<DiscordEmulator['command']>[0];

export interface WorldOptions extends HarnessOptions {
  readonly discord?: DiscordEmulatorOptions;
}

export interface HarnessDiscord extends HarnessChat {
  readonly emulator: DiscordEmulator;
}

/** The whole service with Discord alone. */
export type World = Awaited<ReturnType<typeof openWorld>>;

export async function openWorld(options: WorldOptions = {}) {
  const harness = await openHarness<{ readonly discord: HarnessDiscord }>(options, async (now) => ({
    discord: await discordInHarness(now, options.discord),
  }));
  const world = inDiscord(harness);
  if (options.asks !== true) await world.startAtOnce();
  return world;
}

export async function discordInHarness(
  now: () => number,
  options: DiscordEmulatorOptions = {},
): Promise<HarnessDiscord> {
  // Its limits are counted in real time, of which hardly any passes here.
  const emulator = await createDiscordEmulator({ now, rateLimits: false, ...options });
  return {
    emulator,
    apiUrl: emulator.apiUrl,
    settings: () => discordSettings(emulator),
    [Symbol.asyncDispose]: () => emulator.close(),
  };
}

function discordSettings({ token, apiUrl }: DiscordEmulator): Environment {
  return { DISCORD_TOKEN: token, DISCORD_API_URL: apiUrl };
}

/** A guild with somebody in it, and what they do and see there. */
export function inDiscord(harness: Harness<{ readonly discord: HarnessDiscord }>) {
  const { clock, database, provider, folder, environment, open, hurried } = harness;
  const { emulator: chat } = harness.chats.discord;
  const guild = chat.addGuild({ name: 'Studio' });
  const channel = chat.addChannel(guild, { name: 'films' });
  const ada = chat.addUser({ name: 'Ada' });
  const typing = { user: ada, guild, channel };

  const textOf = (interaction: DiscordInteraction) => {
    const { messageId } = interaction;
    return messageId === null ? '' : chat.text(chat.messages.json(messageId));
  };
  /** All that the answer said, one version after the other. */
  const saidBy = ({ messageId }: DiscordInteraction) =>
    chat.messages.history(messageId ?? '').map((it) => chat.text(it.json));
  /** Waits, in real time, until the answer says this. */
  async function shown(
    interaction: DiscordInteraction,
    words: RegExp,
    timeoutMs = patience(15_000),
  ) {
    const said = (message: Parameters<typeof chat.text>[0]) => words.test(chat.text(message));
    try {
      return chat.text(await interaction.waitForMessage(said, timeoutMs));
    } catch (cause) {
      throw new Error(`No ${String(words)}, but:\n${textOf(interaction)}`, { cause });
    }
  }

  return {
    clock,
    database,
    chat,
    provider,
    folder,
    environment,
    guild,
    channel,
    ada,
    open,
    hurried,
    textOf,
    saidBy,
    shown,
    closeServices: harness.closeServices,
    passMinutes: harness.passMinutes,
    letGo: harness.letGo,

    command: (use: Partial<CommandUse> & Pick<CommandUse, 'name'>) =>
      chat.command({ ...typing, ...use }),
    /** What Ada can see. */
    seen: () => chat.messages.all().filter((it) => !it.ephemeral || it.viewer === ada.id),
    /** An admin has videos start without a question, whoever asks for them. */
    async startAtOnce(): Promise<void> {
      const admin = chat.addUser({ name: 'Ida', permissions: 'admin' });
      const use = { name: 'quota', subcommand: 'confirm never', user: admin };
      const said = chat.command({ ...typing, ...use, openedByAdmin: true });
      await shown(said, /Price confirmation/);
    },
    /** Types `/video create`. */
    create: (use: Partial<CommandUse> = {}) =>
      chat.command({
        ...typing,
        name: 'video',
        subcommand: 'create',
        ...use,
        options: { prompt: 'a lighthouse at dusk', seconds: 3, ...use.options },
      }),
    /** Lets everything come to its end and reads what the answer says then. */
    async end(interaction: DiscordInteraction, timeoutMs?: number): Promise<string> {
      await interaction.message();
      await hurried((rest) => rest(timeoutMs));
      return textOf(interaction);
    },
    /** Skips idle time until the answer says this. */
    comesTo: (interaction: DiscordInteraction, words: RegExp) =>
      hurried(() => shown(interaction, words)),
    buttonsOf: ({ messageId }: DiscordInteraction) => buttonsIn(chat, messageId),
    buttonsIn: (messageId: string) => buttonsIn(chat, messageId),
    press(interaction: DiscordInteraction, label: string, user: CommandUse['user'] = ada) {
      const button = buttonsIn(chat, interaction.messageId).find((it) => it.label === label);
      if (button === undefined) throw new Error(`No button "${label}": ${textOf(interaction)}`);
      const message = interaction.messageId ?? '';
      return chat.press({ user, message, customId: button.id });
    },
    videosOf: ({ messageId }: DiscordInteraction) =>
      messageId === null
        ? []
        : chat.messages.get(messageId).attachments.filter((it) => it.contentType === 'video/mp4'),

    /** What must hold at the end of every test; `but` names answers of Discord's that it is about. */
    async expectInOrder({ but = [] }: { readonly but?: readonly number[] } = {}): Promise<void> {
      await expectBooksBalance(database.sql);
      expect(chat.violations.filter((it) => !but.includes(it.code))).toEqual([]);
      expect(chat.pings).toEqual([]);
    },
    [Symbol.asyncDispose]: () => harness[Symbol.asyncDispose](),
  };
}

/** For a service that the test starts by itself. */
export function settingsFor(
  whole: {
    readonly chat: DiscordEmulator;
    readonly provider: HappyhorseAppEmulator;
    readonly database: Pick<TestDatabase, 'url'>;
    readonly folder: string;
  },
  over: Environment = {},
): Promise<Environment> {
  const { chat, ...rest } = whole;
  const settings = () => discordSettings(chat);
  return harnessSettings({ ...rest, chats: [{ apiUrl: chat.apiUrl, settings }] }, over);
}

/** A plain picture that every model takes. */
export function aPicture(width = 640, height = 360): Promise<Buffer> {
  const background = { r: 70, g: 110, b: 160 };
  return sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toBuffer();
}

export function buttonsIn(chat: DiscordEmulator, messageId: string | null) {
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
