import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../sandbox/shared/json.ts';
import type { MessageRef } from '../../../../src/core/messages/domain/message-ref.ts';
import { aShownCard } from '../../../contracts/chat-platform.ts';
import { startBot } from '../bot.ts';
import type { Bot } from '../bot.ts';
import { atEase, refOf } from '../cards.ts';

let bot: Bot;
beforeEach(async () => {
  bot = await startBot();
});
afterEach(async () => {
  await bot[Symbol.asyncDispose]();
  // That of the acknowledgement whose answer was lost.
  expect(bot.emulator.violations.filter((it) => it.code !== 40_060)).toEqual([]);
});

const here = () => ({ user: bot.ada, guild: bot.guild, channel: bot.channel });

/** A command of a message's menu, on a message that has this in it. */
async function chosen(name: string, more: JsonObject) {
  const { user, channel } = here();
  const { id } = bot.emulator.say({ user, channel, content: '', more });
  const interaction = bot.emulator.command({ ...here(), name, target: { id: id as string } });
  await interaction.acknowledged();
  return interaction;
}

const textOf = async (interaction: Awaited<ReturnType<typeof chosen>>) =>
  bot.emulator.text(await interaction.message());

/** What somebody chose a command on, as Discord told it. */
function target(name: string): JsonObject {
  const text = readFileSync(`test/cases/chat/discord-${name}-target.json`, 'utf8');
  return (JSON.parse(text) as { readonly message: JsonObject }).message;
}

describe('a command on a message', () => {
  it('with a poll is answered, and the next one as well', async () => {
    const interaction = await chosen('Animate this image', target('poll'));
    expect(await textOf(interaction)).toContain('No image in this message');
    const next = bot.emulator.command({ ...here(), name: 'credits' });
    await bot.answered(1);
    expect(next.callbackType).toBe(5);
  });

  it('that was forwarded finds the picture', async () => {
    const { modal } = await chosen('Animate this image', target('forwarded'));
    expect(modal).toMatchObject({ title: 'Animate this image' });
  });

  it('that shows its video by components finds the video', async () => {
    const { modal } = await chosen('Edit this video', target('own-card'));
    expect(modal).toMatchObject({ title: 'Edit this video' });
  });

  it('that Discord does not tell is answered', async () => {
    bot.emulator.tamper((it) => ({ ...it, data: { ...(it.data as object), resolved: null } }));
    const interaction = await chosen('Animate this image', {});
    expect(await textOf(interaction)).toContain('No image in this message');
  });
});

const without =
  (...names: readonly string[]) =>
  (payload: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(payload).filter(([name]) => !names.includes(name)));

describe('an interaction', () => {
  const typed = () =>
    bot.emulator.command({
      ...here(),
      name: 'video',
      subcommand: 'create',
      options: { prompt: 'a kite', seconds: 5 },
    });

  it('without a channel is answered in the one that its id names', async () => {
    bot.emulator.tamper(without('channel'));
    typed();
    const interaction = await bot.answered(1);
    expect(refOf(interaction.message).channelId).toBe(bot.channel.id);
    expect(interaction.requester.channel).toBe(bot.channel.id);
    expect(bot.connection.platform.linkTo(interaction.message)).toContain(bot.channel.id);
  });

  it('that names no channel at all is answered, and nothing is kept of it', async () => {
    bot.emulator.tamper(without('channel', 'channel_id'));
    const interaction = typed();
    expect(bot.emulator.text(await interaction.message())).toContain('incomplete');
    expect(bot.asks).toEqual([]);
  });

  it('without a limit for files has the one that holds everywhere', async () => {
    bot.emulator.tamper(without('attachment_size_limit'));
    typed();
    const { message } = await bot.answered(1);
    expect(message).toMatchObject({ attachmentSizeLimit: 10 * 1024 * 1024 });
    await expect(bot.connection.platform.uploadLimit(message)).resolves.toBeGreaterThan(1_000_000);
  });

  it('of before, whose handle lacks both, can still be shown', async () => {
    typed();
    const { message } = await bot.answered(1);
    const handle = {
      ...without('attachmentSizeLimit')(message as JsonObject),
      channelId: null,
    } as MessageRef;
    const { platform } = bot.connection;
    expect(platform.linkTo(handle)).toBeNull();
    await expect(platform.uploadLimit(handle)).resolves.toBeGreaterThan(1_000_000);
    const shown = await platform.show(handle, aShownCard(), atEase());
    expect(refOf(shown).messageId).toBe(refOf(message).messageId);
  });

  it.each([
    ['a prompt that is no text', { value: 7 }],
    ['a prompt without words', { value: null }],
    ['an option without a name', { name: null }],
  ])('with %s starts nothing, and says so', async (_words, change) => {
    bot.emulator.tamper((it) => {
      const [create] = (it.data as { options: { options: object[] }[] }).options;
      const [prompt, ...rest] = create?.options ?? [];
      const options = [{ ...create, options: [{ ...prompt, ...change }, ...rest] }];
      return { ...it, data: { ...(it.data as object), options } };
    });
    const interaction = typed();
    expect(bot.emulator.text(await interaction.message())).toContain('Not started, not charged');
    expect(bot.asks).toEqual([]);
  });

  it('with a lot in it fills no log', async () => {
    const name = 'x'.repeat(50_000);
    bot.emulator.tamper((it) => ({ ...it, data: { name: 'video', options: [{ name, type: 3 }] } }));
    const interaction = typed();
    expect(bot.emulator.text(await interaction.message())).toContain('incomplete');
    const line = bot.logged.find((it) => it.includes('could not be read')) ?? '';
    expect(line).toContain('the value of xxx');
    expect(line.length).toBeLessThan(1_000);
  });

  it('of another application by its own word is answered as of ours', async () => {
    bot.emulator.tamper((it) => ({ ...it, application_id: '999999999999999999' }));
    typed();
    const { message } = await bot.answered(1);
    expect(message).toMatchObject({ applicationId: bot.emulator.applicationId });
  });

  it('whose token is no part of an address costs itself alone', async () => {
    bot.emulator.tamper((it) => ({ ...it, token: `\ud800${String(it.token)}` }));
    typed();
    bot.emulator.tamper(null);
    typed();
    await bot.answered(1);
    expect(bot.logged.filter((it) => it.includes('"level":50')).length).toBe(1);
    expect(bot.logged.join('')).toContain('nor answered');
  });

  it('that we fail on is answered, and the log has why', async () => {
    bot.receive = () => {
      throw new Error('a fault of ours');
    };
    const interaction = typed();
    const said = bot.emulator.text(await interaction.message());
    expect(said).toContain('Showrunner ran into an error');
    expect(said).toContain(interaction.id);
    const line = bot.logged.find((it) => it.includes('a fault of ours')) ?? '';
    expect(line).toContain(interaction.id);
  });

  it('that nobody can be told about costs nothing else', async () => {
    for (const d of [null, {}, { id: 7 }, { id: '123456789012345678' }, [], 'x']) {
      bot.emulator.gateway.sendRaw(JSON.stringify({ op: 0, s: 50, t: 'INTERACTION_CREATE', d }));
    }
    bot.emulator.tamper(null);
    typed();
    await bot.answered(1);
    expect(bot.logged.filter((it) => it.includes('could not be read')).length).toBe(6);
  });
});

describe('a press', () => {
  it('without its message is answered, and nothing is kept of it', async () => {
    const message = bot.emulator.say({ ...here(), content: 'x' });
    bot.emulator.tamper(without('message'));
    const press = bot.emulator.pressForged({
      user: bot.ada,
      message: message.id as string,
      customId: 'refresh:job-1',
    });
    expect(bot.emulator.text(await press.message())).toContain('incomplete');
    expect(bot.asks).toEqual([]);
  });
});

describe('the acknowledgement of an interaction', () => {
  it('whose answer was lost counts as given', async () => {
    bot.emulator.failNext({ route: /callback$/, after: 'after' });
    const interaction = bot.emulator.command({ ...here(), name: 'credits' });
    await bot.answered(1);
    expect(interaction.callbackType).toBe(5);
  });

  it('that was lost is given once more', async () => {
    bot.emulator.failNext({ route: /callback$/, status: 502 });
    const interaction = bot.emulator.command({ ...here(), name: 'credits' });
    await bot.answered(1);
    expect(interaction.failedToRespond).toBe(false);
    await delay(10);
  });
});
