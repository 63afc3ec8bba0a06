import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MessageRecord } from '../../../../sandbox/slack/world.ts';
import { msg } from '../../../../src/core/messages/domain/message.ts';
import { wordingOf } from '../../../../src/bots/slack/wording.ts';
import type { Reply } from '../../../../src/core/messages/domain/reply.ts';
import { plainReply, refusedReply } from '../../../../src/core/messages/domain/reply.ts';
import { refOf, startBot } from '../bot.ts';
import type { Bot } from '../bot.ts';
import { patience, settled } from '../../../support/patience.ts';

let bot: Bot;
let boss: Bot['ada'];
beforeEach(async () => {
  bot = await startBot();
  boss = bot.workspace.addPerson({ name: 'Grace', admin: true });
});
afterEach(async () => {
  await bot[Symbol.asyncDispose]();
  expect(bot.emulator.violations).toEqual([]);
  expect(bot.emulator.pings).toEqual([]);
});

const anyTime = () => AbortSignal.timeout(patience(5_000));

const request: Reply = {
  tone: 'plain',
  headline: ['Ada asks for 200 credits'],
  lines: [],
  choices: [
    { label: 'Approve 200', style: 'main', pendingAction: 'yes-1' },
    { label: 'Approve other amount', style: 'plain', pendingAction: 'other-1', asksCredits: 200 },
    { label: 'Deny', style: 'plain', pendingAction: 'no-1' },
  ],
};
const OTHER = 'amount:other-1:200';

/** A request that all admins see. */
async function announced(): Promise<MessageRecord> {
  await bot.platform.post(`${bot.workspace.id}/${bot.channel.id}`, request, anyTime());
  const message = bot.emulator.messages(bot.channel)[0];
  if (message === undefined) throw new Error('Nothing was announced.');
  return message;
}

const text = (message: MessageRecord) => bot.emulator.text(message);

describe('a choice that everyone sees', () => {
  it('names whom it is about, and calls nobody', async () => {
    const of = { platform: 'slack', id: bot.ada.id };
    const ada = { mention: of, as: 'person', label: 'Ada L.' } as const;
    const group = { mention: { ...of, id: 'S012345' }, as: 'role', label: 'makers' } as const;
    const at = `${bot.workspace.id}/${bot.channel.id}`;
    const asks = { ...request, lines: [[ada, ' of ', group, ' asks.']] };
    await bot.platform.post(at, asks, anyTime());
    expect(text(bot.emulator.messages(bot.channel)[0]!)).toContain('Ada L. of makers asks.');
    expect(bot.emulator.pings).toEqual([]);
  });

  it('keeps its buttons until it is decided, and then says what was', async () => {
    const message = await announced();
    await bot.ada.press(message, 'accept:yes-1');
    const refused = await bot.answered(1);
    expect(refused).toMatchObject({
      command: { type: 'accept', pendingAction: 'yes-1' },
      requester: { admin: false, channel: bot.channel.id, person: { id: bot.ada.id, name: 'Ada' } },
    });
    await bot.platform.reply(refused.message, refusedReply('Only admins decide.'), anyTime());
    expect(text(message)).toContain('Approve 200');

    await boss.press(message, 'accept:yes-1');
    const decided = await bot.answered(2);
    expect(decided.requester.admin).toBe(true);
    await bot.platform.replace(decided.message, plainReply('Approved by Grace.'), anyTime());
    expect(text(message)).toBe('Approved by Grace.');
    expect(bot.emulator.messages(bot.channel)).toHaveLength(1);
  });

  it('is decided hours later too', async () => {
    const message = await announced();
    await boss.press(message, 'accept:no-1');
    const interaction = await bot.answered(1);
    bot.listening.skipAhead(3 * 60 * 60_000);
    await bot.platform.replace(interaction.message, plainReply('This request is over.'), anyTime());
    expect(text(message)).toBe('This request is over.');
  });

  it('is not decided by an admin who is none any more', async () => {
    const message = await announced();
    await boss.press(message, 'accept:yes-1');
    expect((await bot.answered(1)).requester.admin).toBe(true);
    boss.record.admin = false;
    await boss.press(message, 'accept:yes-1');
    expect((await bot.answered(2)).requester.admin).toBe(false);
    const form = await (await boss.press(message, OTHER)).modal();
    await boss.submit(form, { amount: '5' });
    expect((await bot.answered(3)).requester.admin).toBe(false);
  });

  it('is pressed once however often it is delivered', async () => {
    const message = await announced();
    const act = await boss.press(message, 'accept:yes-1', { retries: 2 });
    await bot.answered(1);
    await bot.emulator.deliveries.replay(act.delivery);
    await settled();
    expect(bot.answers).toHaveLength(1);
  });

  it.each(['accept:mine-9', 'amount:mine-9:5'])(
    'takes no button that it does not have: %s',
    async (name) => {
      const message = await announced();
      const act = await bot.ada.pressForged(message, { action_id: name });
      expect(text(await act.ephemeral())).toContain('This no longer works');
      expect(bot.asks).toEqual([]);
      expect(bot.ada.modal).toBeNull();
    },
  );
});

describe('a choice that asks for a number of credits', () => {
  it('has a form with the number that was proposed, and answers on its message', async () => {
    const message = await announced();
    const form = await (await boss.press(message, OTHER)).modal();
    expect(JSON.stringify(form.view)).toContain('"initial_value":"200"');
    expect(bot.asks).toEqual([]);
    const { end } = await boss.submit(form, { amount: '150' });
    expect(end.status).toBe('cleared');
    const interaction = await bot.answered(1);
    expect(interaction).toMatchObject({
      command: { type: 'accept', pendingAction: 'other-1', credits: 150 },
      requester: { admin: true, channel: bot.channel.id },
    });
    expect(refOf(interaction)).toMatchObject({
      kind: 'press',
      channelId: bot.channel.id,
      ts: message.ts,
      private: false,
    });
    await bot.platform.replace(interaction.message, plainReply('Approved 150.'), anyTime());
    expect(text(message)).toBe('Approved 150.');
  });

  it('answers the person alone what went wrong', async () => {
    const message = await announced();
    await boss.submit(await (await boss.press(message, OTHER)).modal());
    const interaction = await bot.answered(1);
    await bot.platform.reply(
      interaction.message,
      refusedReply('It was decided already.'),
      anyTime(),
    );
    expect(text(message)).toContain('Approve other amount');
    expect(bot.emulator.messages(bot.channel, boss).map(text)).toContain('It was decided already.');
    expect(bot.emulator.messages(bot.channel, bot.ada)).toHaveLength(1);
  });

  it.each(['0', '-5', '1.5', 'many', '1000000001'])('takes no %s', async (amount) => {
    const message = await announced();
    const form = await (await boss.press(message, OTHER)).modal();
    // What a client would not send by itself.
    form.values = { amount: { amount: { type: 'number_input', value: amount } } };
    const { end } = await boss.submit(form);
    expect(end).toEqual({
      status: 'errors',
      errors: { amount: 'Credits must be a whole number from 1 to 1,000,000,000.' },
    });
    expect(bot.asks).toEqual([]);
  });

  it('is in the language that somebody set, whatever Slack says, and says so what is wrong', async () => {
    bot.core.language = () => Promise.resolve('de');
    const form = await (await boss.press(await announced(), OTHER)).modal();
    const wording = wordingOf('de');
    const title = wording.text(msg('credit-requests.how-many'));
    expect(JSON.stringify(form.view)).toContain(title);
    form.values = { amount: { amount: { type: 'number_input', value: '0' } } };
    const range = { field: msg('credits.credits'), min: 1, max: 1_000_000_000 };
    expect((await boss.submit(form)).end).toEqual({
      status: 'errors',
      errors: { amount: wording.text(msg('commands.whole-number-range', range)) },
    });
  });

  it('is in the language that Slack says where the service does not answer', async () => {
    const yui = bot.workspace.addPerson({ name: 'Yui', locale: 'ja-JP', admin: true });
    await yui.command('/video', 'status', { channel: bot.channel });
    await bot.answered(1);
    bot.core.language = () => Promise.reject(new Error('out of order'));
    const form = await (await yui.press(await announced(), OTHER)).modal();
    const title = wordingOf('ja').text(msg('credit-requests.how-many'));
    expect(JSON.stringify(form.view)).toContain(title);
  });

  it('is taken up in the place of an answer that only one person sees', async () => {
    bot.core.answer = (interaction) => bot.platform.reply(interaction.message, request, anyTime());
    const act = await boss.command('/video', 'status', { channel: bot.channel });
    const said = await act.ephemeral();
    bot.core.answer = (interaction) =>
      bot.platform.replace(interaction.message, plainReply('Done.'), anyTime());
    await boss.submit(await (await boss.press(said, OTHER)).modal());
    const kept = await bot.answered(2);
    expect(refOf(kept).ts).toBeNull();
    await bot.emulator.until('the answer', () => text(said) === 'Done.' || undefined);
  });

  it('opens one form, however often it is delivered', async () => {
    const message = await announced();
    await boss.press(message, OTHER, { retries: 2 });
    await settled();
    expect(bot.emulator.calls.filter((it) => it.method === 'views.open')).toHaveLength(1);
    expect(bot.emulator.messages(bot.channel, boss)).toHaveLength(1);
  });
});
