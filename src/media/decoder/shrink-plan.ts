import type { VideoProbe } from './messages.ts';

export interface ShrinkPlan {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly videoBitrate: number;
  readonly audioBitrate: number;
}

/** Below this even a small picture is a smear. */
const LEAST_VIDEO_BITRATE = 100_000;
const LEAST_SIDE = 144;
const MOST_FPS = 30;
/** Bits for each pixel of each frame that still look like a picture in H.264. */
const BITS_PER_PIXEL = 0.06;
/** What the container and an encoder's aim cost. */
const MARGIN = 0.92;

/** How to encode a video so that it fits; null when nothing worth watching would. */
export function planShrink(probe: VideoProbe, maxBytes: number): ShrinkPlan | null {
  const bitrate = (maxBytes * 8 * MARGIN) / Math.max(probe.seconds, 0.1);
  const audioBitrate = !probe.sound ? 0 : bitrate > 600_000 ? 96_000 : 48_000;
  const source = Math.min(probe.fps, MOST_FPS);
  const fps = Number.isFinite(source) && source >= 1 ? Math.round(source * 100) / 100 : MOST_FPS;
  return atBitrate(probe, bitrate - audioBitrate, audioBitrate || 48_000, fps);
}

/** The next attempt, after one came out too big by `factor` (below 1). */
export function planSmaller(plan: ShrinkPlan, factor: number): ShrinkPlan | null {
  const aim = plan.videoBitrate * factor * 0.85;
  return atBitrate(plan, aim, Math.min(plan.audioBitrate, 48_000), plan.fps);
}

function atBitrate(
  source: { readonly width: number; readonly height: number },
  videoBitrate: number,
  audioBitrate: number,
  fps: number,
): ShrinkPlan | null {
  if (videoBitrate < LEAST_VIDEO_BITRATE) return null;
  const pixels = videoBitrate / (BITS_PER_PIXEL * fps);
  const short = Math.min(source.width, source.height);
  const scale = Math.min(
    1,
    Math.max(Math.sqrt(pixels / (source.width * source.height)), Math.min(1, LEAST_SIDE / short)),
  );
  return {
    width: even(source.width * scale),
    height: even(source.height * scale),
    fps,
    videoBitrate: Math.round(videoBitrate),
    audioBitrate,
  };
}

/** H.264 halves its colours, so both sides must be even. */
function even(length: number): number {
  return Math.max(2, Math.round(length / 2) * 2);
}
