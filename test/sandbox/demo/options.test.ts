import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asksForHelp, DemoMistake, readDemoOptions } from '../../../sandbox/demo/options.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'demo-options-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("the demo's options", () => {
  it('draw a picture when none is given', async () => {
    const { kind, provider, images, ...rest } = await readDemoOptions([]);
    expect({ kind, provider }).toEqual({ kind: 'frames', provider: 'happyhorse-app' });
    expect(images.map((it) => it.name)).toEqual(['sunset.jpg']);
    expect(images[0]?.bytes.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
    expect(rest).toMatchObject({ video: null, seconds: null, quality: null });
  });

  it('take a picture of your own', async () => {
    const file = path.join(folder, 'mine.png');
    await writeFile(file, 'bytes');
    const args = ['--image', file, '--image', file, '--seconds', '8', '--quality', 'pro'];
    const { images } = await readDemoOptions(args);
    expect(images).toEqual(Array(2).fill({ name: 'mine.png', bytes: Buffer.from('bytes') }));
  });

  it('want no picture when that is said', async () => {
    expect(await readDemoOptions(['--no-image'])).toMatchObject({ kind: 'text', images: [] });
    expect(await readDemoOptions(['--kind', 'text'])).toMatchObject({ kind: 'text', images: [] });
  });

  it('are in English, or in another language that there is', async () => {
    expect(await readDemoOptions([])).toMatchObject({ language: 'en' });
    expect(await readDemoOptions(['--language', 'ja'])).toMatchObject({ language: 'ja' });
    const unknown = readDemoOptions(['--language', 'tlh']);
    await expect(unknown).rejects.toThrow('--language is "tlh". Choose en, de');
  });

  it.each([
    ['text', 0, false],
    ['frames', 1, false],
    ['shots', 0, false],
    ['references', 2, false],
    ['edit', 0, true],
    ['replace', 1, true],
  ])('have samples for what %s needs: %i pictures, a video: %j', async (kind, pictures, film) => {
    const options = await readDemoOptions(['--kind', kind, '--provider', 'acedata']);
    expect(options.images).toHaveLength(pictures);
    expect(options.video !== null).toBe(film);
  });

  it('take a video of your own', async () => {
    const file = path.join(folder, 'mine.mp4');
    await writeFile(file, 'bytes');
    const { video } = await readDemoOptions(['--kind', 'edit', '--video', file]);
    expect(video).toEqual({ name: 'mine.mp4', bytes: Buffer.from('bytes') });
  });

  it('call by a name only what has a form for that', async () => {
    const asked = ['--kind', 'references', '--provider'];
    const named = await readDemoOptions([...asked, 'happyhorse-app']);
    expect(named).toMatchObject({ named: true, prompt: expect.stringContaining('@') as string });
    const counted = await readDemoOptions([...asked, 'acedata']);
    expect(counted).toMatchObject({ named: false });
    expect(counted.prompt).not.toContain('@');
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

  it('ask for help whatever else they say', () => {
    expect(asksForHelp(['--kind', 'film', '--help'])).toBe(true);
    expect(asksForHelp(['--kind', 'film'])).toBe(false);
  });

  it.each([
    [['--platform', 'teams'], '--platform is "teams". Choose discord, slack or both.'],
    [['--image', 'mine.png', '--no-image'], 'Either --image or --no-image.'],
    [['--image', 'no-such-file.png'], 'There is no file no-such-file.png.'],
    [['--seconds', 'five'], '--seconds is "five". It must be a whole number, such as 5.'],
    [['--seconds', '2.5'], '--seconds is "2.5". It must be a whole number, such as 5.'],
    [
      ['--kind', 'film'],
      '--kind is "film". Choose text, frames, shots, references, edit or replace.',
    ],
    [['--provider', 'sora'], '--provider is "sora". Choose happyhorse-app, happyhorse-customer,'],
    [['--kind', 'frames', '--no-image'], 'Either --kind frames or --no-image.'],
    [['--kind', 'edit', '--no-image'], 'Either --kind edit or --no-image.'],
    [['--kind', 'replace', '--prompt', 'a cat'], '--kind replace takes no --prompt.'],
    [['--kind', 'text', '--image', 'a.png'], '--kind text takes no --image.'],
    [['--image', 'a.png', '--image', 'b.png', '--image', 'c.png'], 'takes at most 2 --image.'],
    [['--video', 'a.mp4'], '--kind frames takes no --video.'],
    [['--kind', 'edit', '--video', 'no-such-file.mp4'], 'There is no file no-such-file.mp4.'],
    [['--kind', 'edit', '--seconds', '5'], '--kind edit takes no --seconds.'],
    [['--quality', 'best'], '--quality is "best". Choose std or pro.'],
    [['--colour', 'red'], "Unknown option '--colour'"],
  ])('say what is wrong with %j', async (args, words) => {
    const mistake: unknown = await readDemoOptions(args).catch((error: unknown) => error);
    expect(mistake).toBeInstanceOf(DemoMistake);
    expect(String(mistake)).toContain(words);
  });
});
