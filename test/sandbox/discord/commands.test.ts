import { ApplicationCommandResponseSchema } from 'discord-api-spec/zod';
import { describe, expect, it } from 'vitest';
import { aDiscord, VIDEO_COMMAND, type JsonObject } from './support.ts';

const many = (count: number) => Array.from({ length: count }, (_, index) => index);
const option = (name: string, more: JsonObject = {}) => ({
  type: 3,
  name,
  description: 'x',
  ...more,
});
const command = (more: JsonObject = {}) => ({ name: 'video', description: 'x', ...more });
const withOptions = (...options: JsonObject[]) => command({ options });
const choices = (count: number) => many(count).map((n) => ({ name: `n${n}`, value: `v${n}` }));

describe('registering commands', () => {
  // Each pair: what is just taken, and the same a step too far.
  it.each<[string, JsonObject, JsonObject]>([
    ['names of 32', command({ name: 'x'.repeat(32) }), command({ name: 'x'.repeat(33) })],
    ['names in lower case', command({ name: 'vidéo' }), command({ name: 'Video' })],
    ['names of one word', command({ name: 'make-video' }), command({ name: 'make video' })],
    [
      'translated names alike',
      command({ name_localizations: { de: 'bild' } }),
      command({ name_localizations: { de: 'Ein Bild' } }),
    ],
    ['a description', command(), { name: 'video' }],
    [
      'descriptions of 100',
      command({ description: 'x'.repeat(100) }),
      command({ description: 'x'.repeat(101) }),
    ],
    [
      '25 options',
      withOptions(...many(25).map((n) => option(`o${n}`))),
      withOptions(...many(26).map((n) => option(`o${n}`))),
    ],
    [
      'options of different names',
      withOptions(option('a'), option('b')),
      withOptions(option('a'), option('a')),
    ],
    [
      'required options first',
      withOptions(option('a', { required: true }), option('b')),
      withOptions(option('a'), option('b', { required: true })),
    ],
    [
      '25 choices',
      withOptions(option('a', { choices: choices(25) })),
      withOptions(option('a', { choices: choices(26) })),
    ],
    [
      'choices or autocomplete',
      withOptions(option('a', { choices: choices(1) })),
      withOptions(option('a', { choices: choices(1), autocomplete: true })),
    ],
    [
      'choices where they make sense',
      withOptions(option('a', { choices: choices(1) })),
      withOptions(option('a', { type: 11, choices: choices(1) })),
    ],
    [
      'a range the right way round',
      withOptions(option('a', { min_length: 1, max_length: 2 })),
      withOptions(option('a', { min_length: 2, max_length: 1 })),
    ],
    [
      'lengths up to 6000',
      withOptions(option('a', { max_length: 6000 })),
      withOptions(option('a', { max_length: 6001 })),
    ],
    [
      'sub-commands by themselves',
      withOptions(option('a', { type: 1 })),
      withOptions(option('a', { type: 1 }), option('b')),
    ],
    [
      'sub-commands in groups',
      withOptions(option('g', { type: 2, options: [option('a', { type: 1 })] })),
      withOptions(option('a', { type: 1, options: [option('b', { type: 1 })] })),
    ],
    [
      'known option types',
      withOptions(option('a', { type: 11 })),
      withOptions(option('a', { type: 12 })),
    ],
    [
      '8000 characters in all',
      withOptions(
        ...many(3).map((n) =>
          option(`o${n}`, {
            choices: many(25).map((c) => ({
              name: `${c}`.padEnd(50, 'n'),
              value: `${c}`.padEnd(50, 'v'),
            })),
          }),
        ),
      ),
      withOptions(
        ...many(4).map((n) =>
          option(`o${n}`, {
            choices: many(25).map((c) => ({
              name: `${c}`.padEnd(50, 'n'),
              value: `${c}`.padEnd(50, 'v'),
            })),
          }),
        ),
      ),
    ],
    [
      'permissions as bits',
      command({ default_member_permissions: '32' }),
      command({ default_member_permissions: 'ManageGuild' }),
    ],
    ['known contexts', command({ contexts: [0, 1, 2] }), command({ contexts: [3] })],
    [
      'private channels with user installs',
      command({ contexts: [2], integration_types: [0, 1] }),
      command({ contexts: [2], integration_types: [0] }),
    ],
    [
      'no description in a context menu',
      { name: 'Make it move', type: 3 },
      { name: 'Make it move', type: 3, description: 'x' },
    ],
  ])('asks for %s', async (_, good, bad) => {
    await using it = await aDiscord();
    const taken = await it.api('POST', it.commandsPath, { body: good });
    expect([200, 201]).toContain(taken.status);
    expect(ApplicationCommandResponseSchema.safeParse(taken.body).error).toBeUndefined();
    expect(it.takeViolations()).toEqual([]);
    const refused = await it.api('PUT', it.commandsPath, { body: [bad] });
    expect(refused).toMatchObject({ status: 400, body: { code: 50035 } });
    expect(it.takeViolations()).toHaveLength(1);
  });

  it('keeps the id of a command that is written again, and forgets what is not listed', async () => {
    await using it = await aDiscord();
    const [before] = it.discord.commands;
    const put = await it.api('PUT', it.commandsPath, {
      body: [VIDEO_COMMAND, command({ name: 'credits' })],
    });
    expect(put.body.list).toMatchObject([{ id: before?.id, name: 'video' }, { name: 'credits' }]);
    await it.api('PUT', it.commandsPath, { body: [] });
    expect((await it.api('GET', it.commandsPath)).body.list).toEqual([]);
    expect(() => it.discord.command(it.use)).toThrow('no command /video');
  });

  it('takes no two of one name, 100 in all, and 200 new ones a day', async () => {
    await using it = await aDiscord();
    const put = (prefix: string, count: number) =>
      it.api('PUT', it.commandsPath, {
        body: many(count).map((n) => command({ name: `${prefix}${n}` })),
      });
    const twice = await it.api('PUT', it.commandsPath, { body: [command(), command()] });
    expect(twice.body.code).toBe(50035);
    expect((await put('a', 101)).body.code).toBe(50035);
    expect((await put('a', 100)).status).toBe(200);
    expect((await put('b', 99)).status).toBe(200);
    expect((await put('c', 1)).body.code).toBe(30034);
    it.clock.now += 24 * 3_600_000;
    expect((await put('c', 1)).status).toBe(200);
  });

  it('has commands of one server only there', async () => {
    await using it = await aDiscord();
    const other = it.discord.addGuild();
    const path = `/applications/${it.discord.applicationId}/guilds/${it.guild.id}/commands`;
    await it.api('PUT', path, { body: [command({ name: 'here' })] });
    expect(it.discord.command({ ...it.use, name: 'here', options: {} }).payload.data).toMatchObject(
      {
        guild_id: it.guild.id,
      },
    );
    const there = { ...it.use, guild: other, channel: it.discord.addChannel(other) };
    expect(() => it.discord.command({ ...there, name: 'here' })).toThrow('no command /here');
  });
});
