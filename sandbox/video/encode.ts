import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Encoder, Muxer } from 'node-av/api';
import {
  AV_CHANNEL_LAYOUT_MONO,
  AV_LOG_ERROR,
  AV_PIX_FMT_YUV420P,
  AV_SAMPLE_FMT_FLTP,
  AVCOL_PRI_BT709,
  AVCOL_RANGE_MPEG,
  AVCOL_SPC_BT709,
  AVCOL_TRC_BT709,
  FF_ENCODER_AAC,
  FF_ENCODER_LIBX264,
} from 'node-av/constants';
import { Frame, Log } from 'node-av/lib';

export interface EncodeInput {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly frameCount: number;
  /** Draws the given frame as I420, asked in order. The buffer may be the same one every time. */
  readonly draw: (index: number) => Buffer | Promise<Buffer>;
  /** Gives the sample at a time in seconds, between -1 and 1; null makes a film without a sound track. */
  readonly tone: ((time: number) => number) | null;
  readonly sampleRate: 22_050 | 44_100;
}

/** H.264 (Main, yuv420p) and, where asked for, AAC in an MP4 whose index comes first. */
export async function encodeMp4(input: EncodeInput): Promise<Buffer> {
  Log.setLevel(AV_LOG_ERROR);
  // The index can only be moved to the front in something seekable, hence a file.
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-video-'));
  try {
    const path = join(folder, 'video.mp4');
    await writeMp4(path, input);
    return await readFile(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeMp4(path: string, input: EncodeInput): Promise<void> {
  await using muxer = await Muxer.open(path, { options: { movflags: 'faststart' } });
  using video = await Encoder.create(FF_ENCODER_LIBX264, {
    options: { preset: 'superfast', profile: 'main', crf: 24 },
    context: { gopSize: input.fps * 2, maxBFrames: 0, threadCount: 1 },
    configure: (context) => {
      context.colorRange = AVCOL_RANGE_MPEG;
      context.colorSpace = AVCOL_SPC_BT709;
      context.colorPrimaries = AVCOL_PRI_BT709;
      context.colorTrc = AVCOL_TRC_BT709;
    },
  });
  using audio =
    input.tone === null
      ? null
      : await Encoder.create(FF_ENCODER_AAC, {
          options: { aac_coder: 'fast' },
          context: { bitRate: 64_000n },
        });
  const videoTrack = muxer.addStream(video);
  const audioTrack = audio === null ? -1 : muxer.addStream(audio);
  // Both tracks move on together, or the muxer would hold all of one until the other begins.
  for (let index = 0; index < input.frameCount; index += 1) {
    using frame = Frame.fromVideoBuffer(await input.draw(index), {
      width: input.width,
      height: input.height,
      format: AV_PIX_FMT_YUV420P,
      timeBase: { num: 1, den: input.fps },
      pts: BigInt(index),
    });
    frame.duration = 1n;
    await writePackets(muxer, videoTrack, video, frame);
    if (audio !== null && input.tone !== null) {
      using sound = soundOfFrame(input.tone, input.sampleRate, index, input.fps);
      await writePackets(muxer, audioTrack, audio, sound);
    }
  }
  await writePackets(muxer, videoTrack, video, null);
  if (audio !== null) await writePackets(muxer, audioTrack, audio, null);
}

async function writePackets(
  muxer: Muxer,
  track: number,
  encoder: Encoder,
  frame: Frame | null,
): Promise<void> {
  for await (using packet of encoder.packets(frame)) {
    if (packet !== null) await muxer.writePacket(packet, track);
  }
}

/** The stretch of sound that belongs to one picture, cut so that the stretches add up exactly. */
function soundOfFrame(
  tone: (time: number) => number,
  sampleRate: number,
  index: number,
  fps: number,
): Frame {
  const first = Math.round((index * sampleRate) / fps);
  const samples = new Float32Array(Math.round(((index + 1) * sampleRate) / fps) - first);
  for (let i = 0; i < samples.length; i += 1) samples[i] = tone((first + i) / sampleRate);
  return Frame.fromAudioBuffer(Buffer.from(samples.buffer), {
    nbSamples: samples.length,
    format: AV_SAMPLE_FMT_FLTP,
    sampleRate,
    channelLayout: AV_CHANNEL_LAYOUT_MONO,
    timeBase: { num: 1, den: sampleRate },
    pts: BigInt(first),
  });
}
