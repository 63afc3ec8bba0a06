import { constants } from 'node:os';
import {
  AV_CHANNEL_LAYOUT_MONO,
  AV_CHANNEL_LAYOUT_STEREO,
  AV_CODEC_FLAG_FRAME_DURATION,
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_PICTURE_TYPE_NONE,
  AV_PIX_FMT_YUV420P,
  AV_SAMPLE_FMT_FLTP,
  AVCOL_PRI_BT709,
  AVCOL_RANGE_MPEG,
  AVCOL_SPC_BT709,
  AVCOL_TRC_BT709,
  AVERROR_EAGAIN,
  AVERROR_EOF,
  Codec,
  CodecContext,
  Dictionary,
  FF_ENCODER_AAC,
  FF_ENCODER_LIBX264,
  FFmpegError,
  FormatContext,
  Packet,
  Rational,
  type Frame,
} from 'node-av';
import type { DecodedTrack } from './open-input.ts';

/** How a file is to be written. */
export interface Wanted {
  readonly container: 'mp4' | 'mov';
  /** Even, as the pictures are shown: upright, their pixels square. */
  readonly width: number;
  readonly height: number;
  /** Pictures a second, about. */
  readonly fps: number;
  /** The most that is spent; what looks the same with less gets less. */
  readonly videoBitrate: number;
  readonly audioBitrate: number;
  /** The most that is written; null: all of it. */
  readonly seconds: number | null;
}

export interface Sound {
  readonly sampleRate: number;
  readonly layout: 'mono' | 'stereo';
}

/** A file that is written: H.264 in BT.709, AAC, its index in front, nothing of where it came from. */
export interface MediaOutput extends AsyncDisposable {
  readonly pictures: EncodedTrack;
  readonly sound: EncodedTrack | null;
  finish(): Promise<void>;
}

export interface EncodedTrack {
  /** Null: there are no more. */
  add(frame: Frame | null): Promise<void>;
}

/** Divides every usual frame rate. */
export const TIME_BASE = { num: 1, den: 90_000 } as const;
/** No eye tells it from the original. */
const QUALITY = 18;
const SECONDS_BETWEEN_KEYS = 4;
const THREADS = 2;
const SAMPLE_RATES: readonly number[] = [48_000, 44_100, 32_000, 24_000, 22_050, 16_000];

/** As it was, where players know it. */
export function soundOf({ stream }: DecodedTrack): Sound {
  const { sampleRate, channelLayout } = stream.codecpar;
  return {
    sampleRate: SAMPLE_RATES.includes(sampleRate) ? sampleRate : 48_000,
    layout: channelLayout.nbChannels === 1 ? 'mono' : 'stereo',
  };
}

export async function openOutput(
  path: string,
  wanted: Wanted,
  sound: Sound | null,
): Promise<MediaOutput> {
  const format = new FormatContext();
  FFmpegError.throwIfError(format.allocOutputContext2(null, wanted.container, path), 'container');
  const pictures = await pictureEncoder(wanted);
  const audio = sound && (await soundEncoder(sound, wanted.audioBitrate));
  /** The last picture is shown no longer than is wanted, and none for no time at all. */
  const shown = (frame: Frame): bigint => {
    const usual = BigInt(Math.round(TIME_BASE.den / wanted.fps));
    const own = frame.duration > 0n ? frame.duration : usual;
    if (wanted.seconds === null) return own;
    const left = BigInt(Math.round(wanted.seconds * TIME_BASE.den)) - frame.pts;
    return left > 0n && left < own ? left : own;
  };
  const tracks = { pictures: track(format, pictures, shown), sound: audio && track(format, audio) };
  throwIfUnwritten(await format.openOutput(), 'output');
  const options = Dictionary.fromObject({ movflags: '+faststart', fflags: '+bitexact' });
  throwIfUnwritten(await format.writeHeader(options), 'header');

  return {
    ...tracks,
    async finish() {
      throwIfUnwritten(await format.writeTrailer(), 'trailer');
    },
    async [Symbol.asyncDispose]() {
      pictures.freeContext();
      audio?.freeContext();
      await format.closeOutput();
      format.freeContext();
    },
  };
}

async function pictureEncoder(wanted: Wanted): Promise<CodecContext> {
  const { width, height, fps, videoBitrate } = wanted;
  const context = new CodecContext();
  const codec = Codec.findEncoderByName(FF_ENCODER_LIBX264);
  context.allocContext3(codec);
  context.width = width;
  context.height = height;
  context.pixelFormat = AV_PIX_FMT_YUV420P;
  context.timeBase = new Rational(TIME_BASE.num, TIME_BASE.den);
  context.framerate = new Rational(Math.round(fps * 1000), 1000);
  context.gopSize = Math.max(1, Math.round(fps * SECONDS_BETWEEN_KEYS));
  context.rcMaxRate = BigInt(videoBitrate);
  context.rcBufferSize = Math.round(videoBitrate / 2);
  context.colorRange = AVCOL_RANGE_MPEG;
  context.colorPrimaries = AVCOL_PRI_BT709;
  context.colorTrc = AVCOL_TRC_BT709;
  context.colorSpace = AVCOL_SPC_BT709;
  context.threadCount = THREADS;
  // Without the second, the last picture would have no length, and be left out by players.
  context.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER, AV_CODEC_FLAG_FRAME_DURATION);
  const options = Dictionary.fromObject({ preset: 'faster', crf: QUALITY });
  FFmpegError.throwIfError(await context.open2(codec, options), 'H.264');
  return context;
}

async function soundEncoder({ sampleRate, layout }: Sound, bitrate: number): Promise<CodecContext> {
  const context = new CodecContext();
  const codec = Codec.findEncoderByName(FF_ENCODER_AAC);
  context.allocContext3(codec);
  context.sampleRate = sampleRate;
  context.sampleFormat = AV_SAMPLE_FMT_FLTP;
  context.channelLayout = layout === 'mono' ? AV_CHANNEL_LAYOUT_MONO : AV_CHANNEL_LAYOUT_STEREO;
  context.timeBase = new Rational(1, sampleRate);
  context.bitRate = BigInt(bitrate);
  context.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER);
  FFmpegError.throwIfError(await context.open2(codec, null), 'AAC');
  return context;
}

function track(
  format: FormatContext,
  encoder: CodecContext,
  durationOf: (frame: Frame) => bigint = (frame) => frame.duration,
): EncodedTrack {
  const stream = format.newStream(null);
  stream.codecpar.fromContext(encoder);
  stream.timeBase = encoder.timeBase;
  const packet = new Packet();
  packet.alloc();
  let last = -(2n ** 62n);

  return {
    async add(frame) {
      if (frame) {
        // Two pictures of one moment: nobody sees both.
        if (frame.pts <= last) return;
        last = frame.pts;
        frame.duration = durationOf(frame);
        frame.pictType = AV_PICTURE_TYPE_NONE;
      }
      FFmpegError.throwIfError(await encoder.sendFrame(frame), 'frame to encoder');
      for (;;) {
        const told = await encoder.receivePacket(packet);
        if (told === AVERROR_EAGAIN || told === AVERROR_EOF) break;
        FFmpegError.throwIfError(told, 'packet from encoder');
        packet.streamIndex = stream.index;
        packet.rescaleTs(encoder.timeBase, stream.timeBase);
        throwIfUnwritten(await format.interleavedWriteFrame(packet), 'write');
      }
      if (frame === null) packet.free();
    },
  };
}

/** What the system refuses is no fault of the file: it has a system call's name, as Node's errors do. */
function throwIfUnwritten(told: number, syscall: string): void {
  if (told >= 0) return;
  const error = new FFmpegError(told);
  throw REFUSED_BY_SYSTEM.includes(-told) ? Object.assign(error, { syscall }) : error;
}

const { EACCES, EDQUOT, EIO, ENOENT, ENOSPC, EROFS } = constants.errno;
const REFUSED_BY_SYSTEM: readonly number[] = [EACCES, EDQUOT, EIO, ENOENT, ENOSPC, EROFS];
