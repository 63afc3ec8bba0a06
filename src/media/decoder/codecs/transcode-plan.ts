import type { VideoProbe } from '../messages.ts';

export interface ShrinkPlan {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  /** Fewer pictures than there are; null: each of them stays, at its own moment. */
  readonly maxFps: number | null;
  readonly videoBitrate: number;
  readonly audioBitrate: number;
  /** What this video needs; a calm one needs less than a busy one. */
  readonly bitsPerPixel: number;
  readonly sides: SideBounds;
}

export interface SideBounds {
  readonly least: number;
  readonly most: number;
}

/** Below this even a small picture is a smear. */
const LEAST_VIDEO_BITRATE = 100_000;
const LEAST_SIDE = 144;
const MOST_FPS = 30;
/** Bits for each pixel of each frame that still look like a picture in H.264. */
const BITS_PER_PIXEL = { most: 0.06, least: 0.02 };
/** From here on nobody sees a difference: more is not spent, however much would fit. */
const LAVISH_BITS_PER_PIXEL = 0.15;
/** What the container and an encoder's aim cost. */
const MARGIN = 0.92;

/** How to encode a video so that it fits; null when nothing worth watching would. */
export function planShrink(
  probe: Pick<VideoProbe, 'width' | 'height' | 'seconds' | 'fps' | 'sound'>,
  bytes: number,
  maxBytes: number,
  within: Partial<SideBounds> = {},
): ShrinkPlan | null {
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
      maxFps: probe.fps > MOST_FPS * 1.01 ? fps : null,
      audioBitrate: audioBitrate || 48_000,
      bitsPerPixel: Math.min(BITS_PER_PIXEL.most, Math.max(BITS_PER_PIXEL.least, spent * 0.8)),
      sides: { least: Math.max(LEAST_SIDE, within.least ?? 0), most: within.most ?? Infinity },
    },
    bitrate - audioBitrate,
  );
}

/** How to encode a video that may be as big as it looks good. */
export function planWhole({
  width,
  height,
  fps: told,
}: Pick<VideoProbe, 'width' | 'height' | 'fps'>): Omit<ShrinkPlan, 'bitsPerPixel' | 'sides'> {
  const fps = Number.isFinite(told) && told >= 1 ? told : MOST_FPS;
  const sides = { width: even(width, Infinity), height: even(height, Infinity) };
  const videoBitrate = Math.max(1_000_000, width * height * fps * LAVISH_BITS_PER_PIXEL);
  return {
    ...sides,
    fps,
    maxFps: null,
    videoBitrate: Math.round(videoBitrate),
    audioBitrate: 160_000,
  };
}

/** The next attempt, after one came out too big by `factor` (below 1). */
export function planSmaller(plan: ShrinkPlan, factor: number): ShrinkPlan | null {
  const audioBitrate = Math.min(plan.audioBitrate, 48_000);
  return atBitrate({ ...plan, audioBitrate }, plan.videoBitrate * factor * 0.85);
}

function atBitrate(source: Omit<ShrinkPlan, 'videoBitrate'>, allowed: number): ShrinkPlan | null {
  if (allowed < LEAST_VIDEO_BITRATE) return null;
  const { sides, fps } = source;
  const wanted = Math.sqrt(allowed / (source.bitsPerPixel * fps) / (source.width * source.height));
  const least = sides.least / Math.min(source.width, source.height);
  const most = sides.most / Math.max(source.width, source.height);
  const scale = Math.min(1, most, Math.max(wanted, least));
  const width = even(source.width * scale, sides.most);
  const height = even(source.height * scale, sides.most);
  const lavish = Math.max(LEAST_VIDEO_BITRATE, width * height * fps * LAVISH_BITS_PER_PIXEL);
  return { ...source, width, height, videoBitrate: Math.round(Math.min(allowed, lavish)) };
}

/** H.264 halves its colours, so both sides must be even. */
function even(length: number, most: number): number {
  const nearest = Math.max(2, Math.round(length / 2) * 2);
  return nearest > most ? nearest - 2 : nearest;
}
