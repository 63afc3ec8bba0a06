import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ViewRecord } from '../../../../sandbox/slack/world.ts';
import { refOf, startBot } from '../bot.ts';
import type { Bot } from '../bot.ts';
import { patience } from '../../../support/patience.ts';

let bot: Bot;
beforeEach(async () => {
  bot = await startBot();
});
afterEach(async () => {
  await bot[Symbol.asyncDispose]();
  expect(bot.emulator.violations).toEqual([]);
  expect(bot.emulator.pings).toEqual([]);
});

/** Everything that stands in a view, as its JSON. */
const inside = (view: ViewRecord) => JSON.stringify(view.view);

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
