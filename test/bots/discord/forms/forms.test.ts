import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DiscordEmulator } from '../../../../sandbox/discord/emulator.ts';
import type { VideoDraft } from '../../../../src/core/video/domain/video-request.ts';
import { aForm } from '../../../support/forms.ts';
import { ALL_POSSIBLE } from '../../../support/possible-settings.ts';
import { settled } from '../../../support/patience.ts';
import { startBot } from '../bot.ts';
import type { Bot } from '../bot.ts';
import { refOf } from '../cards.ts';

let bot: Bot;
beforeEach(async () => {
  bot = await startBot();
  bot.form = () => Promise.resolve(aForm({ possible: ALL_POSSIBLE }));
});
afterEach(async () => {
  await bot[Symbol.asyncDispose]();
  expect(bot.emulator.violations).toEqual([]);
});

const file = (filename: string, contentType: string) => ({
  bytes: Buffer.from(filename),
  filename,
  contentType,
});
const CLIP = file('clip.mp4', 'video/mp4');
const KITE = file('kite.png', 'image/png');

async function editing(...attachments: ReturnType<typeof file>[]) {
  const { id } = bot.emulator.say({
    user: bot.ada,
    channel: bot.channel,
    content: 'look',
    attachments,
  });
  const interaction = bot.emulator.command({
    user: bot.ada,
    guild: bot.guild,
    channel: bot.channel,
    name: 'Edit this video',
    target: { id: id as string },
  });
  await interaction.acknowledged();
  return interaction;
}

async function storyboard(use: Partial<Parameters<DiscordEmulator['command']>[0]> = {}) {
  const interaction = bot.emulator.command({
    user: bot.ada,
    guild: bot.guild,
    channel: bot.channel,
    name: 'video',
    subcommand: 'storyboard',
    ...use,
  });
  await interaction.acknowledged();
  return interaction;
}

const noDatabase = () => Promise.reject(new Error('no database'));
const refusing = () =>
  Promise.resolve(
    aForm({
      price: () => ({ status: 'refused', words: ['That needs crun.ai, not set up here.'] }),
    }),
  );

describe('"Edit this video"', () => {
  it('opens a form with what a second costs, and the most it can be', async () => {
    const form = JSON.stringify((await editing(CLIP, KITE)).modal);
    expect(form).toContain('About 10 credits per second · 150 credits for 15 s');
    expect(form).toContain('About 20 credits per second · 300 credits for 15 s');
    expect(form).toContain('You have 200 credits left');
    expect(form).toContain('The first 15 s are used at most.');
    expect(form).not.toContain('Video to edit');
  });

  it('goes on as an edit of that video', async () => {
    bot.emulator.submitModal(await editing(CLIP), {
      prompt: 'make it snow',
      quality: ['pro two/model-2'],
      references: [KITE],
    });
    const interaction = await bot.answered(1);
    expect(interaction.command).toMatchObject({
      type: 'create',
      draft: {
        scene: {
          kind: 'edit',
          prompt: 'make it snow',
          keepSound: true,
          source: { name: 'clip.mp4', bytes: 8 },
          images: [{ name: 'kite.png', bytes: 8 }],
        },
        settings: { quality: 'pro', seconds: null },
        model: 'two/model-2',
      },
    });
    expect(refOf(interaction.message)).toMatchObject({
      kind: 'command',
      ephemeral: false,
      reach: 'bot',
    });
  });

  it('lets people choose among several videos, and drop the sound', async () => {
    const interaction = await editing(CLIP, file('late.mov', 'video/quicktime'));
    bot.emulator.submitModal(interaction, { prompt: 'snow', video: ['1'], keep_sound: 'no' });
    expect((await bot.answered(1)).command).toMatchObject({
      draft: { scene: { source: { name: 'late.mov' }, keepSound: false, images: [] } },
    });
  });

  it('says so when the message has no video', async () => {
    const interaction = await editing(KITE, file('notes.pdf', 'application/pdf'));
    expect(interaction.modal).toBeNull();
    expect(JSON.stringify(await interaction.message())).toContain('No video in this message');
  });

  it('opens for a video that no model takes: it is refused by the name of its format', async () => {
    expect((await editing(KITE, file('old.avi', 'video/x-msvideo'))).modal).not.toBeNull();
  });

  it('says what is missing where nothing here edits videos', async () => {
    bot.form = refusing;
    const interaction = await editing(CLIP);
    expect(interaction.modal).toBeNull();
    const said = JSON.stringify(await interaction.message());
    expect(said).toContain('needs crun.ai');
    expect(said).toContain('Not started, not charged');
  });

  it('opens all the same when nobody can tell', async () => {
    bot.form = noDatabase;
    bot.emulator.submitModal(await editing(CLIP), { prompt: 'snow' });
    expect((await bot.answered(1)).command).toMatchObject({ draft: { scene: { kind: 'edit' } } });
  });

  it('refuses what a tampered client sends', async () => {
    const interaction = await editing(CLIP, file('late.mov', 'video/quicktime'));
    const options = [{ value: '7', label: 'seven' }];
    const form = interaction.modal as { components: { component: { options?: unknown } }[] };
    const [which] = form.components;
    if (which !== undefined) which.component.options = options;
    const submitted = bot.emulator.submitModal(interaction, { prompt: 'snow', video: ['7'] });
    expect(JSON.stringify(await submitted.message())).toContain('Open the form again.');
    expect(bot.asks).toEqual([]);
  });
});

describe('/video storyboard', () => {
  it('shows people and things of yours in its shots', async () => {
    let priced: VideoDraft | null = null;
    const form = aForm({ possible: ALL_POSSIBLE });
    const price: typeof form.price = (draft) => {
      priced = draft;
      return form.price(draft);
    };
    bot.form = () => Promise.resolve({ ...form, price });
    const interaction = await storyboard({
      options: { name1: 'hero: a knight' },
      attachments: { image1a: KITE, image1b: KITE },
    });
    // As if a shot called it by its name.
    expect(priced).toMatchObject({
      scene: { shots: [{ prompt: expect.stringContaining('@it0') as string }] },
    });
    bot.emulator.submitModal(interaction, { shot1: '4s: @hero comes in', shot2: 'a door falls' });
    expect((await bot.answered(1)).command).toMatchObject({
      draft: {
        scene: {
          kind: 'shots',
          first: null,
          shots: [{ prompt: '@hero comes in' }, {}],
          elements: [{ name: 'hero', description: 'a knight', images: [{}, {}] }],
        },
      },
    });
  });

  it('refuses pictures without a name', async () => {
    const interaction = await storyboard({ attachments: { image2a: KITE } });
    expect(interaction.modal).toBeNull();
    expect(JSON.stringify(await interaction.message())).toContain(
      'Element 2 has no name. Enter it in name2.',
    );
  });

  it('asks for shots, each with its seconds', async () => {
    const interaction = await storyboard({
      options: { quality: 'pro', sound: true, model: 'one/model-1' },
      attachments: { image: KITE },
    });
    const form = JSON.stringify(interaction.modal);
    expect(form).toContain('Shot 1, from your first frame');
    expect(form).toContain('Shot 5');
    expect(form).toContain('About 30 credits per second · 200 left');
    bot.emulator.submitModal(interaction, {
      shot1: '4s: a horse at dawn',
      shot2: '6 seconds : it runs:\nfast',
      shot4: 'it rests',
    });
    const kept = await bot.answered(1);
    expect(kept.command).toMatchObject({
      type: 'create',
      draft: {
        model: 'one/model-1',
        settings: { quality: 'pro', sound: true, seconds: null },
        scene: {
          kind: 'shots',
          first: { name: 'kite.png' },
          shots: [
            { seconds: 4, prompt: 'a horse at dawn' },
            { seconds: 6, prompt: 'it runs:\nfast' },
            { seconds: 3, prompt: 'it rests' },
          ],
        },
      },
    });
    expect(refOf(kept.message).ephemeral).toBe(false);
  });

  it('can be private', async () => {
    bot.emulator.submitModal(await storyboard({ options: { private: true } }), { shot1: 'a' });
    expect(refOf((await bot.answered(1)).message)).toMatchObject({
      ephemeral: true,
      reach: 'token-only',
    });
  });

  it('says what is missing where nothing here makes shots', async () => {
    bot.form = refusing;
    const interaction = await storyboard();
    expect(JSON.stringify(await interaction.message())).toContain('needs crun.ai');
    expect(interaction.modal).toBeNull();
  });

  it('opens in time when nobody can tell', async () => {
    bot.form = () => delay(5_000, aForm(), { ref: false });
    const interaction = await storyboard();
    expect(interaction.acknowledgedAfterMs).toBeLessThan(3_000);
    bot.emulator.submitModal(interaction, { shot1: '12: a' });
    expect((await bot.answered(1)).command).toMatchObject({
      draft: { scene: { shots: [{ seconds: 12, prompt: 'a' }], first: null } },
    });
  });

  it('makes one video of a form that is delivered twice', async () => {
    const submitted = bot.emulator.submitModal(await storyboard(), { shot1: 'a' });
    await bot.answered(1);
    bot.emulator.replay(submitted);
    await settled();
    expect(bot.asks).toHaveLength(2);
    expect(bot.answers).toHaveLength(1);
  });
});
