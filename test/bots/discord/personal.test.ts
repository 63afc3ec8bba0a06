import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DiscordEmulator } from '../../../sandbox/discord/emulator.ts';
import type { Requester } from '../../../src/core/teams/domain/requester.ts';
import type { Command } from '../../../src/core/chat/domain/command.ts';
import { create, startBot } from './bot.ts';
import type { Bot } from './bot.ts';
import { refOf } from './cards.ts';

let bot: Bot;
beforeAll(async () => {
  bot = await startBot();
});
afterAll(async () => {
  await bot[Symbol.asyncDispose]();
  expect(bot.emulator.violations).toEqual([]);
});

type Use = Parameters<DiscordEmulator['command']>[0];

const typed = (subcommand: string, options: NonNullable<Use['options']> = {}) =>
  bot.emulator.command({
    user: bot.ada,
    guild: bot.guild,
    channel: bot.channel,
    name: 'video',
    subcommand,
    options,
  });

async function asked(...use: Parameters<typeof typed>) {
  const before = bot.answers.length;
  typed(...use);
  return bot.answered(before + 1);
}

describe('/video', () => {
  it.each<readonly [string, NonNullable<Use['options']>, Command]>([
    ['link', {}, { type: 'link', code: null }],
    ['link', { code: ' ABC-123 ' }, { type: 'link', code: 'ABC-123' }],
    ['unlink', {}, { type: 'unlink' }],
    ['forget me', {}, { type: 'forget', sure: false }],
    ['settings', { confirm_over: '1,200' }, { type: 'prefer', confirmOver: 1_200 }],
    ['settings', { confirm_over: 'off' }, { type: 'prefer', confirmOver: 'never' }],
    ['settings', { confirm_over: ' Always ' }, { type: 'prefer', confirmOver: 0 }],
    ['settings', { confirm_over: 'default' }, { type: 'prefer', confirmOver: 'default' }],
    ['settings', { confirm_over: 'never' }, { type: 'prefer', confirmOver: 'never' }],
    ['settings', { language: 'ja' }, { type: 'prefer', language: 'ja' }],
    ['settings', { language: 'automatic' }, { type: 'prefer', language: null }],
    [
      'settings',
      { language: 'ja', confirm_over: '200', seconds: 5 },
      {
        type: 'prefer',
        keep: true,
        settings: { seconds: 5, quality: null, aspect: null, sound: null, guidance: null },
        confirmOver: 200,
        language: 'ja',
      },
    ],
  ])('%s %j is for the eyes of the requester alone', async (name, options, command) => {
    const interaction = await asked(name, options);
    expect(interaction.command).toEqual(command);
    expect(refOf(interaction.message)).toMatchObject({ ephemeral: true, reach: 'token-only' });
  });

  it.each([
    [{ confirm_over: 'sometimes' }, 'must be a whole number, `always`, `never` or `default`'],
    [{ confirm_over: '-1' }, 'must be a whole number, `always`, `never` or `default`'],
    [{ confirm_over: '' }, 'must be a whole number, `always`, `never` or `default`'],
  ])('settings %j changes nothing', async (options, words) => {
    const before = bot.asks.length;
    const said = bot.emulator.text(await typed('settings', options).message());
    expect(said).toContain(words);
    expect(said).toContain('Nothing changed');
    expect(bot.asks).toHaveLength(before);
  });

  const open = { seconds: null, quality: null, aspect: null, sound: null, guidance: null };
  it.each([
    [{ seconds: 5 }, { settings: { ...open, seconds: 5 }, keep: true }],
    [{ reset: true }, { settings: open }],
    [{ reset: true, sound: false }, { settings: { ...open, sound: false } }],
    [{ reset: false, confirm_over: 'never' }, { confirmOver: 'never' }],
  ])('settings %j change what is given, and nothing else', async (options, expected) => {
    expect((await asked('settings', options)).command).toEqual({ type: 'prefer', ...expected });
  });

  it('settings without a price to ask from leaves that as it is', async () => {
    expect((await asked('settings', { seconds: 5 })).command).toMatchObject({ type: 'prefer' });
  });
});

describe('the name of the requester', () => {
  const nameOf = async (user: Use['user']) =>
    (await create(bot, { user })).ask.requester.person.name;
  const called = (name: string, nickname?: string) =>
    bot.emulator.addUser({ name, ...(nickname === undefined ? {} : { nickname }) });

  it('is what the server calls them, else what they call themselves', async () => {
    expect(await nameOf(called('Grace', 'Captain'))).toBe('Captain');
    expect(await nameOf(called('Grace'))).toBe('Grace');
  });

  it('is passed over where nobody could read it', async () => {
    expect(await nameOf(called('Grace', ' \u200b\u202e '))).toBe('Grace');
  });

  it('has neither tricks nor more than its length', async () => {
    expect(await nameOf(called('a\u202eb\nc'))).toBe('ab c');
    expect(await nameOf(called('x'.repeat(500)))).toHaveLength(80);
  });

  it('is their own in direct messages', async () => {
    const user = called('Grace', 'Captain');
    const before = bot.answers.length;
    bot.emulator.command({ user, name: 'credits' });
    expect((await bot.answered(before + 1)).requester.person.name).toBe('Grace');
  });
});

describe('the channel that was asked in', () => {
  const channelOf = async (use: Partial<Use> = {}): Promise<Requester['channel']> =>
    (await create(bot, use)).ask.requester.channel;

  it('is told, of a thread the one that it is in', async () => {
    expect(await channelOf()).toBe(bot.channel.id);
    const thread = bot.emulator.addChannel(bot.guild, { threadOf: bot.channel });
    bot.emulator.tells.add('channel');
    expect(await channelOf({ channel: thread })).toBe(bot.channel.id);
  });

  it('is nobody’s where people have the app for themselves', async () => {
    const guild = bot.emulator.addGuild({ botIsMember: false });
    const channel = bot.emulator.addChannel(guild);
    expect(await channelOf({ guild, channel })).toBeUndefined();
  });
});

describe('what is suggested', () => {
  const choices = async ({
    typed: words,
    ...use
  }: {
    readonly name: string;
    readonly subcommand: string;
    readonly focused: string;
    readonly typed: string;
  }) => {
    const interaction = bot.emulator.autocomplete({
      user: bot.ada,
      guild: bot.guild,
      channel: bot.channel,
      openedByAdmin: true,
      ...use,
      options: { [use.focused]: words },
    });
    await interaction.acknowledged();
    return interaction.choices ?? [];
  };
  const suggested = async (...use: Parameters<typeof choices>) =>
    (await choices(...use)).map((it) => it.value);
  const zones = (typed: string) =>
    suggested({ name: 'quota', subcommand: 'timezone', focused: 'zone', typed });

  it('are time zones by any part of their name', async () => {
    expect(await zones('berl')).toEqual(['Europe/Berlin']);
    expect(await zones('new york')).toEqual(['America/New_York']);
    expect(await zones('utc')).toEqual(['UTC']);
    expect(await zones('')).toContain('UTC');
    expect(await zones('a')).toHaveLength(25);
    expect(await zones('atlantis')).toEqual([]);
  });

  it('are models by title or name', async () => {
    const models = (typed: string) =>
      suggested({ name: 'quota', subcommand: 'model deny', focused: 'model', typed });
    expect(await models('')).toEqual(['one/model-1', 'two/model-2']);
    expect(await models('two/')).toEqual(['two/model-2']);
  });

  it('are prices to be asked from', async () => {
    const prices = (typed: string) =>
      suggested({ name: 'video', subcommand: 'settings', focused: 'confirm_over', typed });
    expect(await prices('')).toEqual(
      expect.arrayContaining(['default', 'always', 'never', '100']) as readonly string[],
    );
    expect(await prices('nev')).toEqual(['never']);
    expect(await prices('275')).toEqual(['275']);
  });

  it('say that a price is asked about over them', async () => {
    const use = { name: 'video', subcommand: 'settings', focused: 'confirm_over' };
    const names = async (typed: string) => (await choices({ ...use, typed })).map((it) => it.name);
    expect(await names('above 2')).toEqual(['Above 200 credits']);
    expect(await names('1,275')).toEqual(['Above 1,275 credits']);
    expect(await names('0')).toEqual(['Always ask']);
    expect(await names('off')).toEqual(['Never ask']);
    expect(await names('Default')).toEqual(['Default']);
  });
});
