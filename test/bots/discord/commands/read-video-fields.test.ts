import { ApplicationCommandOptionType } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { readVideoFields } from '../../../../src/bots/discord/commands/read-video-fields.ts';
import { optionsOf } from '../../../../src/bots/discord/interactions/options.ts';
import { wordingOf } from '../../../../src/bots/discord/wording.ts';
import { makingCommand } from '../../../../src/core/commands/domain/catalogue/video-commands.ts';

function read(option: string, filename: string, type?: string) {
  const options = [{ name: option, type: ApplicationCommandOptionType.Attachment, value: '5' }];
  const file = { url: `https://cdn.test/${filename}`, filename, size: 4, content_type: type };
  const { fields } = makingCommand(option === 'image1b' ? 'elements' : 'create');
  const told = readVideoFields(fields, optionsOf(options, { attachments: { 5: file } }));
  return 'problem' in told ? wordingOf('en').text(told.problem.words) : told.values[option];
}

describe('a file that somebody chose', () => {
  it.each([
    ['image', 'clip.mp4', 'video/mp4', "clip.mp4 isn't an image. Use PNG, JPEG or WebP."],
    ['image1b', 'song.mp3', 'audio/mpeg', "song.mp3 isn't an image. Use PNG, JPEG or WebP."],
    ['reference_video', 'a.png', 'image/png', "a.png isn't a video. Use MP4, MOV or WebM."],
  ])('is refused before it is fetched, where it is of another kind: %s', (option, ...rest) => {
    const [filename, type, words] = rest;
    expect(read(option, filename, type)).toBe(words);
  });

  it('is taken where Discord does not say what it is, and without its type', () => {
    const file = { url: 'https://cdn.test/clip.mp4', name: 'clip.mp4', bytes: 4 };
    expect(read('image', 'clip.mp4')).toEqual([file]);
    expect(read('reference_video', 'clip.mp4', 'video/mp4')).toEqual([file]);
  });
});
