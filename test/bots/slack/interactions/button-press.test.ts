import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { jobId } from '../../../../src/core/shared/domain/ids.ts';
import { patience, settled } from '../../../support/patience.ts';
import { refOf, startBot } from '../bot.ts';
import type { Bot } from '../bot.ts';

let bot: Bot;
beforeEach(async () => {
  bot = await startBot();
});
afterEach(async () => {
  await bot[Symbol.asyncDispose]();
  expect(bot.emulator.violations).toEqual([]);
  expect(bot.emulator.pings).toEqual([]);
});

const type = (text: string) => bot.ada.command('/video', text, { channel: bot.channel });

describe('a press', () => {
  async function aCard(actionId: string, url?: string) {
    const { clients } = bot.listening;
    const client = await clients.progress({ teamId: bot.workspace.id, enterpriseId: null });
    const posted = await client.chat.postMessage({
      channel: bot.channel.id,
      text: 'a card',
      blocks: [
        {
          type: 'actions',
          elements: [
            {
              type: 'button',
              text: { type: 'plain_text', text: 'Press' },
              action_id: actionId,
              ...(url === undefined ? {} : { url }),
            },
          ],
        },
      ],
    });
    return bot.emulator.message(bot.channel, posted.ts ?? '');
  }

  it('says all there is to know, also after a restart', async () => {
    const card = await aCard('check-now:0197-ab');
    expect((await bot.ada.press(card, 'check-now:0197-ab')).error).toBeNull();
    const interaction = await bot.answered(1);
    expect(interaction.command).toEqual({
      type: 'press',
      action: 'check-now',
      job: jobId('0197-ab'),
    });
    expect(refOf(interaction)).toMatchObject({
      kind: 'press',
      channelId: bot.channel.id,
      ts: card.ts,
      usesLeft: 5,
    });
  });

  it('tells of an admin who is none any more that they are none', async () => {
    const boss = bot.workspace.addPerson({ name: 'Grace', admin: true });
    const card = await aCard('give-back:0197-ab');
    await boss.press(card, 'give-back:0197-ab');
    expect((await bot.answered(1)).requester.admin).toBe(true);
    boss.record.admin = false;
    await boss.press(card, 'give-back:0197-ab');
    expect((await bot.answered(2)).requester.admin).toBe(false);
  });

  it('is answered once however often it is delivered', async () => {
    const card = await aCard('cancel:0197-ab');
    await bot.ada.press(card, 'cancel:0197-ab', { retries: 2 });
    await bot.answered(1);
    await settled();
    expect(bot.answers).toHaveLength(1);
  });

  it('takes up what an answer proposes', async () => {
    const pendingAction = '0197-cd';
    const label = 'Cut it to 15 s';
    bot.core.answer = (interaction) =>
      bot.platform.reply(
        interaction.message,
        {
          tone: 'plain',
          headline: ['It is too long.'],
          lines: [],
          choices: [{ label, style: 'main', pendingAction }],
        },
        AbortSignal.timeout(patience(5_000)),
      );
    const said = await (await type('a horse')).ephemeral();
    expect(bot.emulator.text(said)).toContain(label);
    await bot.ada.press(said, `accept:${pendingAction}`);
    const kept = await bot.answered(2);
    expect(kept.command).toEqual({ type: 'accept', pendingAction });
    expect(refOf(kept)).toMatchObject({ kind: 'press', channelId: bot.channel.id, ts: null });
    // It cannot be taken up twice.
    expect(bot.emulator.text(said)).toBe('Confirmed');
    expect(refOf(kept).usesLeft).toBe(4);
  });

  it.each([
    'accept:',
    'accept:a b',
    'cancel:a b',
    'cancel:',
    'cancel:1:2',
    'refund:1',
    'cancel',
    'constructor:1',
  ])('with the forged name %s is refused', async (name) => {
    const card = await aCard('cancel:0197-ab');
    const act = await bot.ada.pressForged(card, { action_id: name });
    expect(bot.emulator.text(await act.ephemeral())).toContain('This no longer works');
    expect(bot.asks).toEqual([]);
  });

  it('on a link is only acknowledged', async () => {
    const card = await aCard('watch', 'https://example.com/video');
    const act = await bot.ada.press(card, 'watch');
    expect(act.error).toBeNull();
    await settled();
    expect(act.ephemerals).toEqual([]);
    expect(bot.asks).toEqual([]);
  });
});
