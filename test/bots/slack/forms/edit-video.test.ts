import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ViewRecord } from '../../../../sandbox/slack/world.ts';
import { aForm } from '../../../support/forms.ts';
import { ALL_POSSIBLE } from '../../../support/possible-settings.ts';
import { refOf, startBot } from '../bot.ts';
import type { Bot } from '../bot.ts';
import { patience } from '../../../support/patience.ts';

let bot: Bot;
beforeEach(async () => {
  bot = await startBot();
  bot.core.form = () => Promise.resolve(aForm({ possible: ALL_POSSIBLE }));
});
afterEach(async () => {
  await bot[Symbol.asyncDispose]();
  expect(bot.emulator.violations).toEqual([]);
});

const inside = (view: ViewRecord) => JSON.stringify(view.view);

async function draftFrom() {
  const { command } = await bot.answered(1);
  if (command.type !== 'create') throw new Error(`It was ${command.type}.`);
  return command.draft;
}

describe('"Edit this video"', () => {
  const on = async (...names: string[]) => {
    const fileIds = names.map((name) => bot.ada.upload({ name, bytes: Buffer.from(name) }).id);
    const message = bot.emulator.say({
      person: bot.ada,
      channel: bot.channel,
      text: 'look',
      fileIds,
    });
    const act = await bot.ada.messageShortcut('edit_video', message);
    return { view: await act.modal(), fileIds };
  };

  it('changes the one video of the message', async () => {
    const { view } = await on('kite.png', 'clip.mp4');
    expect(inside(view)).toContain('Video to edit: clip.mp4');
    await bot.ada.submit(view, { prompt: 'make it snow' });
    const { scene } = await draftFrom();
    expect(scene).toMatchObject({ kind: 'edit', source: { name: 'clip.mp4' }, keepSound: true });
    const interaction = await bot.answered(1);
    expect(refOf(interaction).channelId).toBe(bot.channel.id);
    const source = scene.kind === 'edit' ? scene.source : null;
    if (source === null) throw new Error('There is no video.');
    expect(
      await bot.platform.sourceOf(
        interaction.message,
        source,
        AbortSignal.timeout(patience(5_000)),
      ),
    ).toMatchObject({ status: 'ready', source: { name: 'clip.mp4' } });
  });

  it('lets people choose among several', async () => {
    const { view, fileIds } = await on('one.mp4', 'two.mov');
    await bot.ada.submit(view, { prompt: 'snow', video: fileIds[1] ?? '' });
    expect((await draftFrom()).scene).toMatchObject({ source: { name: 'two.mov' } });
  });

  it('says so when there is none', async () => {
    const { view } = await on('kite.png');
    expect(inside(view)).toContain('No video in this message');
  });
});
