import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { pauseBefore } from '../../../../src/bots/discord/connection/identify-pace.ts';
import { PlatformError } from '../../../../src/core/shared/domain/errors.ts';
import { startBot } from '../bot.ts';
import type { Bot } from '../bot.ts';

async function until(what: () => boolean, ms = 20_000): Promise<void> {
  for (let waited = 0; !what() && waited < ms; waited += 10) await delay(10);
  expect(what()).toBe(true);
}

const typed = (bot: Bot) =>
  bot.emulator.command({ user: bot.ada, guild: bot.guild, channel: bot.channel, name: 'credits' });

/** Whether it hears what people ask. */
async function expectReceiving(bot: Bot): Promise<void> {
  await until(() => bot.connection.ready());
  const before = bot.answers.length;
  typed(bot);
  await bot.answered(before + 1);
}

const FRAMES: Readonly<Record<string, unknown>> = {
  'a session that is invalid for no reason': { op: 9, d: null },
  'a greeting without a heartbeat': { op: 10, d: null },
  'an event without a type': { op: 0, s: 9, d: {} },
  'an event nobody knows': { op: 0, s: 9, t: 'TOMORROW', d: { id: 1 } },
  'an event without data': { op: 0, s: 9, t: 'INTERACTION_CREATE' },
  'a guild that is none': { op: 0, s: 9, t: 'GUILD_CREATE', d: null },
  'an opcode nobody knows': { op: 99, d: {} },
  null: null,
  'a list': [],
  'a number': 7,
};

it('names the bot it is connected as, and who may use it', async () => {
  await using bot = await startBot();
  expect(bot.connection.about()).toEqual({
    identity: 'showrunner',
    audience: 'open to everyone who can reach it',
  });
});

describe('a frame of the gateway', () => {
  it.each(Object.entries(FRAMES))('costs itself alone: %s', async (_name, frame) => {
    await using bot = await startBot();
    bot.emulator.gateway.sendRaw(JSON.stringify(frame));
    bot.emulator.gateway.sendRaw('{"op":0,');
    bot.emulator.gateway.sendRaw(Buffer.from([1, 2, 3]));
    await expectReceiving(bot);
  });
});

describe('a session that Discord ends for good', () => {
  it.each([4004, 4010, 4011, 4012, 4013, 4014])(
    'with %i is begun again after pauses that grow, and the log says what to do',
    async (code) => {
      await using bot = await startBot({ skipIdleTime: 1_000 });
      const before = bot.emulator.sessionStarts.remaining;
      bot.emulator.gateway.endAll(code);
      const again = () => bot.paused.filter((it) => it >= 60_000 && it % 60_000 === 0);
      await until(() => again().includes(480_000));
      expect(bot.connection.ready()).toBe(false);
      expect(bot.connection.trouble()).toContain(String(code));
      expect(bot.logged.join('')).toMatch(/DISCORD_TOKEN is refused|asked anew|Update this/);
      expect([...new Set(again())]).toEqual([60_000, 120_000, 240_000, 480_000]);
      expect(before - bot.emulator.sessionStarts.remaining).toBeLessThanOrEqual(4);
      bot.emulator.gateway.endAll(null);
      await expectReceiving(bot);
      expect(bot.connection.trouble()).toBeNull();
    },
    60_000,
  );

  it('is not waited for when the service stops', async () => {
    await using bot = await startBot();
    bot.emulator.gateway.endAll(4014);
    await until(() => bot.paused.includes(60_000));
    await bot.connection.close();
    expect(bot.connection.ready()).toBe(false);
  });
});

describe('the sessions of a day', () => {
  it('are begun at once while most are left', () => {
    const starts = { total: 1_000, resetAfterMs: 3_600_000, atOnce: 1 };
    expect(pauseBefore({ ...starts, remaining: 501 })).toBe(0);
    expect(pauseBefore({ ...starts, remaining: 500 })).toBe(7_200);
    expect(pauseBefore({ ...starts, remaining: 1 })).toBe(3_600_000);
    expect(pauseBefore({ ...starts, remaining: 0 })).toBe(3_600_000);
  });

  it('are spread over what is left of it once half of them are used up', async () => {
    await using bot = await startBot({ skipIdleTime: 1_000, unconnected: true });
    bot.emulator.sessionStarts.remaining = 100;
    await bot.connect();
    expect(bot.connection.ready()).toBe(true);
    const longest = Math.max(...bot.paused);
    expect(longest).toBeGreaterThan(800_000);
    expect(longest).toBeLessThanOrEqual(864_000);
  });

  it('are not begun by a process that ends before its turn', async () => {
    await using bot = await startBot({ unconnected: true });
    bot.emulator.sessionStarts.remaining = 100;
    for (let start = 0; start < 3; start += 1) {
      const connecting = bot.connect().catch((error: unknown) => error);
      await until(() => bot.paused.length > start);
      await bot.connection.close();
      await connecting;
    }
    expect(bot.emulator.sessionStarts.remaining).toBe(100);
  });
});

describe('what Discord replays', () => {
  it('says nothing about our clock', async () => {
    await using bot = await startBot();
    bot.emulator.gateway.disconnect({ hold: true });
    await until(() => !bot.connection.ready());
    for (let count = 0; count < 4; count += 1) {
      typed(bot);
      // Each at a moment of its own, and all equally late.
      await delay(1);
    }
    bot.skipAhead(4_000);
    bot.emulator.gateway.letIn();
    await until(() => bot.logged.filter((it) => it.includes('came too late')).length === 4);
    expect(bot.logged.join('')).not.toContain('clock is ahead');
    expect(bot.logged.find((it) => it.includes('came too late'))).toContain('"replayed":true');
    await expectReceiving(bot);
  });
});

describe('a gateway that does not answer', () => {
  it('does not end the process when the service stops meanwhile', async () => {
    await using bot = await startBot();
    bot.emulator.gateway.disconnect({ hold: true });
    await until(() => !bot.connection.ready());
    await delay(1_200);
    await bot.connection.close();
    bot.emulator.gateway.letIn();
    await delay(200);
    expect(bot.emulator.gateway.sessions.filter((it) => it.connected)).toEqual([]);
  });

  it('is told with how long Discord wants to hear nothing more', async () => {
    await using bot = await startBot({ unconnected: true });
    bot.emulator.failNext({
      route: /gateway\/bot$/,
      status: 429,
      headers: { 'retry-after': '90' },
      body: { message: 'You are being rate limited.', retry_after: 90, global: false },
    });
    const error = await bot.connect().catch((it: unknown) => it);
    expect(error instanceof PlatformError ? error.retryAfterMs : null).toBeGreaterThan(80_000);
  });
});
