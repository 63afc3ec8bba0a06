import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aForm } from '../../../support/forms.ts';
import { settled } from '../../../support/patience.ts';
import { ALL_POSSIBLE } from '../../../support/possible-settings.ts';
import { startBot } from '../bot.ts';
import type { Bot } from '../bot.ts';
import { refOf } from '../cards.ts';

let bot: Bot;
beforeEach(async () => {
  bot = await startBot();
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
const KITE = file('kite.png', 'image/png');

type Interaction = ReturnType<Bot['emulator']['command']>;

/** Chooses the command on a message with these files. */
function chosen(...attachments: ReturnType<typeof file>[]): Interaction {
  const { id } = bot.emulator.say({
    user: bot.ada,
    channel: bot.channel,
    content: 'look',
    attachments,
  });
  const target = { id: id as string };
  const where = { user: bot.ada, guild: bot.guild, channel: bot.channel };
  return bot.emulator.command({ ...where, name: 'Animate this image', target });
}

async function opened(...attachments: ReturnType<typeof file>[]) {
  const interaction = chosen(...attachments);
  await interaction.acknowledged();
  return interaction;
}

interface Field {
  readonly custom_id: string;
  readonly options?: { value: string; label: string; description?: string }[];
}

function fieldOf({ modal }: Interaction, id: string): Field | undefined {
  const { components } = modal as { components: { component: Field }[] };
  return components.map((it) => it.component).find((it) => it.custom_id === id);
}

const optionsIn = (interaction: Interaction, id: string) =>
  (fieldOf(interaction, id)?.options ?? []).map((it) => [it.value, it.label, it.description]);

describe('"Animate this image"', () => {
  it('opens a form with what a second costs', async () => {
    const interaction = await opened(KITE, file('notes.txt', 'text/plain'));
    const form = JSON.stringify(interaction.modal);
    expect(form).toContain('About 10 credits per second · 50 credits for 5 s');
    expect(form).toContain('About 20 credits per second · 100 credits for 5 s');
    expect(form).toContain('You have 200 credits left');
    expect(form).not.toContain('First frame');
  });

  it('goes on as a video that starts from the picture', async () => {
    const submitted = bot.emulator.submitModal(await opened(KITE), {
      prompt: 'it flies',
      seconds: ['8'],
      quality: ['pro'],
      aspect: ['9:16'],
    });
    const interaction = await bot.answered(1);
    expect(interaction.command).toMatchObject({
      type: 'create',
      draft: {
        scene: { kind: 'frames', prompt: 'it flies', first: { name: 'kite.png', bytes: 8 } },
        settings: { seconds: 8, quality: 'pro', aspect: '9:16', sound: null, guidance: null },
      },
    });
    expect(refOf(interaction.message)).toMatchObject({
      kind: 'command',
      ephemeral: false,
      reach: 'bot',
      messageId: (await submitted.message()).id,
    });
  });

  it('offers each model with its price, and takes one', async () => {
    const interaction = await opened(KITE);
    expect(optionsIn(interaction, 'quality')).toEqual([
      ['std', 'Standard · Automatic', 'About 10 credits per second · 50 credits for 5 s'],
      ['pro', 'Pro · Automatic', 'About 20 credits per second · 100 credits for 5 s'],
      [
        'std one/model-1',
        'Standard · Model One',
        'About 10 credits per second · 50 credits for 5 s',
      ],
      [
        'std two/model-2',
        'Standard · Model Two',
        'About 20 credits per second · 100 credits for 5 s',
      ],
      ['pro one/model-1', 'Pro · Model One', 'About 20 credits per second · 100 credits for 5 s'],
      ['pro two/model-2', 'Pro · Model Two', 'About 40 credits per second · 200 credits for 5 s'],
    ]);
    bot.emulator.submitModal(interaction, { prompt: 'it flies', quality: ['pro two/model-2'] });
    expect((await bot.answered(1)).command).toMatchObject({
      draft: { model: 'two/model-2', settings: { quality: 'pro' } },
    });
  });

  it('needs no words where a model needs none', async () => {
    const needed = async () => {
      const field = fieldOf(await opened(KITE), 'prompt');
      return (field as { required?: boolean } | undefined)?.required;
    };
    expect(await needed()).toBe(true);
    bot.form = () => Promise.resolve(aForm({ possible: ALL_POSSIBLE }));
    expect(await needed()).toBe(false);
    bot.emulator.submitModal(await opened(KITE), { quality: ['std'] });
    expect((await bot.answered(1)).command).toMatchObject({
      draft: { scene: { kind: 'frames', prompt: '', first: { name: 'kite.png' } } },
    });
  });

  it('asks for the quality alone where one model could make it', async () => {
    const form = aForm();
    const models: typeof form.models = (draft) => form.models(draft).slice(0, 1);
    bot.form = () => Promise.resolve(aForm({ models }));
    const interaction = await opened(KITE);
    expect(optionsIn(interaction, 'quality')).toEqual([
      ['std', 'Standard', 'About 10 credits per second · 50 credits for 5 s'],
      ['pro', 'Pro', 'About 20 credits per second · 100 credits for 5 s'],
    ]);
    bot.emulator.submitModal(interaction, { prompt: 'it flies', quality: 'pro' });
    expect((await bot.answered(1)).command).not.toHaveProperty('draft.model');
  });

  it('has room for no more models than Discord takes, and for no longer names', async () => {
    const form = aForm();
    const models: typeof form.models = (draft) =>
      form.models(draft).flatMap((it) =>
        Array.from({ length: 15 }, (_, index) => ({
          ...it,
          title: 'M'.repeat(200),
          id: index === 0 ? `${it.id}-${'x'.repeat(120)}` : `${it.id}-${index}`,
        })),
      );
    bot.form = () => Promise.resolve(aForm({ models }));
    const options = optionsIn(await opened(KITE), 'quality');
    expect(options).toHaveLength(25);
    expect(options[2]?.[0]).toBe('std one/model-1-1');
  });

  it('refuses a model that no client of ours could send', async () => {
    const interaction = await opened(KITE);
    fieldOf(interaction, 'quality')?.options?.push({ value: 'ultra one', label: 'Ultra' });
    const submitted = bot.emulator.submitModal(interaction, {
      prompt: 'it flies',
      quality: ['ultra one'],
    });
    expect(JSON.stringify(await submitted.message())).toContain('Open the form again.');
    expect(bot.asks).toEqual([]);
  });

  it('begins with what is usual, and leaves the shape to the picture', async () => {
    bot.emulator.submitModal(await opened(KITE), { prompt: 'it flies' });
    expect((await bot.answered(1)).command).toMatchObject({
      draft: { settings: { seconds: 5, quality: 'std', aspect: null } },
    });
  });

  it('is read in the language of whoever opens it', async () => {
    const form = aForm();
    bot.form = () => Promise.resolve({ ...form, language: 'de' });
    const { modal } = await opened(KITE);
    expect(JSON.stringify(modal)).toContain('Etwa 10 Credits pro Sekunde');
    expect(modal).toMatchObject({ title: 'Dieses Bild animieren' });
  });

  it('lets people choose among several pictures', async () => {
    const interaction = await opened(KITE, file('cat.jpg', 'image/jpeg'));
    expect(optionsIn(interaction, 'image').map(([, label]) => label)).toEqual([
      '1. kite.png',
      '2. cat.jpg',
    ]);
    bot.emulator.submitModal(interaction, { prompt: 'it flies', image: ['1'] });
    expect((await bot.answered(1)).command).toMatchObject({
      draft: { scene: { first: { name: 'cat.jpg' } } },
    });
  });

  it.each(['application/octet-stream', 'text/plain', ''])(
    'knows a picture that Discord calls %j by its name',
    async (type) => {
      bot.emulator.submitModal(await opened(file('kite.png', type)), { prompt: 'it flies' });
      expect((await bot.answered(1)).command).toMatchObject({
        draft: { scene: { first: { name: 'kite.png' } } },
      });
    },
  );

  it('says so when the message has no picture', async () => {
    const interaction = await opened(file('notes.txt', 'text/plain'));
    expect(interaction.modal).toBeNull();
    expect(JSON.stringify(await interaction.message())).toContain('No image in this message');
  });

  it('opens in time when nobody knows what it could offer', async () => {
    bot.form = () => delay(5_000, aForm());
    const interaction = await opened(KITE);
    expect(interaction.acknowledgedAfterMs).toBeLessThan(3_000);
    bot.emulator.submitModal(interaction, { prompt: 'it flies', seconds: '7' });
    expect((await bot.answered(1)).command).toMatchObject({ draft: { settings: { seconds: 7 } } });
  });

  it('refuses a length that is no number, and starts nothing', async () => {
    bot.form = () => Promise.reject(new Error('no database'));
    const submitted = bot.emulator.submitModal(await opened(KITE), {
      prompt: 'it flies',
      seconds: 'long',
    });
    expect(JSON.stringify(await submitted.message())).toContain('Length must be a whole number');
    expect(bot.asks).toEqual([]);
  });

  it('says that a form does not outlive the process that opened it', async () => {
    const interaction = await opened(KITE);
    bot.skipAhead(7 * 60 * 60 * 1000);
    const submitted = bot.emulator.submitModal(interaction, { prompt: 'it flies' });
    expect(JSON.stringify(await submitted.message())).toContain('Open the form again.');
    expect(bot.asks).toEqual([]);
  });

  it('makes one video of a form that is delivered twice', async () => {
    const submitted = bot.emulator.submitModal(await opened(KITE), { prompt: 'it flies' });
    await bot.answered(1);
    bot.emulator.replay(submitted);
    await settled();
    expect(bot.asks).toHaveLength(2);
    expect(bot.answers).toHaveLength(1);
  });
});

describe('/video settings', () => {
  const settings = (options: Record<string, string | number | boolean>) =>
    bot.emulator.command({
      user: bot.ada,
      guild: bot.guild,
      channel: bot.channel,
      name: 'video',
      subcommand: 'settings',
      options,
    });

  const chosen = { seconds: 8, quality: 'pro', aspect: null, sound: false, guidance: null };

  it('changes what is chosen, and keeps the rest', async () => {
    settings({ seconds: 8, quality: 'pro', sound: false });
    const interaction = await bot.answered(1);
    expect(interaction.command).toEqual({ type: 'prefer', settings: chosen, keep: true });
    expect(refOf(interaction.message).ephemeral).toBe(true);
  });

  it('clears the rest when told to reset', async () => {
    settings({ seconds: 8, quality: 'pro', sound: false, reset: true });
    expect((await bot.answered(1)).command).toEqual({ type: 'prefer', settings: chosen });
  });

  it('shows what is usual when nothing is chosen', async () => {
    const interaction = settings({});
    const said = JSON.stringify(await interaction.message());
    expect(said).toContain('5 s · Standard · 16:9 · Silent');
    expect(said).toContain('Showrunner asks before your first video, then above 200 credits.');
    expect(said).toContain('Change this with `/video settings`.');
    expect(bot.asks).toEqual([]);
  });
});
