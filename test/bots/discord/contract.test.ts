import { expect } from 'vitest';
import { describeChatPlatform } from '../../contracts/chat-platform.ts';
import { create, startBot } from './bot.ts';
import { buttonIds, refOf, textOf, videosIn } from './cards.ts';

describeChatPlatform('Discord', async () => {
  const bot = await startBot();
  const { emulator } = bot;
  const interactions = new Map<string | null, Awaited<ReturnType<typeof create>>['interaction']>();
  return {
    platform: bot.connection.platform,
    async aMessage() {
      const { ask: kept, interaction } = await create(bot);
      interactions.set(refOf(kept.message).messageId, interaction);
      return kept.message;
    },
    read: (message) => Promise.resolve(textOf(bot, message)),
    videos: (message) => Promise.resolve(videosIn(bot, message).length),
    async press(message) {
      const before = bot.answers.length;
      const customId = buttonIds(bot, message)[0] ?? '';
      emulator.press({ user: bot.ada, message: refOf(message).messageId ?? '', customId });
      const { message: pressed } = await bot.answered(before + 1);
      return pressed;
    },
    remove(message) {
      const { messageId } = refOf(message);
      const interaction = interactions.get(messageId);
      if (interaction !== undefined) emulator.expireToken(interaction);
      emulator.deleteMessage(messageId ?? '');
      return Promise.resolve();
    },
    askToWait() {
      emulator.failNext({
        route: /^\/webhooks\//,
        status: 429,
        headers: { 'retry-after': '1', 'x-ratelimit-scope': 'user' },
        body: { message: 'You are being rate limited.', retry_after: 0.2, global: false },
      });
      return Promise.resolve();
    },
    async [Symbol.asyncDispose]() {
      await bot[Symbol.asyncDispose]();
      // Too large a file is meant to be refused.
      expect(emulator.violations.filter((it) => it.code !== 40_005)).toEqual([]);
      expect(emulator.pings).toEqual([]);
    },
  };
});
