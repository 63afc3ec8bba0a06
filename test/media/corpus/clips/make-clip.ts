import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AV_CHANNEL_LAYOUT_MONO,
  AV_CODEC_FLAG_FRAME_DURATION,
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_PICTURE_TYPE_NONE,
  AV_PIX_FMT_RGB48LE,
  AV_PKT_DATA_DISPLAYMATRIX,
  AV_SAMPLE_FMT_FLT,
  AVCOL_RANGE_JPEG,
  AVCOL_RANGE_MPEG,
  AVERROR_EAGAIN,
  AVERROR_EOF,
  Codec,
  CodecContext,
  Dictionary,
  FFmpegError,
  FormatContext,
  Frame,
  Packet,
  Rational,
  avGetPixFmtFromName,
  avGetSampleFmtFromName,
  type AVColorPrimaries,
  type AVColorSpace,
  type AVColorTransferCharacteristic,
  type FFAudioEncoder,
  type FFVideoEncoder,
} from 'node-av';
import { createFrameFilter } from '../../../../src/media/decoder/codecs/ffmpeg/frame-filter.ts';
import { createKeptFiles } from '../../../../sandbox/shared/kept-files.ts';
import { CHART, paint, type Coding } from './chart.ts';

export interface ClipMade {
  readonly container?: 'mp4' | 'mov' | 'webm' | 'matroska' | 'avi';
  /** An encoder of FFmpeg's, with its options. */
  readonly video?: string;
  readonly options?: Readonly<Record<string, string | number>>;
  readonly pixels?: string;
  readonly coding?: Coding;
  /** As numbered in ITU-T H.273; null: nothing is told, and the pictures are BT.601. */
  readonly colours?: readonly [primaries: number, transfer: number, matrix: number] | null;
  readonly matrix?: 'bt709' | 'bt601' | 'bt2020';
  readonly fullRange?: boolean;
  readonly width?: number;
  readonly height?: number;
  /** Of a pixel. */
  readonly shape?: readonly [number, number];
  /** `a b c d` of the matrix by which players turn it. */
  readonly turn?: readonly [number, number, number, number];
  readonly fps?: number;
  /** When each picture begins, in seconds, where they come irregularly. */
  readonly times?: readonly number[];
  readonly seconds?: number;
  readonly audio?: string | null;
  readonly sampleFormat?: string;
  readonly sampleRate?: number;
  readonly layout?: string;
  /** Seconds at which its sound begins and ends, and between which there is none. */
  readonly sound?: {
    readonly from?: number;
    readonly to?: number;
    readonly hole?: readonly [number, number];
  };
  /** Seconds by which all comes earlier: what is before nought is in the file, and not shown. */
  readonly trimmed?: number;
  /** Seconds by which the pictures come later than the sound. */
  readonly late?: number;
  /** Seconds for which there is nothing to see, and in which it comes into sight after them. */
  readonly dark?: number;
  readonly fadeIn?: number;
  readonly muxer?: Readonly<Record<string, string>>;
}

export const FLASH = { at: 1, seconds: 0.2 } as const;
const TICKS = 90_000;

const kept = createKeptFiles([import.meta.filename, join(import.meta.dirname, 'chart.ts')]);

/** A chart for each moment, with a flash and a beep at the same one. */
export function makeClip(made: ClipMade): Promise<Buffer> {
  return kept.get(JSON.stringify(made), async () => {
    const folder = await mkdtemp(join(tmpdir(), 'clip-'));
    try {
      const path = join(folder, 'clip');
      await write(path, made);
      return await readFile(path);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}

async function write(path: string, made: ClipMade): Promise<void> {
  const { fps = 12, seconds = 2, audio = 'aac' } = made;
  const format = new FormatContext();
  check(format.allocOutputContext2(null, made.container ?? 'mp4', path));
  const times = made.times ?? Array.from({ length: Math.round(fps * seconds) }, (_, n) => n / fps);
  const pictures = await pictureTrack(format, made, fps);
  const sound = audio === null ? null : await soundTrack(format, made, audio);
  check(await format.openOutput());
  check(await format.writeHeader(Dictionary.fromObject({ ...made.muxer })));
  for (const [number, at] of times.entries()) {
    const next = times[number + 1] ?? seconds;
    await pictures(number, at, next - at);
  }
  await pictures(null, 0, 0);
  await sound?.(seconds);
  check(await format.writeTrailer());
  await format.closeOutput();
  format.freeContext();
}

async function pictureTrack(format: FormatContext, made: ClipMade, fps: number) {
  const { width = CHART.width, height = CHART.height, fullRange = false } = made;
  const codec = found(Codec.findEncoderByName((made.video ?? 'libx264') as FFVideoEncoder));
  const pixels = made.pixels ?? 'yuv420p';
  const context = new CodecContext();
  context.allocContext3(codec);
  context.width = width;
  context.height = height;
  context.pixelFormat = avGetPixFmtFromName(pixels);
  context.timeBase = new Rational(1, made.video === 'mpeg4' ? 90 : TICKS);
  context.framerate = new Rational(fps, 1);
  context.threadCount = 1;
  const [shapeX, shapeY] = made.shape ?? [1, 1];
  context.sampleAspectRatio = new Rational(shapeX, shapeY);
  const colours = made.colours === undefined ? ([1, 1, 1] as const) : made.colours;
  if (colours !== null) {
    context.colorPrimaries = colours[0] as AVColorPrimaries;
    context.colorTrc = colours[1] as AVColorTransferCharacteristic;
    context.colorSpace = colours[2] as AVColorSpace;
    context.colorRange = fullRange ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG;
  }
  context.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER, AV_CODEC_FLAG_FRAME_DURATION);
  const fast = codec.name === 'libx264' || codec.name === 'libx265';
  const options = fast
    ? { preset: 'ultrafast', crf: 10, bf: 2, 'x265-params': 'log-level=none' }
    : {};
  check(await context.open2(codec, Dictionary.fromObject({ ...options, ...made.options })));
  const matrix = made.matrix ?? (colours === null ? 'bt601' : 'bt709');
  const chain = [
    `scale=w=${width}:h=${height}:flags=neighbor+accurate_rnd:out_color_matrix=${matrix}:out_range=${fullRange ? 'full' : 'limited'}`,
    `format=${pixels}`,
  ].join(',');
  const filter = createFrameFilter(() => chain, { num: 1, den: TICKS });
  const shift = BigInt(Math.round(((made.late ?? 0) - (made.trimmed ?? 0)) * TICKS));
  const add = track(format, context, shift, made.turn);

  return async (number: number | null, at: number, seconds: number): Promise<void> => {
    if (number === null) {
      for await (const last of filter.push(null)) await add(last);
      await add(null);
      filter[Symbol.dispose]();
      return;
    }
    const flash = at >= FLASH.at - 0.001 && at < FLASH.at + FLASH.seconds - 0.001;
    const frame = Frame.fromVideoBuffer(
      shaded(paint(number, flash, made.coding ?? 'srgb'), at, made),
      {
        ...CHART,
        format: AV_PIX_FMT_RGB48LE,
        pts: BigInt(Math.round(at * TICKS)),
        timeBase: { num: 1, den: TICKS },
      },
    );
    frame.duration = BigInt(Math.round(seconds * TICKS));
    for await (const it of filter.push(frame)) {
      it.sampleAspectRatio = new Rational(shapeX, shapeY);
      await add(it);
    }
    frame.free();
  };
}

function shaded(pixels: Buffer, at: number, { dark = 0, fadeIn = 0 }: ClipMade): Buffer {
  if (at >= dark + fadeIn) return pixels;
  const light = Math.max(0, (at - dark) / fadeIn);
  const values = new Uint16Array(pixels.buffer, pixels.byteOffset, pixels.length / 2);
  for (const [place, value] of values.entries()) values[place] = Math.round(value * light);
  return pixels;
}

async function soundTrack(format: FormatContext, made: ClipMade, audio: string) {
  const { sampleRate = 48_000, layout = 'mono', sound = {} } = made;
  const codec = found(Codec.findEncoderByName(audio as FFAudioEncoder));
  const context = new CodecContext();
  context.allocContext3(codec);
  const sampleFormat = made.sampleFormat ?? 'fltp';
  const frame = new Frame();
  frame.alloc();
  context.sampleRate = sampleRate;
  context.sampleFormat = avGetSampleFmtFromName(sampleFormat);
  context.timeBase = new Rational(1, sampleRate);
  context.bitRate = 96_000n;
  context.setOption('ch_layout', layout);
  context.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER);
  check(await context.open2(codec, Dictionary.fromObject({ strict: -2 })));
  const chunk = context.frameSize || 1024;
  const chain = `aformat=sample_fmts=${sampleFormat}:channel_layouts=${layout},asetnsamples=n=${chunk}:p=0`;
  const filter = createFrameFilter(() => chain, { num: 1, den: sampleRate });
  const shift = BigInt(Math.round(-(made.trimmed ?? 0) * sampleRate));
  const add = track(format, context, shift);
  const { from = 0, hole = [0, 0] } = sound;

  return async (seconds: number): Promise<void> => {
    const end = Math.round((sound.to ?? seconds) * sampleRate);
    const beeps = FLASH.at + (made.late ?? 0);
    for (let first = Math.round(from * sampleRate); first < end; first += chunk) {
      const at = first / sampleRate;
      if (at >= hole[0] && at < hole[1]) continue;
      const samples = Float32Array.from({ length: Math.min(chunk, end - first) }, (_, n) => {
        const time = (first + n) / sampleRate;
        const beep = time >= beeps && time < beeps + FLASH.seconds;
        return beep
          ? Math.sin(2 * Math.PI * 1000 * time) / 2
          : Math.sin(2 * Math.PI * 300 * time) / 50;
      });
      const spoken = Frame.fromAudioBuffer(Buffer.from(samples.buffer), {
        nbSamples: samples.length,
        format: AV_SAMPLE_FMT_FLT,
        sampleRate,
        channelLayout: AV_CHANNEL_LAYOUT_MONO,
        pts: BigInt(first),
        timeBase: { num: 1, den: sampleRate },
      });
      for await (const it of filter.push(spoken)) await add(it);
      spoken.free();
    }
    for await (const last of filter.push(null)) await add(last);
    await add(null);
    filter[Symbol.dispose]();
  };
}

function track(
  format: FormatContext,
  encoder: CodecContext,
  shift: bigint,
  turn?: readonly [number, number, number, number],
) {
  const stream = format.newStream(null);
  check(stream.codecpar.fromContext(encoder));
  stream.timeBase = encoder.timeBase;
  stream.sampleAspectRatio = encoder.sampleAspectRatio;
  if (turn) stream.codecpar.addCodedSideData(AV_PKT_DATA_DISPLAYMATRIX, matrixOf(turn));
  const packet = new Packet();
  packet.alloc();

  return async (frame: Frame | null): Promise<void> => {
    if (frame) {
      frame.pictType = AV_PICTURE_TYPE_NONE;
      const { num, den } = encoder.timeBase;
      frame.pts = (frame.pts * BigInt(den)) / BigInt(num * frame.timeBase.den);
    }
    check(await encoder.sendFrame(frame));
    for (;;) {
      const told = await encoder.receivePacket(packet);
      if (told === AVERROR_EAGAIN || told === AVERROR_EOF) break;
      check(told);
      packet.streamIndex = stream.index;
      packet.pts += shift;
      packet.dts += shift;
      packet.rescaleTs(encoder.timeBase, stream.timeBase);
      check(await format.interleavedWriteFrame(packet));
    }
    if (frame === null) encoder.freeContext();
  };
}

function matrixOf([a, b, c, d]: readonly [number, number, number, number]): Buffer {
  const matrix = Buffer.alloc(36);
  for (const [place, value] of [a, b, 0, c, d, 0, 0, 0].entries()) {
    matrix.writeInt32LE(value * 65_536, place * 4);
  }
  matrix.writeInt32LE(1 << 30, 32);
  return matrix;
}

function check(told: number): void {
  FFmpegError.throwIfError(told, 'a clip');
}

function found<thing>(thing: thing | null): thing {
  if (thing === null) throw new Error('FFmpeg has none of that name');
  return thing;
}
