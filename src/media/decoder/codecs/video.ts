import { stat } from 'node:fs/promises';
import { MP4, QTFF, VideoSampleSink, type Input, type InputVideoTrack } from 'mediabunny';
import sharp from 'sharp';
import { convert, encodeUntilItFits, openMedia, readLastPacket } from './convert.ts';
import type { PosterResult, VideoProbe } from '../messages.ts';
import { toRgb } from './rgb-frame.ts';
import { planShrink } from './transcode-plan.ts';

const VIDEO_CODECS: readonly string[] = ['avc', 'hevc', 'av1', 'vp9'];
const POSTER_AT = 0.15;
const POSTER_SIDE = 1280;

function openVideo(path: string): Input {
  return openMedia(path, [MP4, QTFF]);
}

async function videoTrack(input: Input): Promise<InputVideoTrack> {
  const track = await input.getPrimaryVideoTrack();
  if (!track) throw new Error('it has no video');
  return track;
}

/** @throws when it is not a whole video of a kind that is taken */
export async function probeVideo(path: string): Promise<VideoProbe> {
  using input = openVideo(path);
  const track = await videoTrack(input);
  const codec = await track.getCodec();
  if (codec === null || !VIDEO_CODECS.includes(codec)) throw new Error('its codec is not taken');
  const audio = await input.getPrimaryAudioTrack();
  await readLastPacket(track);
  if (audio) await readLastPacket(audio);
  const stats = await track.computePacketStats(100);
  return {
    container: (await input.getFormat()).name,
    codec,
    audioCodec: (await audio?.getCodec()) ?? null,
    width: await track.getDisplayWidth(),
    height: await track.getDisplayHeight(),
    seconds: await track.computeDuration(),
    fps: stats.averagePacketRate,
    sound: audio !== null,
  };
}

export async function makePoster(path: string, output: string): Promise<PosterResult> {
  using input = openVideo(path);
  const track = await videoTrack(input);
  const sink = new VideoSampleSink(track);
  const start = await track.getFirstTimestamp();
  const seconds = (await track.computeDuration()) - start;
  using sample = await sink.getSample(start + seconds * POSTER_AT);
  if (!sample) throw new Error('no picture could be decoded');
  const frame = await toRgb(sample);
  const { width, height } = frame;
  const info = await sharp(frame.data, { raw: { width, height, channels: 3 } })
    // Pixels of a video need not be square; a picture's are.
    .resize({ width: sample.squarePixelWidth, height: sample.squarePixelHeight, fit: 'fill' })
    .rotate(sample.rotation)
    .toBuffer({ resolveWithObject: true })
    .then(({ data, info: raw }) =>
      sharp(data, { raw: { width: raw.width, height: raw.height, channels: 3 } })
        .resize({
          width: POSTER_SIDE,
          height: POSTER_SIDE,
          fit: 'inside',
          withoutEnlargement: true,
        })
        .jpeg({ quality: 85 })
        .toFile(output),
    );
  return { width: info.width, height: info.height, bytes: info.size };
}

/** Writes a copy that every chat plays. Tracks that already are as wanted are copied as they are. */
export async function transcodeVideo(path: string, output: string): Promise<void> {
  using input = openVideo(path);
  await convert(input, output, {
    video: { codec: 'avc', hardwareAcceleration: 'prefer-software' },
    audio: { codec: 'aac' },
  });
}

/** Writes a copy of at most `maxBytes`; false when none worth watching fits. */
export async function shrinkVideo(
  path: string,
  output: string,
  maxBytes: number,
): Promise<boolean> {
  const probe = await probeVideo(path);
  const plan = planShrink(probe, (await stat(path)).size, maxBytes);
  return await encodeUntilItFits(() => openVideo(path), output, plan, { maxBytes, attempts: 2 });
}
