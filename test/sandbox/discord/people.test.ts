import { describe, expect, it } from 'vitest';
import { aDiscord, type JsonObject } from './support.ts';

const many = (count: number) => Array.from({ length: count }, (_, index) => index);
const option = (name: string, more: JsonObject = {}) => ({
  type: 3,
  name,
  description: 'x',
  ...more,
});
const command = (more: JsonObject = {}) => ({ name: 'video', description: 'x', ...more });
const withOptions = (...options: JsonObject[]) => command({ options });

describe('typing a command', () => {
  it('is held against its definition', async () => {
    await using it = await aDiscord();
    const type = (options: Record<string, string | number>) =>
      it.discord.command({ ...it.use, options: { prompt: 'x', ...options } });
    expect(type({ seconds: 15, quality: 'pro', style: 'anything' }).payload.data).toMatchObject({
      options: [
        { name: 'prompt', type: 3, value: 'x' },
        { name: 'seconds', type: 4, value: 15 },
        { name: 'quality', type: 3, value: 'pro' },
        { name: 'style', type: 3, value: 'anything' },
      ],
    });
    expect(() => it.discord.command({ ...it.use, options: {} })).toThrow('"prompt" is required');
    expect(() => type({ prompt: 'x'.repeat(101) })).toThrow('100 characters or fewer');
    expect(() => type({ seconds: 16 })).toThrow('15 or less');
    expect(() => type({ seconds: 3.5 })).toThrow('whole number');
    expect(() => type({ quality: 'best' })).toThrow('one of "std", "pro"');
    expect(() => type({ colour: 'red' })).toThrow('no option "colour"');
    expect(() => type({ image: 'a.png' })).toThrow('takes a file');
    const attach = (filename: string) =>
      it.discord.command({
        ...it.use,
        attachments: { image: { bytes: Buffer.from('x'), filename } },
      });
    expect(attach('a.png').payload.data).toHaveProperty('resolved.attachments');
    expect(() => attach('a.txt')).toThrow('does not take a.txt');
  });

  it('reaches sub-commands, and carries along what ids stand for', async () => {
    await using it = await aDiscord();
    const grant = option('grant', {
      type: 1,
      options: [option('to', { type: 9, required: true }), option('credits', { type: 4 })],
    });
    await it.api('PUT', it.commandsPath, {
      body: [withOptions(option('team', { type: 2, options: [grant] }))],
    });
    const { payload } = it.discord.command({
      ...it.use,
      subcommand: 'team grant',
      options: { to: it.user, credits: 5 },
    });
    expect(payload.data).toMatchObject({
      options: [
        {
          name: 'team',
          type: 2,
          options: [{ name: 'grant', type: 1, options: [{ value: it.user.id }, { value: 5 }] }],
        },
      ],
      resolved: { users: { [it.user.id]: { global_name: 'Ada' } }, members: { [it.user.id]: {} } },
    });
    expect(() => it.discord.command({ ...it.use, options: {} })).toThrow('needs a sub-command');
    expect(() => it.discord.command({ ...it.use, subcommand: 'take' })).toThrow('no sub-command');
  });

  it('takes of people, roles and channels what its options are for', async () => {
    await using it = await aDiscord();
    const role = it.discord.addRole(it.guild, 'Editors');
    const thread = it.discord.addChannel(it.guild, { threadOf: it.channel });
    const elsewhere = it.discord.addChannel(it.discord.addGuild());
    const who = it.discord.addUser({ name: 'Grace', nickname: 'Captain' });
    await it.api('PUT', it.commandsPath, {
      body: [
        withOptions(
          option('whom', { type: 6 }),
          option('as', { type: 8 }),
          option('who', { type: 9 }),
          option('where', { type: 7, channel_types: [0] }),
        ),
      ],
    });
    const type = (options: Record<string, string | { readonly id: string }>) =>
      it.discord.command({ ...it.use, user: who, options }).payload;
    expect(type({ whom: who, as: role, who: it.guild.id, where: it.channel })).toMatchObject({
      data: {
        resolved: {
          users: { [who.id]: {} },
          members: { [who.id]: { nick: 'Captain' } },
          roles: { [role]: { name: 'Editors' }, [it.guild.id]: { name: '@everyone' } },
          channels: { [it.channel.id]: { type: 0 } },
        },
      },
      member: { nick: 'Captain' },
    });
    expect(() => type({ whom: role })).toThrow('takes a person');
    expect(() => type({ as: who })).toThrow('takes a role');
    expect(() => type({ who: it.channel })).toThrow('takes a person or a role');
    expect(() => type({ where: thread })).toThrow('no channel of type 11');
    expect(() => type({ where: elsewhere })).toThrow('of this place');
  });

  it('is offered by context, installation and permissions only', async () => {
    await using it = await aDiscord();
    const { discord, user } = it;
    const admin = discord.addUser({ name: 'Boss', permissions: 'admin' });
    await it.api('PUT', it.commandsPath, {
      body: [
        command({ contexts: [0], integration_types: [0], default_member_permissions: '32' }),
        command({ name: 'nobody', default_member_permissions: '0' }),
      ],
    });
    const use = { ...it.use, options: {} };
    expect(discord.command({ ...use, user: admin }).payload.member).toMatchObject({
      permissions: admin.permissions.toString(),
    });
    expect(() => discord.command(use)).toThrow('without permission 32');
    expect(discord.command({ ...use, openedByAdmin: true }).id).toBeDefined();
    expect(() => discord.command({ ...use, name: 'nobody' })).toThrow('without permission 8');
    expect(discord.command({ ...use, name: 'nobody', user: admin }).id).toBeDefined();
    expect(() => discord.command({ user: admin, name: 'video' })).toThrow(
      'not offered in context 1',
    );
    const owners = { '1': admin.id };
    expect(() => discord.command({ ...use, user: admin, integrationOwners: owners })).toThrow(
      'installed',
    );
    expect(discord.command({ user, name: 'nobody' }).payload).toMatchObject({
      context: 1,
      user: { id: user.id },
    });
  });

  it('on a message brings the message with its files', async () => {
    await using it = await aDiscord();
    await it.api('PUT', it.commandsPath, { body: [{ name: 'Make it move', type: 3 }] });
    const said = it.discord.say({
      user: it.user,
      channel: it.channel,
      content: 'look',
      attachments: [{ bytes: Buffer.from('x'), filename: 'a.png' }],
    });
    const target = said.id as string;
    const { payload } = it.discord.command({ ...it.use, name: 'Make it move', target });
    expect(payload.data).toMatchObject({
      target_id: target,
      resolved: {
        messages: { [target]: { content: 'look', attachments: [{ filename: 'a.png' }] } },
      },
    });
  });

  it('suggests values of the right type', async () => {
    await using it = await aDiscord();
    const ask = () =>
      it.discord.autocomplete({ ...it.use, options: { style: 'no' }, focused: 'style' });
    const answer = (value: string | number, count = 1) => ({
      type: 8,
      data: { choices: many(count).map((n) => ({ name: `n${n}`, value })) },
    });
    const asked = ask();
    expect(asked.payload.data).toMatchObject({
      options: [{ name: 'style', value: 'no', focused: true }],
    });
    expect((await it.callback(asked, answer('noir', 25))).status).toBe(204);
    expect(asked.choices?.[0]).toEqual({ name: 'n0', value: 'noir' });
    expect((await it.callback(ask(), answer('noir', 26))).body.code).toBe(50035);
    expect((await it.callback(ask(), answer(5))).body.code).toBe(50035);
    expect((await it.callback(ask(), { type: 5 })).body.code).toBe(50035);
  });
});

describe('a modal', () => {
  const field = (more: JsonObject = {}) => ({
    type: 18,
    label: 'Field',
    component: { type: 4, custom_id: 'a', style: 1, ...more },
  });
  const modal = (...components: JsonObject[]) => ({
    type: 9,
    data: { custom_id: 'form', title: 'Form', components },
  });
  const upload = field({ type: 19, custom_id: 'files', style: undefined, max_values: 2 });

  it('is held against the rules', async () => {
    await using it = await aDiscord();
    const open = async (body: JsonObject) =>
      (await it.callback(it.discord.command(it.use), body)).status;
    const fields = (count: number) => many(count).map((n) => field({ custom_id: `f${n}` }));
    expect(await open(modal(...fields(5)))).toBe(204);
    expect(await open(modal(...fields(6)))).toBe(400);
    expect(await open(modal(field(), field()))).toBe(400);
    expect(await open(modal(field({ min_length: 5, max_length: 4 })))).toBe(400);
    expect(await open(modal(field({ max_length: 4001 })))).toBe(400);
    const long = modal(field());
    expect(await open({ ...long, data: { ...long.data, title: 'x'.repeat(46) } })).toBe(400);
  });

  it('comes back with what was filled in', async () => {
    await using it = await aDiscord();
    const opener = it.discord.command(it.use);
    await it.callback(opener, modal(field({ max_length: 5 }), upload));
    const files = [{ bytes: Buffer.from('x'), filename: 'a.png' }];
    expect(() => it.discord.submitModal(opener, { files })).toThrow('"a" is required');
    expect(() => it.discord.submitModal(opener, { a: 'x'.repeat(6), files })).toThrow(
      '5 characters',
    );
    expect(() => it.discord.submitModal(opener, { a: 'x' })).toThrow('"files" is required');
    expect(() => it.discord.submitModal(opener, { a: 'x', files, b: 'y' })).toThrow('no field "b"');
    const { payload } = it.discord.submitModal(opener, { a: 'x', files });
    expect(payload).toMatchObject({
      type: 5,
      data: {
        custom_id: 'form',
        components: [{ type: 18, component: { value: 'x' } }, { type: 18 }],
      },
    });
    expect(JSON.stringify(payload.data)).toContain('/ephemeral-attachments/');
  });

  it('comes back with what the app has chosen already, where that is left as it is', async () => {
    await using it = await aDiscord();
    const opener = it.discord.command(it.use);
    const options = [
      { label: 'One', value: '1' },
      { label: 'Two', value: '2', default: true },
    ];
    const select = field({ type: 3, custom_id: 's', style: undefined, options });
    const radio = field({ type: 21, custom_id: 'r', style: undefined, options });
    expect((await it.callback(opener, modal(select, radio))).status).toBe(204);
    const filled = (values: Record<string, string | string[]>) =>
      (it.discord.submitModal(opener, values).payload.data as JsonObject).components;
    expect(filled({})).toMatchObject([
      { component: { values: ['2'] } },
      { component: { value: '2' } },
    ]);
    expect(filled({ s: ['1'], r: '1' })).toMatchObject([
      { component: { values: ['1'] } },
      { component: { value: '1' } },
    ]);
  });
});

describe('an interaction', () => {
  it('comes with nothing optional in it but what is to be told', async () => {
    await using it = await aDiscord();
    const received: JsonObject[] = [];
    it.discord.tamper((told) => {
      received.push(told);
      return told;
    });
    it.discord.tells.add('attachment_size_limit');
    it.discord.command(it.use);
    expect(received[0]).not.toHaveProperty('channel');
    expect(received[0]).toHaveProperty('channel_id', it.channel.id);
    expect(received[0]).toHaveProperty('attachment_size_limit');
    expect(received[0]).toHaveProperty('member.user.id');
    expect(received[0]).not.toHaveProperty('member.user.banner');
  });
});
