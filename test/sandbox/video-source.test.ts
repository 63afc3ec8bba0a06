import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { renderVideo } from '../../sandbox/video/render-video.ts';
import type { RenderOptions } from '../../sandbox/video/render-video.ts';
import { probeSource, stillOf } from '../../sandbox/video/source.ts';
import { makeVideo } from '../media/support/make-video.ts';
import type { VideoPromptGiven } from '../media/support/make-video.ts';
import { keepNoFiles } from '../support/keep-files.ts';

keepNoFiles();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'video-source-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const sources = new Map<string, Promise<Buffer>>();

/** Red on the left and green on the right. The same request gives the same bytes: a new file says when it was made. */
function aSource(draft: VideoPromptGiven = {}): Promise<Buffer> {
  const key = JSON.stringify(draft);
  const source = sources.get(key) ?? writeSource(join(folder, `${sources.size}.mp4`), draft);
  sources.set(key, source);
  return source;
}

async function writeSource(path: string, draft: VideoPromptGiven): Promise<Buffer> {
  await makeVideo(path, draft);
  return readFile(path);
}

async function aPicture(colour: string, width = 200, height = 200): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: colour } })
    .png()
    .toBuffer();
}

async function anEdit(options: Partial<RenderOptions> = {}): Promise<Buffer> {
  return renderVideo({
    prompt: 'Let it snow',
    images: [],
    source: { bytes: await aSource() },
    seconds: 1,
    aspect: { width: 320, height: 180 },
    quality: '720p',
    sound: 'source',
    role: 'edit',
    fast: true,
    ...options,
  });
}

type Colour = readonly [red: number, green: number, blue: number];

/** The mean colour of a part of a still, the part given in shares of the picture. */
async function colourIn(
  video: Buffer,
  part: readonly [left: number, top: number, width: number, height: number],
  at = 0,
): Promise<Colour> {
  const still = sharp(await stillOf({ bytes: video }, at));
  const { width, height } = await still.metadata();
  const [left, top, wide, high] = part;
  const region = {
    left: Math.round(left * width),
    top: Math.round(top * height),
    width: Math.round(wide * width),
    height: Math.round(high * height),
  };
  const { channels } = await sharp(await still.extract(region).toBuffer()).stats();
  return [channels[0]?.mean ?? 0, channels[1]?.mean ?? 0, channels[2]?.mean ?? 0];
}

const LEFT = [0.05, 0.35, 0.2, 0.3] as const;
const RIGHT = [0.75, 0.35, 0.2, 0.3] as const;

describe('a video that is given', () => {
  it('is measured', async () => {
    expect(await probeSource({ bytes: await aSource({ seconds: 2 }) })).toEqual({
      container: 'mp4',
      codec: 'h264',
      width: 320,
      height: 180,
      seconds: 2,
      fps: 12,
      sound: true,
    });
  });

  it('is measured from a file, as QuickTime, without sound, and upright', async () => {
    const path = join(folder, 'turned.mov');
    await makeVideo(path, { container: 'mov', audio: null, rotation: 270 });
    expect(await probeSource({ path })).toMatchObject({
      container: 'mov',
      width: 180,
      height: 320,
      sound: false,
    });
  });

  it('is refused when it is none', async () => {
    await expect(probeSource({ bytes: Buffer.from('<html>no film</html>') })).rejects.toThrow();
    const sound = await aSource({ codec: null });
    await expect(probeSource({ bytes: sound })).rejects.toThrow('no pictures');
  });

  it('is shown at any time that it has, and upright', async () => {
    const turned = await aSource({ rotation: 90 });
    // Turned clockwise, what was on the left is above.
    const [red, green] = await colourIn(turned, [0, 0.05, 1, 0.3], 0.9);
    expect(red).toBeGreaterThan(200);
    expect(green).toBeLessThan(60);
    await expect(stillOf({ bytes: turned }, 5)).rejects.toThrow('no picture at 5 seconds');
  });
});

describe('an edited video', () => {
  it('has the length and shape that were asked, and the sound of its source', async () => {
    const bytes = await aSource({ seconds: 3, width: 180, height: 320 });
    const edit = await anEdit({
      source: { bytes },
      seconds: 2,
      aspect: { width: 180, height: 320 },
    });
    expect(await probeSource({ bytes: edit })).toMatchObject({
      codec: 'h264',
      width: 180,
      height: 320,
      seconds: 2,
      sound: true,
    });
  });

  it('has no sound where the source has none', async () => {
    const bytes = await aSource({ audio: null });
    expect(await probeSource({ bytes: await anEdit({ source: { bytes } }) })).toMatchObject({
      sound: false,
    });
    const own = await anEdit({ source: { bytes }, sound: true });
    expect(await probeSource({ bytes: own })).toMatchObject({ sound: true });
  });

  it('still shows its source, first to last', async () => {
    const edit = await anEdit();
    for (const at of [0, 0.8]) {
      const [red, green] = await colourIn(edit, LEFT, at);
      expect(red - green).toBeGreaterThan(80);
      const [noRed, full] = await colourIn(edit, RIGHT, at);
      expect(full - noRed).toBeGreaterThan(80);
    }
  });

  it('moves as its source does', async () => {
    const images = [await aPicture('#e00000', 640, 360), await aPicture('#0000e0', 640, 360)];
    const bytes = await renderVideo({
      images,
      seconds: 2,
      aspect: '16:9',
      quality: 'std',
      sound: false,
      role: 'frames',
      fast: true,
    });
    const edit = await anEdit({ source: { bytes }, seconds: 2, sound: false });
    const [red, , noBlue] = await colourIn(edit, LEFT, 0);
    expect(red - noBlue).toBeGreaterThan(80);
    const [noRed, , blue] = await colourIn(edit, LEFT, 1.8);
    expect(blue - noRed).toBeGreaterThan(80);
  });

  it('is tinted by its prompt and shows its references', async () => {
    const images = [await aPicture('#ffffff'), await aPicture('#ffffff')];
    const [plain, other, referring] = await Promise.all([
      anEdit(),
      anEdit({ prompt: 'Make it a desert' }),
      anEdit({ images }),
    ]);
    expect(await colourIn(plain, LEFT)).not.toEqual(await colourIn(other, LEFT));
    const corner = [0.02, 0.12, 0.06, 0.1] as const;
    expect(Math.min(...(await colourIn(referring, corner)))).toBeGreaterThan(180);
    expect(Math.min(...(await colourIn(plain, corner)))).toBeLessThan(140);
  });

  it('stays on the last picture when more is asked than there is', async () => {
    const edit = await anEdit({ seconds: 2 });
    expect(await probeSource({ bytes: edit })).toMatchObject({ seconds: 2 });
    const [red, green] = await colourIn(edit, LEFT, 1.8);
    expect(red - green).toBeGreaterThan(80);
  });

  it('is made once for the same source, and anew for another', async () => {
    const first = await anEdit();
    expect(await anEdit()).toBe(first);
    expect(await anEdit({ source: { bytes: await aSource({ seconds: 2 }) } })).not.toBe(first);
  });

  it('is not made of nothing', async () => {
    const bytes = Buffer.from('no film');
    await expect(anEdit({ source: { bytes } })).rejects.toThrow();
  });
});

describe('a replaced character', () => {
  it('stands in the middle of the source and sways', async () => {
    const images = [await aPicture('#2020ff', 200, 300)];
    const video = await anEdit({ role: 'replace', images, prompt: '' });
    const [red, green, blue] = await colourIn(video, [0.48, 0.55, 0.04, 0.3]);
    expect(blue - red).toBeGreaterThan(80);
    expect(blue - green).toBeGreaterThan(80);
    const [source, , noBlue] = await colourIn(video, LEFT);
    expect(source - noBlue).toBeGreaterThan(80);
    const edge = [0.57, 0.6, 0.03, 0.2] as const;
    expect(await colourIn(video, edge, 0)).not.toEqual(await colourIn(video, edge, 0.5));
  });
});

it('has as many lines as its quality says when it is not made for speed', async () => {
  const video = await anEdit({ quality: '580p', seconds: 0.2, fast: false });
  expect(await probeSource({ bytes: video })).toMatchObject({ width: 1032, height: 580 });
});
