import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../sandbox/shared/json.ts';
import type { Attachment } from '../../../../src/core/media/domain/media.ts';
import { createGuardedFetch } from '../../../../src/media/fetch/guarded-fetch.ts';
import { patience } from '../../../support/patience.ts';
import { create, startBot } from '../bot.ts';
import type { Bot } from '../bot.ts';
import { aFolder, atEase, done, refOf } from '../cards.ts';

let bot: Bot;
beforeAll(async () => {
  bot = await startBot();
});
afterAll(async () => {
  await bot[Symbol.asyncDispose]();
  expect(bot.emulator.violations).toEqual([]);
});

const here = () => ({ user: bot.ada, guild: bot.guild, channel: bot.channel });
const PNG = { bytes: Buffer.from('png'), filename: 'kite.png', contentType: 'image/png' };
const MP4 = { bytes: Buffer.from('mp4'), filename: 'clip.mp4', contentType: 'video/mp4' };

const say = (more: JsonObject = {}, attachments: (typeof PNG)[] = []) =>
  bot.emulator.say({ ...here(), content: 'look', attachments, more }).id as string;

async function chosen(name: string, target: string) {
  const interaction = bot.emulator.command({ ...here(), name, target: { id: target } });
  await interaction.acknowledged();
  return interaction;
}

/** What a form that was opened on a message is about, once it is sent off. */
async function givenBy(name: string, target: string): Promise<Attachment> {
  const interaction = await chosen(name, target);
  const before = bot.answers.length;
  bot.emulator.submitModal(interaction, { prompt: 'it flies' });
  const { command } = await bot.answered(before + 1);
  if (command.type !== 'create') throw new Error(`It was ${command.type}.`);
  const { scene } = command.draft;
  const given = scene.kind === 'frames' ? scene.first : scene.kind === 'edit' ? scene.source : null;
  if (given === null) throw new Error('Nothing was given.');
  return given;
}

async function fetched({ url }: Attachment): Promise<string> {
  const { host } = new URL(bot.emulator.apiUrl);
  const guarded = createGuardedFetch({ trustedHosts: [host], userAgent: 'test' });
  const bounds = { maxBytes: 100, totalTimeoutMs: patience(5_000), idleTimeoutMs: patience(5_000) };
  const { body } = await guarded.fetchFile(url, {
    ...bounds,
    signal: new AbortController().signal,
  });
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  await guarded.close();
  return Buffer.concat(chunks).toString();
}

const VIDEO = '\u0007\u0007\u0007';

async function aFinishedCard(): Promise<string> {
  await using folder = await aFolder();
  const { ask } = await create(bot);
  const card = done(await folder.file(VIDEO.length));
  const shown = await bot.connection.platform.show(ask.message, card, atEase());
  return refOf(shown).messageId ?? '';
}

describe('a command on a message', () => {
  it('finds the video of a finished card, which stands in no list of attachments', async () => {
    const card = await aFinishedCard();
    expect(bot.emulator.messages.json(card)).toMatchObject({ attachments: [] });
    expect(await fetched(await givenBy('Edit this video', card))).toBe(VIDEO);
  });

  it('finds the video of a forwarded card', async () => {
    const forward = say(bot.emulator.forwardOf(await aFinishedCard()));
    expect(await fetched(await givenBy('Edit this video', forward))).toBe(VIDEO);
  });

  it('finds the picture of a link by the media proxy, and asks nobody else', async () => {
    const embed = bot.emulator.embedOf('http://127.0.0.1:9/kite.png', PNG);
    expect(await fetched(await givenBy('Animate this image', say({ embeds: [embed] })))).toBe(
      'png',
    );
  });

  it('finds the video of a link', async () => {
    const embed = bot.emulator.embedOf('https://example.com/clip.mp4', MP4, 'video');
    expect(await fetched(await givenBy('Edit this video', say({ embeds: [embed] })))).toBe('mp4');
  });

  it('leads a stranger’s link to nothing in here', async () => {
    const embed = { type: 'image', thumbnail: { url: 'http://127.0.0.1/secret.png' } };
    const given = await givenBy('Animate this image', say({ embeds: [embed] }));
    await expect(fetched(given)).rejects.toMatchObject({ code: 'private-address' });
  });

  it('offers what a forward and the message itself have', async () => {
    const forwarded = bot.emulator.forwardOf(say({}, [PNG, { ...PNG, filename: 'sea.heic' }]));
    const { modal } = await chosen('Animate this image', say(forwarded));
    expect(JSON.stringify(modal)).toContain('kite.png');
    expect(JSON.stringify(modal)).toContain('sea.heic');
  });

  it('says by its name that a sticker is none', async () => {
    const stickers = { sticker_items: [{ id: '7', name: 'Wave <@1>', format_type: 1 }] };
    for (const [name, types] of [
      ['Animate this image', 'PNG, JPEG or WebP'],
      ['Edit this video', 'MP4, MOV or WebM'],
    ] as const) {
      const interaction = await chosen(name, say(stickers));
      const text = bot.emulator.text(await interaction.message());
      expect(text).toContain('is a sticker');
      expect(text).toContain('Wave');
      expect(text).toContain(types);
    }
  });
});
