import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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
      person: { id: bot.ada.id, name: 'Ada', locale: 'en-US' },
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
    const interaction = await bot.answered(1);
    const ref = refOf(interaction);
    expect(ref.private).toBe(true);
    expect(bot.platform.isPrivate(interaction.message)).toBe(true);
    expect(bot.platform.isPrivate({ ...ref, private: false })).toBe(false);
    expect(bot.platform.isPrivate({ ...ref, private: false, channelId: 'D01' })).toBe(true);
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
    expect(said).toContain("--secs isn't an option. Use");
    expect(said).toContain('--seconds, ');
    expect(said).toContain('Not charged');
    expect(bot.asks).toEqual([]);
  });
});

describe('a command by which nothing could be charged', () => {
  it.each(['settings --secs 8', 'settings --confirm-over 5 6', 'cancel !!!', 'link !!!', 'forget'])(
    'says that nothing changed where it is not understood: %s',
    async (text) => {
      const said = bot.emulator.text(await (await type(text)).ephemeral());
      expect(said).toContain('Nothing changed');
      expect(said).not.toContain('charged');
      expect(bot.asks).toEqual([]);
    },
  );
});

describe('what is said before anybody is asked', () => {
  it('is English until Slack told the person’s language, which nothing waits for', async () => {
    const yui = bot.workspace.addPerson({ name: 'Yui', locale: 'ja-JP' });
    const mistyped = async () => {
      const act = await yui.command('/video', 'a horse --secs 8', { channel: bot.channel });
      return bot.emulator.text(await act.ephemeral());
    };
    expect(await mistyped()).toContain('Not charged');
    expect(bot.emulator.calls.filter((it) => it.method === 'users.info')).toEqual([]);
    await yui.command('/video', 'status', { channel: bot.channel });
    await bot.answered(1);
    expect(await mistyped()).toContain('消費なし');
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
    expect(bot.answers[0]?.received).toBe('late');
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
