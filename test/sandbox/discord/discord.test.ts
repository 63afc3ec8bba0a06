import { createRequire } from 'node:module';
import {
  AttachmentBuilder,
  Client,
  DiscordAPIError,
  Events,
  MessageFlags,
  Routes,
  type ChatInputCommandInteraction,
  type RESTOptions,
} from 'discord.js';
import { describe, expect, it, vi } from 'vitest';
import { createDiscordEmulator, type DiscordEmulator } from '../../../sandbox/discord/emulator.ts';
import { gallery, MIB, row, button, text, VIDEO_COMMAND } from './support.ts';
import { patience } from '../../support/patience.ts';

// The undici that discord.js brings along. The agent for all of a process is of whichever version is
// loaded first in it, and ours doesn't understand the forms of that one.
const { Agent } = createRequire(import.meta.resolve('@discordjs/rest'))('undici') as {
  readonly Agent: new () => NonNullable<RESTOptions['agent']>;
};

type Handle = (interaction: ChatInputCommandInteraction) => Promise<void>;

/** A server, a channel, a person, and on request the real discord.js with one command. */
async function aScene() {
  await using opened = new AsyncDisposableStack();
  const discord = await createDiscordEmulator();
  opened.defer(() => discord.close());
  const guild = discord.addGuild();
  const channel = discord.addChannel(guild);
  const user = discord.addUser({ name: 'Ada' });
  const failures: unknown[] = [];
  const closing = opened.move();

  async function login(handle: Handle = () => Promise.resolve()): Promise<Client> {
    const client = new Client({ intents: [], rest: { api: discord.apiUrl, agent: new Agent() } });
    closing.defer(() => client.destroy());
    client.on(Events.InteractionCreate, (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      handle(interaction).catch((error: unknown) => failures.push(error));
    });
    const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
    await client.login(discord.token);
    await ready;
    const commands = Routes.applicationCommands(discord.applicationId);
    await client.rest.put(commands, { body: [VIDEO_COMMAND] });
    return client;
  }

  return {
    discord,
    guild,
    channel,
    user,
    login,
    /** What went wrong in a handler. */
    failures,
    use: { user, guild, channel, name: 'video', options: { prompt: 'a cat' } },
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  };
}

// Side by side, because most of their time is discord.js waiting as it was told to.
describe.concurrent('discord.js against the emulated Discord', () => {
  it('answers a command with a card that turns into a video', async () => {
    await using scene = await aScene();
    const { discord } = scene;
    const seen: string[] = [];
    discord.onMessage((version) => seen.push(discord.text(version.json)));
    let responseId: string | undefined;
    await scene.login(async (interaction) => {
      const reply = await interaction.deferReply({ withResponse: true });
      responseId = reply.interaction.responseMessageId ?? undefined;
      const image = interaction.options.getAttachment('image', true);
      await interaction.editReply({
        flags: MessageFlags.IsComponentsV2,
        components: [text(`**${interaction.options.getString('prompt', true)}** of ${image.name}`)],
      });
      await interaction.editReply({
        components: [gallery('cat.mp4'), row(button('again'), button('stop', { disabled: true }))],
        files: [new AttachmentBuilder(Buffer.alloc(1_300_000), { name: 'cat.mp4' })],
      });
    });

    const interaction = discord.command({
      ...scene.use,
      attachments: { image: { bytes: Buffer.from('png'), filename: 'my cat.png' } },
    });
    const done = await interaction.waitForMessage((it) => JSON.stringify(it).includes('cat.mp4'));
    // What a component shows is told there, and in no list of attachments.
    expect(done.attachments).toEqual([]);

    expect(interaction.messageId).toBe(responseId);
    expect(interaction.acknowledgedAfterMs).toBeLessThan(3000);
    expect(interaction.failedToRespond).toBe(false);
    expect(seen).toEqual([
      'showrunner is thinking…',
      '**a cat** of my_cat.png',
      '[video cat.mp4 1.2 MB]\n[ Go ] ( Go )',
    ]);
    expect(scene.failures).toEqual([]);
    expect(discord.violations).toEqual([]);
    expect(discord.pings).toEqual([]);
    expect(discord.invalidRequests).toBe(0);
  });

  it('edits with the bot token once the interaction token has run out', async () => {
    await using scene = await aScene();
    const { discord } = scene;
    let late: unknown;
    const client = await scene.login(async (interaction) => {
      await interaction.deferReply();
      discord.expireToken({ ...handle, token: interaction.token });
      await interaction.editReply('late').catch((error: unknown) => (late = error));
      await client.rest.patch(Routes.channelMessage(scene.channel.id, handle.messageId ?? ''), {
        body: { content: 'by the bot', allowed_mentions: { parse: [] } },
      });
    });
    const handle = discord.command(scene.use);
    await handle.waitForMessage((it) => it.content === 'by the bot');

    expect(late).toBeInstanceOf(DiscordAPIError);
    expect(late).toMatchObject({ status: 401, code: 50027 });
    expect(discord.violations).toEqual([]);
    expect(discord.invalidRequests).toBe(1);
  });

  it('turns away a bot-token edit of an ephemeral answer', async () => {
    await using scene = await aScene();
    const client = await scene.login(async (interaction) => {
      await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    });
    const interaction = scene.discord.command(scene.use);
    await interaction.message();
    const route = Routes.channelMessage(scene.channel.id, interaction.messageId ?? '');
    await expect(client.rest.patch(route, { body: { content: 'x' } })).rejects.toMatchObject({
      status: 404,
      code: 10008,
    });
  });

  it('answers 413 to a file beyond the limit, and takes one at the limit', async () => {
    await using scene = await aScene();
    scene.discord.tells.add('attachment_size_limit');
    let refused: unknown;
    await scene.login(async (interaction) => {
      await interaction.deferReply();
      const file = (size: number) => ({ attachment: Buffer.alloc(size), name: 'a.mp4' });
      await interaction
        .editReply({ files: [file(interaction.attachmentSizeLimit + 1)] })
        .catch((error: unknown) => (refused = error));
      await interaction.editReply({ files: [file(interaction.attachmentSizeLimit)] });
    });
    const interaction = scene.discord.command(scene.use);
    await interaction.waitForMessage((it) => Boolean((it.attachments as unknown[])[0]));
    expect(refused).toMatchObject({ status: 413, code: 40005 });
    expect(scene.discord.violations).toMatchObject([{ status: 413, code: 40005 }]);
    expect(interaction.payload.attachment_size_limit).toBe(10 * MIB);
  });

  it('paces discord.js by its headers, so that nothing is ever refused', async () => {
    await using scene = await aScene();
    const started = performance.now();
    let took = 0;
    await scene.login(async (interaction) => {
      await interaction.deferReply();
      await Promise.all(
        Array.from({ length: 7 }, (_, index) => interaction.editReply(`edit ${index}`)),
      );
      took = performance.now() - started;
    });
    const interaction = scene.discord.command(scene.use);
    await interaction.waitForMessage((it) => it.content === 'edit 6');
    await vi.waitFor(
      () => {
        expect(took).toBeGreaterThan(1500);
      },
      { timeout: patience(5_000) },
    );
    expect(scene.discord.calls.filter((it) => it.status === 429)).toEqual([]);
  });

  it('is retried by discord.js after a 429, for as long as it was told to wait', async () => {
    await using scene = await aScene();
    const headers = { 'Retry-After': '1', 'X-RateLimit-Scope': 'user' };
    const body = { message: 'You are being rate limited.', retry_after: 0.6, global: false };
    scene.discord.failNext({ route: /messages\/@original$/, status: 429, headers, body });
    await scene.login(async (interaction) => {
      await interaction.deferReply();
      await interaction.editReply('done');
    });
    const interaction = scene.discord.command(scene.use);
    await interaction.waitForMessage((it) => it.content === 'done');
    const edits = scene.discord.calls.filter((it) => it.method === 'PATCH');
    expect(edits.map((it) => it.status)).toEqual([429, 200]);
    expect((edits[1]?.at ?? 0) - (edits[0]?.at ?? 0)).toBeGreaterThanOrEqual(900);
    expect(scene.discord.invalidRequests).toBe(1);
  });

  it('replays to a resumed session what it missed, and nothing twice', async () => {
    await using scene = await aScene();
    const { discord } = scene;
    const prompts: string[] = [];
    await scene.login(async (interaction) => {
      prompts.push(interaction.options.getString('prompt', true));
      await interaction.reply('ok');
    });
    await discord.command(scene.use).message();

    discord.gateway.disconnect({ hold: true });
    const missed = discord.command({ ...scene.use, options: { prompt: 'missed' } });
    expect(missed.acknowledgedAfterMs).toBeNull();
    discord.gateway.letIn();
    await missed.message();

    expect(prompts).toEqual(['a cat', 'missed']);
    expect(discord.gateway.sessions).toMatchObject([{ connected: true }]);
    expect(discord.violations).toEqual([]);
  });

  it.each([
    [
      'op 7',
      (discord: DiscordEmulator) => {
        discord.gateway.reconnect();
      },
    ],
    [
      'op 9',
      (discord: DiscordEmulator) => {
        discord.gateway.invalidSession(true);
      },
    ],
    [
      'a close',
      (discord: DiscordEmulator) => {
        discord.gateway.disconnect({ code: 4009 });
      },
    ],
  ])('has discord.js back after %s', async (_, upset) => {
    await using scene = await aScene();
    const { discord } = scene;
    await scene.login(async (interaction) => {
      await interaction.reply('ok');
    });
    const connected = () =>
      discord.gateway.sessions
        .filter((it) => it.connected)
        .map((it) => `${it.id} ${it.connections}`)[0];
    const before = connected();
    upset(discord);
    await discord.until(
      'a new connection',
      () => (connected() === before ? undefined : connected()),
      9000,
    );
    await discord.command(scene.use).message();
    expect(discord.violations).toEqual([]);
  });

  it('writes down a route that it does not know and answers 501', async () => {
    await using scene = await aScene();
    const client = await scene.login();
    client.rest.options.retries = 0;
    await expect(client.rest.get('/sticker-packs')).rejects.toMatchObject({ status: 501 });
    expect(scene.discord.violations).toMatchObject([{ status: 501, route: '/sticker-packs' }]);
  });

  it('has an edit happen although its answer is lost', async () => {
    await using scene = await aScene();
    scene.discord.failNext({ route: /@original$/, after: 'after', reset: true });
    await scene.login(async (interaction) => {
      await interaction.deferReply();
      await interaction.editReply('done');
    });
    const interaction = scene.discord.command(scene.use);
    await scene.discord.until(
      'a second try',
      () =>
        scene.discord.calls.filter((it) => it.method === 'PATCH')[1]?.status === 200 || undefined,
      5000,
    );
    const history = scene.discord.messages.history(interaction.messageId ?? '');
    expect(history.map((it) => it.json.content)).toEqual(['', 'done', 'done']);
  });
});
