import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../../sandbox/slack/faults.ts';
import { readMessageRef } from '../../../src/bots/slack/shared/message-ref.ts';
import type { MessageRef } from '../../../src/core/messages/domain/message-ref.ts';
import { aShownCard } from '../../contracts/chat-platform.ts';
import { settled } from '../../support/patience.ts';
import {
  aFolder,
  anyTime,
  done,
  forgetting,
  keeping,
  rendering,
  startChat,
  videosOf,
} from './chat.ts';
import type { Chat } from './chat.ts';

let chat: Chat;
let folder: Awaited<ReturnType<typeof aFolder>>;
beforeEach(async () => {
  chat = await startChat();
  folder = await aFolder();
});
afterEach(async () => {
  await chat[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

/** Slack takes one message a second in a channel. */
const A_WHILE = 2_000;

/** The app's messages in the channel: a card, and each thread reply. */
const messagesIn = (channel: { readonly id: string }) => chat.emulator.messages(channel);

describe('killed', () => {
  const CALLS = [
    'chat.postMessage',
    'files.getUploadURLExternal',
    'upload',
    'files.completeUploadExternal',
    'chat.update',
  ];
  const ways = CALLS.flatMap((method) => [
    [method, 'drop-before'] as const,
    [method, 'drop-after'] as const,
  ]);

  it.each(ways)('at %s (%s), there is one card and one video', async (method, fault) => {
    const card = done(await folder.file(3_000));
    const kept = keeping(chat.aCommand());
    chat.emulator.failNext(method, fault satisfies Fault);
    const shown = chat.platform.show(kept.last(), card, kept.options);
    await expect(shown).rejects.toMatchObject({ code: 'unreachable' });
    chat.skipAhead(A_WHILE);
    await expectOneOfEach(await chat.aPlatform().show(kept.last(), card, kept.options));
  });

  it.each([1, 2, 3, 4])('at keeping for the time no. %d, it is the same', async (time) => {
    const card = done(await folder.file(3_000));
    const kept = keeping(chat.aCommand());
    let times = 0;
    const keep = async (message: MessageRef) => {
      times += 1;
      if (times === time) throw new Error('killed');
      await kept.options.keep(message);
    };
    const shown = chat.platform.show(kept.last(), card, { signal: anyTime(), keep });
    await expect(shown).rejects.toThrow('killed');
    chat.skipAhead(A_WHILE);
    await expectOneOfEach(await chat.aPlatform().show(kept.last(), card, kept.options));
  });

  it('between sharing and keeping that, while nobody tells whether it is shared', async () => {
    const card = done(await folder.file(3_000));
    const kept = keeping(chat.aCommand());
    chat.emulator.failNext('files.completeUploadExternal', 'drop-after');
    await expect(chat.platform.show(kept.last(), card, kept.options)).rejects.toThrow();
    chat.emulator.failNext('files.info', { error: 'internal_error' }, 100);
    await expectOneOfEach(await chat.aPlatform().show(kept.last(), card, kept.options));
  });

  it('and asked to show it by two processes at once', async () => {
    await using free = await startChat({ rateLimits: false });
    const card = rendering();
    const command = free.aCommand();
    const [one, other] = await Promise.all([
      free.platform.show(command, card, forgetting()),
      free.aPlatform().show(command, card, forgetting()),
    ]);
    expect(readMessageRef(one).ts).toBe(readMessageRef(other).ts);
    expect(free.emulator.messages(free.channel)).toHaveLength(1);
  });

  it('on the way to the person, there is one video with them', async () => {
    const { id } = chat.workspace.addChannel({ name: 'open', botIsMember: false });
    const card = done(await folder.file(3_000));
    const kept = keeping(chat.aCommand({ channelId: id }));
    let shared = false;
    const keep = async (message: MessageRef) => {
      shared = readMessageRef(message).upload?.state === 'shared';
      if (shared) throw new Error('killed');
      await kept.options.keep(message);
    };
    const shown = chat.platform.show(kept.last(), card, { signal: anyTime(), keep });
    await expect(shown).rejects.toThrow('killed');
    const text = chat.textOf(await chat.aPlatform().show(kept.last(), card, kept.options));
    expect(text).toContain("in @Ada's direct messages with Showrunner");
    await settled(150);
    expect(chat.textsIn(chat.direct().id)).toHaveLength(1);
    // The bytes were sent once, and offered to the channel and to the person.
    expect(chat.callsOf('upload')).toHaveLength(1);
  });

  it('after posting, the first card becomes what is true now', async () => {
    const kept = keeping(chat.aCommand());
    chat.emulator.failNext('chat.postMessage', 'drop-after');
    await expect(chat.platform.show(kept.last(), aShownCard(), kept.options)).rejects.toThrow();
    chat.skipAhead(A_WHILE);
    const shown = await chat.platform.show(kept.last(), rendering(), kept.options);
    expect(chat.textOf(shown)).toContain('Rendering');
    expect(messagesIn(chat.channel)).toHaveLength(1);
  });

  async function expectOneOfEach(shown: MessageRef) {
    // Sharing is slow: what comes too late would come now.
    await chat.emulator.until('the video', () => videosOf(chat.emulator, shown)[0]);
    await settled(150);
    expect(videosOf(chat.emulator, shown)).toHaveLength(1);
    expect(messagesIn(chat.channel).filter((it) => it.threadTs === null)).toHaveLength(1);
    expect(chat.textOf(shown)).toContain('Your video is ready');
    expect(chat.textOf(shown)).toContain("in this message's thread");
    expect(chat.emulator.violations).toEqual([]);
  }
});
