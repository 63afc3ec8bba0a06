import { ALL_FORMATS, EncodedPacketSink, BufferSource, Input, VideoSampleSink } from 'mediabunny';
import { registerMediabunnyServer } from '@mediabunny/server';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';

import { padMp4 } from '../../sandbox/video/pad-mp4.ts';
import { nearestAspect, renderVideo, videoSize } from '../../sandbox/video/render-video.ts';
import type { RenderOptions } from '../../sandbox/video/render-video.ts';
import { keepNoFiles } from '../support/keep-files.ts';

keepNoFiles();
beforeAll(() => {
  registerMediabunnyServer({ hardwareContext: null });
});

function aRequest(options: Partial<RenderOptions> = {}): RenderOptions {
  return {
    prompt: 'A red house at sunrise',
    images: [],
    seconds: 2,
    aspect: '16:9',
    quality: 'std',
    sound: false,
    role: 'text',
    fast: true,
    ...options,
  };
}

async function aPicture(colour: string, width = 640, height = 360): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: colour } })
    .png()
    .toBuffer();
}

function open(video: Buffer): Input {
  return new Input({ formats: ALL_FORMATS, source: new BufferSource(video) });
}

async function measure(video: Buffer) {
  using input = open(video);
  const track = await input.getPrimaryVideoTrack();
  const audio = await input.getPrimaryAudioTrack();
  if (track === null) throw new Error('no video track');
  const packets = await Array.fromAsync(new EncodedPacketSink(track).packets());
  return {
    codec: await track.getCodec(),
    parameters: await track.getCodecParameterString(),
    width: await track.getDisplayWidth(),
    height: await track.getDisplayHeight(),
    seconds: await input.computeDuration(),
    audio: (await audio?.getCodec()) ?? null,
    audioSeconds: (await audio?.computeDuration()) ?? 0,
    frames: packets.length,
  };
}

/** The mean colour of one frame above the caption, as red, green and blue. */
async function colourAt(video: Buffer, time: number): Promise<[number, number, number]> {
  using input = open(video);
  const track = await input.getPrimaryVideoTrack();
  using sample = await new VideoSampleSink(track!).getSample(time);
  const { codedWidth: width, codedHeight: height } = sample!;
  const options: object = { format: 'RGBA' };
  const bytes = new Uint8Array(sample!.allocationSize(options));
  await sample!.copyTo(bytes, options);
  const middle = { left: width >> 2, top: height >> 2, width: width >> 1, height: height >> 2 };
  const { channels } = await sharp(
    await sharp(bytes, { raw: { width, height, channels: 4 } })
      .extract(middle)
      .png()
      .toBuffer(),
  ).stats();
  return [channels[0]!.mean, channels[1]!.mean, channels[2]!.mean];
}

function atoms(video: Buffer): string[] {
  const names: string[] = [];
  for (let at = 0; at < video.length; at += video.readUInt32BE(at)) {
    names.push(video.toString('latin1', at + 4, at + 8));
  }
  return names;
}

describe('a rendered video', () => {
  it('is H.264 with the asked size, length and sound, its index before its data', async () => {
    const video = await renderVideo(aRequest({ seconds: 3, sound: true }));
    const found = await measure(video);
    expect(found).toMatchObject({
      codec: 'avc',
      width: 320,
      height: 180,
      audio: 'aac',
      frames: 24,
    });
    expect(found.parameters).toMatch(/^avc1\.4d/);
    expect(found.seconds).toBeCloseTo(3, 1);
    expect(found.audioSeconds).toBeCloseTo(3, 1);
    const order = atoms(video);
    expect(order.indexOf('moov')).toBeLessThan(order.indexOf('mdat'));
  });

  it('has no sound track when none is asked', async () => {
    expect((await measure(await renderVideo(aRequest()))).audio).toBeNull();
  });

  it('has the size of its quality and shape when it is not made for speed', async () => {
    const video = await renderVideo(aRequest({ seconds: 1, aspect: '9:16', fast: false }));
    expect(await measure(video)).toMatchObject({ width: 480, height: 854, frames: 24 });
    expect(videoSize('16:9', 'pro')).toEqual({ width: 1280, height: 720 });
  });

  it('opens on the first frame and ends on the last', async () => {
    const images = [await aPicture('#f00000'), await aPicture('#0000f0')];
    const video = await renderVideo(aRequest({ role: 'frames', images }));
    const [red, , noBlue] = await colourAt(video, 0);
    const [noRed, , blue] = await colourAt(video, 1.9);
    expect(red).toBeGreaterThan(200);
    expect(noBlue).toBeLessThan(40);
    expect(blue).toBeGreaterThan(200);
    expect(noRed).toBeLessThan(40);
  });

  it('stays with a first frame that is followed by no other', async () => {
    const images = [await aPicture('#f00000')];
    const video = await renderVideo(aRequest({ role: 'frames', images }));
    expect((await colourAt(video, 1.9))[0]).toBeGreaterThan(200);
  });

  it('comes to a lone last frame only at the end', async () => {
    const images = [await aPicture('#ffffff')];
    const video = await renderVideo(aRequest({ role: 'last-frame', images }));
    expect(Math.min(...(await colourAt(video, 0)))).toBeLessThan(150);
    expect(Math.min(...(await colourAt(video, 1.9)))).toBeGreaterThan(235);
  });

  it('shows one shot after another', async () => {
    const shots = [
      { prompt: 'A woman walks in', seconds: 1 },
      { prompt: 'She sits down', seconds: 1 },
    ];
    const images = [await aPicture('#f00000')];
    const video = await renderVideo(aRequest({ role: 'shots', shots, images }));
    expect((await colourAt(video, 0.5))[0]).toBeGreaterThan(200);
    expect((await colourAt(video, 1.9))[0]).toBeLessThan(200);
  });

  it('takes a dozen references', async () => {
    const images = await Promise.all(
      Array.from({ length: 12 }, (_, index) => aPicture(`hsl(${index * 30}, 80%, 50%)`, 90, 160)),
    );
    const video = await renderVideo(aRequest({ role: 'references', images }));
    expect((await measure(video)).frames).toBe(16);
  });

  it.each([
    ['nothing', ''],
    ['a script without glyphs', '中文提示词'],
    ['emoji, control characters and halves of pairs', '🎉\u0000\u202e\ud83d👨‍👩‍👧 \u0301'],
    ['markup', '<svg>&"\'</svg> ]]>'],
    ['one endless word', 'x'.repeat(2500)],
    ['right-to-left', 'שלום مرحبا'],
  ])('is made of %s all the same', async (_, prompt) => {
    const video = await renderVideo(aRequest({ prompt, seconds: 1, label: prompt }));
    expect((await measure(video)).frames).toBe(8);
  });

  it('moves', async () => {
    const video = await renderVideo(aRequest());
    expect(await colourAt(video, 0)).not.toEqual(await colourAt(video, 1.9));
  });

  it('is not made of something that is no picture', async () => {
    const images = [Buffer.from('<html>not a picture</html>')];
    await expect(renderVideo(aRequest({ role: 'frames', images }))).rejects.toThrow();
    await expect(renderVideo(aRequest({ seconds: 0 }))).rejects.toThrow(RangeError);
  });

  it('is made once for the same request, and anew for another image', async () => {
    const red = aRequest({ role: 'frames', images: [await aPicture('#a00000')] });
    const first = await renderVideo(red);
    expect(await renderVideo({ ...red })).toBe(first);
    expect(await renderVideo({ ...red, images: [await aPicture('#00a000')] })).not.toBe(first);
  });

  it('still plays after it was padded', async () => {
    const video = await renderVideo(aRequest());
    const padded = padMp4(video, 1_000_000);
    expect(padded.length).toBe(1_000_000);
    expect(atoms(padded).at(-1)).toBe('free');
    expect(await measure(padded)).toEqual(await measure(video));
  });
});

it('takes the shape nearest to a picture', () => {
  expect(nearestAspect({ width: 1600, height: 1000 })).toBe('16:9');
  expect(nearestAspect({ width: 1000, height: 1100 })).toBe('1:1');
  expect(nearestAspect({ width: 900, height: 2000 })).toBe('9:16');
});
