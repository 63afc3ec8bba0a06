import { describe, expect, it } from 'vitest';
import { aDiscord, send, text, V2, type JsonObject } from './support.ts';

describe('mentions', () => {
  const none = { users: [], roles: [], everyone: false };
  it.each<[string, JsonObject, object | null]>([
    ['everyone unless told', { content: '@everyone' }, { everyone: true }],
    ['roles unless told', { content: '<@&12> @here' }, { roles: ['12'], everyone: true }],
    ['users from a text display', { flags: V2, components: [text('<@!34>')] }, { users: ['34'] }],
    [
      'users that are listed',
      { content: '<@1> <@2>', allowed_mentions: { users: ['2'] } },
      { ...none, users: ['2'] },
    ],
    [
      'kinds that are listed',
      { content: '<@1> @here', allowed_mentions: { parse: ['users'] } },
      { ...none, users: ['1'] },
    ],
    [
      'nobody when nobody is to be',
      { content: '<@1> @here', allowed_mentions: { parse: [] } },
      null,
    ],
    ['nobody from an embed', { embeds: [{ description: '@everyone' }] }, null],
    ['nobody in a plain text', { content: 'me@example.com' }, null],
  ])('by the bot notify %s', async (_, body, pinged) => {
    await using it = await aDiscord();
    await send(it, body);
    expect(it.discord.pings).toMatchObject(pinged === null ? [] : [pinged]);
  });

  it('in an answer notify users only unless told, in an edit too', async () => {
    await using it = await aDiscord();
    const interaction = await it.deferred();
    const body = { content: `@everyone <@&12> <@${it.user.id}>` };
    await it.api('PATCH', it.original(interaction), { body });
    expect(it.discord.pings).toMatchObject([{ users: [it.user.id], roles: [], everyone: false }]);
    await it.api('PATCH', it.original(interaction), {
      body: { ...body, allowed_mentions: { parse: [] } },
    });
    expect(it.discord.pings).toHaveLength(1);
  });

  it('by a reply notify whom it answers', async () => {
    await using it = await aDiscord();
    const said = it.discord.say({ user: it.user, channel: it.channel, content: 'hi' });
    const reply = { content: 'x', message_reference: { message_id: said.id } };
    await send(it, { ...reply, allowed_mentions: { parse: [] } });
    expect(it.discord.pings).toEqual([]);
    await send(it, reply);
    expect(it.discord.pings).toMatchObject([{ users: [it.user.id] }]);
    expect((await send(it, { content: 'x', message_reference: { message_id: '1' } })).status).toBe(
      400,
    );
  });
});

describe('the bot token route', () => {
  it('does not know ephemeral, deleted or foreign messages', async () => {
    await using it = await aDiscord();
    const path = (id: string | null) => `/channels/${it.channel.id}/messages/${id ?? ''}`;
    const open = await it.deferred();
    const hidden = await it.deferred(64);
    const edit = (id: string | null) => it.api('PATCH', path(id), { body: { content: 'x' } });
    expect((await edit(open.messageId)).status).toBe(200);
    expect((await edit(hidden.messageId)).body.code).toBe(10008);
    it.discord.deleteMessage(open.messageId ?? '');
    expect((await edit(open.messageId)).body.code).toBe(10008);
    const said = it.discord.say({ user: it.user, channel: it.channel, content: 'hi' });
    expect((await edit(said.id as string)).body.code).toBe(50005);
    expect(it.takeViolations()).toEqual([]);
  });

  it('ends where the bot is not, cannot look, or may not write', async () => {
    await using it = await aDiscord();
    const { discord } = it;
    const post = (id: string) =>
      it.api('POST', `/channels/${id}/messages`, { body: { content: 'x' } });
    const elsewhere = discord.addChannel(discord.addGuild({ botIsMember: false }));
    const unseen = discord.addChannel(it.guild, { botCanView: false });
    const mute = discord.addChannel(it.guild, { botPermissions: 1n << 10n });
    const friends = discord.addPrivateChannel(it.user, discord.addUser({ name: 'Eve' }));
    expect((await post(elsewhere.id)).body.code).toBe(50001);
    expect((await post(unseen.id)).body.code).toBe(50001);
    expect((await post(friends.id)).body.code).toBe(50001);
    expect((await post(mute.id)).body.code).toBe(50013);
    expect((await post(discord.applicationId)).body.code).toBe(10003);
    expect((await post(it.channel.id)).status).toBe(200);
    discord.kickBot(it.guild);
    expect((await post(it.channel.id)).body.code).toBe(50001);
    expect((await it.api('GET', `/guilds/${it.guild.id}`)).body.code).toBe(50001);
    expect(it.takeViolations()).toEqual([]);
    expect(discord.invalidRequests).toBe(6);
  });

  it('edits nothing in an archived thread', async () => {
    await using it = await aDiscord();
    const thread = it.discord.addChannel(it.guild, { threadOf: it.channel });
    const path = `/channels/${thread.id}/messages`;
    const sent = await it.api('POST', path, { body: { content: 'x' } });
    const edit = () =>
      it.api('PATCH', `${path}/${String(sent.body.id)}`, { body: { content: 'y' } });
    expect((await edit()).status).toBe(200);
    it.discord.archiveThread(thread);
    expect((await edit()).body.code).toBe(50083);
    await it.api('POST', path, { body: { content: 'awake' } });
    expect((await edit()).status).toBe(200);
  });

  it('edits messages older than an hour three times in six seconds', async () => {
    await using it = await aDiscord();
    const sent = await send(it, { content: 'x' });
    const path = `/channels/${it.channel.id}/messages/${String(sent.body.id)}`;
    const edit = () => it.api('PATCH', path, { body: { content: 'y' } });
    for (let count = 0; count < 5; count += 1) expect((await edit()).status).toBe(200);
    it.clock.now += 3_600_000;
    for (let count = 0; count < 3; count += 1) expect((await edit()).status).toBe(200);
    expect(await edit()).toMatchObject({ status: 429, body: { code: 30046 } });
    it.clock.now += 6000;
    expect((await edit()).status).toBe(200);
  });

  it('sends a nonce once', async () => {
    await using it = await aDiscord();
    const body = { content: 'x', nonce: 'job-1', enforce_nonce: true };
    const first = await send(it, body);
    expect((await send(it, body)).body.id).toBe(first.body.id);
    expect((await send(it, { ...body, nonce: 'job-2' })).body.id).not.toBe(first.body.id);
    expect((await send(it, { ...body, enforce_nonce: false })).body.id).not.toBe(first.body.id);
    it.clock.now += 5 * 60_000;
    expect((await send(it, body)).body.id).not.toBe(first.body.id);
  });

  it('reaches people in private unless they have closed that', async () => {
    await using it = await aDiscord();
    const closed = it.discord.addUser({ name: 'Shy', dmsOpen: false });
    const open = (id: string) =>
      it.api('POST', '/users/@me/channels', { body: { recipient_id: id } });
    const post = async (id: string) => {
      const channel = await open(id);
      return it.api('POST', `/channels/${String(channel.body.id)}/messages`, {
        body: { content: 'x' },
      });
    };
    expect((await post(it.user.id)).status).toBe(200);
    expect((await open(it.user.id)).body.id).toBe((await open(it.user.id)).body.id);
    expect(await post(closed.id)).toMatchObject({ status: 403, body: { code: 50007 } });
    expect((await open('123')).body.code).toBe(10013);
  });
});
