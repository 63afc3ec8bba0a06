import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { create, startBot } from '../bot.ts';
import type { Bot } from '../bot.ts';
import { refOf } from '../cards.ts';

let bot: Bot;
beforeAll(async () => {
  bot = await startBot();
});
afterAll(async () => {
  await bot[Symbol.asyncDispose]();
  expect(bot.emulator.violations).toEqual([]);
});

const type = async (subcommand: string | undefined, options: Record<string, string> = {}) => {
  const before = bot.answers.length;
  const where = { user: bot.ada, guild: bot.guild, channel: bot.channel };
  const name = subcommand === undefined ? 'credits' : 'video';
  bot.emulator.command({
    ...where,
    name,
    ...(subcommand === undefined ? {} : { subcommand }),
    options,
  });
  return bot.answered(before + 1);
};

describe('a command', () => {
  it('carries every option of a draft', async () => {
    const png = { bytes: Buffer.from('png'), filename: 'kite.png', contentType: 'image/png' };
    const { ask: interaction } = await create(bot, {
      options: {
        prompt: ' a kite ',
        seconds: 8,
        aspect: '9:16',
        quality: 'pro',
        sound: true,
        guidance: 0.7,
      },
      attachments: { image: png, last_frame: { ...png, filename: 'end.png' } },
    });
    const { first, last } = (
      interaction.command as { draft: { scene: Record<'first' | 'last', object> } }
    ).draft.scene;
    expect(interaction.command).toMatchObject({
      type: 'create',
      draft: {
        scene: { kind: 'frames', prompt: ' a kite ' },
        settings: { seconds: 8, aspect: '9:16', quality: 'pro', sound: true, guidance: 0.7 },
      },
    });
    expect(first).toMatchObject({ name: 'kite.png', bytes: 3 });
    expect(first).toMatchObject({ url: expect.stringContaining('http') as string });
    expect(last).toMatchObject({ name: 'end.png' });
  });

  it('leaves open what was not chosen', async () => {
    const { ask: kept, interaction } = await create(bot);
    expect(kept.command).toEqual({
      type: 'create',
      draft: {
        scene: { kind: 'text', prompt: 'a lighthouse at dusk' },
        settings: { seconds: null, aspect: null, quality: null, sound: null, guidance: null },
      },
    });
    expect(kept.key).toBe(interaction.id);
    expect(Math.abs(kept.at - Date.now())).toBeLessThan(5_000);
  });

  it.each(['status', 'history', 'help'])(
    '/video %s is answered for the requester alone',
    async (it) => {
      const interaction = await type(it);
      expect(interaction.command).toEqual({ type: it });
      expect(refOf(interaction.message)).toMatchObject({ ephemeral: true, reach: 'token-only' });
    },
  );

  it('/credits is answered for the requester alone', async () => {
    const interaction = await type(undefined);
    expect(interaction.command).toEqual({ type: 'credits' });
    expect(refOf(interaction.message).ephemeral).toBe(true);
  });

  it('/video cancel names a job or none', async () => {
    expect((await type('cancel')).command).toEqual({ type: 'cancel', job: null });
    expect((await type('cancel', { job: ' 0abc ' })).command).toEqual({
      type: 'cancel',
      job: '0abc',
    });
  });

  it('makes a private video for its requester alone', async () => {
    const { ask: kept, interaction } = await create(bot, { options: { private: true } });
    expect(refOf(kept.message)).toMatchObject({ ephemeral: true, reach: 'token-only' });
    const { platform } = bot.connection;
    expect(platform.isPrivate(kept.message)).toBe(true);
    expect(platform.isPrivate((await create(bot)).ask.message)).toBe(false);
    const { flags } = await interaction.message();
    expect(Number(flags) & 64).toBe(64);
  });
});

describe('the requester', () => {
  it('is a member with roles of the server that has the app', async () => {
    const role = bot.emulator.addRole(bot.guild, 'Editors');
    const user = bot.emulator.addUser({ name: 'Grace', roles: [role] });
    const { ask: interaction } = await create(bot, { user });
    expect(interaction.requester).toEqual({
      platform: 'discord',
      workspace: { id: bot.guild.id, kind: 'shared' },
      person: { id: user.id, name: 'Grace' },
      channel: bot.channel.id,
      roles: [role],
      admin: false,
    });
  });

  it('is an admin by the right to manage the server', async () => {
    const manages = bot.emulator.addUser({ name: 'Lin', permissions: 1n << 5n });
    expect((await create(bot, { user: manages })).ask.requester.admin).toBe(true);
    const owner = bot.emulator.addUser({ name: 'Root', permissions: 'admin' });
    expect((await create(bot, { user: owner })).ask.requester.admin).toBe(true);
  });

  it('is in a space of their own where only they have the app', async () => {
    const guild = bot.emulator.addGuild({ botIsMember: false });
    const channel = bot.emulator.addChannel(guild);
    const { ask: interaction } = await create(bot, { guild, channel });
    expect(interaction.requester).toMatchObject({
      workspace: { id: `user:${bot.ada.id}`, kind: 'personal' },
      roles: [],
      admin: true,
    });
    expect(refOf(interaction.message).reach).toBe('token-only');
  });

  it('is in a space of their own in direct messages, where the bot can edit', async () => {
    const before = bot.answers.length;
    bot.emulator.command({
      user: bot.ada,
      name: 'video',
      subcommand: 'create',
      options: { prompt: 'x' },
    });
    const interaction = await bot.answered(before + 1);
    expect(interaction.requester.workspace).toEqual({ id: `user:${bot.ada.id}`, kind: 'personal' });
    expect(refOf(interaction.message).reach).toBe('bot');
  });

  it('cannot be reached by the bot where it sees no channel, or among friends', async () => {
    const hidden = bot.emulator.addChannel(bot.guild, { botCanView: false });
    const { ask: interaction } = await create(bot, { channel: hidden });
    expect(refOf(interaction.message).reach).toBe('token-only');
    const friends = bot.emulator.addPrivateChannel(bot.ada);
    const before = bot.answers.length;
    const options = { prompt: 'x' };
    const use = { user: bot.ada, channel: friends, name: 'video', subcommand: 'create', options };
    bot.emulator.command(use);
    expect(refOf((await bot.answered(before + 1)).message).reach).toBe('token-only');
  });
});
