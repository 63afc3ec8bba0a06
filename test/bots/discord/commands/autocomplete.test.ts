import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DiscordEmulator } from '../../../../sandbox/discord/emulator.ts';
import type { VideoForm } from '../../../../src/core/chat/domain/form-state.ts';
import type { VideoDraft } from '../../../../src/core/video/domain/video-request.ts';
import { STILL_TO_WRITE } from '../../../../src/core/commands/domain/catalogue/form-drafts.ts';
import { aForm } from '../../../support/forms.ts';
import { startBot } from '../bot.ts';
import type { Bot } from '../bot.ts';

let bot: Bot;
let drafts: VideoDraft[];
let forms: number;
beforeEach(async () => {
  bot = await startBot();
  drafts = [];
  forms = 0;
  bot.form = () => {
    forms += 1;
    return Promise.resolve(received(aForm()));
  };
});
afterEach(async () => {
  await bot[Symbol.asyncDispose]();
  expect(bot.emulator.violations).toEqual([]);
});

/** Remembers what it was asked for. */
function received(form: VideoForm): VideoForm {
  return {
    ...form,
    models(draft) {
      drafts.push(draft);
      return form.models(draft);
    },
  };
}

type Use = Parameters<DiscordEmulator['autocomplete']>[0];

async function suggested(subcommand: string, use: Pick<Use, 'options' | 'attachments'> = {}) {
  const interaction = bot.emulator.autocomplete({
    user: bot.ada,
    guild: bot.guild,
    channel: bot.channel,
    name: 'video',
    subcommand,
    focused: 'model',
    ...use,
    options: { model: '', ...use.options },
  });
  await interaction.acknowledged();
  return interaction.choices;
}

const png = { bytes: Buffer.from('png'), filename: 'a.png', contentType: 'image/png' };
const mp4 = { bytes: Buffer.from('mp4'), filename: 'a.mp4', contentType: 'video/mp4' };

describe('the models that are suggested', () => {
  it('come with their prices for what was typed so far', async () => {
    expect(await suggested('create', { options: { prompt: 'a kite', quality: 'pro' } })).toEqual([
      { name: 'Model One · Pro · 100 credits for 5 s', value: 'one/model-1' },
      { name: 'Model Two · Pro · 200 credits for 5 s', value: 'two/model-2' },
    ]);
    expect(await suggested('create', { options: { seconds: 9, model: 'TWO' } })).toEqual([
      { name: 'Model Two · Standard · 180 credits for 9 s', value: 'two/model-2' },
    ]);
    expect(await suggested('create', { options: { prompt: 'forbidden' } })).toEqual([]);
  });

  it('are those for the kind of video, files included', async () => {
    await suggested('create', { attachments: { image: png, reference_sound: png } });
    await suggested('create', { attachments: { reference1: png, reference2: png } });
    await suggested('storyboard', { attachments: { image: png } });
    await suggested('elements', { options: { name1: 'hero' } });
    await suggested('edit', { attachments: { video: mp4 } });
    await suggested('replace');
    expect(drafts.map((it) => it.scene)).toMatchObject([
      { kind: 'frames', prompt: STILL_TO_WRITE, last: null, guides: { audio: {} } },
      { kind: 'references', images: [{}, {}] },
      { kind: 'shots', shots: [{ seconds: 5 }] },
      { kind: 'references', prompt: '@it0', elements: [{ name: 'it0', images: [{}, {}] }] },
      { kind: 'edit', prompt: STILL_TO_WRITE, keepSound: true },
      { kind: 'replace' },
    ]);
  });

  it('are those that show named elements beside frames and in shots', async () => {
    await suggested('elements', { options: { name1: 'hero' }, attachments: { image: png } });
    await suggested('elements', { attachments: { last_frame: png } });
    await suggested('storyboard', { options: { name1: 'hero' } });
    const elements = [{ name: 'it0', images: [{}, {}] }];
    expect(drafts.map((it) => it.scene)).toMatchObject([
      { kind: 'frames', prompt: '@it0', first: {}, last: null, elements },
      { kind: 'frames', prompt: '@it0', first: null, last: {}, elements },
      { kind: 'shots', shots: [{ prompt: `${STILL_TO_WRITE} @it0` }], first: null, elements },
    ]);
  });

  it('say the most that a given video can cost', async () => {
    const [first] = (await suggested('edit', { attachments: { video: mp4 } })) ?? [];
    expect(first?.name).toBe('Model One · Standard · 150 credits for 15 s');
  });

  it('are none where what was typed cannot be', async () => {
    expect(await suggested('create', { attachments: { image: png, reference1: png } })).toEqual([]);
  });

  it('have names that Discord takes', async () => {
    const long = { id: 'one/1', title: 'M'.repeat(200), quality: 'std', seconds: 5, credits: 50 };
    bot.form = () => Promise.resolve(aForm({ models: () => Array(40).fill(long) as never }));
    const choices = await suggested('create');
    expect(choices).toHaveLength(25);
    expect(choices?.[0]?.name).toMatch(/^M+… · Standard · 50 credits for 5 s$/);
  });
});

describe('suggesting', () => {
  it('asks once for what somebody types in a few seconds, and for each by themselves', async () => {
    for (const model of ['m', 'mo', 'mod']) await suggested('create', { options: { model } });
    expect(forms).toBe(1);
    bot.skipAhead(11_000);
    await suggested('create');
    expect(forms).toBe(2);
  });

  it('is nothing where nobody can tell', async () => {
    bot.form = () => Promise.reject(new Error('no database'));
    expect(await suggested('create')).toEqual([]);
    // A failure is not kept.
    bot.form = () => Promise.resolve(aForm());
    expect(await suggested('create')).toHaveLength(2);
  });

  it('is in time, or nothing', async () => {
    bot.form = () => delay(5_000, aForm(), { ref: false });
    expect(await suggested('create')).toEqual([]);
  });

  it('is not done for places that the service is not for', async () => {
    await bot[Symbol.asyncDispose]();
    bot = await startBot({ environment: { DISCORD_GUILDS: '123456789012345678' } });
    bot.form = () => Promise.reject(new Error('nobody asks'));
    expect(await suggested('create')).toEqual([]);
  });
});
