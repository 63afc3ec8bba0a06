import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MessageRef } from '../../../../src/core/messages/domain/message-ref.ts';
import type { ShownCard } from '../../../../src/core/chat/ports/chat-platform.ts';
import { aShownCard } from '../../../contracts/chat-platform.ts';
import { settled } from '../../../support/patience.ts';
import { create, startBot } from '../bot.ts';
import type { Bot } from '../bot.ts';
import { aFolder, atEase, done, refOf, rendering, textOf, videosIn } from '../cards.ts';

const MIB = 1024 * 1024;
const QUARTER_HOUR = 15 * 60 * 1000;

let bot: Bot;
let folder: Awaited<ReturnType<typeof aFolder>>;
beforeEach(async () => {
  bot = await startBot();
  folder = await aFolder();
});
afterEach(async () => {
  await bot[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

const show = (message: MessageRef, card: ShownCard) =>
  bot.connection.platform.show(message, card, atEase());

describe('a video', () => {
  it('plays in the card, with a name of our own', async () => {
    const { ask: interaction } = await create(bot);
    const ref = await show(interaction.message, done(await folder.file(3_000)));
    expect(videosIn(bot, ref)).toEqual(['a-lighthouse-at-dusk-0000abcd.mp4']);
    expect(bot.emulator.violations).toEqual([]);
  });

  it.each([
    ['the token', 0],
    ['the bot', QUARTER_HOUR],
  ])('is there once by %s, although the answer to the edit was lost', async (_, passed) => {
    const { ask: interaction } = await create(bot);
    bot.skipAhead(passed);
    const card = done(await folder.file(3_000));
    bot.emulator.failNext({ route: /messages/, method: 'PATCH', after: 'after' });
    await expect(show(interaction.message, card)).rejects.toMatchObject({ code: 'unreachable' });
    const ref = await show(interaction.message, card);
    expect(videosIn(bot, ref).length).toBe(1);
    expect(bot.emulator.violations).toEqual([]);
  });

  it('leaves with the view that had it', async () => {
    const { ask: interaction } = await create(bot);
    const ref = await show(interaction.message, done(await folder.file(3_000)));
    await show(ref, done({ how: 'link', url: null, bytes: 9e8 }));
    expect(videosIn(bot, ref)).toEqual([]);
  });

  it.each([413, 400])('that Discord refuses for its size with %d is too large', async (status) => {
    const { ask: interaction } = await create(bot);
    const body = status === 413 ? '<html>' : { code: 50_045, message: 'File uploaded exceeds' };
    const headers = status === 413 ? { 'Content-Type': 'text/html' } : {};
    bot.emulator.failNext({ route: /messages/, status, body, headers });
    const shown = show(interaction.message, done(await folder.file(3_000)));
    await expect(shown).rejects.toMatchObject({ code: 'too-large' });
  });

  it('on its way by the bot holds nobody else up', async () => {
    const { ask: interaction } = await create(bot);
    const { ask: other } = await create(bot);
    bot.skipAhead(QUARTER_HOUR);
    const slow = { route: new RegExp(refOf(interaction.message).messageId ?? ''), delayMs: 1_000 };
    bot.emulator.failNext(slow);
    let there = false;
    const uploaded = show(interaction.message, done(await folder.file(3_000))).then((ref) => {
      there = true;
      return ref;
    });
    await settled();
    await show(other.message, rendering());
    expect(there).toBe(false);
    expect(videosIn(bot, await uploaded).length).toBe(1);
  });

  it('that is called off half-way leaves nothing behind', async () => {
    const { ask: interaction } = await create(bot);
    const card = done(await folder.file(9 * MIB));
    for (let ms = 1; ms < 16; ms += 2) {
      const stop = new AbortController();
      setTimeout(() => {
        stop.abort();
      }, ms);
      const shown = bot.connection.platform.show(interaction.message, card, {
        ...atEase(),
        signal: stop.signal,
      });
      await shown.catch((error: unknown) => {
        expect(error).toMatchObject({ name: 'PlatformError' });
      });
    }
    // An unhandled rejection would fail the run.
    await settled();
    expect(textOf(bot, interaction.message)).not.toBe('');
  });
});

describe('the upload limit', () => {
  const limit = (message: MessageRef) => bot.connection.platform.uploadLimit(message);

  it('is the requester’s own while the token lives, the server’s after', async () => {
    const guild = bot.emulator.addGuild({ premiumTier: 2 });
    const channel = bot.emulator.addChannel(guild);
    const nitro = bot.emulator.addUser({ name: 'Nitro', attachmentSizeLimit: 500 * MIB });
    bot.emulator.tells.add('attachment_size_limit');
    const { ask: interaction } = await create(bot, { guild, channel, user: nitro });
    expect(await limit(interaction.message)).toBe(500 * MIB - 64 * 1024);
    bot.skipAhead(QUARTER_HOUR);
    expect(await limit(interaction.message)).toBe(50 * MIB - 64 * 1024);
    await limit(interaction.message);
    const asked = bot.emulator.calls.filter((it) => it.route === `/guilds/${guild.id}`);
    expect(asked.length).toBe(1);
    bot.skipAhead(QUARTER_HOUR);
    await limit(interaction.message);
    expect(bot.emulator.calls.filter((it) => it.route === `/guilds/${guild.id}`).length).toBe(2);
  });

  it('is the least there is in direct messages and where nothing is told', async () => {
    const { ask: interaction } = await create(bot, { options: { private: true } });
    bot.skipAhead(QUARTER_HOUR);
    expect(await limit(interaction.message)).toBe(10 * MIB - 64 * 1024);
    const { ask: open } = await create(bot);
    bot.skipAhead(QUARTER_HOUR);
    bot.emulator.failNext({ route: /^\/guilds\//, status: 500 });
    expect(await limit(open.message)).toBe(10 * MIB - 64 * 1024);
  });

  it('is what really fits', async () => {
    const { ask: interaction } = await create(bot);
    const card = done(await folder.file(await limit(interaction.message)));
    expect(videosIn(bot, await show(interaction.message, card)).length).toBe(1);
  });
});

describe('a limit of Discord’s', () => {
  it('is told at once: nothing waits behind it', async () => {
    const { ask: interaction } = await create(bot);
    const shown = await Promise.allSettled(
      Array.from({ length: 12 }, (_, index) => show(interaction.message, rendering(index / 20))),
    );
    const refused = shown.flatMap((it) => (it.status === 'rejected' ? [it.reason as unknown] : []));
    expect(refused.length).toBeGreaterThan(0);
    for (const it of refused) expect(it).toMatchObject({ code: 'rate-limited' });
    expect((refused[0] as { retryAfterMs: number }).retryAfterMs).toBeGreaterThan(0);
  });

  it('is kept: no call is made that would be refused', async () => {
    const { ask: interaction } = await create(bot);
    for (let index = 0; index < 12; index += 1) {
      await show(interaction.message, rendering(index / 20)).catch(() => undefined);
    }
    const refused = bot.emulator.calls.filter((it) => it.status === 429);
    // The first call of a route does not know its limit yet.
    expect(refused.length).toBeLessThanOrEqual(1);
  });

  it('of the bot’s calls a second is not used up by edits by token', async () => {
    const asked = await Promise.all(
      Array.from({ length: 70 }, async () => (await create(bot)).ask.message),
    );
    const messages = bot.answers.map((it) => it.interaction.message);
    expect(asked.length).toBe(70);
    const shown = await Promise.allSettled(messages.map((it) => show(it, aShownCard())));
    expect(shown.filter((it) => it.status === 'rejected')).toEqual([]);
  });

  it.each([
    ['an hour-old message', { status: 429, body: { code: 30_046, message: 'Max edits' } }],
    ['a busy service', { status: 503, body: 'upstream' }],
    [
      'a page of a proxy',
      { status: 403, body: '<html>', headers: { 'Content-Type': 'text/html' } },
    ],
    ['an answer that is cut off', { status: 403, body: '{"mess' }],
    ['a cut connection', {}],
  ])('or a misfortune such as %s passes', async (_, fault) => {
    const { ask: interaction } = await create(bot);
    bot.emulator.failNext({ route: /messages/, ...fault });
    const error = await show(interaction.message, rendering()).catch((it: unknown) => it);
    expect(error).toMatchObject({ name: 'PlatformError' });
    expect(['rate-limited', 'unreachable']).toContain((error as { code: string }).code);
    await settled(100);
    await show(interaction.message, rendering());
    expect(textOf(bot, interaction.message)).toContain('Rendering');
  });

  it('tells nobody the token that stands in the address', async () => {
    const { ask: interaction } = await create(bot);
    bot.emulator.failNext({ route: /messages/, status: 500 });
    const error = await show(interaction.message, rendering()).catch((it: unknown) => it);
    const { token } = refOf(interaction.message);
    expect(JSON.stringify(error) + String((error as Error).stack)).not.toContain(token);
    expect((error as Error).cause).toBeUndefined();
  });
});
