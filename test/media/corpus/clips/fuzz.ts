import { readFile, writeFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { DecodeFailed } from '../../../../src/media/decoder/decode-failed.ts';
import {
  createDecoder,
  decoderDefaults,
  type Decoder,
} from '../../../../src/media/decoder/decoder.ts';
import { sampleVideo } from '../../support/make-video.ts';
import { makeClip } from './make-clip.ts';

// `npm run fuzz:media -- --files 5000 --seed 1`: spoilt files through the decoder. Whatever they do,
// each ends within its bounds, costs itself alone, and leaves no process behind.

export interface FuzzReport {
  readonly files: number;
  /** How many files came to which end: `taken`, or why not. */
  readonly ends: Readonly<Record<string, number>>;
  /** Errors that are none of the decoder's own, and so its fault; none is right. */
  readonly unexpected: readonly string[];
  readonly slowestMs: number;
  /** Of the decoder's processes, how many are there when it is closed. */
  readonly left: number;
  /** Whole files are taken after all that. */
  readonly well: boolean;
}

interface Seedling {
  readonly kind: 'clip' | 'image' | 'sound';
  readonly bytes: Buffer;
}

const BOUNDS = {
  ...decoderDefaults,
  imageTimeoutMs: 1500,
  lookTimeoutMs: 1500,
  probeTimeoutMs: 1500,
  encodeTimeoutMs: 2500,
};
const CLIP_BOUNDS = { maxBytes: 1e8, maxSeconds: 5, minSide: 64, maxSide: 200 };
const AT_ONCE = 3;

export async function fuzz(
  files: number,
  seed: number,
  patience = 4,
  progress: (done: number) => void = () => undefined,
): Promise<FuzzReport> {
  const folder = await mkdtemp(join(tmpdir(), 'fuzz-'));
  const decoder = createDecoder({ ...BOUNDS, patience });
  const seedlings = await whole();
  const chance = chancesFrom(seed);
  const ends: Record<string, number> = {};
  const unexpected: string[] = [];
  const seen = new Set<number>();
  let slowestMs = 0;
  let next = 0;

  async function work(): Promise<void> {
    for (let number = next; number < files; number = next) {
      next += 1;
      const seedling = seedlings[chance(seedlings.length)];
      if (!seedling) return;
      const path = join(folder, `spoilt-${number}`);
      await writeFile(path, spoil(seedling.bytes, chance));
      const began = performance.now();
      const end = await decode(decoder.onBehalfOf(String(number)), seedling.kind, path);
      slowestMs = Math.max(slowestMs, performance.now() - began);
      if (end.startsWith('unexpected')) unexpected.push(`${number} ${end}`);
      else ends[end] = (ends[end] ?? 0) + 1;
      for (const pid of decoder.pids()) seen.add(pid);
      if (number % 250 === 249) progress(number + 1);
      await rm(path);
      await rm(`${path}.out`, { force: true });
    }
  }

  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    let well = true;
    for (const { kind, bytes } of seedlings) {
      const path = join(folder, 'whole');
      await writeFile(path, bytes);
      well &&= (await decode(decoder, kind, path)) === 'taken';
    }
    await decoder.close();
    const left = [...seen].filter(isAlive).length;
    return { files, ends, unexpected, slowestMs: Math.round(slowestMs), left, well };
  } finally {
    await decoder.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function decode(decoder: Decoder, kind: Seedling['kind'], path: string): Promise<string> {
  const { signal } = new AbortController();
  const output = `${path}.out`;
  try {
    if (kind === 'image') {
      const types = ['image/png'] as const;
      const limits = { types, maxBytes: 1e7, minSide: 1, maxSide: 10_000, maxRatio: 100 };
      await decoder.normaliseImage(path, output, limits, { signal });
    } else if (kind === 'sound') {
      const look = await decoder.lookAtAudio(path, signal);
      if (look.status === 'measured') await decoder.cleanAudio(path, output, signal);
    } else {
      const look = await decoder.lookAtClip(path, signal);
      if (look.status === 'measured') {
        await decoder.transcodeClip(path, output, CLIP_BOUNDS, signal);
        await decoder.makePoster(path, output, signal);
      }
    }
    return 'taken';
  } catch (error) {
    if (error instanceof DecodeFailed && error.code !== 'ours') return error.code;
    return `unexpected ${String(error)}`;
  }
}

/** Small ones, of each kind of reader that there is. */
async function whole(): Promise<readonly Seedling[]> {
  const vp8 = {
    container: 'webm',
    video: 'libvpx',
    audio: 'libopus',
    sampleFormat: 'flt',
  } as const;
  const clips = [
    makeClip({ seconds: 1.2 }),
    makeClip({ seconds: 1.2, muxer: { movflags: 'frag_keyframe+empty_moov' } }),
    makeClip({ seconds: 1.2, video: 'libx265', container: 'mov', trimmed: 0.2 }),
    makeClip({ seconds: 1.2, ...vp8, colours: null, options: { 'cpu-used': 8 } }),
    readFile(join(import.meta.dirname, 'files/sound-gap.webm')),
  ];
  const noise = sharp({
    create: {
      width: 120,
      height: 90,
      channels: 3,
      background: 'teal',
      noise: { type: 'gaussian', mean: 128, sigma: 30 },
    },
  });
  const images = (['jpeg', 'png', 'webp'] as const).map((it) =>
    noise.clone().toFormat(it).toBuffer(),
  );
  const sounds = (['mp3', 'wav', 'ogg'] as const).map((container) =>
    sampleVideo({
      container,
      codec: null,
      audio: ({ mp3: 'mp3', wav: 'pcm-s16', ogg: 'opus' } as const)[container],
    }),
  );
  const of = async (kind: Seedling['kind'], all: readonly Promise<Buffer>[]) =>
    (await Promise.all(all)).map((bytes): Seedling => ({ kind, bytes }));
  return [
    ...(await of('clip', clips)),
    ...(await of('image', images)),
    ...(await of('sound', sounds)),
  ];
}

type Chance = (below: number) => number;

function chancesFrom(seed: number): Chance {
  let state = seed;
  return (below) => {
    // As `mulberry32` does it: the same for the same seed, on every machine.
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const INTERESTING = [0, 1, 0x7f, 0x80, 0xff];

function spoil(whole: Buffer, chance: Chance): Buffer {
  let file = Buffer.from(whole);
  const times = 1 + chance(8);
  for (let time = 0; time < times; time += 1) {
    // Indexes and headers stand at the ends.
    const near = chance(3) === 0 ? Math.min(600, file.length) : file.length;
    const at = chance(2) === 0 ? chance(near) : Math.max(0, file.length - 1 - chance(near));
    const length = 1 + chance(64);
    switch (chance(6)) {
      case 0:
        file[at] = chance(256);
        break;
      case 1:
        file[at] = INTERESTING[chance(INTERESTING.length)] ?? 0;
        break;
      case 2:
        file.fill(
          INTERESTING[chance(INTERESTING.length)] ?? 0,
          at,
          Math.min(file.length, at + length),
        );
        break;
      case 3:
        file = Buffer.concat([file.subarray(0, at), file.subarray(at + length)]);
        break;
      case 4:
        file = Buffer.concat([file.subarray(0, at + length), file.subarray(at)]);
        break;
      default:
        if (chance(4) === 0) file = file.subarray(0, at);
    }
  }
  return file;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      files: { type: 'string', default: '5000' },
      seed: { type: 'string', default: '1' },
    },
  });
  const report = await fuzz(Number(values.files), Number(values.seed), 4, (done) => {
    process.stderr.write(`${done} files\n`);
  });
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  process.exitCode = report.unexpected.length === 0 && report.left === 0 && report.well ? 0 : 1;
}
