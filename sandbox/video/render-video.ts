import { createHash } from 'node:crypto';

import { badge } from './artwork.ts';
import { encodeMp4 } from './encode.ts';
import { dissolve, emptyFrame, fill, layOver, sample } from './planes.ts';
import type { Overlay, Planes, Rect } from './planes.ts';
import { scenesOf } from './scenes.ts';
import type { Scene, Shot, VideoRole } from './scenes.ts';

export type Aspect = '16:9' | '9:16' | '1:1' | '4:3' | '3:4';

export interface RenderOptions {
  readonly prompt?: string;
  /** For the role `shots`; their seconds should add up to `seconds`. */
  readonly shots?: readonly Shot[];
  /** First frame and optional last frame, or the images of the references. PNG, JPEG, WebP and the like. */
  readonly images: readonly Buffer[];
  readonly seconds: number;
  readonly aspect: Aspect;
  readonly quality: 'std' | 'pro';
  readonly sound: boolean;
  readonly role: VideoRole;
  /** Shown small in the corner, e.g. the name of the provider that is being played. */
  readonly label?: string;
  /** Small and jerky, for tests that only need a real video and not a pretty one. */
  readonly fast?: boolean;
}

const SHAPES = {
  '16:9': [16, 9],
  '9:16': [9, 16],
  '1:1': [1, 1],
  '4:3': [4, 3],
  '3:4': [3, 4],
} as const satisfies Record<Aspect, readonly [number, number]>;

/** Films kept for who asks for the same again; the oldest goes first. */
const CACHE_BYTES = 128 * 1024 * 1024;
/** More at once would only make all of them late. */
const RENDERS_AT_ONCE = 2;

const cache = new Map<string, { readonly video: Promise<Buffer>; bytes: number }>();
let cachedBytes = 0;
let rendering = 0;
const line: (() => void)[] = [];

export function videoSize(
  aspect: Aspect,
  quality: 'std' | 'pro',
  fast = false,
): { width: number; height: number } {
  const short = fast ? 180 : quality === 'pro' ? 720 : 480;
  const [wide, high] = SHAPES[aspect];
  const scale = short / Math.min(wide, high);
  return { width: 2 * Math.round((wide * scale) / 2), height: 2 * Math.round((high * scale) / 2) };
}

/** The shape nearest to the picture's own, as providers choose it when an image leads. */
export function nearestAspect(
  size: { readonly width: number; readonly height: number },
  among: readonly Aspect[] = ['16:9', '9:16', '1:1'],
): Aspect {
  const distance = (aspect: Aspect): number => {
    const [wide, high] = SHAPES[aspect];
    return Math.abs(Math.log(size.width / size.height / (wide / high)));
  };
  return among.toSorted((a, b) => distance(a) - distance(b))[0] ?? '16:9';
}

/**
 * Makes a film that plays anywhere (MP4, H.264, AAC where sound is asked) out of the words and images
 * of a request, so that one can see at a glance whether the right ones arrived. The same request gives the same
 * buffer again; it is shared, so it must not be written to.
 *
 * @throws if one of the images cannot be read
 */
export async function renderVideo(options: RenderOptions): Promise<Buffer> {
  const key = keyOf(options);
  const known = cache.get(key);
  if (known !== undefined) {
    cache.delete(key);
    cache.set(key, known);
    return known.video;
  }
  const entry = { video: inTurn(() => render(options)), bytes: 0 };
  cache.set(key, entry);
  try {
    const video = await entry.video;
    entry.bytes = video.length;
    cachedBytes += video.length;
    forgetOldest();
    return video;
  } catch (error) {
    cache.delete(key);
    throw error;
  }
}

function keyOf({ images, ...rest }: RenderOptions): string {
  const hash = createHash('sha256').update(JSON.stringify(Object.entries(rest).toSorted()));
  for (const image of images) hash.update(createHash('sha256').update(image).digest());
  return hash.digest('hex');
}

function forgetOldest(): void {
  for (const [key, entry] of cache) {
    if (cachedBytes <= CACHE_BYTES) return;
    // What is still being made weighs nothing yet.
    if (entry.bytes === 0) continue;
    cache.delete(key);
    cachedBytes -= entry.bytes;
  }
}

async function inTurn<value>(work: () => Promise<value>): Promise<value> {
  if (rendering >= RENDERS_AT_ONCE) {
    // Whoever leaves hands the place on, so the count stays as it is.
    await new Promise<void>((resolve) => line.push(resolve));
  } else {
    rendering += 1;
  }
  try {
    return await work();
  } finally {
    const next = line.shift();
    if (next === undefined) rendering -= 1;
    else next();
  }
}

async function render(options: RenderOptions): Promise<Buffer> {
  const { seconds, sound, prompt = '', shots = [], images, role } = options;
  if (!(seconds > 0 && seconds <= 120)) throw new RangeError(`No video has ${seconds} seconds.`);
  const size = videoSize(options.aspect, options.quality, options.fast);
  const fps = options.fast === true ? 8 : 24;
  const frameCount = Math.max(1, Math.round(seconds * fps));
  const scenes = await scenesOf({ prompt, shots, images, seconds, role }, size);
  const label = options.label === undefined ? null : await badge(options.label, size, 'left');
  const clock = await Promise.all(
    Array.from({ length: Math.ceil(seconds) }, (_, second) =>
      badge(`${timeText(second)} / ${timeText(Math.round(seconds))}`, size, 'right'),
    ),
  );
  const out = emptyFrame(size.width, size.height);
  const spare = emptyFrame(size.width, size.height);
  return encodeMp4({
    ...size,
    fps,
    frameCount,
    sampleRate: options.fast === true ? 22_050 : 44_100,
    draw: (index) => {
      const time = index / fps;
      drawScenes(scenes, time, out.planes, spare.planes);
      for (const overlay of [label, clock[Math.floor(time)] ?? null]) {
        if (overlay !== null) layOver(out.planes, overlay);
      }
      drawProgress(out.planes, index / Math.max(1, frameCount - 1));
      return out.frame;
    },
    tone: sound ? softTone(prompt + shots.map((shot) => shot.prompt).join(), seconds) : null,
  });
}

function timeText(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

function drawScenes(scenes: readonly Scene[], time: number, out: Planes, spare: Planes): void {
  const visible = scenes.filter((_, index) => isVisible(scenes, index, time));
  let words: Overlay | null = null;
  for (const [index, scene] of visible.entries()) {
    const share = index === 0 ? 1 : (time - scene.start) / scene.fade;
    const progress = (time - scene.start) / (scene.end - scene.start);
    sample(scene.picture, between(scene.from, scene.to, progress), index === 0 ? out : spare);
    if (index > 0) dissolve(out, spare, share);
    if (share >= 0.5) words = scene.words;
  }
  if (words !== null) layOver(out, words);
}

/** Begun, and not yet wholly behind a later scene. */
function isVisible(scenes: readonly Scene[], index: number, time: number): boolean {
  const scene = scenes[index];
  if (scene === undefined || time < scene.start) return false;
  return !scenes.some((later, at) => at > index && time >= later.start + later.fade);
}

function between(from: Rect, to: Rect, share: number): Rect {
  // Slow at both ends, like a hand that moves a camera.
  const s = Math.max(0, Math.min(1, share));
  const t = s * s * (3 - 2 * s);
  return {
    x: from.x + (to.x - from.x) * t,
    y: from.y + (to.y - from.y) * t,
    width: from.width + (to.width - from.width) * t,
    height: from.height + (to.height - from.height) * t,
  };
}

const TRACK = [60, 128, 128] as const;
const MARKER = [170, 60, 170] as const;

/** A bar along the lower edge that is full in the last frame. */
function drawProgress(out: Planes, share: number): void {
  const height = Math.max(2, 2 * Math.round(out.height / 160));
  const y = out.height - height;
  const done = 2 * Math.round((out.width * share) / 2);
  fill(out, { x: 0, y, width: out.width, height }, TRACK);
  fill(out, { x: 0, y, width: done, height }, MARKER);
}

/** A quiet chord that belongs to the words, faded in and out. */
function softTone(seed: string, seconds: number): (time: number) => number {
  const root = 165 * 2 ** (createHash('sha256').update(seed).digest()[0]! / 256);
  const notes = [1, 1.25, 1.5].map((ratio) => root * ratio * 2 * Math.PI);
  return (time) => {
    const edge = Math.max(0, Math.min(1, time / 0.3, (seconds - time) / 0.5));
    const swell = 0.75 + 0.25 * Math.sin(time * Math.PI);
    return 0.06 * edge * swell * notes.reduce((sum, note) => sum + Math.sin(note * time), 0);
  };
}
