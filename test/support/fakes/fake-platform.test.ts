import { megabytes } from '../../../src/messages/figures.ts';
import { describeChatPlatform } from '../../contracts/chat-platform.ts';
import { createFakePlatform } from './fake-platform.ts';

describeChatPlatform('the fake', () => {
  const platform = createFakePlatform();
  return Promise.resolve({
    platform,
    aMessage: () => Promise.resolve(platform.aMessage()),
    read(message) {
      const shown = platform.shown(message);
      const size = shown?.video == null ? '' : megabytes(shown.video.bytes, 'en');
      return Promise.resolve(JSON.stringify([shown, size, platform.replyIn(message)]));
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
