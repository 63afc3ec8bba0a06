import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ViewRecord } from '../../../../sandbox/slack/world.ts';
import { refOf, startBot } from '../bot.ts';
import { aFolder, done, forgetting } from '../chat.ts';
import type { Bot } from '../bot.ts';
import { aForm } from '../../../support/forms.ts';
import { patience } from '../../../support/patience.ts';
import { ALL_POSSIBLE } from '../../../support/possible-settings.ts';

let bot: Bot;
beforeEach(async () => {
  bot = await startBot({ emulator: { limits: { shareDelayMs: 20 } } });
});
afterEach(async () => {
  await bot[Symbol.asyncDispose]();
  expect(bot.emulator.violations).toEqual([]);
  expect(bot.emulator.pings).toEqual([]);
});

/** Everything that stands in a view, as its JSON. */
const inside = (view: ViewRecord) => JSON.stringify(view.view);

const signal = () => AbortSignal.timeout(patience(5_000));

/** Where what a form was opened on is fetched, once the form is sent off. */
async function sourceFor(view: ViewRecord) {
  const before = bot.answers.length;
  await bot.ada.submit(view, { prompt: 'it flies' });
  const { message } = await bot.answered(before + 1);
  const { scene } = draftOf(before);
  const given = scene.kind === 'frames' ? scene.first : scene.kind === 'edit' ? scene.source : null;
  if (given === null) throw new Error('Nothing was given.');
  return await bot.platform.sourceOf(message, given, signal());
}

const draftOf = (index = 0) => {
  const command = bot.asks[index]?.command;
  if (command?.type !== 'create') throw new Error(`It was ${command?.type ?? 'nothing'}.`);
  return command.draft;
};

describe('the shortcut on a message', () => {
  const said = (...names: string[]) => {
    const fileIds = names.map((name) => bot.ada.upload({ name, bytes: Buffer.from(name) }).id);
    return bot.emulator.say({ person: bot.ada, channel: bot.channel, text: 'look', fileIds });
  };

  it('starts the video from the one picture of it', async () => {
    const act = await bot.ada.messageShortcut('animate_image', said('kite.png', 'notes.txt'));
    const view = await act.modal();
    expect(inside(view)).toContain('First frame: kite.png');
    await bot.ada.submit(view, { prompt: 'it flies' });
    expect(draftOf().scene).toMatchObject({
      kind: 'frames',
      prompt: 'it flies',
      first: { name: 'kite.png' },
      last: null,
    });
    expect(refOf(await bot.answered(1)).channelId).toBe(bot.channel.id);
  });

  it.each(['', 'application/octet-stream', 'text/plain'])(
    'knows a picture that Slack calls %j by its name',
    async (mimetype) => {
      const kite = bot.ada.upload({ name: 'kite.png', bytes: Buffer.from('kite'), mimetype });
      const message = { person: bot.ada, channel: bot.channel, text: '', fileIds: [kite.id] };
      const act = await bot.ada.messageShortcut('animate_image', bot.emulator.say(message));
      expect(inside(await act.modal())).toContain('First frame: kite.png');
    },
  );

  it('lets people choose among several', async () => {
    const message = said('one.png', 'two.jpg', 'three.webp');
    const view = await (await bot.ada.messageShortcut('animate_image', message)).modal();
    await bot.ada.submit(view, { prompt: 'it flies', picture: message.fileIds[1] ?? '' });
    const { scene } = draftOf();
    const first = scene.kind === 'frames' ? scene.first : null;
    if (first?.name !== 'two.jpg') throw new Error('The second picture is not the first frame.');
    const { message: kept } = await bot.answered(1);
    const signal = AbortSignal.timeout(patience(5_000));
    expect(await bot.platform.sourceOf(kept, first, signal)).toMatchObject({
      status: 'ready',
      source: { name: 'two.jpg' },
    });
  });

  it('says so when there is none', async () => {
    const view = await (await bot.ada.messageShortcut('animate_image', said('notes.txt'))).modal();
    expect(inside(view)).toContain('No image in this message');
  });
});

describe('the shortcut on what others put into a message', () => {
  const LINK = 'https://example.com/kite.png';
  const saying = (more: Partial<Parameters<typeof bot.emulator.say>[0]>) =>
    bot.emulator.say({ person: bot.ada, channel: bot.channel, text: 'look', ...more });
  const opened = async (name: string, message: ReturnType<typeof saying>) =>
    (await bot.ada.messageShortcut(name, message)).modal();
  const uploaded = (name: string) => bot.ada.upload({ name, bytes: Buffer.from(name) });

  it('finds the picture of a message that was shared', async () => {
    const first = saying({ fileIds: [uploaded('kite.png').id] });
    const view = await opened(
      'animate_image',
      saying({ attachments: [bot.emulator.sharedIn(first)] }),
    );
    expect(inside(view)).toContain('First frame: kite.png');
    expect(await sourceFor(view)).toMatchObject({
      status: 'ready',
      source: {
        name: 'kite.png',
        headers: { authorization: expect.stringMatching(/^Bearer /) as string },
      },
    });
  });

  it.each([
    ['a link', () => ({ attachments: [bot.emulator.unfurlOf(LINK)] })],
    ['a page', () => ({ attachments: [bot.emulator.unfurlOf('https://example.com/', LINK)] })],
    ['a block', () => ({ blocks: [{ type: 'image', image_url: LINK, alt_text: 'a kite' }] })],
  ])('finds the picture that %s shows, and gives it no token', async (_, more) => {
    const view = await opened('animate_image', saying(more()));
    expect(inside(view)).toContain('First frame: kite.png');
    expect(await sourceFor(view)).toEqual({
      status: 'ready',
      source: { url: LINK, name: 'kite.png', bytes: null },
    });
  });

  it('finds a file of another workspace, of which only its id is told', async () => {
    const { id } = bot.emulator.addFile({
      ownerId: bot.ada.id,
      name: 'kite.png',
      bytes: Buffer.from('kite'),
      access: 'check_file_info',
    });
    const view = await opened('animate_image', saying({ fileIds: [id] }));
    expect(await sourceFor(view)).toMatchObject({ source: { name: 'kite.png' } });
  });

  it('finds no file that was deleted or is hidden', async () => {
    const hidden = bot.emulator.addFile({
      ownerId: bot.ada.id,
      name: 'kite.png',
      bytes: Buffer.from('kite'),
      access: 'hidden_by_limit',
    });
    const view = await opened('animate_image', saying({ fileIds: [hidden.id] }));
    expect(inside(view)).toContain('No image in this message');
  });

  describe('that is a card', () => {
    beforeEach(() => {
      bot.core.form = () => Promise.resolve(aForm({ possible: ALL_POSSIBLE }));
    });

    const blocksOf = (fileId: string) => [
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'link', url: `${bot.emulator.url}/files/U0BOT/${fileId}/a-fox.mp4` },
            ],
          },
        ],
      },
    ];

    it('of ours finds its video, which lies in the thread, on both messages', async () => {
      await using folder = await aFolder();
      await bot.ada.command('/video', 'a fox', { channel: bot.channel });
      const { message } = await bot.answered(1);
      await bot.platform.show(message, done(await folder.file(2_000)), forgetting());
      const [card, video] = bot.emulator.messages(bot.channel);
      if (card === undefined || video === undefined) throw new Error('There are not two messages.');
      expect(card.fileIds).toEqual([]);
      const view = await opened('edit_video', card);
      expect(await sourceFor(view)).toMatchObject({ status: 'ready', source: { bytes: 2_000 } });
      expect(inside(await opened('edit_video', video))).toContain('Video to edit');
    });

    it('of our bot’s finds what it links to', async () => {
      const { id } = bot.emulator.addFile({
        ownerId: bot.workspace.botUserId,
        name: 'a-fox.mp4',
        bytes: Buffer.from('fox'),
      });
      const card = saying({ person: bot.workspace.botUserId, blocks: blocksOf(id) });
      const view = await opened('edit_video', card);
      expect(inside(view)).toContain('a-fox.mp4');
      expect(await sourceFor(view)).toMatchObject({
        status: 'ready',
        source: { name: 'a-fox.mp4' },
      });
    });

    it('is not ours because it looks so', async () => {
      const { id } = uploaded('secret.mp4');
      const view = await opened('edit_video', saying({ blocks: blocksOf(id) }));
      expect(inside(view)).toContain('No video in this message');
    });

    it('is not ours where nobody can say who we are', async () => {
      bot.emulator.failNext('auth.test', { status: 503 });
      const card = saying({ person: bot.workspace.botUserId, blocks: blocksOf('F0VIDEO1') });
      expect(inside(await opened('edit_video', card))).toContain('No video in this message');
    });
  });
});
