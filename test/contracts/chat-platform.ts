import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { msg } from '../../src/core/messages/domain/message.ts';
import { facts } from '../../src/core/messages/domain/rich-text.ts';
import type { CardView } from '../../src/core/chat/domain/card-view.ts';
import type { MessageRef } from '../../src/core/messages/domain/message-ref.ts';
import type { Reply } from '../../src/core/messages/domain/reply.ts';
import { jobId } from '../../src/core/shared/domain/ids.ts';
import { PlatformError } from '../../src/core/shared/domain/errors.ts';
import type { ChatPlatform, ShownCard } from '../../src/core/chat/ports/chat-platform.ts';
import type { MediaFile } from '../../src/core/media/ports/media-store.ts';

/** A platform with a chat behind it, and the hands of the people in that chat. */
export interface ChatPlatformUnderTest extends AsyncDisposable {
  readonly platform: ChatPlatform;
  /** A message as the platform hands it to the core after a command was acknowledged. */
  aMessage(): Promise<MessageRef>;
  /** All that a person reads of the answer to a command: cards, notes, replies to it. */
  read(message: MessageRef): Promise<string>;
  /** How many videos a person can play there. */
  videos(message: MessageRef): Promise<number>;
  /** Presses a button on the card. */
  press(message: MessageRef): Promise<MessageRef>;
  /** Takes away every way to the message. */
  remove(message: MessageRef): Promise<void>;
  /** The chat asks to wait at the next call. */
  askToWait(): Promise<void>;
}

/** What every chat platform does, whatever its chat is like. */
export function describeChatPlatform(
  name: string,
  setUp: () => Promise<ChatPlatformUnderTest>,
): void {
  describe(`${name} as a chat platform`, () => {
    let chat: ChatPlatformUnderTest;
    let folder: string;
    const { signal } = new AbortController();
    const keep = () => Promise.resolve();

    beforeEach(async () => {
      chat = await setUp();
      folder = await mkdtemp(path.join(tmpdir(), 'chat-platform-'));
    });
    afterEach(async () => {
      await chat[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    });

    const aFile = async (bytes: number): Promise<MediaFile> => {
      const file = path.join(folder, `${bytes}.mp4`);
      await writeFile(file, '');
      // Takes no room on the disk, however large.
      await truncate(file, bytes);
      return { path: file, bytes, [Symbol.asyncDispose]: () => Promise.resolve() };
    };

    it('shows one card after the other in the same message', async () => {
      const message = await chat.aMessage();
      const first = await chat.platform.show(message, aShownCard(), { signal, keep });
      expect(await chat.read(first)).toContain('Queued');
      const second = await chat.platform.show(first, aShownCard(rendering), { signal, keep });
      const text = await chat.read(second);
      expect(text).toContain('Rendering');
      expect(text).not.toContain('Queued');
    });

    it('finds the message again by a handle that was kept as JSON', async () => {
      const handle = await chat.platform.show(await chat.aMessage(), aShownCard(), {
        signal,
        keep,
      });
      const kept = JSON.parse(JSON.stringify(handle)) as MessageRef;
      await chat.platform.show(kept, aShownCard(rendering), { signal, keep });
      expect(await chat.read(handle)).toContain('Rendering');
    });

    it('leaves neither words nor video where something was forgotten', async () => {
      const video = { how: 'file', file: await aFile(2_000), fullSize: null } as const;
      const message = await chat.aMessage();
      const shown = await chat.platform.show(message, aShownCard(succeeded, video), {
        signal,
        keep,
      });
      expect(await chat.videos(shown)).toBe(1);
      const after = await chat.platform.show(shown, aShownCard(forgotten), { signal, keep });
      const again = await chat.platform.show(after, aShownCard(forgotten), { signal, keep });
      expect(await chat.videos(again)).toBe(0);
      const text = await chat.read(again);
      expect(text).toContain('Deleted');
      expect(text).toContain('140 credits');
      for (const words of ['lighthouse', 'ready', 'Updates until', 'Refresh']) {
        expect(text).not.toContain(words);
      }
    });

    it('says nothing anew of what was forgotten when its message is gone', async () => {
      const shown = await chat.platform.show(await chat.aMessage(), aShownCard(rendering), {
        signal,
        keep,
      });
      await chat.remove(shown);
      const again = chat.platform.show(shown, aShownCard(forgotten), { signal, keep });
      await expect(again).rejects.toMatchObject({ code: 'gone' });
    });

    it('shows what was asked for and what it costs', async () => {
      const handle = await chat.platform.show(await chat.aMessage(), aShownCard(), {
        signal,
        keep,
      });
      const text = await chat.read(handle);
      for (const words of ['a lighthouse at dusk', 'Standard', '140 credits on hold']) {
        expect(text).toContain(words);
      }
    });

    it('shows a video once, however often it is shown', async () => {
      const card = aShownCard(succeeded, {
        how: 'file',
        file: await aFile(2_000),
        fullSize: null,
      });
      const once = await chat.platform.show(await chat.aMessage(), card, { signal, keep });
      expect(await chat.videos(once)).toBe(1);
      const twice = await chat.platform.show(once, card, { signal, keep });
      expect(await chat.videos(twice)).toBe(1);
      expect(await chat.read(twice)).toContain('ready');
    });

    it('leads to a video that cannot be uploaded', async () => {
      const url = 'https://media.example.com/media/abc';
      const card = aShownCard(succeeded, { how: 'link', url, bytes: 900_000_000 });
      const handle = await chat.platform.show(await chat.aMessage(), card, { signal, keep });
      expect(await chat.read(handle)).toContain(url);
    });

    it('says how big a video is that can neither be uploaded nor linked', async () => {
      const card = aShownCard(succeeded, { how: 'link', url: null, bytes: 900_000_000 });
      const handle = await chat.platform.show(await chat.aMessage(), card, { signal, keep });
      expect(await chat.read(handle)).toContain('900 MB');
    });

    it('answers with a note', async () => {
      const message = await chat.aMessage();
      await chat.platform.reply(message, aReply, signal);
      const text = await chat.read(message);
      expect(text).toContain('Not accepted');
      expect(text).toContain('The prompt is empty.');
    });

    it('answers a press on a card with a note that leaves the card alone', async () => {
      const card = await chat.platform.show(await chat.aMessage(), aShownCard(), { signal, keep });
      await chat.platform.reply(await chat.press(card), aReply, signal);
      expect(await chat.read(card)).toContain('Queued');
    });

    it('puts a note in the place of the message whose button was pressed', async () => {
      const handle = await chat.platform.show(await chat.aMessage(), aShownCard(), {
        signal,
        keep,
      });
      const pressed = await chat.press(handle);
      await chat.platform.replace(pressed, aReply, signal);
      const text = await chat.read(handle);
      expect(text).toContain('Not accepted');
      expect(text).not.toContain('Queued');
    });

    it('reaches the card by the way that a press opened', async () => {
      const card = await chat.platform.show(await chat.aMessage(), aShownCard(), { signal, keep });
      const renewed = chat.platform.renewed(card, await chat.press(card));
      await chat.platform.show(renewed, aShownCard(rendering), { signal, keep });
      expect(await chat.read(card)).toContain('Rendering');
    });

    it('is not led to another card by a press on that one', async () => {
      const card = await chat.platform.show(await chat.aMessage(), aShownCard(), { signal, keep });
      const other = await chat.platform.show(await chat.aMessage(), aShownCard(), { signal, keep });
      const renewed = chat.platform.renewed(card, await chat.press(other));
      await chat.platform.show(renewed, aShownCard(rendering), { signal, keep });
      expect(await chat.read(other)).toContain('Queued');
      expect(await chat.read(card)).toContain('Rendering');
    });

    it('tells when a message is gone', async () => {
      const message = await chat.aMessage();
      await chat.remove(message);
      const shown = chat.platform.show(message, aShownCard(), { signal, keep });
      await expect(shown).rejects.toMatchObject({ name: 'PlatformError', code: 'gone' });
    });

    it('tells how long to wait instead of waiting, and shows it after', async () => {
      const message = await chat.aMessage();
      await chat.askToWait();
      const error: unknown = await chat.platform
        .show(message, aShownCard(), { signal, keep })
        .catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(PlatformError);
      const { code, retryAfterMs } = error as PlatformError;
      expect(code).toBe('rate-limited');
      expect(retryAfterMs).toBeGreaterThan(0);
      await new Promise((resolve) => setTimeout(resolve, retryAfterMs ?? 0));
      const handle = await chat.platform.show(message, aShownCard(), { signal, keep });
      expect(await chat.read(handle)).toContain('Queued');
    });

    it('says that a file over the limit is too large', async () => {
      const message = await chat.aMessage();
      const limit = await chat.platform.uploadLimit(message);
      expect(limit).toBeGreaterThan(1_000_000);
      const card = aShownCard(succeeded, {
        how: 'file',
        file: await aFile(limit + 200_000),
        fullSize: null,
      });
      const shown = chat.platform.show(message, card, { signal, keep });
      await expect(shown).rejects.toMatchObject({ name: 'PlatformError', code: 'too-large' });
    });

    it('shows nothing once it is called off', async () => {
      const handle = await chat.platform.show(await chat.aMessage(), aShownCard(), {
        signal,
        keep,
      });
      const calledOff = AbortSignal.abort();
      const shown = chat.platform.show(handle, aShownCard(rendering), { signal: calledOff, keep });
      await expect(shown).rejects.toMatchObject({ name: 'PlatformError', code: 'unreachable' });
      expect(await chat.read(handle)).toContain('Queued');
    });

    it('links to the message, if at all, by https', async () => {
      const handle = await chat.platform.show(await chat.aMessage(), aShownCard(), {
        signal,
        keep,
      });
      expect(chat.platform.linkTo(handle) ?? 'https://').toMatch(/^https:\/\//);
    });
  });
}

const rendering: Partial<CardView> = {
  status: 'rendering',
  tone: 'working',
  headline: [msg('jobs.status-rendering')],
  progress: 0.4,
  lines: [[msg('cards.ready-in', { wait: 60_000 })]],
  actions: [],
};

const succeeded: Partial<CardView> = {
  status: 'succeeded',
  tone: 'done',
  headline: [msg('cards.ready')],
  lines: [],
  receipt: [[msg('credits.amount', { amount: 140 })]],
  actions: [],
  video: {
    kind: 'video',
    key: 'abc.mp4',
    contentType: 'video/mp4',
    bytes: 2_000,
    width: 1_280,
    height: 720,
    seconds: 5,
    sound: false,
    poster: null,
  },
};

const forgotten: Partial<CardView> = {
  status: 'succeeded',
  tone: 'forgotten',
  headline: [msg('cards.deleted')],
  prompt: '',
  lines: [[msg('cards.deleted-with-video')]],
  receipt: [[msg('credits.amount', { amount: 140 })]],
  actions: [],
};

export function aShownCard(
  view: Partial<CardView> = {},
  video: ShownCard['video'] = null,
): ShownCard {
  return {
    jobId: jobId('0199c0de-0000-7000-8000-00000000abcd'),
    view: {
      status: 'waiting',
      tone: 'waiting',
      headline: [msg('jobs.status-waiting')],
      prompt: 'a lighthouse at dusk',
      settings: facts('Kling 2.5', msg('video.quality-std'), msg('video.silent')),
      progress: null,
      lines: [[msg('cards.queue', { ahead: 0, mine: 0, wait: 60_000 })]],
      receipt: [[msg('credits.on-hold', { amount: 140 })]],
      actions: ['cancel'],
      video: null,
      ...view,
    },
    video,
    player: null,
  };
}

const aReply: Reply = {
  tone: 'refused',
  headline: [{ bold: 'Not accepted' }],
  lines: [['The prompt is empty.'], ['Nothing was charged.']],
};
