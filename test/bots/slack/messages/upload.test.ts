import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { USUAL_SCOPES } from '../../../../sandbox/slack/installations.ts';
import { readMessageRef } from '../../../../src/bots/slack/shared/message-ref.ts';
import type { MessageRef } from '../../../../src/core/messages/domain/message-ref.ts';
import { aFolder, done, forgetting, rendering, startChat, videosOf } from '../chat.ts';
import type { Chat } from '../chat.ts';

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

const PLAYER = { page: 'https://videos.example.com/player/abc', poster: null };

/** The app's messages in the channel: a card, and each thread reply. */
const messagesIn = (channel: { readonly id: string }) => chat.emulator.messages(channel);

describe('a video', () => {
  it('is in the thread of its card, which leads to it', async () => {
    const card = await chat.platform.show(chat.aCommand(), rendering(), forgetting());
    const shown = await chat.platform.show(card, done(await folder.file(3_000)), forgetting());
    expect(videosOf(chat.emulator, shown)).toEqual(['a-lighthouse-at-dusk-0000abcd.mp4']);
    const [first, reply] = messagesIn(chat.channel);
    expect(reply?.threadTs).toBe(first?.ts);
    const { upload } = readMessageRef(shown);
    expect(upload).toMatchObject({ state: 'shared', forStatus: 'succeeded' });
    expect(chat.textOf(shown)).toContain(`Watch <${upload?.permalink ?? 'none'}>`);
    expect(chat.textOf(shown)).toContain('140 credits');
    expect(chat.emulator.violations).toEqual([]);
  });

  it('is waited for: the card does not say that it is there before', async () => {
    const card = await chat.platform.show(chat.aCommand(), rendering(), forgetting());
    let there = false;
    chat.emulator.onCall((call) => {
      if (call.method === 'chat.update') there = videosOf(chat.emulator, card).length === 1;
    });
    await chat.platform.show(card, done(await folder.file(3_000)), forgetting());
    expect(there).toBe(true);
  });

  it('is shown even when the card stood nowhere before', async () => {
    const shown = await chat.platform.show(
      chat.aCommand(),
      done(await folder.file(3_000)),
      forgetting(),
    );
    expect(videosOf(chat.emulator, shown)).toHaveLength(1);
    expect(chat.textOf(shown)).toContain("in this message's thread");
    expect(chat.emulator.history(chat.channel, readMessageRef(shown).ts ?? '')).toHaveLength(2);
  });

  it('whose scan takes longer than anybody waits is told of all the same', async () => {
    await using slow = await startChat({ limits: { shareDelayMs: 60_000 } });
    const shown = await slow.platform.show(
      slow.aCommand(),
      done(await folder.file(3_000)),
      forgetting(),
    );
    expect(slow.textOf(shown)).toContain("in this message's thread");
  });

  it('goes to the thread that the card itself stands in', async () => {
    const { ts } = chat.emulator.say({ person: chat.ada, channel: chat.channel, text: 'look' });
    await chat.platform.show(
      chat.aCommand({ threadTs: ts }),
      done(await folder.file(3_000)),
      forgetting(),
    );
    expect(messagesIn(chat.channel).map((it) => it.threadTs)).toEqual([null, ts, ts]);
    expect(chat.emulator.violations).toEqual([]);
  });
});

describe('a refusal of the video', () => {
  const REFUSED = [
    ['file_uploads_disabled', "This workspace doesn't allow file uploads."],
    ['file_uploads_except_images_disabled', 'This workspace only allows image uploads.'],
    ['storage_limit_reached', "This workspace's file storage is full."],
    ['file_type_not_allowed', "This workspace doesn't allow video uploads."],
  ] as const;

  it.each(REFUSED)('by %s is told, with a link instead', async (error, words) => {
    chat.emulator.failNext('files.getUploadURLExternal', { error });
    const card = done(await folder.file(3_000), PLAYER);
    const text = chat.textOf(await chat.platform.show(chat.aCommand(), card, forgetting()));
    expect(text).toContain(words);
    expect(text).toContain(PLAYER.page);
    expect(text).toContain('140 credits');
  });

  it.each(REFUSED)('by %s without a link says whom to ask', async (error, words) => {
    chat.emulator.failNext('files.completeUploadExternal', { error });
    const card = done(await folder.file(3_000));
    const text = chat.textOf(await chat.platform.show(chat.aCommand(), card, forgetting()));
    expect(text).toContain(words);
    expect(text).toContain('Ask the operator for the file.');
  });

  it('of an app that is no member leads to the link', async () => {
    const { id } = chat.workspace.addChannel({ name: 'open', botIsMember: false });
    const card = done(await folder.file(3_000, 'https://videos.example.com/full'), PLAYER);
    const command = chat.aCommand({ channelId: id });
    const text = chat.textOf(await chat.platform.show(command, card, forgetting()));
    expect(text).toContain("Showrunner isn't in this channel.");
    expect(text).toContain('https://videos.example.com/full');
  });

  it('of an app that is no member, without a link, brings it to the person directly', async () => {
    const { id } = chat.workspace.addChannel({ name: 'open', botIsMember: false });
    const card = done(await folder.file(3_000));
    const shown = await chat.platform.show(chat.aCommand({ channelId: id }), card, forgetting());
    const text = chat.textOf(shown);
    expect(text).toContain('Invite it to get files here.');
    expect(text).toContain("The video is in @Ada's direct messages with Showrunner");
    expect(chat.textsIn(chat.direct().id)).toHaveLength(1);
    const again = await chat.platform.show(shown, card, forgetting());
    expect(chat.textsIn(chat.direct().id)).toHaveLength(1);
    expect(chat.textOf(again)).toContain("in @Ada's direct messages with Showrunner");
    expect(chat.emulator.violations).toEqual([]);
  });

  it('by a word that is new to us does not cost the card', async () => {
    chat.emulator.failNext('files.completeUploadExternal', { error: 'something_new' });
    const card = done(await folder.file(3_000), PLAYER);
    const text = chat.textOf(await chat.platform.show(chat.aCommand(), card, forgetting()));
    expect(text).toContain('Slack refused the file.');
    expect(text).toContain(PLAYER.page);
  });

  it('in the thread of a deleted card leaves it with the card that takes its place', async () => {
    const shown = await afterDeletion(() => {
      chat.emulator.failNext('files.completeUploadExternal', { error: 'invalid_thread_ts' });
    });
    expect(videosOf(chat.emulator, shown)).toHaveLength(1);
    expect(chat.textOf(shown)).toContain("in this message's thread");
    expect(chat.callsOf('upload')).toHaveLength(1);
  });

  it('is none where Slack takes it in the thread of a deleted card', async () => {
    const shown = await afterDeletion(() => undefined);
    expect(chat.textOf(shown)).toContain(
      'The video is in the channel where you asked for it · Watch',
    );
    expect(chat.emulator.world.files.size).toBe(1);
  });

  async function afterDeletion(before: () => void) {
    const card = await chat.platform.show(chat.aCommand(), rendering(), forgetting());
    chat.emulator.deleteMessage(chat.channel, readMessageRef(card).ts ?? '');
    before();
    const shown = await chat.platform.show(card, done(await folder.file(3_000)), forgetting());
    expect(readMessageRef(shown).movedTo?.channelId).toBe(chat.direct().id);
    return shown;
  }

  it('for its size is told to the core, and remembered for a while', async () => {
    chat.workspace.settings.maxFileBytes = 2_500;
    const command = chat.aCommand();
    const { platform } = chat;
    const shown = platform.show(command, done(await folder.file(3_000)), forgetting());
    await expect(shown).rejects.toMatchObject({ code: 'too-large' });
    expect(await platform.uploadLimit(command)).toBe(2_999);
    chat.skipAhead(A_WHILE);
    const smaller = await platform.show(command, done(await folder.file(1_500)), forgetting());
    expect(videosOf(chat.emulator, smaller)).toHaveLength(1);
    chat.skipAhead(60 * 60 * 1000);
    expect(await platform.uploadLimit(command)).toBe(1_000_000_000);
  });

  it('for its size by whoever takes the bytes is the same', async () => {
    chat.emulator.failNext('upload', { status: 413 });
    const shown = chat.platform.show(chat.aCommand(), done(await folder.file(900)), forgetting());
    await expect(shown).rejects.toMatchObject({ code: 'too-large' });
  });
});

describe('the card of a video', () => {
  const player = {
    page: 'https://videos.example.com/player/abc',
    poster: 'https://videos.example.com/poster.jpg',
  };
  const blocksOf = (shown: MessageRef, where = chat) =>
    where.emulator
      .message(where.channel, readMessageRef(shown).ts ?? '')
      .blocks.map(({ type }) => type);

  it('plays it where Slack may show our player', async () => {
    await using able = await startChat({ scopes: [...USUAL_SCOPES, 'links.embed:write'] });
    able.workspace.settings.unfurlDomains = ['videos.example.com'];
    const card = done(await folder.file(900), player);
    const shown = await able.platform.show(able.aCommand(), card, forgetting());
    expect(blocksOf(shown, able)).toContain('video');
    expect(able.emulator.violations).toEqual([]);
  });

  it('shows a still where Slack may not, and does not ask again for a while', async () => {
    const card = done({ how: 'link', url: 'https://videos.example.com/v', bytes: 9e8 }, player);
    const command = chat.aCommand();
    // Its limit comes first, and is no reason to ask for the same again.
    await expect(chat.platform.show(command, card, forgetting())).rejects.toMatchObject({
      code: 'rate-limited',
    });
    chat.skipAhead(A_WHILE);
    const shown = await chat.platform.show(command, card, forgetting());
    expect(blocksOf(shown)).toContain('image');
    expect(blocksOf(shown)).not.toContain('video');
    const refused = chat.emulator.violations.length;
    expect(refused).toBe(1);
    await chat.platform.show(shown, card, forgetting());
    expect(chat.emulator.violations).toHaveLength(refused);
    chat.skipAhead(60 * 60 * 1000);
    await chat.platform.show(shown, card, forgetting());
    expect(chat.emulator.violations).toHaveLength(refused + 1);
  });

  it('is without any where Slack takes neither', async () => {
    chat.emulator.failNext('chat.postMessage', { error: 'invalid_blocks' }, 2);
    const card = done({ how: 'link', url: 'https://videos.example.com/v', bytes: 9e8 }, player);
    const shown = await chat.platform.show(chat.aCommand(), card, forgetting());
    expect(blocksOf(shown)).not.toContain('image');
    expect(chat.textOf(shown)).toContain('https://videos.example.com/v');
  });

  it('that Slack will have in no form is refused', async () => {
    chat.emulator.failNext('chat.postMessage', { error: 'invalid_blocks' }, 9);
    const shown = chat.platform.show(chat.aCommand(), rendering(), forgetting());
    await expect(shown).rejects.toMatchObject({ code: 'refused' });
  });
});
