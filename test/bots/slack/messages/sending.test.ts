import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createIsSlackAddress } from '../../../../src/bots/slack/shared/address.ts';
import { createUploads } from '../../../../src/bots/slack/messages/files/upload.ts';
import { PlatformError } from '../../../../src/core/shared/domain/errors.ts';
import { patience, settled } from '../../../support/patience.ts';
import { aFolder, anyTime, done, forgetting, rendering, startChat, videosOf } from '../chat.ts';
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

const MIB = 1024 * 1024;

describe('an upload', () => {
  it('that is called off half-way leaves nothing to be seen', async () => {
    const card = await chat.platform.show(chat.aCommand(), rendering(), forgetting());
    const large = done(await folder.file(24 * MIB));
    for (let ms = 1; ms < 20; ms += 3) {
      const stop = new AbortController();
      setTimeout(() => {
        stop.abort();
      }, ms);
      const shown = chat.platform.show(card, large, { ...forgetting(), signal: stop.signal });
      await shown.catch((error: unknown) => {
        expect(error).toMatchObject({ name: 'PlatformError', code: 'unreachable' });
      });
    }
    // An unhandled rejection would fail the run.
    await settled(100);
    expect(videosOf(chat.emulator, card).length).toBeLessThanOrEqual(1);
  });

  it('on its way holds nobody else up', async () => {
    const { id } = chat.workspace.addChannel({ name: 'other' });
    const other = await chat.platform.show(
      chat.aCommand({ channelId: id }),
      rendering(),
      forgetting(),
    );
    chat.emulator.failNext('upload', { delayMs: 700 });
    let there = false;
    const uploaded = chat.platform
      .show(chat.aCommand(), done(await folder.file(3_000)), forgetting())
      .then(() => {
        there = true;
      });
    await settled();
    await chat.platform.show(other, rendering(0.6), forgetting());
    expect(there).toBe(false);
    await uploaded;
  });

  it('is of exactly the bytes that were announced, and gives away no token', async () => {
    await chat.platform.show(chat.aCommand(), done(await folder.file(70_001)), forgetting());
    const [{ bytes } = { bytes: Buffer.alloc(0) }] = chat.emulator.world.files.values();
    expect(bytes).toEqual(Buffer.alloc(70_001, 7));
    expect(chat.callsOf('upload').map((it) => it.token)).toEqual([null]);
    expect(chat.emulator.violations).toEqual([]);
  });

  it('goes to nobody but Slack', async () => {
    let asked = false;
    const stranger = createServer((_, response) => {
      asked = true;
      response.end();
    });
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
    const { port } = stranger.address() as AddressInfo;
    const answer = { ok: true, upload_url: `http://127.0.0.1:${port}/`, file_id: 'F1' };
    const client = new WebClient('xoxb-test', {
      fetch: () => Promise.resolve(Response.json(answer)),
    });
    const isSlackAddress = createIsSlackAddress('https://slack.com/api');
    const clock = { now: () => new Date(), sleep: () => Promise.resolve() };
    const card = await folder.file(900);
    if (card.how !== 'file') throw new Error('no file');
    const shared = createUploads({ clock, isSlackAddress }).share(
      {
        client,
        file: card.file,
        name: 'video.mp4',
        title: 'A video',
        forStatus: 'succeeded',
        channelId: 'C1',
        threadTs: null,
        keep: () => Promise.resolve(),
      },
      null,
      anyTime(),
    );
    await expect(shared).rejects.toMatchObject({ name: 'PlatformError' });
    expect(asked).toBe(false);
    await new Promise((resolve) => stranger.close(resolve));
  });

  it('of a file that went away says so and no more', async () => {
    const video = done(await folder.file(3_000));
    if (video.video?.how !== 'file') throw new Error('no file');
    const gone = { ...video.video.file, path: `${video.video.file.path}.gone` };
    const card = { ...video, video: { ...video.video, file: gone } };
    const shown = chat.platform.show(chat.aCommand(), card, forgetting());
    await expect(shown).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('of a file that is shorter than it was is not shown as a video', async () => {
    const card = done(await folder.file(3_000));
    if (card.video?.how !== 'file') throw new Error('no file');
    await writeFile(card.video.file.path, Buffer.alloc(10));
    const shown = chat.platform.show(chat.aCommand(), card, forgetting());
    await expect(shown).rejects.toBeInstanceOf(Error);
    expect([...chat.emulator.world.files.values()]).toEqual([]);
  });
});

describe('an edit', () => {
  it('over the limit of the workspace is refused at once, by nobody but Slack', async () => {
    const card = await chat.platform.show(chat.aCommand(), rendering(), forgetting());
    const shown = await Promise.allSettled(
      Array.from({ length: 60 }, (_, index) =>
        chat.platform.show(card, rendering(index / 60), forgetting()),
      ),
    );
    const errors = shown.flatMap((it) => (it.status === 'rejected' ? [it.reason as unknown] : []));
    expect(errors.length).toBeGreaterThan(0);
    for (const error of errors) {
      expect(error).toBeInstanceOf(PlatformError);
      expect(error).toMatchObject({ code: 'rate-limited' });
      expect((error as PlatformError).retryAfterMs).toBeGreaterThan(0);
    }
  });

  it('that takes too long is given up', async () => {
    const card = await chat.platform.show(chat.aCommand(), rendering(), forgetting());
    chat.emulator.failNext('chat.update', { delayMs: 1_500 });
    const options = { ...forgetting(), signal: AbortSignal.timeout(100) };
    const before = Date.now();
    await expect(chat.platform.show(card, rendering(), options)).rejects.toMatchObject({
      code: 'unreachable',
    });
    expect(Date.now() - before).toBeLessThan(patience(1_000));
  });
});
