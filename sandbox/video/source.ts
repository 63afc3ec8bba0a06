// Reading a given video: what it is, its pictures at our size and pace, its sound, one still of it.
import { Decoder, Demuxer, FilterAPI } from 'node-av/api';
import { AV_LOG_ERROR, AV_PKT_DATA_DISPLAYMATRIX } from 'node-av/constants';
import { avGetCodecName, Log } from 'node-av/lib';
import type { Stream } from 'node-av/lib';
import sharp from 'sharp';

export type VideoSource = { readonly path: string } | { readonly bytes: Buffer };

export interface SourceFacts {
  readonly container: 'mp4' | 'mov' | 'avi' | 'other';
  /** As FFmpeg calls it, e.g. `h264`. */
  readonly codec: string;
  /** As it is to be shown: a turned phone video has already changed its sides. */
  readonly width: number;
  readonly height: number;
  readonly seconds: number;
  readonly fps: number;
  readonly sound: boolean;
}

/** What a browser and a provider would say of the file. @throws when it is no video */
export async function probeSource(source: VideoSource): Promise<SourceFacts> {
  await using input = await openSource(source);
  const stream = pictureTrack(input);
  const { codecpar, avgFrameRate } = stream;
  const isTurned = turnOf(stream) % 180 !== 0;
  return {
    container: containerOf(input),
    codec: avGetCodecName(codecpar.codecId) ?? 'unknown',
    width: isTurned ? codecpar.height : codecpar.width,
    height: isTurned ? codecpar.width : codecpar.height,
    seconds: secondsOf(input, stream),
    fps: avgFrameRate.den === 0 ? 0 : avgFrameRate.num / avgFrameRate.den,
    sound: input.audio() !== undefined,
  };
}

/**
 * The pictures as I420 at the given size and pace, in order, cropped where the shape differs. Ends
 * with the video, and closes it when left early.
 */
export async function* sourceFrames(
  source: VideoSource,
  draft: { readonly width: number; readonly height: number; readonly fps: number },
): AsyncGenerator<Buffer, undefined> {
  await using input = await openSource(source);
  const stream = pictureTrack(input);
  using decoder = await Decoder.create(stream);
  const { width, height, fps } = draft;
  using filter = FilterAPI.create(
    [
      `fps=${fps}`,
      ...TURNS[turnOf(stream)],
      `scale=${width}:${height}:force_original_aspect_ratio=increase:out_color_matrix=bt709:out_range=tv`,
      `crop=${width}:${height}`,
      'format=yuv420p',
    ].join(','),
  );
  for await (using frame of filter.frames(decoder.frames(input.packets(stream.index)))) {
    if (frame !== null) yield frame.toBuffer();
  }
}

/** The sound as one channel, at most so many seconds of it; null where there is none. */
export async function sourceSound(
  source: VideoSource,
  draft: { readonly sampleRate: number; readonly seconds: number },
): Promise<Float32Array | null> {
  await using input = await openSource(source);
  const stream = input.audio();
  if (stream === undefined) return null;
  using decoder = await Decoder.create(stream);
  using filter = FilterAPI.create(
    `aresample=${draft.sampleRate},aformat=sample_fmts=fltp:channel_layouts=mono`,
  );
  const samples = new Float32Array(Math.ceil(draft.seconds * draft.sampleRate));
  let filled = 0;
  for await (using frame of filter.frames(decoder.frames(input.packets(stream.index)))) {
    if (frame === null) continue;
    const bytes = Uint8Array.from(frame.toBuffer());
    const part = new Float32Array(bytes.buffer, 0, frame.nbSamples);
    samples.set(part.subarray(0, samples.length - filled), filled);
    filled = Math.min(samples.length, filled + part.length);
    if (filled === samples.length) break;
  }
  return samples;
}

/** One picture of the video as PNG, for emulators that only show that they have seen it. */
export async function stillOf(source: VideoSource, atSeconds = 0): Promise<Buffer> {
  await using input = await openSource(source);
  const stream = pictureTrack(input);
  using decoder = await Decoder.create(stream);
  const turns = TURNS[turnOf(stream)];
  using filter = FilterAPI.create(
    [`select=gte(t\\,${atSeconds})`, ...turns, 'format=rgb24'].join(','),
  );
  for await (using frame of filter.frames(decoder.frames(input.packets(stream.index)))) {
    if (frame === null) continue;
    const { width, height } = frame;
    return await sharp(frame.toBuffer(), { raw: { width, height, channels: 3 } })
      .png()
      .toBuffer();
  }
  throw new Error(`The video has no picture at ${atSeconds} seconds.`);
}

function openSource(source: VideoSource): Promise<Demuxer> {
  Log.setLevel(AV_LOG_ERROR);
  return Demuxer.open('path' in source ? source.path : source.bytes);
}

function pictureTrack(input: Demuxer): Stream {
  const stream = input.video();
  if (stream === undefined) throw new Error('The file has no pictures.');
  return stream;
}

function containerOf(input: Demuxer): SourceFacts['container'] {
  if (input.formatName === 'avi') return 'avi';
  if (!input.formatName.split(',').includes('mp4')) return 'other';
  return input.metadata['major_brand']?.trim() === 'qt' ? 'mov' : 'mp4';
}

/** The length of the pictures; sound often goes on a little longer. */
function secondsOf(input: Demuxer, stream: Stream): number {
  const { num, den } = stream.timeBase;
  const own = (Number(stream.duration) * num) / den;
  return own > 0 ? own : input.duration;
}

type Turn = 0 | 90 | 180 | 270;

/** How phones note that they were held differently, and what makes it upright. */
const TURNS = {
  0: [],
  90: ['transpose=clock'],
  180: ['hflip', 'vflip'],
  270: ['transpose=cclock'],
} as const satisfies Record<Turn, readonly string[]>;

/** In degrees clockwise, from the first row of the display matrix. */
function turnOf(stream: Stream): Turn {
  const matrix = stream.codecpar.getCodedSideData(AV_PKT_DATA_DISPLAYMATRIX);
  if (matrix === null) return 0;
  const [a, b] = [matrix.readInt32LE(0), matrix.readInt32LE(4)];
  if (Math.abs(b) > Math.abs(a)) return b > 0 ? 90 : 270;
  return a < 0 ? 180 : 0;
}
