import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../sandbox/shared/json.ts';
import { startBot } from './bot.ts';
import type { Bot } from './bot.ts';

let bot: Bot;
beforeEach(async () => {
  bot = await startBot();
});
afterEach(() => bot[Symbol.asyncDispose]());

const said = (it: unknown) => JSON.stringify(it);

function tamper(change: (payload: JsonObject) => JsonObject): void {
  bot.emulator.world.tamper = change;
}

const without =
  (...names: readonly string[]) =>
  (payload: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(payload).filter(([name]) => !names.includes(name)));

describe('a command', () => {
  it.each(['channel_id', 'user_id', 'trigger_id', 'team_id'])(
    'without %s is answered, and nothing is kept of it',
    async (name) => {
      tamper(without(name));
      const act = await bot.ada.command('/video', 'a lighthouse', { channel: bot.channel });
      expect(act.error).toBeNull();
      expect(said(act.delivery.answer)).toContain('Slack sent an incomplete request');
      expect(bot.asks).toEqual([]);
      expect(bot.listening.logged.filter((it) => it.includes('could not be read'))).toHaveLength(1);
    },
  );

  it.each(['user_name', 'response_url', 'text', 'is_enterprise_install'])(
    'without %s is taken',
    async (name) => {
      tamper(without(name));
      const act = await bot.ada.command('/credits', '', { channel: bot.channel });
      expect(act.error).toBeNull();
      await bot.answered(1);
    },
  );
});

describe('a form that was sent off', () => {
  const opened = async () =>
    (await bot.ada.command('/video', '', { channel: bot.channel })).modal();

  it.each(['user', 'trigger_id'])('without %s stays open and says so', async (name) => {
    const view = await opened();
    tamper(without(name));
    const { end } = await bot.ada.submit(view, { prompt: 'a lighthouse' });
    expect(said(end)).toContain('Slack sent an incomplete request');
    expect(bot.asks).toEqual([]);
  });

  it('by somebody of nowhere stays open and says so', async () => {
    const view = await opened();
    tamper((it) => ({ ...it, team: null, user: { id: bot.ada.id } }));
    const { end } = await bot.ada.submit(view, { prompt: 'a lighthouse' });
    expect(said(end)).toContain('Slack sent an incomplete request');
    expect(bot.asks).toEqual([]);
  });
});

describe('a shortcut on a message', () => {
  it.each([
    ['without who did it', without('user')],
    ['without the message', without('message')],
    ['of nowhere', (it: JsonObject) => ({ ...it, team: null, user: { id: bot.ada.id } })],
  ])('%s is answered for their eyes', async (_words, change) => {
    const { message } = bot.ada.say('look', { channel: bot.channel });
    tamper(change);
    const act = await bot.ada.messageShortcut('animate_image', message);
    expect(act.error).toBeNull();
    expect(bot.emulator.text(await act.ephemeral())).toContain('Slack sent an incomplete request');
  });

  it('that has no way for an answer is left to the words of Slack', async () => {
    tamper(without('user'));
    expect((await bot.ada.shortcut('create_video')).error).toBe('http_service_error');
  });
});

describe('an event', () => {
  it('that cannot be read is not asked for again', async () => {
    tamper((it) => ({ ...it, event: null }));
    const opened = await bot.ada.openHome()?.settled;
    expect(opened).toMatchObject([{ answer: { status: 'acknowledged' } }]);
  });
});
