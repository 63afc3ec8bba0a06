import type { Message } from '../../../src/core/messages/domain/message.ts';
import { plain } from '../../core/messages/domain/plain-text.ts';
import { megabytes } from '../../../src/messages/figures.ts';
import { describeChatPlatform } from '../../contracts/chat-platform.ts';
import { createFakePlatform } from './fake-platform.ts';

/** What would be read: messages are put into words where they stand. */
function inEnglish(value: unknown): unknown {
  const isMessage = typeof value === 'object' && value !== null && 'message' in value;
  return isMessage && 'values' in value ? plain(value as Message) : value;
}

describeChatPlatform('the fake', () => {
  const platform = createFakePlatform();
  return Promise.resolve({
    platform,
    aMessage: () => Promise.resolve(platform.aMessage()),
    read(message) {
      const shown = platform.shown(message);
      const size = shown?.video == null ? '' : megabytes(shown.video.bytes, 'en');
      const all = [shown, size, platform.replyIn(message)];
      return Promise.resolve(JSON.stringify(all, (_key, value: unknown) => inEnglish(value)));
    },
    videos: (message) => Promise.resolve(platform.shown(message)?.video?.how === 'file' ? 1 : 0),
    press: (message) => Promise.resolve(platform.press(message)),
    remove(message) {
      platform.remove(message);
      return Promise.resolve();
    },
    askToWait() {
      platform.fail({ code: 'rate-limited', retryAfterMs: 20 });
      return Promise.resolve();
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });
});
