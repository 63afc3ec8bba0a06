import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aShownCard } from '../../../contracts/chat-platform.ts';
import { patience, settled } from '../../../support/patience.ts';
import { create, startBot } from '../bot.ts';
import type { Bot } from '../bot.ts';
import { anyTime, atEase, JOB, refOf } from '../cards.ts';

let bot: Bot;
beforeEach(async () => {
  bot = await startBot();
});
afterEach(async () => {
  await bot[Symbol.asyncDispose]();
  expect(bot.emulator.pings).toEqual([]);
});

const typed = () =>
  bot.emulator.command({
    user: bot.ada,
    guild: bot.guild,
    channel: bot.channel,
    name: 'video',
    subcommand: 'create',
    options: { prompt: 'a kite' },
  });

describe('an acknowledgement', () => {
  it('comes after the request was kept and before any work', async () => {
    const events: string[] = [];
    bot.receive = () => {
      events.push(`kept, ${callbacks()} acknowledged`);
      return Promise.resolve('new');
    };
    bot.answer = async () => {
      events.push(`answered, ${callbacks()} acknowledged`);
      await delay(50);
    };
    await create(bot);
    expect(events).toEqual(['kept, 0 acknowledged', 'answered, 1 acknowledged']);
    expect(bot.emulator.violations).toEqual([]);
  });

  it('hands on the message that was not known before', async () => {
    const { ask: kept, interaction } = await create(bot);
    expect(refOf(bot.asks[0]?.message ?? null).messageId).toBeNull();
    expect(refOf(kept.message).messageId).toBe((await interaction.message()).id);
  });

  it('does not wait long for the request to be kept', async () => {
    bot.receive = () => delay(5_000, 'new' as const);
    const { interaction } = await create(bot);
    expect(interaction.acknowledgedAfterMs).toBeLessThan(3_000);
    expect(bot.answers[0]?.received).toBe('late');
  });

  it('comes when the request cannot be kept at all', async () => {
    bot.receive = () => Promise.reject(new Error('no database'));
    await create(bot);
    expect(bot.answers[0]?.received).toBe('unkept');
  });

  it('is given once to a request that is delivered twice', async () => {
    const { interaction } = await create(bot);
    bot.emulator.replay(interaction);
    await create(bot);
    expect(bot.answers.length).toBe(2);
    expect(callbacks()).toBe(2);
    expect(bot.emulator.violations).toEqual([]);
  });

  it('is not given to a request that is too old to be seen', async () => {
    const interaction = typed();
    await bot.answered(1);
    bot.skipAhead(2_600);
    bot.emulator.replay(interaction);
    await create(bot);
    expect(bot.asks.length).toBe(2);
  });

  it('is still given a moment before', async () => {
    await create(bot);
    const seen = bot.asks.length;
    const interaction = typed();
    await bot.answered(2);
    bot.skipAhead(2_300);
    bot.emulator.replay(interaction);
    await settled();
    expect(bot.asks.length).toBe(seen + 2);
  });

  it('that came too late is followed by nothing', async () => {
    bot.receive = () => {
      bot.skipAhead(3_100);
      return Promise.resolve('new');
    };
    const interaction = typed();
    await bot.emulator.until('the refusal', () => bot.emulator.violations[0], patience(5_000));
    await settled();
    expect(bot.answers).toEqual([]);
    expect(interaction.callbackType).toBeNull();
  });

  it('that somebody else gave is followed by nothing', async () => {
    bot.emulator.failNext({
      route: /callback$/,
      status: 400,
      body: { code: 40_060, message: 'Interaction has already been acknowledged.' },
    });
    typed();
    await bot.emulator.until(
      'the call',
      () => (callbacks() > 0 ? true : undefined),
      patience(5_000),
    );
    await settled();
    expect(bot.answers).toEqual([]);
  });

  it('goes out for all of many at once', async () => {
    // The time for all of them is a quiet machine's.
    bot.slowTime(patience(1) / 2);
    const people = 200;
    const interactions = Array.from({ length: people }, typed);
    await Promise.all(interactions.map((it) => it.acknowledged()));
    await bot.answered(people);
    expect(interactions.filter((it) => it.failedToRespond)).toEqual([]);
    expect(bot.emulator.violations).toEqual([]);
  });
});

describe('a button', () => {
  const aCard = async () => {
    const { ask: interaction } = await create(bot);
    const ref = await bot.connection.platform.show(interaction.message, aShownCard(), atEase());
    return refOf(ref).messageId ?? '';
  };

  it('is acknowledged without a change, and told with its message', async () => {
    const message = await aCard();
    const press = bot.emulator.press({ user: bot.ada, message, customId: `cancel:${JOB}` });
    const interaction = await bot.answered(2);
    expect(press.callbackType).toBe(6);
    expect(interaction.command).toEqual({ type: 'press', action: 'cancel', job: JOB });
    expect(refOf(interaction.message).messageId).toBe(message);
  });

  it('is answered for the presser alone, by a message of its own', async () => {
    const message = await aCard();
    const press = bot.emulator.press({ user: bot.ada, message, customId: `cancel:${JOB}` });
    const interaction = await bot.answered(2);
    const reply = { tone: 'refused', headline: ['Too late.'], lines: [] } as const;
    await bot.connection.platform.reply(interaction.message, reply, anyTime());
    const said = bot.emulator.messages.get(press.followUps[0] ?? '');
    expect(said.ephemeral).toBe(true);
    expect(bot.emulator.text(bot.emulator.messages.json(message))).toContain('Queued');
  });

  it.each([
    'cancel',
    'cancel:',
    'explode:1',
    'cancel:a:b',
    'cancel:<@1>',
    `cancel:${'x'.repeat(90)}`,
    '',
  ])('with the forged id "%s" is answered clearly and goes no further', async (customId) => {
    const message = await aCard();
    const press = bot.emulator.pressForged({ user: bot.ada, message, customId });
    await press.acknowledged();
    expect(press.callbackType).toBe(4);
    const said = bot.emulator.messages.all().at(-1);
    expect(said?.ephemeral).toBe(true);
    expect(JSON.stringify(said?.components)).toContain('This no longer works');
    expect(bot.asks.length).toBe(1);
  });
});

describe('an allow list of servers', () => {
  it('refuses everybody else, and asks the core nothing', async () => {
    const other = await startBot({ environment: { DISCORD_GUILDS: '123456789012345678' } });
    try {
      const interaction = other.emulator.command({
        user: other.ada,
        guild: other.guild,
        channel: other.channel,
        name: 'credits',
      });
      const text = other.emulator.text(await interaction.message());
      expect(text).toContain('selected servers only');
      expect(other.asks).toEqual([]);
      expect(other.emulator.violations).toEqual([]);
    } finally {
      await other[Symbol.asyncDispose]();
    }
  });
});

function callbacks(): number {
  return bot.emulator.calls.filter((it) => it.route.endsWith('/callback')).length;
}
