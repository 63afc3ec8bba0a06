import { stat } from 'node:fs/promises';
import {
  EncodedPacketSink,
  MATROSKA,
  MP4,
  MovOutputFormat,
  QTFF,
  VideoSampleSink,
  WEBM,
  WebMOutputFormat,
  type Input,
  type InputVideoTrack,
  type OutputFormat,
} from 'mediabunny';
import type { ClipType } from '../../../core/media/domain/media.ts';
import { convert, encodeUntilItFits, hasPreRoll, openMedia } from './convert.ts';
import { playableMp4, readLastPacket } from './convert.ts';
import { encode } from './ffmpeg/encode.ts';
import { refuseCutOff } from './truncated.ts';
import type { ClipLook, ClipProbe, Task } from '../messages.ts';
import { planShrink, planWhole } from './transcode-plan.ts';

/** More than any camera films; whatever claims more means harm. */
const MOST_SIDE = 16_384;
/** What was rounded must not cost the last picture. */
const ROUNDING_SECONDS = 0.005;
/** Sound that goes on longer than this after the last picture ends with it. */
const MOST_TRAILING_SECONDS = 0.1;
/** Pictures more or fewer than the rate says, as the first and the last are often shorter. */
const MOST_ODD_PICTURES = 2;

function openClip(path: string): Input {
  return openMedia(path, [MP4, QTFF, WEBM, MATROSKA]);
}

/**
 * Measures a video that somebody gave; what its container claims is checked against its content.
 * @throws when it is not whole
 */
export async function lookAtClip(path: string): Promise<ClipLook> {
  await refuseCutOff(path);
  using input = openClip(path);
  const container = (await input.getFormat()).name;
  const track = await input.getPrimaryVideoTrack();
  const audio = await input.getPrimaryAudioTrack();
  if (!track && !audio) throw new Error('there is nothing in it');
  if (!track) return { status: 'no-video', container };
  const codec = await track.getCodec();
  if (codec === null || !(await track.canDecode())) {
    const known = codec ?? (await track.getInternalCodecId());
    return { status: 'unread', container, codec: typeof known === 'string' ? known : null };
  }
  const audioCodec = (await audio?.getCodec()) ?? null;
  await readLastPacket(track);
  if (audio && audioCodec !== null) await readLastPacket(audio);
  const { width, height } = await decodeFirst(track);
  const start = Math.max(0, await track.getFirstTimestamp());
  const seconds = (await track.computeDuration()) - start;
  const soundEnd = audio && audioCodec !== null ? await audio.computeDuration() : 0;
  if (!(seconds > 0)) throw new Error('it has no length');
  // Of all of it: a recorded screen may be busy at first and then stand still.
  const { packetCount } = await track.computePacketStats();
  const average = (packetCount - (await countHidden(track))) / seconds;
  const { underlyingFrameRate: intended } = await track.computeFrameRateMetrics();
  // Pictures may keep to the beat of a rate, and be left out where nothing moves.
  const steady = intended !== null && Math.abs(intended - average) * seconds < MOST_ODD_PICTURES;
  return {
    status: 'measured',
    container,
    codec,
    audioCodec,
    width,
    height,
    bytes: (await stat(path)).size,
    seconds: hundredths(seconds),
    preRoll: await hasPreRoll(track),
    trailingSound: soundEnd - start > seconds + MOST_TRAILING_SECONDS,
    fps: hundredths(steady ? intended : average),
    steady,
  };
}

/** Of pictures that stand before the first that is shown. */
async function countHidden(track: InputVideoTrack): Promise<number> {
  if (!(await hasPreRoll(track))) return 0;
  const sink = new EncodedPacketSink(track);
  let hidden = 0;
  for await (const packet of sink.packets(undefined, undefined, { metadataOnly: true })) {
    if (packet.timestamp < -0.001) hidden += 1;
    // Those that are hidden and those that are shown may take turns until the next key picture.
    else if (packet.type === 'key') break;
  }
  return hidden;
}

/** Encoders pad the last packets: more than a hundredth says nothing. */
function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}

/** The sides of a picture as it is shown: upright, its pixels square. */
async function decodeFirst(track: InputVideoTrack): Promise<{ width: number; height: number }> {
  for (const length of [await track.getCodedWidth(), await track.getCodedHeight()]) {
    if (length > MOST_SIDE) throw new Error(`it claims sides of ${length} pixels`);
  }
  using sample = await new VideoSampleSink(track).getSample(await track.getFirstTimestamp());
  if (!sample) throw new Error('no picture could be decoded');
  return { width: sample.displayWidth, height: sample.displayHeight };
}

/**
 * Writes the same pictures and sound into a fresh file of the same kind: as they are, unless some
 * stand before the first that is shown.
 */
export async function cleanClip({
  input: path,
  output,
  to,
  maxSeconds,
}: Extract<Task, { task: 'clean-clip' }>): Promise<ClipProbe> {
  const found = await measured(path);
  const long = maxSeconds !== null && found.seconds > maxSeconds;
  const seconds = long ? maxSeconds : found.seconds + ROUNDING_SECONDS;
  using input = openClip(path);
  const track = await input.getPrimaryVideoTrack();
  if (track && to !== 'video/webm' && (await hasPreRoll(track))) {
    const container = to === 'video/mp4' ? 'mp4' : 'mov';
    await encode(path, output, { container, ...planWhole(found), seconds });
  } else {
    const start = Math.max(0, (await track?.getFirstTimestamp()) ?? 0);
    const cut = long || found.trailingSound;
    await convert(input, output, {
      format: formatOf(to),
      maySilence: true,
      copy: { shiftTolerance: Infinity, boundaryPolicy: cut ? 'shrink' : 'expand' },
      trim: { start, ...(cut ? { end: start + seconds } : {}) },
    });
  }
  return await measured(output);
}

function formatOf(type: ClipType): OutputFormat {
  switch (type) {
    case 'video/mp4':
      return playableMp4();
    case 'video/quicktime':
      return new MovOutputFormat({ fastStart: 'in-memory' });
    case 'video/webm':
      return new WebMOutputFormat();
  }
}

/** Encodes a clip anew so that it is within the bounds; null when none worth watching would be. */
export async function transcodeClip({
  input: path,
  output,
  ...bounds
}: Extract<Task, { task: 'fit-clip' }>): Promise<ClipProbe | null> {
  const found = await measured(path);
  const seconds = Math.min(found.seconds, bounds.maxSeconds);
  const bytes = ((await stat(path)).size * seconds) / found.seconds;
  const plan = planShrink(
    { ...found, seconds, sound: found.audioCodec !== null },
    bytes,
    bounds.maxBytes,
    { least: bounds.minSide, most: bounds.maxSide },
  );
  const fits = await encodeUntilItFits(path, output, plan, {
    maxBytes: bounds.maxBytes,
    attempts: 3,
    seconds: found.seconds > seconds ? seconds : seconds + ROUNDING_SECONDS,
  });
  return fits ? await measured(output) : null;
}

async function measured(path: string): Promise<ClipProbe> {
  const look = await lookAtClip(path);
  if (look.status !== 'measured') throw new Error('there is no video in it any more');
  return look;
}
