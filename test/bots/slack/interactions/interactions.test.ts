import { setTimeout as delay } from 'node:timers/promises';
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

const type = (text: string, how: Parameters<Bot['ada']['command']>[2] | object = {}) =>
  bot.ada.command('/video', text, { channel: bot.channel, ...how });

describe('a command', () => {
  it('carries what was typed, who typed it, and the ways to answer', async () => {
    const act = await type('a &amp; b on a beach --seconds 8 --pro');
    expect(act.error).toBeNull();
    const interaction = await bot.answered(1);
    expect(interaction.command).toEqual({
      type: 'create',
      draft: {
        scene: { kind: 'text', prompt: 'a & b on a beach' },
        settings: { seconds: 8, quality: 'pro', aspect: null, sound: null, guidance: null },
      },
    });
    expect(interaction.requester).toEqual({
      platform: 'slack',
      workspace: { id: bot.workspace.id, kind: 'shared' },
      person: { id: bot.ada.id, name: 'Ada' },
      channel: bot.channel.id,
      roles: [],
      admin: false,
    });
    expect(refOf(interaction)).toMatchObject({
      kind: 'command',
      teamId: bot.workspace.id,
      channelId: bot.channel.id,
      userId: bot.ada.id,
      usesLeft: 5,
      ts: null,
      private: false,
    });
    expect(refOf(interaction).responseUrl).toContain(bot.emulator.url);
    expect(Math.abs(interaction.at - Date.now())).toBeLessThan(5_000);
  });

  it('is answered once however often it is delivered', async () => {
    const act = await type('a horse', { retries: 2 });
    expect(act.deliveries.map((it) => it.answer.status)).toEqual(Array(3).fill('acknowledged'));
    await bot.answered(1);
    await settled();
    expect(bot.asks.map((it) => it.key)).toEqual(Array(3).fill(bot.asks[0]?.key));
    expect(bot.answers).toHaveLength(1);
  });

  it('goes to the person alone with --private', async () => {
    await type('a horse --private');
    expect(refOf(await bot.answered(1)).private).toBe(true);
  });

  it.each([
    ['status', { type: 'status' }],
    ['history', { type: 'history' }],
    ['help', { type: 'help' }],
    ['cancel 0abc12', { type: 'cancel', job: '0abc12' }],
  ])('may be /video %s', async (text, command) => {
    await type(text);
    expect((await bot.answered(1)).command).toEqual(command);
  });

  it('may be /credits', async () => {
    await bot.ada.command('/credits', 'please', { channel: bot.channel });
    expect((await bot.answered(1)).command).toEqual({ type: 'credits' });
  });

  it('that is not understood is answered at once, and costs nothing', async () => {
    const act = await type('a horse --secs 8 <!channel>');
    const said = bot.emulator.text(await act.ephemeral());
    expect(said).toContain('There is no switch --secs.');
    expect(said).toContain('--seconds 8');
    expect(said).toContain('Nothing was charged.');
    expect(bot.asks).toEqual([]);
  });
});

describe('an acknowledgement', () => {
  it('comes after the request was kept and before any work', async () => {
    const events: string[] = [];
    bot.core.receive = () => {
      events.push('kept');
      return Promise.resolve('new');
    };
    bot.core.answer = async () => {
      await delay(300);
      events.push('answered');
    };
    const act = await type('a horse');
    events.push('acknowledged');
    expect(act.acknowledgedAfterMs).toBeLessThan(patience(1_000));
    await delay(350);
    expect(events).toEqual(['kept', 'acknowledged', 'answered']);
  });

  it('does not wait long for the request to be kept', async () => {
    bot.core.receive = () => delay(5_000, 'new' as const);
    const act = await type('a horse');
    expect(act.acknowledgedAfterMs).toBeLessThan(3_000);
    await bot.answered(1);
    expect(bot.answers[0]?.received).toBe('unkept');
  });

  it('comes when the request cannot be kept at all', async () => {
    bot.core.receive = () => Promise.reject(new Error('no database'));
    expect((await type('a horse')).error).toBeNull();
    await bot.answered(1);
    expect(bot.answers[0]?.received).toBe('unkept');
  });

  it('does not wait long for what Slack says of the person', async () => {
    bot.emulator.failNext('users.info', { delayMs: 4_000 });
    bot.emulator.failNext('usergroups.list', { delayMs: 4_000 });
    const act = await type('a horse');
    expect(act.acknowledgedAfterMs).toBeLessThan(3_000);
    expect((await bot.answered(1)).requester).toMatchObject({
      // Held to what holds for guests, until it is known that they are none.
      admin: false,
      roles: ['guest'],
    });
  });
});

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
    expect(bot.emulator.text(said)).toBe('Taken up');
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
    expect(bot.emulator.text(await act.ephemeral())).toContain('does not work any more');
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

describe('a request', () => {
  it('that is taken up at once is not taken up when it comes again too late', async () => {
    const act = await type('a horse');
    await bot.answered(1);
    bot.listening.skipAhead(4_000);
    await bot.emulator.deliveries.replay(act.delivery);
    await settled(100);
    expect(bot.asks).toHaveLength(1);
  });
});
