import { InteractionCallbackResponseSchema, MessageResponseSchema } from 'discord-api-spec/zod';
import { describe, expect, it } from 'vitest';
import { aDiscord, aFile, button, MIB, row, text, V2 } from './support.ts';

const MINUTE = 60_000;

describe('acknowledging', () => {
  it('is taken at 3 s and refused a moment later', async () => {
    await using it = await aDiscord();
    const punctual = it.discord.command(it.use);
    const late = it.discord.command(it.use);
    it.clock.now += 3000;
    expect((await it.callback(punctual, { type: 5 })).status).toBe(204);
    expect(punctual.acknowledgedAfterMs).toBe(3000);
    it.clock.now += 1;
    expect(late.failedToRespond).toBe(true);
    expect(await it.callback(late, { type: 5 })).toMatchObject({
      status: 404,
      body: { code: 10062 },
    });
    expect(it.takeViolations()).toHaveLength(1);
  });

  it('is done once', async () => {
    await using it = await aDiscord();
    const interaction = await it.deferred();
    const again = await it.callback(interaction, { type: 5 });
    expect(again).toMatchObject({ status: 400, body: { code: 40060 } });
    expect(it.takeViolations()).toHaveLength(1);
  });

  it('belongs to the id and the token together', async () => {
    await using it = await aDiscord();
    const interaction = it.discord.command(it.use);
    const other = it.discord.command(it.use);
    const answer = await it.callback({ ...interaction, id: other.id }, { type: 5 });
    expect(answer.body.code).toBe(10062);
  });

  it('gives back the message in full, but of a deferred one only the id', async () => {
    await using it = await aDiscord();
    const first = it.discord.command(it.use);
    const full = await it.callback(
      first,
      { type: 4, data: { content: 'hi' } },
      '?with_response=true',
    );
    const second = it.discord.command(it.use);
    const deferred = await it.callback(
      second,
      { type: 5, data: { flags: 64 } },
      '?with_response=true',
    );

    expect(full.body).toMatchObject({
      resource: { type: 4, message: { content: 'hi', type: 20 } },
    });
    expect(InteractionCallbackResponseSchema.safeParse(full.body).error).toBeUndefined();
    expect(deferred.body.resource).toBeUndefined();
    expect(deferred.body.interaction).toMatchObject({
      response_message_id: second.messageId,
      response_message_loading: true,
      response_message_ephemeral: true,
    });
    expect(InteractionCallbackResponseSchema.safeParse(deferred.body).error).toBeUndefined();
  });

  it('takes no flag but EPHEMERAL with a deferred answer', async () => {
    await using it = await aDiscord();
    const plain = await it.deferred(64);
    expect(it.takeViolations()).toEqual([]);
    expect((await plain.message()).flags).toBe(64 | 128);
    const flagged = await it.deferred(V2);
    expect(it.takeViolations()).toHaveLength(1);
    expect((await flagged.message()).flags).toBe(128);
  });

  it('opens a modal as the first answer only', async () => {
    await using it = await aDiscord();
    const modal = {
      type: 9,
      data: {
        custom_id: 'form',
        title: 'Form',
        components: [{ type: 18, label: 'Text', component: { type: 4, custom_id: 'a', style: 1 } }],
      },
    };
    const first = it.discord.command(it.use);
    expect((await it.callback(first, modal)).status).toBe(204);
    expect(first.modal).toMatchObject({ custom_id: 'form' });
    const deferred = await it.deferred();
    expect((await it.callback(deferred, modal)).body.code).toBe(40060);
    const submitted = it.discord.submitModal(first, { a: 'text' });
    expect((await it.callback(submitted, modal)).body.code).toBe(50035);
  });

  it('refuses a callback that does not answer the interaction', async () => {
    await using it = await aDiscord();
    for (const type of [1, 6, 7, 8, 10]) {
      const interaction = it.discord.command(it.use);
      expect((await it.callback(interaction, { type })).body.code).toBe(50035);
    }
  });
});

describe('an interaction token', () => {
  it('is good for 15 min, then 401 50027, and must not be used after that', async () => {
    await using it = await aDiscord();
    const interaction = await it.deferred();
    const edit = () => it.api('PATCH', it.original(interaction), { body: { content: 'x' } });
    it.clock.now += 15 * MINUTE;
    expect((await edit()).status).toBe(200);
    it.clock.now += 1;
    expect(await edit()).toMatchObject({ status: 401, body: { code: 50027 } });
    expect(it.takeViolations()).toEqual([]);
    expect((await edit()).status).toBe(401);
    expect(it.takeViolations()).toHaveLength(1);
    expect(it.discord.invalidRequests).toBe(2);
  });

  it('needs no other authorization, and edits nothing before the acknowledgement', async () => {
    await using it = await aDiscord();
    const interaction = it.discord.command(it.use);
    const edit = { body: { content: 'x' }, headers: { Authorization: 'Bot wrong' } };
    expect((await it.api('PATCH', it.original(interaction), edit)).body.code).toBe(10015);
    await it.callback(interaction, { type: 5 });
    expect((await it.api('PATCH', it.original(interaction), edit)).status).toBe(200);
    const stranger = await it.api('POST', `/webhooks/${it.discord.applicationId}/none`, edit);
    expect(stranger).toMatchObject({ status: 404, body: { code: 10015 } });
  });

  it('reads, edits and deletes its messages and no others', async () => {
    await using it = await aDiscord();
    const interaction = await it.deferred();
    const other = await it.deferred();
    await it.api('PATCH', it.original(interaction), { body: { content: 'first' } });
    const follow = await it.api('POST', it.webhook(interaction), { body: { content: 'second' } });
    const followPath = it.webhook(interaction, `/messages/${String(follow.body.id)}`);
    expect(MessageResponseSchema.safeParse(follow.body).error).toBeUndefined();
    expect(interaction.followUps).toEqual([follow.body.id]);
    expect((await it.api('GET', it.original(interaction))).body.content).toBe('first');
    expect((await it.api('PATCH', followPath, { body: { content: 'third' } })).status).toBe(200);
    const foreign = it.webhook(interaction, `/messages/${other.messageId ?? ''}`);
    expect((await it.api('GET', foreign)).body.code).toBe(10008);
    expect((await it.api('DELETE', it.original(interaction))).status).toBe(204);
    expect((await it.api('GET', it.original(interaction))).body.code).toBe(10008);
    expect(it.takeViolations()).toEqual([]);
  });

  it('edits the deferred answer with the first follow-up, which stays as visible as it was', async () => {
    await using it = await aDiscord();
    const interaction = await it.deferred();
    const body = { content: 'answer', flags: 64 };
    const answer = await it.api('POST', it.webhook(interaction), { body });
    expect(answer.body).toMatchObject({ id: interaction.messageId, flags: 0 });
    expect(interaction.followUps).toEqual([]);
  });

  it('allows an app that only the user installed five follow-ups', async () => {
    await using it = await aDiscord();
    for (const [owners, sixth] of [
      [{ '1': it.user.id }, 40094],
      [{ '0': it.guild.id }, undefined],
    ] as const) {
      const interaction = it.discord.command({ ...it.use, integrationOwners: owners });
      await it.callback(interaction, { type: 4, data: { content: 'x' } });
      const send = () => it.api('POST', it.webhook(interaction), { body: { content: 'x' } });
      for (let count = 0; count < 5; count += 1) expect((await send()).status).toBe(200);
      expect((await send()).body.code).toBe(sixth);
    }
  });

  it('carries the file limit of the person, the server or the default, whichever is highest', async () => {
    await using it = await aDiscord({ uploadLimitBytes: 1000 });
    const boosted = it.discord.addGuild({ premiumTier: 2 });
    const there = it.discord.addChannel(boosted);
    const rich = it.discord.addUser({ name: 'Rich', attachmentSizeLimit: 3000 });
    const limit = (use: Partial<typeof it.use>) =>
      it.discord.command({ ...it.use, ...use }).payload.attachment_size_limit;
    expect(limit({})).toBe(1000);
    expect(limit({ user: rich })).toBe(3000);
    expect(limit({ guild: boosted, channel: there })).toBe(50 * MIB);

    const interaction = it.discord.command({ ...it.use, user: rich });
    await it.callback(interaction, { type: 5 });
    const upload = (path: string, size: number) =>
      it.api('PATCH', path, { body: {}, files: [aFile('a.mp4', size)] });
    expect((await upload(it.original(interaction), 3001)).body.code).toBe(40005);
    expect((await upload(it.original(interaction), 3000)).status).toBe(200);
    // What the person's subscription allows goes with the person's token.
    const asBot = `/channels/${it.channel.id}/messages/${interaction.messageId ?? ''}`;
    expect((await upload(asBot, 1001)).status).toBe(413);
    expect((await upload(asBot, 1000)).status).toBe(200);
  });
});

describe('a press', () => {
  it('updates the message it is on, in one step or two', async () => {
    await using it = await aDiscord();
    const interaction = it.discord.command(it.use);
    const data = { flags: V2, components: [text('card'), row(button('again'))] };
    await it.callback(interaction, { type: 4, data });
    const press = { user: it.user, message: interaction.messageId ?? '', customId: 'again' };

    const first = it.discord.press(press);
    const update = { type: 7, data: { components: [text('updated'), row(button('again'))] } };
    const answer = await it.callback(first, update, '?with_response=true');
    expect(InteractionCallbackResponseSchema.safeParse(answer.body).error).toBeUndefined();
    expect(first.messageId).toBe(interaction.messageId);
    const second = it.discord.press(press);
    await it.callback(second, { type: 6 });
    it.clock.now += 14 * MINUTE;
    const edit = await it.api('PATCH', it.original(second), { body: { components: [text('x')] } });
    expect(edit.status).toBe(200);
    expect(it.discord.text(await interaction.message())).toBe('x');
    expect(it.takeViolations()).toEqual([]);
  });

  it('is only possible on what is there, enabled and visible to the person', async () => {
    await using it = await aDiscord();
    const other = it.discord.addUser({ name: 'Eve' });
    const interaction = it.discord.command(it.use);
    const components = [row(button('on'), button('off', { disabled: true }))];
    await it.callback(interaction, { type: 4, data: { content: 'x', flags: 64, components } });
    const press = { user: it.user, message: interaction.messageId ?? '', customId: 'on' };
    expect(it.discord.press(press).payload.data).toMatchObject({ custom_id: 'on' });
    expect(() => it.discord.press({ ...press, customId: 'off' })).toThrow('disabled');
    expect(() => it.discord.press({ ...press, customId: 'none' })).toThrow('nothing "none"');
    expect(() => it.discord.press({ ...press, user: other })).toThrow('someone else');
    const forged = it.discord.pressForged({ ...press, customId: 'none' });
    expect(forged.payload.data).toMatchObject({ custom_id: 'none' });
    it.discord.deleteMessage(press.message);
    expect(() => it.discord.press(press)).toThrow('not there any more');
  });

  it('in a server that wants no outside apps gets what others cannot see', async () => {
    await using it = await aDiscord();
    const guild = it.discord.addGuild({ externalApps: false, botIsMember: false });
    const channel = it.discord.addChannel(guild);
    const interaction = it.discord.command({ ...it.use, guild, channel });
    await it.callback(interaction, { type: 4, data: { content: 'x' } });
    expect((await interaction.message()).flags).toBe(64);
  });
});
