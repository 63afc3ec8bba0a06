import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Reply, ReplyFile } from '../../../../src/core/messages/domain/reply.ts';
import { create, startBot } from '../bot.ts';
import type { Bot } from '../bot.ts';
import { allComponents, anyTime, shownIn, textOf } from '../cards.ts';
import { patience } from '../../../support/patience.ts';

const QUARTER_HOUR = 15 * 60 * 1000;

let bot: Bot;
beforeEach(async () => {
  bot = await startBot();
});
afterEach(async () => {
  await bot[Symbol.asyncDispose]();
  expect(bot.emulator.pings).toEqual([]);
});

describe('a note', () => {
  it('in place of a card comes by the bot when the token is used up', async () => {
    const { ask: interaction } = await create(bot);
    bot.skipAhead(QUARTER_HOUR);
    const reply = { tone: 'trouble', headline: [{ bold: 'Not started' }], lines: [] } as const;
    await bot.connection.platform.reply(interaction.message, reply, anyTime());
    expect(textOf(bot, interaction.message)).toContain('Not started');
  });

  it('comes by the bot when the token dies early', async () => {
    const { ask: kept, interaction } = await create(bot);
    bot.emulator.expireToken(interaction);
    const reply = { tone: 'plain', headline: ['Cancelled.'], lines: [] } as const;
    await bot.connection.platform.reply(kept.message, reply, anyTime());
    expect(textOf(bot, kept.message)).toContain('Cancelled.');
  });

  it('finds nothing to stand in when the command was never acknowledged', async () => {
    bot.emulator.failNext({ route: /callback$/, status: 500, times: 9 });
    bot.emulator.command({
      user: bot.ada,
      guild: bot.guild,
      channel: bot.channel,
      name: 'video',
      subcommand: 'create',
      options: { prompt: 'x' },
    });
    const kept = await bot.emulator.until('the request', () => bot.asks[0], patience(5_000));
    const reply = { tone: 'plain', headline: ['x'], lines: [] } as const;
    const said = bot.connection.platform.reply(kept.message, reply, anyTime());
    await expect(said).rejects.toMatchObject({ code: 'gone' });
  });

  it('for the requester alone comes as a direct message by then', async () => {
    const { ask: interaction } = await create(bot, { options: { private: true } });
    bot.skipAhead(QUARTER_HOUR);
    const choices = [{ label: 'Start', style: 'main', pendingAction: 'p-1' }] as const;
    const reply = { tone: 'plain', headline: ['You were given 300.'], lines: [], choices } as const;
    const say = () => bot.connection.platform.reply(interaction.message, reply, anyTime());
    await say();
    // Once, although whoever said it does not know that it was said.
    await say();
    const channel = bot.emulator.directMessages(bot.ada).id;
    const there = bot.emulator.messages.all().filter((it) => it.channelId === channel);
    expect(there).toHaveLength(1);
    const json = bot.emulator.messages.json(there[0]?.id ?? '');
    expect(bot.emulator.text(json)).toContain('You were given 300.');
    expect(bot.emulator.text(json)).toContain('Sent here because');
    // Nobody who could press it sees it there.
    expect(JSON.stringify(json)).not.toContain('accept:');
    expect(bot.emulator.violations).toEqual([]);
  });

  it('for somebody who takes no direct messages is gone by then', async () => {
    const closed = bot.emulator.addUser({ name: 'Quiet', dmsOpen: false });
    const { ask: interaction } = await create(bot, { user: closed, options: { private: true } });
    bot.skipAhead(QUARTER_HOUR);
    const reply = { tone: 'plain', headline: ['x'], lines: [] } as const;
    const said = bot.connection.platform.reply(interaction.message, reply, anyTime());
    await expect(said).rejects.toMatchObject({ code: 'gone' });
  });
});

const bytes = (length: number) => new Uint8Array(length).fill(7);
const png = (length = 2_000): ReplyFile => ({
  name: 'Use of Ada & Bob.png',
  type: 'image/png',
  content: bytes(length),
  alt: 'Bars: 300 credits on Monday, none on Tuesday.',
});
const csv = (length = 500): ReplyFile => ({
  name: 'use.csv',
  type: 'text/csv',
  content: bytes(length),
  alt: 'The same as a table.',
});
const report = (...files: ReplyFile[]): Reply => ({
  tone: 'plain',
  headline: [{ bold: 'The last 30 days' }],
  lines: [['All in all 300 credits.']],
  files,
});

/** What a person sees of the files: every one that is there is to be seen. */
function filesIn({ components: shown, attachments }: ReturnType<typeof bot.emulator.messages.get>) {
  const components = allComponents(shown);
  return {
    named: attachments.map((it) => [it.filename, it.bytes.length, it.description ?? undefined]),
    pictures: components.filter((it) => it.type === 12).flatMap((it) => it.items ?? []),
    tables: components.filter((it) => it.type === 13),
  };
}

describe('the files of a note', () => {
  const shown = (message: Parameters<typeof shownIn>[0]) =>
    filesIn(bot.emulator.messages.get(shownIn(message)));

  it('are a picture to look at and a table to take', async () => {
    const { ask: interaction } = await create(bot, { options: { private: true } });
    await bot.connection.platform.reply(interaction.message, report(png(), csv()), anyTime());
    const { named, pictures, tables } = shown(interaction.message);
    expect(named).toEqual([
      ['Use-of-Ada-Bob.png', 2_000, png().alt],
      ['use-2.csv', 500, csv().alt],
    ]);
    expect(pictures).toMatchObject([{ description: png().alt }]);
    expect(tables).toHaveLength(1);
    expect(bot.emulator.violations).toEqual([]);
  });

  it('go with the answer that had them', async () => {
    const { ask: interaction } = await create(bot);
    await bot.connection.platform.reply(interaction.message, report(png()), anyTime());
    await bot.connection.platform.reply(interaction.message, report(png(3_000)), anyTime());
    expect(shown(interaction.message).named).toEqual([['Use-of-Ada-Bob.png', 3_000, png().alt]]);
    await bot.connection.platform.reply(interaction.message, report(), anyTime());
    expect(shown(interaction.message)).toMatchObject({ named: [], pictures: [] });
    expect(bot.emulator.violations).toEqual([]);
  });

  it('come by the bot when the token is used up', async () => {
    const { ask: interaction } = await create(bot);
    bot.skipAhead(QUARTER_HOUR);
    await bot.connection.platform.reply(interaction.message, report(png(), csv()), anyTime());
    expect(shown(interaction.message)).toMatchObject({ pictures: [{}], tables: [{}] });
    expect(bot.emulator.violations).toEqual([]);
  });

  it('that are too big for the place are spoken of', async () => {
    const { ask: interaction } = await create(bot);
    const limit = await bot.connection.platform.uploadLimit(interaction.message);
    await bot.connection.platform.reply(
      interaction.message,
      report(csv(limit + 1), png()),
      anyTime(),
    );
    expect(shown(interaction.message)).toMatchObject({ tables: [], pictures: [{}] });
    expect(textOf(bot, interaction.message)).toContain('use.csv');
    expect(textOf(bot, interaction.message)).toContain("can't be posted here");
    expect(bot.emulator.violations).toEqual([]);
  });

  it('go without where Discord takes none after all', async () => {
    const { ask: interaction } = await create(bot);
    const body = { code: 40_005, message: 'Request entity too large' };
    bot.emulator.failNext({ route: /^\/webhooks\//, status: 413, body });
    await bot.connection.platform.reply(interaction.message, report(png()), anyTime());
    expect(shown(interaction.message).named).toEqual([]);
    expect(textOf(bot, interaction.message)).toContain('All in all 300 credits.');
    expect(textOf(bot, interaction.message)).toContain("can't be posted here");
  });

  it('are announced, and left out where the bot may attach none', async () => {
    const { platform } = bot.connection;
    await platform.post(bot.channel.id, report(png(), csv()), anyTime());
    const silent = bot.emulator.addChannel(bot.guild, {
      botPermissions: (1n << 10n) | (1n << 11n),
    });
    await platform.post(silent.id, report(png(), csv()), anyTime());
    const [first, second] = bot.emulator.messages.all().map((it) => it.id);
    expect(filesIn(bot.emulator.messages.get(first ?? ''))).toMatchObject({
      pictures: [{}],
      tables: [{}],
    });
    expect(filesIn(bot.emulator.messages.get(second ?? '')).named).toEqual([]);
    const bare = bot.emulator.messages.json(second ?? '');
    expect(bot.emulator.text(bare)).toContain("can't be posted here");
  });
});

describe('what is announced', () => {
  const question: Reply = {
    tone: 'plain',
    headline: ['Ada asks for 300 credits.'],
    lines: [],
    choices: [
      { label: 'Approve 300', style: 'main', pendingAction: 'p-1' },
      { label: 'Another amount', style: 'plain', pendingAction: 'p-1', asksCredits: 300 },
    ],
  };

  it('comes once under one word, and again without', async () => {
    const { platform } = bot.connection;
    await platform.post(bot.channel.id, question, anyTime(), 'request-1');
    await platform.post(bot.channel.id, question, anyTime(), 'request-1');
    expect(bot.emulator.messages.all()).toHaveLength(1);
    await platform.post(bot.channel.id, question, anyTime());
    expect(bot.emulator.messages.all()).toHaveLength(2);
    expect(bot.emulator.violations).toEqual([]);
  });

  it('is replaced when one of its buttons is pressed, also after the token of the press', async () => {
    const { platform } = bot.connection;
    await platform.post(bot.channel.id, question, anyTime());
    const message = bot.emulator.messages.all()[0]?.id ?? '';
    bot.emulator.press({ user: bot.ada, message, customId: 'accept:p-1' });
    const { message: pressed } = await bot.answered(1);
    const said = (words: string): Reply => ({ tone: 'plain', headline: [words], lines: [] });
    await platform.replace(pressed, said('Ada was given 300.'), anyTime());
    expect(textOf(bot, pressed)).toContain('Ada was given 300.');
    bot.skipAhead(QUARTER_HOUR);
    await platform.replace(pressed, said('It expired.'), anyTime());
    expect(textOf(bot, pressed)).toContain('It expired.');
    expect(bot.emulator.violations).toEqual([]);
  });
});
