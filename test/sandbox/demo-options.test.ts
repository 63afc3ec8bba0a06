import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DemoMistake, readDemoOptions } from '../../sandbox/demo/options.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'demo-options-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("the demo's options", () => {
  it('draw a picture when none is given', async () => {
    const { image, seconds, quality } = await readDemoOptions([]);
    expect(image?.name).toBe('sunset.jpg');
    expect(image?.bytes.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
    expect({ seconds, quality }).toEqual({ seconds: null, quality: null });
  });

  it('take a picture of your own', async () => {
    const file = path.join(folder, 'mine.png');
    await writeFile(file, 'bytes');
    const { image } = await readDemoOptions([
      '--image',
      file,
      '--seconds',
      '8',
      '--quality',
      'pro',
    ]);
    expect(image).toEqual({ name: 'mine.png', bytes: Buffer.from('bytes') });
  });

  it('want no picture when that is said', async () => {
    const { image } = await readDemoOptions(['--no-image']);
    expect(image).toBeNull();
  });

  it.each([
    [[], ['discord', 'slack']],
    [
      ['--platform', 'both'],
      ['discord', 'slack'],
    ],
    [['--platform', 'discord'], ['discord']],
    [['--platform', 'slack'], ['slack']],
  ])('choose the chats: %j', async (args, chats) => {
    expect((await readDemoOptions([...args, '--no-image'])).chats).toEqual(chats);
  });

  it.each([
    [['--platform', 'teams'], '--platform is "teams". Choose discord, slack or both.'],
    [['--image', 'mine.png', '--no-image'], 'Either --image or --no-image.'],
    [['--image', 'no-such-file.png'], 'There is no file no-such-file.png.'],
    [['--seconds', 'five'], '--seconds is "five". It must be a whole number, such as 5.'],
    [['--seconds', '2.5'], '--seconds is "2.5". It must be a whole number, such as 5.'],
    [['--quality', 'best'], '--quality is "best". Choose std or pro.'],
    [['--colour', 'red'], "Unknown option '--colour'"],
  ])('say what is wrong with %j', async (args, words) => {
    const mistake: unknown = await readDemoOptions(args).catch((error: unknown) => error);
    expect(mistake).toBeInstanceOf(DemoMistake);
    expect(String(mistake)).toContain(words);
  });
});
