import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { msg } from '../../../src/core/messages/domain/message.ts';
import { readMessageRef } from '../../../src/bots/slack/shared/message-ref.ts';
import { aShownCard } from '../../contracts/chat-platform.ts';
import { aFolder, anyTime, done, forgetting, keeping, startChat, videosOf } from './chat.ts';
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

const forgotten = aShownCard({
  status: 'succeeded',
  tone: 'forgotten',
  headline: [msg('cards.deleted')],
  prompt: '',
  lines: [[msg('cards.deleted-with-video')]],
  actions: [],
});

const show = async () =>
  chat.platform.show(chat.aCommand(), done(await folder.file(3_000)), forgetting());

describe('a card that is forgotten', () => {
  it('has its video deleted, wherever it was shared', async () => {
    const shown = await show();
    const after = await chat.platform.show(shown, forgotten, forgetting());
    expect(readMessageRef(after).upload).toBeNull();
    expect([...chat.emulator.world.files.values()].map((it) => it.deleted)).toEqual([true]);
    expect(chat.textOf(after)).not.toContain('Watch');
    expect(chat.emulator.violations).toEqual([]);
  });

  it('is forgotten in the end when a process dies after the video was deleted', async () => {
    const shown = await show();
    const kept = keeping(shown);
    chat.emulator.failNext('chat.update', { error: 'internal_error' });
    await expect(chat.platform.show(shown, forgotten, kept.options)).rejects.toThrow();
    expect(videosOf(chat.emulator, shown)).toEqual([]);
    // Neither what was kept before nor what was kept last is in the way.
    for (const ref of [shown, kept.last()]) {
      const after = await chat.platform.show(ref, forgotten, forgetting());
      expect(chat.textOf(after)).toContain('Deleted');
    }
  });

  it('loses its video when the message itself is gone, and comes back nowhere', async () => {
    const shown = await show();
    chat.emulator.deleteMessage(chat.channel, readMessageRef(shown).ts ?? '');
    const after = chat.platform.show(shown, forgotten, { ...forgetting(), signal: anyTime() });
    await expect(after).rejects.toMatchObject({ code: 'gone' });
    expect([...chat.emulator.world.files.values()].map((it) => it.deleted)).toEqual([true]);
    expect(chat.textsIn(chat.direct().id)).toEqual([]);
  });

  it('is not posted where it never stood', async () => {
    const after = chat.platform.show(chat.aCommand(), forgotten, forgetting());
    await expect(after).rejects.toMatchObject({ code: 'gone' });
    expect(chat.emulator.messages(chat.channel)).toEqual([]);
  });
});
