import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ViewRecord } from '../../../../sandbox/slack/world.ts';
import { wordingOf } from '../../../../src/bots/slack/wording.ts';
import { msg } from '../../../../src/core/messages/domain/message.ts';
import { plainReply } from '../../../../src/core/messages/domain/reply.ts';
import { aForm } from '../../../support/forms.ts';
import { patience, settled } from '../../../support/patience.ts';
import { refOf, startBot } from '../bot.ts';
import type { Bot } from '../bot.ts';
import { openedForm } from './kinds.ts';

let bot: Bot;
beforeEach(async () => {
  bot = await startBot();
});
afterEach(async () => {
  await bot[Symbol.asyncDispose]();
  expect(bot.emulator.violations).toEqual([]);
  expect(bot.emulator.pings).toEqual([]);
});

const PNG = { name: 'kite.png', bytes: Buffer.from('png') };

const command = (text: string, how: { retries?: number } = {}) =>
  bot.ada.command('/video', text, { channel: bot.channel, ...how });

const opened = (text = '') => openedForm(bot, text);

/** Everything that stands in a view, as its JSON. */
const inside = (view: ViewRecord) => JSON.stringify(view.view);

function priceIn(view: ViewRecord): string {
  const blocks = view.view.blocks as { block_id: string; elements: { text: string }[] }[];
  return blocks.find((it) => it.block_id === 'price')?.elements[0]?.text ?? '';
}

const draftOf = (index = 0) => {
  const typed = bot.asks[index]?.command;
  if (typed?.type !== 'create') throw new Error(`It was ${typed?.type ?? 'nothing'}.`);
  return typed.draft;
};

describe('the form for a video', () => {
  it('is opened by /video alone, with the usual settings and what they cost', async () => {
    const view = await opened();
    expect(priceIn(view)).toBe('50 credits with Model One · 200 left');
    expect(bot.asks).toEqual([]);
    await bot.ada.submit(view, { prompt: 'a horse <!channel> & a cow' });
    const interaction = await bot.answered(1);
    expect(interaction.command).toEqual({
      type: 'create',
      // What stood below the form.
      agreed: 50,
      draft: {
        scene: { kind: 'text', prompt: 'a horse <!channel> & a cow' },
        settings: { seconds: 5, quality: 'std', aspect: '16:9', sound: false, guidance: null },
      },
    });
    expect(refOf(interaction)).toMatchObject({
      kind: 'form',
      channelId: bot.channel.id,
      private: false,
    });
    expect(refOf(interaction).responseUrl).toContain(bot.emulator.url);
    expect(bot.ada.modal).toBeNull();
  });

  it('carries every field', async () => {
    const view = await opened();
    const elsewhere = bot.workspace.addChannel({ name: 'elsewhere' });
    for (const [field, value] of [
      ['seconds', '8'],
      ['quality', 'pro'],
      ['aspect', '9:16'],
      ['sound', 'sound'],
    ] as const) {
      await bot.ada.choose(view, field, value);
    }
    await bot.ada.submit(view, {
      prompt: 'a horse\non a beach',
      first: [PNG],
      last: [{ ...PNG, name: 'end.heic' }],
      guidance: 0.7,
      channel: elsewhere.id,
      remember: ['remember'],
    });
    const interaction = await bot.answered(1);
    expect(interaction.command).toMatchObject({
      type: 'create',
      remember: true,
      draft: {
        scene: {
          kind: 'frames',
          prompt: 'a horse\non a beach',
          first: { name: 'kite.png', bytes: 3 },
          last: { name: 'end.heic' },
        },
        settings: { seconds: 8, quality: 'pro', aspect: '9:16', sound: true, guidance: 0.7 },
      },
    });
    expect(refOf(interaction).channelId).toBe(elsewhere.id);
    const { scene } = draftOf();
    const first = scene.kind === 'frames' ? scene.first : null;
    if (first === null) throw new Error('There is no first picture.');
    const signal = AbortSignal.timeout(patience(5_000));
    const source = await bot.platform.sourceOf(interaction.message, first, signal);
    expect(source).toMatchObject({
      status: 'ready',
      source: { headers: { authorization: `Bearer ${bot.workspace.botToken}` } },
    });
  });

  it('says the price anew when something is changed', async () => {
    const view = await opened();
    await bot.ada.choose(view, 'quality', 'pro');
    await bot.emulator.until('the price', () => priceIn(view).startsWith('100 ') || undefined);
    await bot.ada.choose(view, 'seconds', '15');
    await bot.emulator.until('the price', () => priceIn(view).startsWith('300 ') || undefined);
    expect(priceIn(view)).toContain('· only 200 left');
  });

  it('keeps what was filled in when the price changes', async () => {
    const view = await opened();
    bot.ada.fill(view, { prompt: 'a horse' });
    await bot.ada.choose(view, 'seconds', '8');
    await bot.emulator.until('the price', () => priceIn(view).startsWith('80 ') || undefined);
    await bot.ada.submit(view);
    expect(draftOf()).toMatchObject({
      scene: { prompt: 'a horse' },
      settings: { seconds: 8 },
    });
  });

  it('opens as something else while it takes time to fill', async () => {
    bot.core.form = () => delay(700, aForm());
    const act = await command('');
    expect(inside(await act.modal())).toContain('Loading…');
    await bot.emulator.until('the form', () => {
      const modal = bot.ada.modal;
      return modal !== null && inside(modal).includes('50 credits') ? true : undefined;
    });
    expect(act.acknowledgedAfterMs).toBeLessThan(patience(1_000));
  });

  it('says so when there is no filling it', async () => {
    bot.core.form = () => Promise.reject(new Error('no database'));
    expect(inside(await opened())).toContain('down for a moment');
  });

  it('is opened once however often the command is delivered', async () => {
    const act = await command('', { retries: 2 });
    await act.modal();
    await settled(100);
    expect(bot.emulator.world.views.size).toBe(1);
    expect(act.ephemerals).toEqual([]);
  });

  it('says that it could not be opened in time', async () => {
    bot.emulator.failNext('views.open', { error: 'expired_trigger_id' });
    const act = await command('');
    expect(bot.emulator.text(await act.ephemeral())).toContain("couldn't open the form in time");
  });

  it('makes one video of one submission, however often it is delivered', async () => {
    const view = await opened();
    await bot.ada.submit(view, { prompt: 'a horse' }, { retries: 2 });
    await bot.answered(1);
    await settled();
    expect(bot.answers).toHaveLength(1);
  });
});

describe('a submission', () => {
  it('with something wrong says so in place, and starts nothing', async () => {
    const view = await opened();
    const blank = await bot.ada.submit(view, { prompt: '   ' });
    expect(blank.end).toMatchObject({
      errors: { prompt: 'The prompt is empty. Describe the video in a few words.' },
    });
    const refused = await bot.ada.submit(view, { prompt: 'forbidden things' });
    expect(refused.end).toMatchObject({ errors: { prompt: 'No model makes this.' } });
    expect(bot.ada.modal?.id).toBe(view.id);
    expect(bot.asks).toEqual([]);
    await bot.ada.submit(view, { prompt: 'a horse' });
    expect(bot.ada.modal).toBeNull();
    await bot.answered(1);
  });

  it('says what is wrong in the language that its form is in', async () => {
    bot.core.form = () => Promise.resolve(aForm({ language: 'de' }));
    const view = await opened();
    expect(priceIn(view)).toContain('50 Credits mit Model One');
    expect((await bot.ada.submit(view, { prompt: '   ' })).end).toMatchObject({
      errors: { prompt: wordingOf('de').text(msg('video.prompt-empty')) },
    });
  });

  it('with a file that is no picture says so at the file', async () => {
    const view = await opened();
    const forged = bot.ada.upload({ name: 'tune.mp3', bytes: Buffer.from('mp3') });
    const fields = (view.view.blocks as { element?: { filetypes?: string[] } }[]).flatMap(
      (it) => it.element ?? [],
    );
    // A client that does not look at endings.
    for (const field of fields) if (field.filetypes !== undefined) field.filetypes = [];
    const { end } = await bot.ada.submit(view, { prompt: 'a horse', first: [forged] });
    expect(end).toMatchObject({
      errors: { first: "tune.mp3 isn't an image. Use PNG, JPEG or WebP." },
    });
  });

  it('to no channel goes to the person directly', async () => {
    const view = await opened();
    await bot.ada.submit(view, { prompt: 'a horse', channel: null });
    expect(refOf(await bot.answered(1))).toMatchObject({ channelId: null, private: true });
  });

  it('is answered for the person alone where the form was opened', async () => {
    bot.core.answer = (interaction) =>
      bot.platform.reply(
        interaction.message,
        plainReply('Not enough credits.'),
        AbortSignal.timeout(patience(5_000)),
      );
    const view = await opened();
    const act = await bot.ada.submit(view, { prompt: 'a horse' });
    const said = await act.ephemeral();
    expect(said.channelId).toBe(bot.channel.id);
    expect(bot.emulator.text(said)).toContain('Not enough credits.');
  });

  it.each(['', '{}', '{"channelId":"C1","pictures":', '{"channelId":"../x","responseUrl":null}'])(
    'with forged metadata %j starts nothing',
    async (metadata) => {
      const view = await opened();
      view.view.private_metadata = metadata;
      await bot.ada.submit(view, { prompt: 'a horse' });
      expect(inside(view)).toContain('This no longer works');
      expect(bot.asks).toEqual([]);
    },
  );

  it('of a form that is none of ours starts nothing', async () => {
    const view = await opened();
    view.view.callback_id = 'video_create_2';
    await bot.ada.submit(view, { prompt: 'a horse' });
    expect(inside(view)).toContain('This no longer works');
    expect(bot.asks).toEqual([]);
  });

  it('is closed in time when it cannot be kept', async () => {
    const view = await opened();
    bot.core.receive = () => delay(5_000, 'new' as const);
    bot.core.form = () => delay(5_000, aForm());
    const sent = await bot.ada.submit(view, { prompt: 'a horse' });
    expect(sent.acknowledgedAfterMs).toBeLessThan(3_000);
    await bot.answered(1);
    expect(bot.answers[0]?.received).toBe('late');
  });
});

describe('the form for usual settings', () => {
  it('is opened by /video settings, and kept', async () => {
    const view = await opened('settings');
    expect(inside(view)).not.toContain('"prompt"');
    await bot.ada.submit(view, { seconds: '8', quality: 'open', guidance: 0.3 });
    expect((await bot.answered(1)).command).toEqual({
      type: 'prefer',
      settings: { seconds: 8, quality: null, aspect: '16:9', sound: false, guidance: 0.3 },
      confirmOver: 'default',
      language: null,
    });
  });

  it('has the language that somebody set, and is in it', async () => {
    bot.core.form = () => Promise.resolve(aForm({ language: 'ja', ownLanguage: 'ja' }));
    const view = await opened('settings');
    expect(inside(view)).toContain('"text":"言語"');
    expect(inside(view)).toContain('"text":"デフォルト設定"');
    await bot.ada.submit(view, { language: 'pt-BR' });
    expect((await bot.answered(1)).command).toMatchObject({ type: 'prefer', language: 'pt-BR' });
    const again = await opened('settings');
    await bot.ada.submit(again, {});
    expect((await bot.answered(2)).command).toMatchObject({ type: 'prefer', language: 'ja' });
  });

  it('has over how many credits somebody is asked first', async () => {
    bot.core.form = () => Promise.resolve(aForm({ confirmOver: 200 }));
    const view = await opened('settings');
    expect(inside(view)).toContain('"initial_value":"200"');
    await bot.ada.submit(view, { confirm_over: '1,500' });
    expect((await bot.answered(1)).command).toMatchObject({ type: 'prefer', confirmOver: 1_500 });
  });

  it('leaves it so that somebody is never asked, or as is usual', async () => {
    bot.core.form = () => Promise.resolve(aForm({ confirmOver: 'never' }));
    await bot.ada.submit(await opened('settings'), {});
    expect((await bot.answered(1)).command).toMatchObject({ confirmOver: 'never' });
    await bot.ada.submit(await opened('settings'), { confirm_over: ' Always ' });
    expect((await bot.answered(2)).command).toMatchObject({ confirmOver: 0 });
    await bot.ada.submit(await opened('settings'), { confirm_over: '' });
    expect((await bot.answered(3)).command).toMatchObject({ confirmOver: 'default' });
  });

  it.each(['-1', '1.5', 'few', '1,000,000,001'])('takes no %s credits for it', async (typed) => {
    const view = await opened('settings');
    const problem = 'Credits must be a whole number, always, never or default.';
    const { end } = await bot.ada.submit(view, { confirm_over: typed });
    expect(end).toMatchObject({ errors: { confirm_over: problem } });
    expect(bot.asks).toEqual([]);
  });
});

describe('the shortcut from everywhere', () => {
  it('opens the form without a channel', async () => {
    const view = await (await bot.ada.shortcut('create_video')).modal();
    await bot.ada.submit(view, { prompt: 'a horse' });
    expect(refOf(await bot.answered(1))).toMatchObject({
      kind: 'form',
      channelId: null,
      responseUrl: null,
      private: true,
    });
  });
});
