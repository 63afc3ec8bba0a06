import type {
  TranscodePlan,
  ClipLimits,
  ClipType,
  MediaProblem,
  Sides,
} from '../../core/media/domain/media.ts';
import { planShrink } from '../decoder/codecs/transcode-plan.ts';

/** A clip as it was measured. */
export interface MeasuredClip extends Sides {
  /** Null where it is a kind of video that no model takes. */
  readonly type: ClipType | null;
  readonly bytes: number;
  readonly seconds: number;
  readonly fps: number;
  readonly sound: boolean;
}

/** One whose pictures were looked at. */
export interface LookedAtClip extends MeasuredClip {
  readonly codec: string;
  readonly audioCodec: string | null;
  /** It cannot be copied as it is. */
  readonly preRoll: boolean;
}

/** Of a processor, for one video. The decoder gives it a little more before it ends it. */
const MOST_WORK_SECONDS = 240;
/**
 * Seconds of a processor for a thousand million pixels: of measured ones (1.3 to 1.9 to decode, 16
 * to 30 to encode) rather more than less, because what is measured last is worst.
 */
const DECODING: Readonly<Record<string, number>> = {
  avc: 3,
  hevc: 5,
  vp8: 3,
  vp9: 4,
  av1: 6,
  prores: 12,
};
const DECODING_OTHERS = 12;
/** With what colours of high dynamic range cost, as they are found out only later. */
const ENCODING = 24;

/** A cut is never exact to the byte. */
const CUT_MARGIN = 0.95;

/** What no change would mend. */
export function problemOfClip(
  clip: MeasuredClip,
  name: string,
  limits: ClipLimits,
): MediaProblem | null {
  const { width, height, fps, seconds } = clip;
  const { minSeconds, minSide, maxRatio, minFps } = limits;
  const short = Math.min(width, height);
  const long = Math.max(width, height);
  const about = { media: 'video', name } as const;
  if (seconds < minSeconds) return { ...about, code: 'too-short', seconds, minSeconds };
  if (short < minSide) {
    return { ...about, code: 'wrong-side', width, height, minSide };
  }
  if (long / short > maxRatio) return { ...about, code: 'wrong-ratio', width, height, maxRatio };
  // Models ask for more than so many frames.
  return fps <= minFps ? { ...about, code: 'too-few-frames', fps, minFps } : null;
}

/** What would have to be done to a clip without a problem; null: it fits as it is. */
export function transcodePlanOf(clip: MeasuredClip, limits: ClipLimits): TranscodePlan | null {
  const { bytes, seconds } = clip;
  const cut = seconds > limits.maxSeconds;
  const kept = cut ? (bytes * limits.maxSeconds) / seconds / CUT_MARGIN : bytes;
  const long = Math.max(clip.width, clip.height);
  const encode = kept > limits.maxBytes || long > limits.maxSide || !isTaken(clip, limits);
  return cut || encode ? { seconds: cut ? limits.maxSeconds : null, encode } : null;
}

/** Whether such a change gives something that is worth watching, and that the model takes. */
export function isPossible(
  transcode: TranscodePlan,
  clip: MeasuredClip,
  limits: ClipLimits,
): boolean {
  if (!transcode.encode) return true;
  return limits.types.includes('video/mp4') && sidesAfter(transcode, clip, limits) !== null;
}

/** That it would take too much work, where its pictures have to be encoded anew; told beforehand. */
export function problemOfWork(
  transcode: TranscodePlan | null,
  clip: LookedAtClip,
  name: string,
  limits: ClipLimits,
): MediaProblem | null {
  const copied = transcode?.encode !== true || isRepackable(clip, limits);
  if (copied && !clip.preRoll) return null;
  const sides = transcode?.encode === true ? sidesAfter(transcode, clip, limits) : clip;
  const each =
    clip.width * clip.height * (DECODING[clip.codec] ?? DECODING_OTHERS) +
    (sides === null ? 0 : sides.width * sides.height * ENCODING);
  const secondsOfWork = (each * clip.fps) / 1e9;
  const mostSeconds = Math.floor(MOST_WORK_SECONDS / secondsOfWork);
  if ((transcode?.seconds ?? clip.seconds) <= mostSeconds) return null;
  return { media: 'video', code: 'too-much-work', name, mostSeconds };
}

/** Whether its pictures and sound only need another file around them. */
export function isRepackable(clip: LookedAtClip, limits: ClipLimits): boolean {
  const plain = clip.codec === 'avc' && [null, 'aac'].includes(clip.audioCodec);
  return plain && transcodePlanOf({ ...clip, type: 'video/mp4' }, limits)?.encode !== true;
}

function sidesAfter(
  transcode: TranscodePlan,
  clip: MeasuredClip,
  limits: ClipLimits,
): Sides | null {
  const seconds = transcode.seconds ?? clip.seconds;
  const bytes = (clip.bytes * seconds) / clip.seconds;
  const sides = { least: limits.minSide, most: limits.maxSide };
  return planShrink({ ...clip, seconds }, bytes, limits.maxBytes, sides);
}

function isTaken({ type }: MeasuredClip, { types }: ClipLimits): boolean {
  return type !== null && types.includes(type);
}
