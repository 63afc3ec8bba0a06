import type { ChatPlatform } from '../../src/core/chat/ports/chat-platform.ts';
import type { Sight } from './user.ts';
import type { Page } from './printer.ts';

/** States in which a card stays as it is, and those it stays in until somebody acts. */
const ENDS: ReadonlySet<string> = new Set([
  ...['succeeded', 'failed', 'cancelled', 'expired', 'unconfirmed'],
]);

/** What happens in one chat, from the command to a card that stays as it is. */
export type Story = ReturnType<typeof createStory>;

export function createStory(page: Page) {
  const begun = Promise.withResolvers<true>();
  const ended = Promise.withResolvers<string>();
  const asked = Promise.withResolvers<boolean>();
  let state = 'acknowledged';
  let edits = 0;

  function end(how: string): void {
    begun.resolve(true);
    asked.resolve(false);
    ended.resolve(how);
  }

  return {
    /** Once the person was answered. */
    begun: begun.promise,
    /** Whether the person was asked for a press before anything was made. */
    asked: asked.promise,
    /** How it ended. */
    ended: ended.promise,
    end,
    get edits() {
      return edits;
    },
    see({ what, text }: Sight): void {
      if (what === 'edit') edits += 1;
      if (what === 'form' || what === 'thread') page.aside(what, text);
      // What the service says by acknowledging a command does not come by here.
      else page.card(what === 'answer' && state === 'acknowledged' ? 'refused' : state, text);
    },
    /** Told by the client or the form itself, before there was anything to show. */
    refused(text: string): void {
      page.card('refused', text);
      end('refused');
    },
    /** Notes what the service is about to show, for the words beside it. */
    watch(platform: ChatPlatform): ChatPlatform {
      return {
        ...platform,
        async show(message, card, options) {
          state = card.view.status;
          const shown = await platform.show(message, card, options);
          begun.resolve(true);
          asked.resolve(false);
          if (ENDS.has(state)) end(state);
          return shown;
        },
        async reply(message, reply, signal) {
          const asks = reply.tone === 'plain' && (reply.choices ?? []).length > 0;
          state = asks ? 'asked' : reply.tone === 'plain' ? 'answered' : 'refused';
          await platform.reply(message, reply, signal);
          if (asks) asked.resolve(true);
          else end(state);
        },
      };
    },
  };
}
