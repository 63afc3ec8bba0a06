import { existsSync } from 'node:fs';
import { chmod, mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { BufferSource, Input, MP4 } from 'mediabunny';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createDiscordEmulator } from '../../../sandbox/discord/emulator.ts';
import type { DiscordEmulator } from '../../../sandbox/discord/emulator.ts';
import { createHappyhorseApp } from '../../../sandbox/happyhorse-app/emulator.ts';
import { createSlackEmulator } from '../../../sandbox/slack/emulator.ts';
import { buttonsIn } from '../../support/e2e/harness/session.ts';
import { buttonsOn } from '../../support/e2e/slack.ts';
import { anInstall } from '../../support/e2e/install.ts';
import type { Install, Npm, Variables } from '../../support/e2e/install.ts';
import { patience } from '../../support/patience.ts';
import { tempFolder } from '../../media/support/temp-folder.ts';

const IN_REAL_TIME = { timeout: patience(10_000), interval: 50 };

let install: Install;
beforeAll(async () => {
  install = await anInstall();
}, patience(30_000));
afterAll(() => install[Symbol.asyncDispose]());

describe.concurrent(
  'what README.md says, done in a folder like any',
  { timeout: patience(60_000) },
  () => {
    it('ends in a video in both chats, and after a stop and a start in another', async () => {
      await using world = await openWorld();
      const { discord, slack } = world;
      const data = path.join(install.folder, 'data');
      await install.fillIn({ ...discord.settings, ...slack.settings, ...world.rest });
      await using first = await watched([discord, slack], 'a lighthouse at dusk', { data });
      await first.interrupt();
      expect(runsPostgres(data)).toBe(false);
      await using second = await watched([discord, slack], 'a harbour in the rain', {
        data,
        first: false,
      });
      await using audit = install.npm(['run', 'audit']);
      expect(await audit.ended, audit.output()).toBe(0);
      await second.interrupt();
      expect(runsPostgres(data)).toBe(false);
    });

    it('ends in a video where DATA_DIR is relative and a symbolic link, with one chat alone', async () => {
      await using world = await openWorld();
      const { discord } = world;
      await using elsewhere = await tempFolder();
      const folder = path.join(elsewhere.path, 'Daten für alle');
      await mkdir(folder);
      const link = path.join(elsewhere.path, 'link');
      await symlink(folder, link);
      const DATA_DIR = path.relative(install.folder, link);
      // What is set in the environment is not taken from a .env.
      const none = { SLACK_BOT_TOKEN: '', SLACK_APP_TOKEN: '' };
      const settings = { ...none, ...discord.settings, ...world.rest, DATA_DIR };
      await using npm = await watched([discord], 'a fox in the snow', { data: link, settings });
      await npm.interrupt();
      expect(runsPostgres(folder)).toBe(false);
    });
  },
);

it('is refused in one line where nobody lets it write to DATA_DIR', async () => {
  await using elsewhere = await tempFolder();
  await chmod(elsewhere.path, 0o755);
  const locked = path.join(elsewhere.path, 'locked');
  await mkdir(locked, { mode: 0o555 });
  await using world = await openWorld();
  const settings = { ...world.discord.settings, ...world.rest };
  await using npm = await install.npmOfAnother(['start'], { ...settings, DATA_DIR: locked });
  expect(await npm.ended).toBe(1);
  const said = npm
    .output()
    .split('\n')
    .filter((it) => /cannot|EACCES| at /.test(it));
  expect(said).toEqual([
    `Showrunner cannot start: DATA_DIR is ${locked}, which may not be read and written by the user who runs this (EACCES). Give that user all rights to DATA_DIR and everything in it, or set DATA_DIR to another folder.`,
  ]);
});

/** Nothing starts before its price was seen once. */
const FIRST = /Showrunner asks before your first video/;

/** Its lock file, which a Postgres that ends in order takes along. */
function runsPostgres(dataFolder: string): boolean {
  return existsSync(path.join(dataFolder, 'postgres/cluster/postmaster.pid'));
}

/** Starts it and has somebody ask for a video in each of the chats, until all have theirs. */
async function watched(
  chats: readonly Chat[],
  prompt: string,
  {
    data,
    settings,
    first = true,
  }: { readonly data: string; readonly settings?: Variables; readonly first?: boolean },
): Promise<Npm> {
  const npm = install.npm(['start'], settings);
  const over = npm.ended.then(() => {
    throw new Error('It ended');
  });
  const arrive = async () => {
    await vi.waitUntil(() => chats.every((it) => it.isConnected()), IN_REAL_TIME);
    expect(npm.output()).toContain(data);
    expect(runsPostgres(data)).toBe(true);
    await Promise.all(chats.map((it) => it.expectVideo(prompt, { first })));
    expect(npm.output()).toMatch(/"connected":true.*"msg":"start summary"/);
  };
  try {
    await Promise.race([arrive(), over]);
    return npm;
  } catch (cause) {
    await npm[Symbol.asyncDispose]();
    throw new Error(`No video, but:\n${npm.output()}`, { cause });
  }
}

interface Chat {
  readonly settings: Variables;
  readonly isConnected: () => boolean;
  /** Somebody asks for a video, agrees to the price of their first, and waits until it plays. */
  expectVideo(prompt: string, which: { readonly first: boolean }): Promise<void>;
}

async function openWorld() {
  await using opening = new AsyncDisposableStack();
  const provider = opening.adopt(
    await createHappyhorseApp({ fastVideos: true, renderMs: 1_000 }),
    (it) => it.close(),
  );
  const discord = await discordChat(opening);
  const slack = await slackChat(opening);
  const opened = opening.move();
  return {
    discord,
    slack,
    rest: {
      HAPPYHORSE_APP_API_KEY: provider.apiKey,
      HAPPYHORSE_APP_URL: provider.url,
      // What is on this machine has to be trusted; others may have the usual port here.
      TRUSTED_HOSTS: new URL(provider.url).host,
      PORT: '0',
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** It is whole, and of the kind that chats play; that its pictures decode, its poster shows. */
async function expectPlayable(bytes: Uint8Array | undefined): Promise<void> {
  using input = new Input({ source: new BufferSource(bytes ?? new Uint8Array()), formats: [MP4] });
  const track = await input.getPrimaryVideoTrack();
  expect(await track?.getCodec()).toBe('avc');
  expect(await track?.computeDuration()).toBeCloseTo(3, 0);
}

type Interaction = ReturnType<DiscordEmulator['command']>;

async function discordChat(opening: AsyncDisposableStack): Promise<Chat> {
  const chat = opening.adopt(await createDiscordEmulator(), (it) => it.close());
  const guild = chat.addGuild();
  const typing = { user: chat.addUser({ name: 'Ada' }), guild, channel: chat.addChannel(guild) };
  return {
    settings: { DISCORD_TOKEN: chat.token, DISCORD_API_URL: chat.apiUrl },
    isConnected: () => chat.commands.length > 0 && chat.gateway.sessions.some((it) => it.connected),
    async expectVideo(prompt, { first }) {
      const options = { prompt, seconds: 3 };
      const use = { ...typing, name: 'video', subcommand: 'create', options };
      // Who is told that it "did not respond", as a machine too busy does not, asks again.
      const responded = (it: Interaction) => it.acknowledgedAfterMs !== null;
      const ask = async () => {
        const it = chat.command(use);
        await vi.waitUntil(() => responded(it) || it.failedToRespond, IN_REAL_TIME);
        return it;
      };
      let asked = await ask();
      while (!responded(asked)) asked = await ask();
      const says = (words: RegExp) => (it: Parameters<typeof chat.text>[0]) =>
        words.test(chat.text(it));
      if (first) {
        await asked.waitForMessage(says(FIRST), IN_REAL_TIME.timeout);
        const message = asked.messageId ?? '';
        const [start] = buttonsIn(chat, message);
        chat.press({ user: typing.user, message, customId: start?.id ?? '' });
      }
      await asked.waitForMessage(says(/is ready/), IN_REAL_TIME.timeout);
      const { attachments } = chat.messages.get(asked.messageId ?? '');
      await expectPlayable(attachments.find((it) => it.contentType === 'video/mp4')?.bytes);
    },
  };
}

async function slackChat(opening: AsyncDisposableStack): Promise<Chat> {
  const chat = opening.use(await createSlackEmulator());
  const workspace = chat.addWorkspace();
  const channel = workspace.addChannel({ name: 'films' });
  const ada = workspace.addPerson({ name: 'Ada' });
  return {
    settings: {
      SLACK_BOT_TOKEN: workspace.botToken,
      SLACK_APP_TOKEN: chat.appToken,
      SLACK_API_URL: chat.apiUrl,
    },
    isConnected: () => chat.deliveries.socketMode.connections.length > 0,
    async expectVideo(prompt, { first }) {
      const ask = () => ada.command('/video', `${prompt} --seconds 3`, { channel });
      let act = await ask();
      while (act.error !== null) act = await ask();
      const says = (words: RegExp) => (it: Parameters<typeof chat.text>[0]) =>
        words.test(chat.text(it));
      if (first) {
        const price = await act.message(says(FIRST), IN_REAL_TIME.timeout);
        const [start] = buttonsOn(price);
        act = await ada.press(price, start?.id ?? '');
      }
      const { channelId, ts } = await act.message(says(/is ready/), IN_REAL_TIME.timeout);
      await expectPlayable(chat.videos(channelId, ts)[0]?.bytes);
    },
  };
}
