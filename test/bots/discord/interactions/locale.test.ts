import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requesterOf } from '../../../../src/bots/discord/commands/read-command.ts';
import { readInteraction } from '../../../../src/bots/discord/interactions/interaction.ts';
import { createReplies } from '../../../../src/bots/discord/replies.ts';
import { msg } from '../../../../src/core/messages/domain/message.ts';
import { plainReply } from '../../../../src/core/messages/domain/reply.ts';
import { aForm } from '../../../support/forms.ts';
import { startBot } from '../bot.ts';
import type { Bot } from '../bot.ts';

let bot: Bot;
beforeEach(async () => {
  bot = await startBot();
});
afterEach(async () => {
  await bot[Symbol.asyncDispose]();
  expect(bot.emulator.violations).toEqual([]);
});

const here = () => ({ guild: bot.guild, channel: bot.channel });

describe('The language of an interaction', () => {
  it('comes with a command and with a press', async () => {
    bot.emulator.tells.add('locale');
    const yui = bot.emulator.addUser({ name: 'Yui', locale: 'ja' });
    bot.emulator.command({ ...here(), user: yui, name: 'video', subcommand: 'history' });
    expect((await bot.answered(1)).requester.person.locale).toBe('ja');
    bot.emulator.command({ ...here(), user: yui, name: 'credits', locale: 'ko' });
    expect((await bot.answered(2)).requester.person.locale).toBe('ko');
  });

  it.each([1, 2, 3, 4, 5])('is read of type %d, and is none where it is odd', (type) => {
    const read = (locale: unknown) => {
      const packet = {
        id: '1180000000000000001',
        token: 'token',
        type,
        locale,
        channel_id: '1180000000000000002',
        user: { id: '1180000000000000003' },
        message: { id: '1180000000000000004' },
        data: { name: 'video', custom_id: 'x', options: [{ type: 3, name: 'a', focused: true }] },
      };
      return readInteraction(packet, '1180000000000000005');
    };
    const told = read('pt-BR');
    expect(told).toMatchObject(
      told.status === 'read' ? { interaction: { locale: 'pt-BR' } } : { locale: 'pt-BR' },
    );
    if (told.status === 'read') expect(requesterOf(told.interaction).person.locale).toBe('pt-BR');
    for (const odd of [undefined, null, 7, '', 'x', 'no tag at all', 'x'.repeat(100)]) {
      const it = read(odd);
      expect(it).toMatchObject(
        it.status === 'read' ? { interaction: { locale: null } } : { locale: null },
      );
      if (it.status === 'read')
        expect(requesterOf(it.interaction).person).not.toHaveProperty('locale');
    }
  });
});

describe('A first answer', () => {
  it.each([
    ['ja', '再試行'],
    ['es-419', 'Reintentar'],
    ['fi', 'Try again'],
    [null, 'Try again'],
  ])('is in the language of %s', async (locale, words) => {
    const bodies: string[] = [];
    const replies = createReplies({
      byToken: ({ body }) => {
        bodies.push(JSON.stringify(body));
        return Promise.resolve({});
      },
      asBot: () => Promise.reject(new Error('no answer is the bot’s own')),
    });
    const said = plainReply(msg('chat.try-again'));
    await replies.reply({ id: '1', token: 't', locale }, said);
    expect(bodies[0]).toContain(words);
    // What the core knows of the person goes before what Discord says.
    await replies.reply({ id: '1', token: 't', locale }, { ...said, language: 'ko' });
    expect(bodies[1]).toContain('다시 시도');
  });

  it('is in the language that somebody set, where it is known', async () => {
    bot.form = () => Promise.resolve(aForm({ language: 'ja', ownLanguage: 'ja' }));
    const shown = bot.emulator.command({
      ...here(),
      user: bot.ada,
      name: 'video',
      subcommand: 'settings',
    });
    expect(bot.emulator.text(await shown.message())).toContain('言語：**日本語**');
  });
});
