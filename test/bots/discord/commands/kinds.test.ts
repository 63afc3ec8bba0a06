import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DiscordEmulator } from '../../../../sandbox/discord/emulator.ts';
import type { Interaction } from '../../../../src/core/chat/domain/interaction.ts';
import type { VideoDraft } from '../../../../src/core/video/domain/video-request.ts';
import { startBot } from '../bot.ts';
import type { Bot } from '../bot.ts';
import { refOf } from '../cards.ts';

let bot: Bot;
beforeAll(async () => {
  bot = await startBot();
});
afterAll(async () => {
  await bot[Symbol.asyncDispose]();
  expect(bot.emulator.violations).toEqual([]);
});

type Use = Parameters<DiscordEmulator['command']>[0];

const typed = (subcommand: string, use: Pick<Use, 'options' | 'attachments'>) =>
  bot.emulator.command({
    user: bot.ada,
    guild: bot.guild,
    channel: bot.channel,
    name: 'video',
    subcommand,
    ...use,
  });

async function asked(
  subcommand: string,
  use: Pick<Use, 'options' | 'attachments'>,
): Promise<Interaction> {
  const before = bot.answers.length;
  typed(subcommand, use);
  return bot.answered(before + 1);
}

async function draftFrom(...use: Parameters<typeof asked>): Promise<VideoDraft> {
  const { command } = await asked(...use);
  if (command.type !== 'create') throw new Error(`It was ${command.type}.`);
  return command.draft;
}

/** What somebody is told at once, with nothing asked of the core. */
async function told(...use: Parameters<typeof typed>): Promise<string> {
  const before = bot.asks.length;
  const said = JSON.stringify(await typed(...use).message());
  expect(bot.asks).toHaveLength(before);
  expect(said).toContain('Not charged');
  return said;
}

const png = (filename: string) => ({
  bytes: Buffer.from('png'),
  filename,
  contentType: 'image/png',
});
const mp4 = { bytes: Buffer.from('mp4!'), filename: 'clip.mp4', contentType: 'video/mp4' };
const mp3 = { bytes: Buffer.from('mp3'), filename: 'song.mp3', contentType: 'audio/mpeg' };

const pngs = (...names: string[]) => Object.fromEntries(names.map((it) => [it, png(`${it}.png`)]));

describe('/video create', () => {
  it('takes up to nine reference pictures, in their order', async () => {
    const names = Array.from({ length: 9 }, (_, index) => `reference${index + 1}`);
    const { scene } = await draftFrom('create', {
      options: { prompt: 'the first rides the second' },
      attachments: pngs(...names),
    });
    expect(scene).toMatchObject({
      kind: 'references',
      prompt: 'the first rides the second',
      elements: [],
      images: names.map((it) => ({ name: `${it}.png`, bytes: 3 })),
    });
  });

  it('takes a model, and what only few models have', async () => {
    const draft = await draftFrom('create', {
      options: {
        prompt: 'a kite',
        model: 'one/model-1',
        aspect: '4:3',
        style: 'film noir',
        camera: 'zoom-in',
        motion: 3,
        seed: 42,
      },
    });
    expect(draft.model).toBe('one/model-1');
    expect(draft.settings).toEqual({
      seconds: null,
      quality: null,
      aspect: '4:3',
      sound: null,
      guidance: null,
      extras: { style: 'film noir', cameraMotion: 'zoom-in', motionIntensity: 3, seed: 42 },
    });
  });

  it('takes a reference video and a reference sound', async () => {
    const { scene } = await draftFrom('create', {
      options: { prompt: 'a kite' },
      attachments: { reference_video: mp4, reference_sound: mp3, image: png('kite.png') },
    });
    expect(scene).toMatchObject({
      kind: 'frames',
      first: { name: 'kite.png' },
      guides: { video: { name: 'clip.mp4' }, audio: { name: 'song.mp3' } },
    });
    const words = await draftFrom('create', {
      options: { prompt: 'a kite' },
      attachments: { reference_sound: mp3 },
    });
    expect(words.scene).toMatchObject({ kind: 'text', guides: { audio: { name: 'song.mp3' } } });
  });

  it('refuses reference pictures beside a picture to start from', async () => {
    const refused = (...files: string[]) =>
      told('create', { options: { prompt: 'a kite' }, attachments: pngs('reference1', ...files) });
    expect(await refused('image')).toContain("can't be combined with First frame. Remove");
    expect(await refused('last_frame', 'reference_sound')).toContain(
      "can't be combined with Last frame or Reference audio. Remove",
    );
  });
});

describe('/video elements', () => {
  it('takes names with their pictures, written as in the prompt or not', async () => {
    const draft = await draftFrom('elements', {
      options: {
        prompt: '@hero meets @dog',
        name1: ' hero: a knight, his motto: "on"',
        name2: '@dog',
        seconds: 8,
      },
      attachments: pngs('image1a', 'image1b', 'image1d', 'image2a', 'image2c'),
    });
    expect(draft.scene).toMatchObject({
      kind: 'references',
      prompt: '@hero meets @dog',
      images: [],
      elements: [
        {
          name: 'hero',
          description: 'a knight, his motto: "on"',
          images: ['image1a', 'image1b', 'image1d'].map((it) => ({ name: `${it}.png` })),
        },
        {
          name: 'dog',
          description: '',
          images: [{ name: 'image2a.png' }, { name: 'image2c.png' }],
        },
      ],
    });
    expect(draft.settings.seconds).toBe(8);
  });

  it('goes with a picture to start from, and with one to end on', async () => {
    const { scene } = await draftFrom('elements', {
      options: { prompt: '@hero rides home', name1: 'hero' },
      attachments: pngs('image1a', 'image1b', 'image', 'last_frame'),
    });
    expect(scene).toMatchObject({
      kind: 'frames',
      prompt: '@hero rides home',
      first: { name: 'image.png' },
      last: { name: 'last_frame.png' },
      elements: [{ name: 'hero', images: [{ name: 'image1a.png' }, { name: 'image1b.png' }] }],
    });
  });

  it('refuses pictures without a name', async () => {
    const said = await told('elements', {
      options: { prompt: '@hero', name1: 'hero' },
      attachments: pngs('image1a', 'image1b', 'image3a'),
    });
    expect(said).toContain('Element 3 has no name. Enter it in name3.');
  });
});

describe('/video edit', () => {
  it('takes a video, what to change, and pictures', async () => {
    const draft = await draftFrom('edit', {
      options: { prompt: 'make it snow', keep_sound: false, quality: 'pro', model: 'one/edit' },
      attachments: { video: mp4, ...pngs('reference1', 'reference5') },
    });
    expect(draft).toMatchObject({
      model: 'one/edit',
      scene: {
        kind: 'edit',
        prompt: 'make it snow',
        keepSound: false,
        source: { name: 'clip.mp4', bytes: 4 },
        images: [{ name: 'reference1.png' }, { name: 'reference5.png' }],
      },
      settings: { quality: 'pro' },
    });
  });

  it('keeps the sound unless told otherwise, and can be private', async () => {
    const interaction = await asked('edit', {
      options: { prompt: 'make it snow', private: true },
      attachments: { video: mp4 },
    });
    expect(interaction.command).toMatchObject({
      draft: { scene: { keepSound: true, images: [] } },
    });
    expect(refOf(interaction.message)).toMatchObject({ ephemeral: true, reach: 'token-only' });
  });
});

describe('/video replace', () => {
  it('takes a character and a video', async () => {
    const { scene, settings } = await draftFrom('replace', {
      options: { quality: 'std' },
      attachments: { character: png('knight.png'), video: mp4 },
    });
    expect(scene).toMatchObject({
      kind: 'replace',
      character: { name: 'knight.png' },
      driving: { name: 'clip.mp4' },
    });
    expect(settings.quality).toBe('std');
  });
});

describe('what a tampered client sends', () => {
  it.each([
    ['aspect', '2:1'],
    ['quality', 'best'],
    ['camera', 'sideways'],
  ])('as %s is refused', async (name, value) => {
    const command = bot.emulator.commands.find((it) => it.name === 'video');
    const subcommands = command?.options as { name: string; options: { name: string }[] }[];
    const create = subcommands.find((it) => it.name === 'create');
    const option = create?.options.find((it) => it.name === name) as { choices?: unknown };
    const { choices } = option;
    delete option.choices;
    const said = await told('create', { options: { prompt: 'a kite', [name]: value } });
    option.choices = choices;
    expect(said).toContain('no longer available');
  });
});
