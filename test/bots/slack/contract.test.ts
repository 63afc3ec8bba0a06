import { expect } from 'vitest';
import { readMessageRef } from '../../../src/bots/slack/shared/message-ref.ts';
import { describeChatPlatform } from '../../contracts/chat-platform.ts';
import { startChat, standingAt, videosOf } from './chat.ts';

describeChatPlatform('Slack', async () => {
  const chat = await startChat();
  const { emulator, workspace, platform } = chat;
  let channels = 0;
  return {
    platform,
    // Each in a channel of its own: the suite has one job only, and a job has one card in a channel.
    aMessage() {
      channels += 1;
      const { id } = workspace.addChannel({ name: `films-${channels}` });
      return Promise.resolve(chat.aCommand({ channelId: id }));
    },
    read(message) {
      const { channelId } = readMessageRef(message);
      return Promise.resolve(chat.textsIn(channelId ?? '').join('\n'));
    },
    videos: (message) => Promise.resolve(videosOf(emulator, message).length),
    press(message) {
      expect(standingAt(message).ts).not.toBe('');
      return Promise.resolve(chat.aPress(message));
    },
    remove() {
      emulator.uninstall(workspace);
      return Promise.resolve();
    },
    askToWait() {
      emulator.failNext('chat.postMessage', { rateLimited: 1 });
      return Promise.resolve();
    },
    async [Symbol.asyncDispose]() {
      await chat[Symbol.asyncDispose]();
      expect(emulator.violations).toEqual([]);
      expect(emulator.pings).toEqual([]);
    },
  };
});
