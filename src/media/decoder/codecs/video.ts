import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { MATROSKA, MP4, QTFF, WEBM } from 'mediabunny';
import type { Input, InputAudioTrack, InputVideoTrack } from 'mediabunny';
import sharp from 'sharp';
import { convert, encodeUntilItFits, hasPreRoll, openMedia, readLastPacket } from './convert.ts';
import type { PosterResult, VideoProbe } from '../messages.ts';
import { encode } from './ffmpeg/encode.ts';
import { stills, type Still } from './ffmpeg/stills.ts';
import { hasIndexInFront } from './index-in-front.ts';
import { planShrink, planWhole } from './transcode-plan.ts';

/** Profiles of H.264 that every browser and phone has: eight bits, 4:2:0. */
const PLAIN_PROFILE = /^avc1\.(?:42|4d|58|64)/i;
const POSTERS_AT = [0.15, 0.35, 0.55, 0.8];
const POSTER_SHARE = 0.7;
/** Nothing has much more than this: there is no need to look further. */
const RICH_CONTRAST = 50;
const POSTER_SIDE = 1280;

function openVideo(path: string): Input {
  return openMedia(path, [MP4, QTFF, WEBM, MATROSKA]);
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
  if (codec === null || !(await track.canDecode())) throw new Error('its codec is not known');
  const audio = await input.getPrimaryAudioTrack();
  await readLastPacket(track);
  if (audio) await readLastPacket(audio);
  const stats = await track.computePacketStats(100);
  const container = (await input.getFormat()).name;
  return {
    container,
    codec,
    audioCodec: (await audio?.getCodec()) ?? null,
    width: await track.getDisplayWidth(),
    height: await track.getDisplayHeight(),
    seconds: await track.computeDuration(),
    fps: stats.averagePacketRate,
    sound: audio !== null,
    playable:
      container === MP4.name && (await isPlain(track, audio)) && (await hasIndexInFront(path)),
  };
}

/** Pictures and sound are of the kind that every chat plays, and none of them is to be hidden. */
async function isPlain(track: InputVideoTrack, audio: InputAudioTrack | null): Promise<boolean> {
  const profile = await track.getCodecParameterString();
  if (profile === null || !PLAIN_PROFILE.test(profile)) return false;
  if (audio && (await audio.getCodec()) !== 'aac') return false;
  return !(await hasPreRoll(track));
}

/**
 * A picture of the video that shows something: the first of a few that has about as much to see as
 * the one with the most. Black, or one that fades in or out, has less.
 */
export async function makePoster(path: string, output: string): Promise<PosterResult> {
  const { start, seconds } = await spanOf(path);
  const moments = POSTERS_AT.map((part) => start + seconds * part);
  const found: { readonly still: Still; readonly contrast: number }[] = [];
  for await (const still of stills(path, moments, {
    mostSide: POSTER_SIDE,
    folder: dirname(output),
  })) {
    const contrast = contrastOf(still);
    found.push({ still, contrast });
    if (contrast >= RICH_CONTRAST) break;
  }
  const enough = Math.max(...found.map((it) => it.contrast)) * POSTER_SHARE;
  const best = found.find((it) => it.contrast >= enough);
  if (!best) throw new Error('no picture could be decoded');
  const { data, width, height } = best.still;
  const info = await sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 85 })
    .toFile(output);
  return { width: info.width, height: info.height, bytes: info.size };
}

async function spanOf(path: string): Promise<{ start: number; seconds: number }> {
  using input = openVideo(path);
  const track = await videoTrack(input);
  const start = Math.max(0, await track.getFirstTimestamp());
  return { start, seconds: (await track.computeDuration()) - start };
}

/** How far its pixels are from one grey, on the average. */
function contrastOf({ data }: Still): number {
  let sum = 0;
  let squares = 0;
  let count = 0;
  // Every fifth pixel tells as much.
  for (let at = 0; at + 2 < data.length; at += 15) {
    const light = 0.3 * (data[at] ?? 0) + 0.6 * (data[at + 1] ?? 0) + 0.1 * (data[at + 2] ?? 0);
    sum += light;
    squares += light * light;
    count += 1;
  }
  return Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2));
}

/**
 * Writes a copy that every chat plays, its index in front. Where only its container is wrong, as it
 * may be with one that was written as it came, pictures and sound are copied as they are.
 */
export async function transcodeVideo(path: string, output: string): Promise<void> {
  const probe = await probeVideo(path);
  using input = openVideo(path);
  if (await isPlain(await videoTrack(input), await input.getPrimaryAudioTrack())) {
    await convert(input, output, { copy: { shiftTolerance: Infinity } });
  } else {
    await encode(path, output, { container: 'mp4', ...planWhole(probe), seconds: null });
  }
}

/** Writes a copy of at most `maxBytes`; false when none worth watching fits. */
export async function shrinkVideo(
  path: string,
  output: string,
  maxBytes: number,
): Promise<boolean> {
  const probe = await probeVideo(path);
  const plan = planShrink(probe, (await stat(path)).size, maxBytes);
  return await encodeUntilItFits(path, output, plan, { maxBytes, attempts: 2, seconds: null });
}
