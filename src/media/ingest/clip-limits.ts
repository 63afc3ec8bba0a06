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
  if (!limits.types.includes('video/mp4')) return false;
  const seconds = transcode.seconds ?? clip.seconds;
  const bytes = (clip.bytes * seconds) / clip.seconds;
  const sides = { least: limits.minSide, most: limits.maxSide };
  return planShrink({ ...clip, seconds }, bytes, limits.maxBytes, sides) !== null;
}

function isTaken({ type }: MeasuredClip, { types }: ClipLimits): boolean {
  return type !== null && types.includes(type);
}
