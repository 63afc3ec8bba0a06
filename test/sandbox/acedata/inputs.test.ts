import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { AcedataEmulator } from '../../../sandbox/acedata/emulator.ts';
import { probeSource, stillOf } from '../../../sandbox/video/source.ts';
import { makeVideo } from '../../media/support/make-video.ts';
import type { VideoPromptGiven } from '../../media/support/make-video.ts';
import { GOOD, serveFiles, startAcedata, videoOf } from './client.ts';
import type { Client } from './client.ts';

let app: AcedataEmulator;
let client: Client;
let media: Awaited<ReturnType<typeof serveFiles>>;

async function aPicture(width: number, height: number): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#c03020' } })
    .jpeg()
    .toBuffer();
}

async function aVideo(draft: VideoPromptGiven): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'acedata-test-'));
  try {
    const path = join(folder, 'video');
    await makeVideo(path, { width: 480, height: 320, ...draft });
    return await readFile(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

beforeAll(async () => {
  const clip = await aVideo({ seconds: 4 });
  media = await serveFiles({
    '/tall.jpg': await aPicture(400, 700),
    '/square.jpg': await aPicture(400, 400),
    '/small.jpg': await aPicture(299, 400),
    '/narrow.jpg': await aPicture(300, 800),
    '/page': Buffer.from('<html>no picture</html>'),
    '/flood': Buffer.alloc(11 * 1024 * 1024),
    '/clip.mp4': clip,
    '/clip.mov': await aVideo({ seconds: 3, container: 'mov' }),
    '/long.mp4': await aVideo({ seconds: 20, audio: null }),
    '/short.mp4': await aVideo({ seconds: 2 }),
    '/slow.mp4': await aVideo({ seconds: 4, fps: 8 }),
    '/flat.mp4': await aVideo({ seconds: 3, height: 180 }),
  });
});
afterAll(() => {
  media.close();
});
beforeEach(async () => {
  client = await startAcedata();
  app = client.app;
});
afterEach(() => app.close());

describe('images', () => {
  it('are fetched, and a first frame decides the shape', async () => {
    const id = await client.create({
      action: 'image_to_video',
      image_url: `${media.url}/tall.jpg`,
      async: true,
    });
    const done = await client.afterRender(id);
    expect(done.response?.data).toMatchObject([{ state: 'succeeded', ratio: null }]);
    const facts = await probeSource({ bytes: await videoOf(done) });
    expect(facts.height / facts.width).toBeCloseTo(700 / 400, 1);
  });

  it('that are references leave the shape alone', async () => {
    const id = await client.create({
      ...GOOD,
      action: 'reference_to_video',
      model: 'happyhorse-1.0-r2v',
      image_urls: [`${media.url}/tall.jpg`, `${media.url}/square.jpg`],
    });
    const done = await client.afterRender(id);
    expect(done.response?.data).toMatchObject([{ state: 'succeeded', ratio: '16:9' }]);
    expect(app.tasks.get(id)?.inputs.images).toMatchObject([{ height: 700 }, { height: 400 }]);
  });

  it.each(['/missing', '/page', '/flood', '/small.jpg', '/narrow.jpg'])(
    'that cannot be used (%s) fail the task, which costs nothing then',
    async (path) => {
      const image_url = media.url + path;
      const id = await client.create({ action: 'image_to_video', image_url, async: true });
      await app.rendered();
      const { response } = await client.recordOf(id);
      expect(response).toMatchObject({ success: false, error: { code: 'bad_request' } });
      expect(response?.error?.message).toContain(image_url);
      expect(app.credits).toBe(100_000);
    },
  );
});

describe('an edit', () => {
  function anEdit(path: string, more: Record<string, unknown> = {}) {
    const video_url = media.url + path;
    const prompt = 'Let it snow';
    return { action: 'video_edit', prompt, video_url, resolution: '720P', async: true, ...more };
  }

  /** The mean colour of the left or right quarter in the middle of the height. */
  async function colourOf(video: Buffer, side: 'left' | 'right') {
    const still = sharp(await stillOf({ bytes: video }, 1));
    const { width, height } = await still.metadata();
    const box = { width: Math.floor(width / 5), height: Math.floor(height / 4) };
    const left = side === 'left' ? Math.floor(width / 20) : Math.floor(width * 0.75);
    const part = await still.extract({ left, top: Math.floor(height * 0.4), ...box }).toBuffer();
    const { channels } = await sharp(part).stats();
    return channels.map((channel) => channel.mean);
  }

  it('shows its source, as long and of the same shape, and bills both', async () => {
    const id = await client.create(anEdit('/clip.mp4', { audio_setting: 'origin' }));
    const done = await client.afterRender(id);
    expect(done.response?.data).toMatchObject([
      { state: 'succeeded', duration: 8, resolution: '720P', ratio: null },
    ]);
    expect(app.credits).toBe(100_000 - 8 * 105);
    const video = await videoOf(done);
    const facts = await probeSource({ bytes: video });
    expect(facts).toMatchObject({ width: 270, height: 180, sound: true });
    expect(facts.seconds).toBeCloseTo(4, 1);
    const [red = 0, green = 0] = await colourOf(video, 'left');
    expect(red - green).toBeGreaterThan(50);
    const [otherRed = 0, otherGreen = 0] = await colourOf(video, 'right');
    expect(otherGreen - otherRed).toBeGreaterThan(50);
  });

  it('uses the first fifteen seconds and no more, and keeps a silence', async () => {
    const id = await client.create(anEdit('/long.mp4', { audio_setting: 'origin' }));
    const done = await client.afterRender(id);
    expect(done.response?.data).toMatchObject([{ duration: 30 }]);
    const facts = await probeSource({ bytes: await videoOf(done) });
    expect(facts.seconds).toBeCloseTo(15, 1);
    expect(facts.sound).toBe(false);
  });

  it('takes a MOV and references as well', async () => {
    const image_urls = [`${media.url}/square.jpg`];
    const id = await client.create(anEdit('/clip.mov', { image_urls }));
    expect(await client.afterRender(id)).toMatchObject({ response: { success: true } });
    expect(app.tasks.get(id)?.inputs.images).toHaveLength(1);
  });

  it.each(['/missing', '/page', '/short.mp4', '/slow.mp4', '/flat.mp4'])(
    'of something that cannot be used (%s) fails and costs nothing',
    async (path) => {
      const id = await client.create(anEdit(path));
      await app.rendered();
      expect(await client.recordOf(id)).toMatchObject({
        response: { success: false, error: { code: 'bad_request' } },
      });
      expect(app.credits).toBe(100_000);
    },
  );

  it('fails when the balance does not suffice for the length that is found', async () => {
    app.credits = 8 * 105 - 1;
    const poor = await client.create(anEdit('/clip.mp4'));
    await app.rendered();
    expect(await client.recordOf(poor)).toMatchObject({
      response: { success: false, error: { code: 'used_up' } },
    });
    app.credits = 8 * 105;
    const rich = await client.create(anEdit('/clip.mp4'));
    expect(await client.afterRender(rich)).toMatchObject({ response: { success: true } });
    expect(app.credits).toBe(0);
  });
});
