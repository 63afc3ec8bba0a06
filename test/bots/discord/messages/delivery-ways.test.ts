import { REST } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MessageRef } from '../../../../src/core/messages/domain/message-ref.ts';
import type { ShownCard } from '../../../../src/core/chat/ports/chat-platform.ts';
import { aShownCard } from '../../../contracts/chat-platform.ts';
import { create, startBot } from '../bot.ts';
import type { Bot } from '../bot.ts';
import {
  atEase,
  buttonIds,
  failed,
  JOB,
  refOf,
  rendering,
  shownIn,
  textOf,
  unconfirmed,
} from '../cards.ts';

const QUARTER_HOUR = 15 * 60 * 1000;

let bot: Bot;
beforeEach(async () => {
  bot = await startBot();
});
afterEach(async () => {
  await bot[Symbol.asyncDispose]();
  expect(bot.emulator.pings).toEqual([]);
});

const show = (message: MessageRef, card: ShownCard) =>
  bot.connection.platform.show(message, card, atEase());

const routes = () => bot.emulator.calls.map((it) => `${it.method} ${it.route}`);
const tokenEdits = () => routes().filter((it) => /^PATCH \/webhooks/.test(it)).length;

/** A server where only Ada has the app, for herself. */
const forHerself = () => {
  const guild = bot.emulator.addGuild({ botIsMember: false });
  return { guild, channel: bot.emulator.addChannel(guild) };
};

describe('a card in a server that has the app', () => {
  it('is edited by the token while it lives, then by the bot itself', async () => {
    const { ask: interaction } = await create(bot);
    const first = await show(interaction.message, aShownCard());
    expect(tokenEdits()).toBe(1);
    bot.skipAhead(QUARTER_HOUR);
    const second = await show(first, rendering());
    expect(tokenEdits()).toBe(1);
    expect(second).toEqual(first);
    expect(textOf(bot, second)).toContain('Rendering');
    expect(bot.emulator.violations).toEqual([]);
  });

  it('does not use the token in its last seconds', async () => {
    const { ask: interaction } = await create(bot);
    bot.skipAhead(QUARTER_HOUR - 10_000);
    await show(interaction.message, rendering());
    expect(tokenEdits()).toBe(0);
    expect(textOf(bot, interaction.message)).toContain('Rendering');
  });

  it('goes on by the bot when the token dies early, and does not try it again', async () => {
    const { ask: kept, interaction } = await create(bot);
    bot.emulator.expireToken(interaction);
    const ref = await show(kept.message, rendering(0.2));
    expect(textOf(bot, ref)).toContain('20%');
    await show(ref, rendering(0.6));
    expect(tokenEdits()).toBe(1);
    expect(textOf(bot, ref)).toContain('60%');
  });

  it('has no Refresh button: it never needs one', async () => {
    const { ask: interaction } = await create(bot);
    const ref = await show(interaction.message, aShownCard());
    expect(buttonIds(bot, ref)).toEqual([`cancel:${JOB}`]);
  });

  it('is found by the token alone when nobody learned its id', async () => {
    const { ask: interaction } = await create(bot);
    const unknown = { ...(interaction.message as object), messageId: null };
    const ref = await show(unknown, rendering());
    expect(refOf(ref).messageId).toBe(refOf(interaction.message).messageId);
  });

  it('that was deleted comes as a direct message once it is over, and not before', async () => {
    const { ask: interaction } = await create(bot);
    bot.emulator.deleteMessage(shownIn(interaction.message));
    await expect(show(interaction.message, rendering())).rejects.toMatchObject({ code: 'gone' });
    const ref = await show(interaction.message, failed());
    expect(refOf(ref).movedTo?.channelId).toBe(bot.emulator.directMessages(bot.ada).id);
    expect(textOf(bot, ref)).toContain("Kling couldn't render this video");
    expect(textOf(bot, ref)).toContain('Sent here because');
  });

  it.each([
    [
      'the bot was thrown out',
      () => {
        bot.emulator.kickBot(bot.guild);
      },
    ],
    [
      'its message was deleted',
      (id: string) => {
        bot.emulator.deleteMessage(id);
      },
    ],
  ])('comes as a direct message when it is over and %s', async (_, misfortune) => {
    const { ask: interaction } = await create(bot);
    bot.skipAhead(QUARTER_HOUR);
    misfortune(shownIn(interaction.message));
    const ref = await show(interaction.message, failed());
    expect(textOf(bot, ref)).toContain('Sent here because');
  });

  it('in an archived thread comes as a direct message', async () => {
    const thread = bot.emulator.addChannel(bot.guild, { threadOf: bot.channel });
    const { ask: interaction } = await create(bot, { channel: thread });
    bot.skipAhead(QUARTER_HOUR);
    bot.emulator.archiveThread(thread);
    const ref = await show(interaction.message, failed());
    expect(refOf(ref).movedTo).not.toBeNull();
  });
});

describe('a token that ran out', () => {
  it('does not make the bot forget its own', async () => {
    const { ask: kept, interaction } = await create(bot);
    bot.emulator.expireToken(interaction);
    await show(kept.message, rendering());
    await show(kept.message, failed());
    expect(textOf(bot, kept.message)).toContain("Kling couldn't render this video");
  });

  it('would, where both go through one REST with its usual ways', async () => {
    const { ask: kept, interaction } = await create(bot);
    bot.emulator.expireToken(interaction);
    const rest = new REST({ api: bot.emulator.apiUrl, retries: 0 }).setToken(bot.emulator.token);
    const { token } = refOf(kept.message);
    const edit = rest.patch(`/webhooks/${bot.emulator.applicationId}/${token}/messages/@original`, {
      body: { content: 'x' },
    });
    await expect(edit).rejects.toMatchObject({ code: 50_027 });
    await expect(rest.get('/gateway/bot')).rejects.toThrow('Expected token to be set');
  });

  it('nor does a 401 of the bot’s own calls', async () => {
    const { ask: interaction } = await create(bot);
    bot.skipAhead(QUARTER_HOUR);
    const fault = { status: 401, body: { code: 0, message: '401: Unauthorized' } };
    bot.emulator.failNext({ route: /^\/channels\//, ...fault });
    await expect(show(interaction.message, rendering())).rejects.toMatchObject({
      code: 'unreachable',
    });
    await show(interaction.message, rendering());
    expect(textOf(bot, interaction.message)).toContain('Rendering');
  });
});

describe.each([
  ['only its requester sees', () => create(bot, { options: { private: true } })],
  ['is in a server without the app', () => create(bot, forHerself())],
])('a card that %s', (_, ask) => {
  it('says until when it updates by itself and carries a Refresh button', async () => {
    const { ask: asked } = await ask();
    const ref = await show(asked.message, rendering());
    expect(textOf(bot, ref)).toContain('Updates until');
    expect(buttonIds(bot, ref)).toEqual([`refresh:${JOB}`]);
    expect(bot.emulator.violations).toEqual([]);
  });

  it('waits for the press that renews the way to it', async () => {
    const { ask: asked } = await ask();
    const ref = await show(asked.message, rendering(0.2));
    bot.skipAhead(QUARTER_HOUR);
    const calls = bot.emulator.calls.length;
    await expect(show(ref, rendering(0.5))).rejects.toMatchObject({ code: 'gone' });
    expect(bot.emulator.calls.length).toBe(calls);

    const message = refOf(ref).messageId ?? '';
    bot.emulator.press({ user: bot.ada, message, customId: `refresh:${JOB}` });
    const pressed = await bot.answered(2);
    const renewed = bot.connection.platform.renewed(ref, pressed.message);
    await show(renewed, rendering(0.8));
    expect(textOf(bot, ref)).toContain('80%');
    expect(bot.emulator.violations).toEqual([]);
  });

  it('comes as a direct message when it is over and nobody pressed', async () => {
    const { ask: asked } = await ask();
    const ref = await show(asked.message, rendering());
    bot.skipAhead(QUARTER_HOUR);
    const moved = await show(ref, failed());
    expect(textOf(bot, moved)).toContain("Kling couldn't render this video");
    expect(refOf(moved).movedTo?.channelId).toBe(bot.emulator.directMessages(bot.ada).id);
    expect(bot.emulator.violations).toEqual([]);
  });
});

describe('a direct message', () => {
  const aLateCard = async () => {
    const { ask: interaction } = await create(bot, { options: { private: true } });
    bot.skipAhead(QUARTER_HOUR);
    return interaction.message;
  };

  it('is edited from then on', async () => {
    const moved = await show(await aLateCard(), unconfirmed());
    // Nobody who could press them sees them there.
    expect(buttonIds(bot, moved)).toEqual([]);
    const again = await show(moved, failed());
    expect(again).toEqual(moved);
    expect(textOf(bot, moved)).toContain("Kling couldn't render this video");
    expect(bot.connection.platform.linkTo(moved)).toContain('/@me/');
  });

  it('comes once, although it is sent again after a crash', async () => {
    const ref = await aLateCard();
    const [one, two] = [await show(ref, failed()), await show(ref, failed())];
    expect(two).toEqual(one);
  });

  it('comes once, although its answer was lost', async () => {
    const ref = await aLateCard();
    bot.emulator.failNext({ route: /messages$/, method: 'POST', after: 'after' });
    await expect(show(ref, failed())).rejects.toMatchObject({ code: 'unreachable' });
    const moved = await show(ref, failed());
    const channel = bot.emulator.directMessages(bot.ada).id;
    const there = bot.emulator.messages.all().filter((it) => it.channelId === channel);
    expect(there.map((it) => it.id)).toEqual([shownIn(moved)]);
  });

  it('that is not taken leaves the card gone', async () => {
    const closed = bot.emulator.addUser({ name: 'Quiet', dmsOpen: false });
    const { ask: interaction } = await create(bot, { user: closed, options: { private: true } });
    bot.skipAhead(QUARTER_HOUR);
    await expect(show(interaction.message, failed())).rejects.toMatchObject({ code: 'gone' });
  });

  it('is left again for the card when somebody presses its button', async () => {
    const { ask: interaction } = await create(bot, { options: { private: true } });
    const ref = await show(interaction.message, rendering());
    bot.skipAhead(QUARTER_HOUR);
    const moved = await show(ref, failed());
    const message = refOf(ref).messageId ?? '';
    bot.emulator.press({ user: bot.ada, message, customId: `refresh:${JOB}` });
    const pressed = await bot.answered(2);
    const renewed = bot.connection.platform.renewed(moved, pressed.message);
    expect(await show(renewed, failed())).toMatchObject({ movedTo: null });
    expect(bot.emulator.text(bot.emulator.messages.json(message))).toContain(
      "Kling couldn't render this video",
    );
  });
});

describe('a press', () => {
  it('by somebody else leaves the card its requester’s', async () => {
    const { ask: interaction } = await create(bot);
    const ref = await show(interaction.message, aShownCard());
    const bob = bot.emulator.addUser({ name: 'Bob' });
    const message = refOf(ref).messageId ?? '';
    bot.emulator.press({ user: bob, message, customId: `cancel:${JOB}` });
    const pressed = await bot.answered(2);
    expect(pressed.requester.person.id).toBe(bob.id);
    expect(bot.connection.platform.renewed(ref, pressed.message)).toMatchObject({
      userId: bot.ada.id,
      token: refOf(pressed.message).token,
    });
  });
});

describe('a card', () => {
  it('is never without words for people that something was stopped by AutoMod', async () => {
    const { ask: interaction } = await create(bot);
    const stopped = { status: 400, body: { code: 200_000, message: 'Message blocked' } };
    bot.emulator.failNext({ route: /^\/webhooks\//, ...stopped });
    const ref = await show(interaction.message, rendering());
    expect(textOf(bot, ref)).toContain('AutoMod');
    expect(textOf(bot, ref)).not.toContain('lighthouse');
    bot.emulator.failNext({ route: /^\/webhooks\//, ...stopped, times: 2 });
    await expect(show(ref, rendering())).rejects.toMatchObject({ code: 'refused' });
  });
});
