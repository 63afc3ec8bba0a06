import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import { createKeptFiles } from '../shared/kept-files.ts';
import { badge } from './artwork.ts';
import type { Size } from './artwork.ts';
import { encodeMp4 } from './encode.ts';
import type { EncodeInput } from './encode.ts';
import { drawScenes } from './draw-scenes.ts';
import { openSourceStory } from './over-source.ts';
import { emptyFrame, fill, layOver } from './planes.ts';
import type { Planes } from './planes.ts';
import { scenesOf } from './scenes.ts';
import type { Shot, StillRole } from './scenes.ts';
import { sourceSound } from './source.ts';
import type { VideoSource } from './source.ts';

export type Aspect = '16:9' | '9:16' | '1:1' | '4:3' | '3:4';
/** By name or by the short side in pixels. */
export type Quality = 'std' | 'pro' | '480p' | '580p' | '720p' | '1080p';
/** `edit` and `replace` show the given source video, the others are made of words and images. */
export type VideoRole = StillRole | 'edit' | 'replace';

export interface RenderOptions {
  readonly prompt?: string;
  /** For the role `shots`; their seconds should add up to `seconds`. */
  readonly shots?: readonly Shot[];
  /**
   * First frame and optional last frame, the images of the references, or the character that is put into
   * the source. PNG, JPEG, WebP and the like.
   */
  readonly images: readonly Buffer[];
  /** The video that is edited or whose character is replaced; only with those two roles. */
  readonly source?: VideoSource;
  readonly seconds: number;
  /** A size stands for its shape, e.g. that of the source. */
  readonly aspect: Aspect | Size;
  readonly quality: Quality;
  /** `source` keeps the sound of the source, if it has any. */
  readonly sound: boolean | 'source';
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

const SHORT_SIDE = {
  std: 480,
  pro: 720,
  '480p': 480,
  '580p': 580,
  '720p': 720,
  '1080p': 1080,
} as const satisfies Record<Quality, number>;

/** Films kept for who asks for the same again; the oldest goes first. */
const CACHE_BYTES = 128 * 1024 * 1024;
/** More at once would only make all of them late. */
const RENDERS_AT_ONCE = 2;

const cache = new Map<string, { readonly video: Promise<Buffer>; bytes: number }>();
const kept = createKeptFiles([import.meta.dirname]);
let cachedBytes = 0;
let rendering = 0;
const line: (() => void)[] = [];

export function videoSize(aspect: Aspect | Size, quality: Quality, fast = false): Size {
  const short = fast ? 180 : SHORT_SIDE[quality];
  const [wide, high] = typeof aspect === 'string' ? SHAPES[aspect] : [aspect.width, aspect.height];
  const scale = short / Math.min(wide, high);
  return { width: 2 * Math.round((wide * scale) / 2), height: 2 * Math.round((high * scale) / 2) };
}

/** The shape nearest to the picture's own, as providers choose it when an image leads. */
export function nearestAspect(
  size: Size,
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
 * @throws if one of the images or the source cannot be read
 */
export async function renderVideo(asked: RenderOptions): Promise<Buffer> {
  const options = withoutSentinels(asked);
  const key = await keyOf(options);
  const known = cache.get(key);
  if (known !== undefined) {
    cache.delete(key);
    cache.set(key, known);
    return known.video;
  }
  const make = () => inTurn(() => render(options));
  const entry = { video: options.fast === true ? kept.get(key, make) : make(), bytes: 0 };
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

/** What is said to the emulator is not in the film: so tests of its many faults make one. */
function withoutSentinels({ prompt, shots, ...rest }: RenderOptions): RenderOptions {
  const scene = (text: string) => text.replace(/\s*![a-zA-Z]+/g, '');
  return {
    ...rest,
    ...(prompt === undefined ? {} : { prompt: scene(prompt) }),
    ...(shots === undefined
      ? {}
      : { shots: shots.map((shot) => ({ ...shot, prompt: scene(shot.prompt) })) }),
  };
}

async function keyOf({ images, source, ...rest }: RenderOptions): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(Object.entries(rest).toSorted()));
  if (source !== undefined) {
    const bytes = 'path' in source ? await readFile(source.path) : source.bytes;
    hash.update(createHash('sha256').update(bytes).digest());
  }
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
  const { seconds } = options;
  if (!(seconds > 0 && seconds <= 120)) throw new RangeError(`No video has ${seconds} seconds.`);
  const size = videoSize(options.aspect, options.quality, options.fast);
  const fps = options.fast === true ? 8 : 24;
  const frameCount = Math.max(1, Math.round(seconds * fps));
  const label = options.label === undefined ? null : await badge(options.label, size, 'left');
  const clock = await Promise.all(
    Array.from({ length: Math.ceil(seconds) }, (_, second) =>
      badge(`${timeText(second)} / ${timeText(Math.round(seconds))}`, size, 'right'),
    ),
  );
  const out = emptyFrame(size.width, size.height);
  const sampleRate = options.fast === true ? 22_050 : 44_100;
  const tone = await toneOf(options, sampleRate);
  await using pictures = await picturesOf(options, size, fps);
  return await encodeMp4({
    ...size,
    fps,
    frameCount,
    sampleRate,
    draw: async (index) => {
      const time = index / fps;
      await pictures.drawNext(out.frame, out.planes, time);
      for (const overlay of [label, clock[Math.floor(time)] ?? null]) {
        if (overlay !== null) layOver(out.planes, overlay);
      }
      drawProgress(out.planes, index / Math.max(1, frameCount - 1));
      return out.frame;
    },
    tone,
  });
}

interface Pictures extends AsyncDisposable {
  /** Draws the picture of the time, asked in order. `frame` and `out` are the same memory. */
  drawNext(frame: Buffer, out: Planes, time: number): void | Promise<void>;
}

async function picturesOf(options: RenderOptions, size: Size, fps: number): Promise<Pictures> {
  const { prompt = '', shots = [], images, seconds, role, source } = options;
  if (role === 'edit' || role === 'replace') {
    if (source === undefined) throw new TypeError(`There is no source to ${role}.`);
    return openSourceStory({ role, source, prompt, images, fps }, size);
  }
  const scenes = await scenesOf({ prompt, shots, images, seconds, role }, size);
  const spare = emptyFrame(size.width, size.height);
  return {
    drawNext: (_, out, time) => {
      drawScenes(scenes, time, out, spare.planes);
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

type Tone = EncodeInput['tone'];

async function toneOf(options: RenderOptions, sampleRate: number): Promise<Tone> {
  const { sound, source, seconds, prompt = '', shots = [] } = options;
  if (sound === 'source') {
    if (source === undefined) throw new TypeError('There is no source whose sound could be kept.');
    const samples = await sourceSound(source, { sampleRate, seconds });
    if (samples === null) return null;
    return (time) => samples[Math.round(time * sampleRate)] ?? 0;
  }
  return sound ? softTone(prompt + shots.map((shot) => shot.prompt).join(), seconds) : null;
}

function timeText(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
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
