import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { platformDefinitions } from '../../../../src/bots/registry.ts';
import { commands } from '../../../../src/bots/discord/commands/command-definitions.ts';
import { aShownCard } from '../../../contracts/chat-platform.ts';
import { patience, settled } from '../../../support/patience.ts';
import { create, startBot } from '../bot.ts';
import type { Bot } from '../bot.ts';
import { someSurroundings } from '../../../support/surroundings.ts';
import { atEase, JOB, refOf } from '../cards.ts';

const registered = (bot: Bot) =>
  bot.emulator.calls.filter((it) => it.method === 'PUT' && it.route.endsWith('/commands')).length;

describe('the commands', () => {
  it('are registered once, and not again by the next process', async () => {
    await using bot = await startBot();
    expect(bot.emulator.commands.map((it) => it.name)).toEqual([
      ...['video', 'credits', 'quota', 'Animate this image', 'Edit this video'],
    ]);
    await bot.another();
    expect(registered(bot)).toBe(1);
    expect(bot.emulator.violations).toEqual([]);
  });

  it('are registered again when they changed', async () => {
    await using bot = await startBot();
    const [key] = bot.registrations.keys();
    bot.registrations.set(key ?? '', 'what they were before');
    await bot.another();
    expect(registered(bot)).toBe(2);
    await bot.another();
    expect(registered(bot)).toBe(2);
  });

  it('that cannot be registered keep nobody from being answered', async () => {
    await using bot = await startBot();
    bot.registrations.clear();
    bot.emulator.failNext({ route: /commands$/, status: 503 });
    const second = await bot.another();
    expect(second.ready()).toBe(true);
    expect(bot.registrations.size).toBe(0);
  });

  it('are small enough for Discord', () => {
    for (const command of commands as readonly Node[]) {
      expect(lengthOf(command)).toBeLessThan(8_000);
      expect(mostOptions(command)).toBeLessThanOrEqual(25);
    }
  });
});

interface Node {
  readonly name: string;
  readonly description?: string;
  readonly choices?: readonly { readonly name: string; readonly value: string | number }[];
  readonly options?: readonly Node[];
}

/** Names, descriptions and values, as Discord counts them. */
function lengthOf({ name, description = '', choices = [], options = [] }: Node): number {
  const chosen = choices.reduce((sum, it) => sum + it.name.length + String(it.value).length, 0);
  return name.length + description.length + chosen + sumOf(options.map(lengthOf));
}

function mostOptions({ options = [] }: Node): number {
  return Math.max(options.length, ...options.map(mostOptions));
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, it) => sum + it, 0);
}

describe('a connection', () => {
  it('is ready from connect to close', async () => {
    await using bot = await startBot();
    expect(bot.connection.ready()).toBe(true);
    await bot.connection.close();
    expect(bot.connection.ready()).toBe(false);
  });

  it('is not ready while it is cut, and is again after', async () => {
    await using bot = await startBot();
    bot.emulator.gateway.disconnect({ hold: true });
    for (let tries = 0; bot.connection.ready() && tries < patience(200); tries += 1)
      await delay(10);
    expect(bot.connection.ready()).toBe(false);
    bot.emulator.gateway.letIn();
    for (let tries = 0; !bot.connection.ready() && tries < patience(800); tries += 1)
      await delay(10);
    expect(bot.connection.ready()).toBe(true);
    await create(bot);
  });

  it('that Discord ends for good is not ready any more', async () => {
    await using bot = await startBot();
    bot.emulator.gateway.disconnect({ code: 4004 });
    for (let tries = 0; bot.connection.ready() && tries < patience(200); tries += 1)
      await delay(10);
    await settled(100);
    expect(bot.connection.ready()).toBe(false);
  });

  it('answers what came while it was cut, once', async () => {
    await using bot = await startBot();
    await create(bot);
    bot.emulator.gateway.disconnect({ hold: true });
    const interaction = bot.emulator.command({
      user: bot.ada,
      guild: bot.guild,
      channel: bot.channel,
      name: 'credits',
    });
    bot.emulator.replay(interaction);
    bot.emulator.gateway.letIn();
    await bot.answered(2);
    await settled();
    expect(bot.asks.length).toBe(3);
    expect(bot.answers.length).toBe(2);
    expect(bot.emulator.violations).toEqual([]);
  });

  it('waits at its end for the answer that is being given', async () => {
    await using bot = await startBot();
    let finished = false;
    bot.answer = async () => {
      await delay(150);
      finished = true;
    };
    await create(bot);
    await bot.connection.close();
    expect(finished).toBe(true);
  });

  it('leaves buttons that the next process understands', async () => {
    await using bot = await startBot();
    const { ask: interaction } = await create(bot);
    const ref = await bot.connection.platform.show(interaction.message, aShownCard(), atEase());
    await bot.connection.close();
    await bot.another();
    const message = refOf(ref).messageId ?? '';
    bot.emulator.press({ user: bot.ada, message, customId: `cancel:${JOB}` });
    expect((await bot.answered(2)).command).toEqual({ type: 'press', action: 'cancel', job: JOB });
  });

  it('shares the work with another process without answering twice', async () => {
    await using bot = await startBot({ emulator: { everySession: true } });
    await bot.another();
    await create(bot);
    await settled(100);
    expect(bot.asks.length).toBe(2);
    expect(bot.answers.length).toBe(1);
    expect(bot.emulator.violations).toEqual([]);
  });

  it('shows cards without ever listening', async () => {
    await using bot = await startBot();
    const { ask: interaction } = await create(bot);
    await bot.connection.close();
    await bot.connection.platform.show(interaction.message, aShownCard(), atEase());
    expect(bot.emulator.violations).toEqual([]);
  });

  it('is refused with a wrong token', async () => {
    const [discord] = platformDefinitions;
    await using bot = await startBot();
    const surroundings = someSurroundings();
    const opening = discord?.open(
      { DISCORD_TOKEN: 'wrong', DISCORD_API_URL: bot.emulator.apiUrl },
      surroundings,
    );
    if (opening?.status !== 'opened') throw new Error('not opened');
    const connected = opening.opened.connect({
      receive: () => Promise.resolve('new'),
      answer: () => Promise.resolve(),
      resume: () => Promise.resolve(),
      form: () => Promise.reject(new Error('no form here')),
      language: () => Promise.reject(new Error('no language here')),
      home: () => Promise.reject(new Error('no home here')),
    });
    await expect(connected).rejects.toThrow(/token/i);
    await opening.opened.close();
  });
});

describe('the settings', () => {
  const [discord] = platformDefinitions;
  const surroundings = someSurroundings();

  it('without a token set up no Discord', () => {
    expect(discord?.open({}, surroundings).status).toBe('not-set-up');
  });

  it('tell what is wrong with them', () => {
    const environment = { DISCORD_TOKEN: 'x', DISCORD_GUILDS: 'my server', DISCORD_API_URL: 'x' };
    expect(discord?.open(environment, surroundings)).toMatchObject({
      status: 'invalid',
      problems: [{ variable: 'DISCORD_API_URL' }, { variable: 'DISCORD_GUILDS' }],
    });
  });

  it('take servers with blanks between them', () => {
    const DISCORD_GUILDS = '123456789012345678 , 223456789012345678';
    const opening = discord?.open({ DISCORD_TOKEN: 'x', DISCORD_GUILDS }, surroundings);
    expect(opening?.status).toBe('opened');
  });
});
