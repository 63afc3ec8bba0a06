import { expect } from 'vitest';
import { describeChatPlatform } from '../../contracts/chat-platform.ts';
import type { MessageRef } from '../../../src/core/domain/conversation.ts';
import { create, startBot } from './bot.ts';
import type { Bot } from './bot.ts';

interface Ref {
  readonly messageId: string;
  readonly channelId: string;
  readonly movedTo: { readonly messageId: string } | null;
}

describeChatPlatform('Discord', async () => {
  const bot = await startBot();
  const { emulator } = bot;
  const interactions = new Map<string, Awaited<ReturnType<typeof create>>['interaction']>();
  return {
    platform: bot.connection.platform,
    async aMessage() {
      const { ask, interaction } = await create(bot);
      interactions.set(refOf(ask.message).messageId, interaction);
      return ask.message;
    },
    read: (message) => Promise.resolve(emulator.text(emulator.messages.json(shownIn(message)))),
    videos: (message) => Promise.resolve(videosIn(bot, message)),
    async press(message) {
      const before = bot.answers.length;
      const { messageId } = refOf(message);
      const { custom_id: customId } = buttonsIn(bot, message)[0] ?? {};
      emulator.press({ user: bot.ada, message: messageId, customId: String(customId) });
      const { message: pressed } = await bot.answered(before + 1);
      return pressed;
    },
    remove(message) {
      const interaction = interactions.get(refOf(message).messageId);
      if (interaction !== undefined) emulator.expireToken(interaction);
      emulator.deleteMessage(refOf(message).messageId);
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
      expect(emulator.violations).toEqual([]);
      expect(emulator.pings).toEqual([]);
    },
  };
});

function refOf(message: MessageRef): Ref {
  return message as unknown as Ref;
}

function shownIn(message: MessageRef): string {
  const ref = refOf(message);
  return ref.movedTo?.messageId ?? ref.messageId;
}

interface Component {
  readonly type: number;
  readonly custom_id?: string;
  readonly components?: readonly Component[];
  readonly items?: readonly { readonly media: { readonly content_type?: string } }[];
}

function allIn(bot: Bot, message: MessageRef): readonly Component[] {
  const { components } = bot.emulator.messages.json(shownIn(message));
  const flat = (component: Component): readonly Component[] => [
    component,
    ...(component.components ?? []).flatMap(flat),
  ];
  return (components as readonly Component[]).flatMap(flat);
}

function buttonsIn(bot: Bot, message: MessageRef): readonly Component[] {
  return allIn(bot, message).filter((it) => it.type === 2 && it.custom_id !== undefined);
}

function videosIn(bot: Bot, message: MessageRef): number {
  const json = bot.emulator.messages.json(shownIn(message));
  const items = allIn(bot, message).flatMap((it) => it.items ?? []);
  // Every file that is there is to be seen, and every one that is to be seen is there.
  expect(items.length).toBe((json.attachments as readonly unknown[]).length);
  return items.length;
}
