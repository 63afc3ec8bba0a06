import type { VideoProbe } from './messages.ts';

export interface ShrinkPlan {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly videoBitrate: number;
  readonly audioBitrate: number;
  /** What this video needs; a calm one needs less than a busy one. */
  readonly bitsPerPixel: number;
}

/** Below this even a small picture is a smear. */
const LEAST_VIDEO_BITRATE = 100_000;
const LEAST_SIDE = 144;
const MOST_FPS = 30;
/** Bits for each pixel of each frame that still look like a picture in H.264. */
const BITS_PER_PIXEL = { most: 0.06, least: 0.02 };
/** What the container and an encoder's aim cost. */
const MARGIN = 0.92;

/** How to encode a video so that it fits; null when nothing worth watching would. */
export function planShrink(probe: VideoProbe, bytes: number, maxBytes: number): ShrinkPlan | null {
  const seconds = Math.max(probe.seconds, 0.1);
  const bitrate = (maxBytes * 8 * MARGIN) / seconds;
  const audioBitrate = !probe.sound ? 0 : bitrate > 600_000 ? 96_000 : 48_000;
  const source = Math.min(probe.fps, MOST_FPS);
  const fps = Number.isFinite(source) && source >= 1 ? Math.round(source * 100) / 100 : MOST_FPS;
  const spent = (bytes * 8) / seconds / (probe.width * probe.height * fps);
  return atBitrate(
    {
      width: probe.width,
      height: probe.height,
      fps,
      audioBitrate: audioBitrate || 48_000,
      bitsPerPixel: Math.min(BITS_PER_PIXEL.most, Math.max(BITS_PER_PIXEL.least, spent * 0.8)),
    },
    bitrate - audioBitrate,
  );
}

/** The next attempt, after one came out too big by `factor` (below 1). */
export function planSmaller(plan: ShrinkPlan, factor: number): ShrinkPlan | null {
  const audioBitrate = Math.min(plan.audioBitrate, 48_000);
  return atBitrate({ ...plan, audioBitrate }, plan.videoBitrate * factor * 0.85);
}

function atBitrate(
  source: Omit<ShrinkPlan, 'videoBitrate'>,
  videoBitrate: number,
): ShrinkPlan | null {
  if (videoBitrate < LEAST_VIDEO_BITRATE) return null;
  const { width, height } = source;
  const wanted = Math.sqrt(videoBitrate / (source.bitsPerPixel * source.fps) / (width * height));
  const least = LEAST_SIDE / Math.min(width, height);
  const scale = Math.min(1, Math.max(wanted, least));
  return {
    ...source,
    width: even(width * scale),
    height: even(height * scale),
    videoBitrate: Math.round(videoBitrate),
  };
}

/** H.264 halves its colours, so both sides must be even. */
function even(length: number): number {
  return Math.max(2, Math.round(length / 2) * 2);
}
