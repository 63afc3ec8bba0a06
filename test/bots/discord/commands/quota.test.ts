import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { DiscordEmulator } from '../../../../sandbox/discord/emulator.ts';
import type { Choice, Reply } from '../../../../src/core/messages/domain/reply.ts';
import { startBot } from '../bot.ts';
import type { Bot } from '../bot.ts';
import { anyTime, refOf, textOf } from '../cards.ts';
import { patience } from '../../../support/patience.ts';

const MANAGE_SERVER = 1n << 5n;

let bot: Bot;
let lin: ReturnType<DiscordEmulator['addUser']>;
let role: string;
beforeAll(async () => {
  bot = await startBot();
  lin = bot.emulator.addUser({ name: 'Lin', permissions: MANAGE_SERVER });
  role = bot.emulator.addRole(bot.guild, 'Editors');
});
afterAll(async () => {
  await bot[Symbol.asyncDispose]();
  expect(bot.emulator.violations).toEqual([]);
  expect(bot.emulator.pings).toEqual([]);
});

type Use = Parameters<DiscordEmulator['command']>[0];

const typed = (subcommand: string, use: Partial<Use> = {}) =>
  bot.emulator.command({
    user: lin,
    guild: bot.guild,
    channel: bot.channel,
    name: 'quota',
    subcommand,
    ...use,
  });

async function asked(...use: Parameters<typeof typed>) {
  const before = bot.answers.length;
  typed(...use);
  return bot.answered(before + 1);
}

/** One of each, as an admin's client fills it in. */
const each = (): readonly (readonly [string, NonNullable<Use['options']>])[] => [
  ['set', { who: bot.ada, credits: 500, per: 'week', per_job: 200, at_once: 2 }],
  ['pool', { limit: 'unlimited', reason: 'x' }],
  ['grant', { who: bot.ada, credits: 300, days: 7, reason: 'x' }],
  ['revoke', { who: bot.ada, reason: 'x' }],
  ['show', { who: role }],
  ['admins add', { who: bot.ada }],
  ['admins remove', { who: bot.ada }],
  ['admins list', {}],
  ['channels allow', { channel: bot.channel }],
  ['channels deny', { channel: bot.channel }],
  ['channels clear', { channel: bot.channel }],
  ['channels list', {}],
  ['words add', { word: 'foo*' }],
  ['words remove', { word: 'foo*' }],
  ['words list', {}],
  ['model allow', { model: 'one/model-1' }],
  ['model deny', { model: 'one/model-1' }],
  ['model prefer', { model: 'one/model-1' }],
  ['model clear', { model: 'one/model-1' }],
  ['model list', {}],
  ['timezone', { zone: 'Europe/Berlin' }],
  ['language', { language: 'de' }],
  ['confirm above', { credits: 500 }],
  ['confirm always', {}],
  ['confirm never', {}],
  ['confirm default', {}],
  ['inbox', { channel: bot.channel }],
  ['digest', {}],
  ['report', { days: 90 }],
  ['audit', {}],
  ['link', { code: 'ABC' }],
  ['unlink', {}],
];

/** A question in a channel of its own, because each takes few messages at a time. */
async function announced(choice: Choice): Promise<string> {
  const channel = bot.emulator.addChannel(bot.guild, { name: 'inbox' });
  const reply: Reply = { tone: 'plain', headline: ['Well?'], lines: [], choices: [choice] };
  await bot.connection.platform.post(channel.id, reply, anyTime());
  const message = bot.emulator.messages.all().find((it) => it.channelId === channel.id);
  return message?.id ?? '';
}

describe('/quota', () => {
  it('has a test for each of its commands', () => {
    interface Named {
      readonly name: string;
      readonly type: number;
      readonly options?: readonly Named[];
    }
    const quota = bot.emulator.commands.find((it) => it.name === 'quota') as unknown as Named;
    const names = (quota.options ?? []).flatMap((it) =>
      it.type === 2 ? (it.options ?? []).map((inner) => `${it.name} ${inner.name}`) : [it.name],
    );
    expect(names.toSorted()).toEqual(
      each()
        .map(([name]) => name)
        .toSorted(),
    );
  });

  it('reaches the core in full, for the eyes of the admin alone', async () => {
    const { command, requester, message } = await asked('set', {
      options: { who: bot.ada, credits: 500, per: 'week', per_job: 200, reason: 'launch' },
    });
    expect(command).toEqual({
      type: 'admin',
      act: {
        act: 'set',
        for: { kind: 'person', id: bot.ada.id },
        change: { allowance: { kind: 'credits', credits: 500, per: 'week' }, perJob: 200 },
        reason: 'launch',
      },
    });
    expect(requester).toMatchObject({ admin: true, person: { id: lin.id, name: 'Lin' } });
    expect(refOf(message)).toMatchObject({ ephemeral: true, reach: 'token-only' });
  });

  it('knows a person, a role, everybody and a channel from each other', async () => {
    const actOf = async (...use: Parameters<typeof typed>) => {
      const { command } = await asked(...use);
      return command.type === 'admin' ? command.act : null;
    };
    expect(await actOf('show', { options: { who: bot.ada } })).toMatchObject({
      of: { kind: 'person', id: bot.ada.id },
    });
    expect(await actOf('show', { options: { who: role } })).toMatchObject({
      of: { kind: 'role', id: role },
    });
    expect(await actOf('show', { options: { who: bot.guild.id } })).toMatchObject({
      of: { kind: 'team' },
    });
    expect(await actOf('show')).toMatchObject({ of: { kind: 'team' } });
    expect(await actOf('grant', { options: { who: bot.ada, credits: 1, reason: 'x' } })).toEqual({
      act: 'grant',
      to: { kind: 'person', id: bot.ada.id },
      credits: 1,
      days: null,
      reason: 'x',
    });
    expect(await actOf('inbox', { options: { channel: bot.channel } })).toEqual({
      act: 'inbox',
      channel: bot.channel.id,
    });
  });

  it('says at once what contradicts itself, and asks the core for nothing', async () => {
    const before = bot.asks.length;
    const message = await typed('set', { options: { credits: 5 } }).message();
    expect(bot.emulator.text(message)).toContain(
      'Choose a period for these credits: day, week or month.',
    );
    expect(bot.emulator.text(message)).toContain('Nothing changed');
    expect(Number(message.flags) & 64).toBe(64);
    expect(bot.asks).toHaveLength(before);
  });

  it('is not offered outside of servers, nor to those who do not manage one', () => {
    const offered = (use: Partial<Use>) => () => typed('show', use);
    expect(offered({ user: bot.ada })).toThrow('not offered to people without permission');
    expect(() => bot.emulator.command({ user: lin, name: 'quota', subcommand: 'show' })).toThrow(
      'not offered in context 1',
    );
    const thread = bot.emulator.addChannel(bot.guild, { threadOf: bot.channel });
    expect(() => typed('channels deny', { options: { channel: thread } })).toThrow('no channel of');
  });
});

describe('somebody who is no admin', () => {
  it('is none with any command, though the server shows it to them', async () => {
    for (const [name, options] of each()) {
      const interaction = await asked(name, { user: bot.ada, openedByAdmin: true, options });
      // The core refuses them and writes it down, so that it has to hear of it.
      expect([name, interaction.command.type, interaction.requester.admin]).toEqual([
        name,
        'admin',
        false,
      ]);
    }
  });

  it('is none any more from the moment they lost the right', async () => {
    const moe = bot.emulator.addUser({ name: 'Moe', permissions: MANAGE_SERVER, roles: [role] });
    expect((await asked('show', { user: moe })).requester.admin).toBe(true);
    moe.permissions = 1n << 31n;
    const interaction = await asked('show', { user: moe, openedByAdmin: true });
    // They have the role yet, which says nothing.
    expect(interaction.requester).toMatchObject({ admin: false, roles: [role] });
  });

  it('is none with an admin’s button, pressed, forged or pressed again', async () => {
    const message = await announced({ label: 'Approve', style: 'main', pendingAction: 'p-9' });
    const pressing = async (press: () => unknown) => {
      const before = bot.answers.length;
      press();
      return bot.answered(before + 1);
    };
    const before = bot.answers.length;
    const admin = bot.emulator.press({ user: lin, message, customId: 'accept:p-9' });
    expect((await bot.answered(before + 1)).requester.admin).toBe(true);
    const pressed = await pressing(() =>
      bot.emulator.press({ user: bot.ada, message, customId: 'accept:p-9' }),
    );
    expect(pressed).toMatchObject({
      command: { type: 'accept', pendingAction: 'p-9' },
      requester: { admin: false, person: { id: bot.ada.id } },
    });
    const forged = await pressing(() =>
      bot.emulator.pressForged({ user: bot.ada, message, customId: 'accept:another-1' }),
    );
    expect(forged.command).toEqual({ type: 'accept', pendingAction: 'another-1' });
    expect(forged.requester.admin).toBe(false);
    // The very event of the admin's press again is the admin's, and known already.
    const answered = bot.answers.length;
    const asks = bot.asks.length;
    bot.emulator.replay(admin);
    await vi.waitFor(
      () => {
        expect(bot.asks).toHaveLength(asks + 1);
      },
      { timeout: patience(5_000) },
    );
    expect(bot.answers).toHaveLength(answered);
  });

  it.each(['admin:set', 'decide:1:500', 'amount:p-9:x', 'amount::5', 'amount:p-9:1:2'])(
    'gets nothing by a button of their own making: %s',
    async (customId) => {
      const message = (await typed('show').message()).id as string;
      const before = bot.asks.length;
      const forged = bot.emulator.pressForged({ user: lin, message, customId });
      expect(bot.emulator.text(await forged.message())).toContain('This no longer works');
      expect(bot.asks).toHaveLength(before);
    },
  );
});

describe('a button that asks for an amount', () => {
  const customId = 'amount:p-7:300';
  const offered = () =>
    announced({ label: 'Other amount', style: 'plain', pendingAction: 'p-7', asksCredits: 300 });
  const opened = async (message: string, user = lin) => {
    const press = bot.emulator.press({ user, message, customId });
    await press.acknowledged();
    return press;
  };

  it('opens a form with the amount that was asked for, and keeps nothing yet', async () => {
    const before = bot.asks.length;
    const press = await opened(await offered());
    expect(press.callbackType).toBe(9);
    expect(JSON.stringify(press.modal)).toContain('"value":"300"');
    expect(bot.asks).toHaveLength(before);
  });

  it.each([
    ['250', 250],
    [' 1 ', 1],
    ['12,500', 12_500],
  ])('takes %j', async (credits, amount) => {
    const message = await offered();
    const before = bot.answers.length;
    bot.emulator.submitModal(await opened(message), { credits });
    const interaction = await bot.answered(before + 1);
    expect(interaction.command).toEqual({ type: 'accept', pendingAction: 'p-7', credits: amount });
    expect(interaction.requester).toMatchObject({ admin: true, person: { id: lin.id } });
    const done: Reply = { tone: 'plain', headline: ['Approved.'], lines: [] };
    await bot.connection.platform.replace(interaction.message, done, anyTime());
    expect(refOf(interaction.message).messageId).toBe(message);
    expect(textOf(bot, interaction.message)).toContain('Approved.');
  });

  it.each(['0', '-5', '2.5', '1e3', 'lots', '1234567890', '1,0', '٣'])(
    'says what is wrong with %j',
    async (credits) => {
      const press = await opened(await offered());
      const before = bot.asks.length;
      const said = await bot.emulator.submitModal(press, { credits }).message();
      expect(bot.emulator.text(said)).toContain('whole number from 1');
      expect(bot.emulator.text(said)).toContain('Nothing changed');
      expect(Number(said.flags) & 64).toBe(64);
      expect(bot.asks).toHaveLength(before);
    },
  );

  it('does not make an admin of whoever sends it off', async () => {
    const before = bot.answers.length;
    bot.emulator.submitModal(await opened(await offered(), bot.emulator.addUser({ name: 'Bo' })), {
      credits: '999',
    });
    expect((await bot.answered(before + 1)).requester.admin).toBe(false);
  });
});
