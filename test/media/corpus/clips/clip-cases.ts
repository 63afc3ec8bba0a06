import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeClip, type ClipMade } from './make-clip.ts';

/** What becomes of a clip that somebody gives. */
export type Outcome =
  /** Its pictures and its sound as they are, in a fresh file. */
  | 'copied'
  /** H.264 and AAC, measured against what it was made of. */
  | 'encoded'
  | 'broken'
  | 'heavy'
  | 'wrong-type';

export interface ClipCase {
  readonly name: string;
  readonly outcome: Outcome;
  readonly file: () => Promise<Buffer>;
  /** Null: it holds no chart of ours. */
  readonly made: ClipMade | null;
  /** The number on the first picture that is shown. */
  readonly first?: number;
  readonly pictures?: number;
  /** The file says that it is to be turned clockwise. */
  readonly turned?: boolean;
  /** What its measures say, where it holds no chart. */
  readonly measures?: object;
}

const vp8: ClipMade = {
  container: 'webm',
  video: 'libvpx',
  options: { b: '3M', deadline: 'realtime', 'cpu-used': 8 },
  audio: 'libopus',
  sampleFormat: 'flt',
  // All that VP8 knows.
  colours: null,
};
const vp9: ClipMade = {
  ...vp8,
  video: 'libvpx-vp9',
  options: { b: '0', crf: 10, deadline: 'realtime', 'cpu-used': 8 },
  colours: [1, 1, 1],
};
const av1: ClipMade = {
  video: 'libsvtav1',
  options: { preset: 10, crf: 2, 'svtav1-params': 'lp=1:pred-struct=1' },
};
const hevc: ClipMade = { video: 'libx265' };
const hlg: ClipMade = {
  ...hevc,
  container: 'mov',
  pixels: 'yuv420p10le',
  coding: 'hlg',
  colours: [9, 18, 9],
  matrix: 'bt2020',
};
const prores: ClipMade = {
  container: 'mov',
  video: 'prores_ks',
  options: { profile: 2 },
  pixels: 'yuv422p10le',
  audio: 'pcm_s16le',
  sampleFormat: 's16',
};
const big: ClipMade = { width: 1280, height: 720, fps: 6, seconds: 1.5 };
const toEncode: ClipMade = { container: 'matroska', audio: 'libmp3lame' };

/** Of our own making: codecs, containers, profiles, colours, times, sounds, damage. */
const MADE: Readonly<Record<string, readonly [Outcome, ClipMade, Partial<ClipCase>?]>> = {
  'H.264 in MP4': ['copied', {}],
  'H.264 in MOV': ['copied', { container: 'mov' }],
  'H.264 in Matroska': ['copied', { container: 'matroska' }],
  'H.264 in fragments': ['copied', { muxer: { movflags: 'frag_keyframe+empty_moov' } }],
  'H.264 with its index in front': ['copied', { muxer: { movflags: 'faststart' } }],
  'H.264 of ten bits': ['encoded', { ...toEncode, pixels: 'yuv420p10le' }],
  'H.264 of 4:2:2': ['encoded', { ...toEncode, pixels: 'yuv422p' }],
  'H.264 of 4:4:4': ['encoded', { ...toEncode, pixels: 'yuv444p' }],
  'HEVC in MP4': ['copied', hevc],
  'HEVC in Matroska': [
    'encoded',
    { ...hevc, container: 'matroska', audio: 'flac', sampleFormat: 's16' },
  ],
  'AV1 in MP4': ['copied', av1],
  'AV1 in WebM': ['encoded', { ...av1, container: 'webm', audio: 'libopus', sampleFormat: 'flt' }],
  'VP8 in WebM': ['encoded', vp8],
  'VP8 with Vorbis': [
    'encoded',
    { ...vp8, audio: 'libvorbis', sampleFormat: 'fltp', layout: 'stereo' },
  ],
  'VP9 in WebM': ['encoded', vp9],
  'VP9 of 4:4:4': ['encoded', { ...vp9, pixels: 'yuv444p' }],
  'ProRes 422 in Matroska': ['encoded', { ...prores, container: 'matroska' }],
  'ProRes 4444 in Matroska': [
    'encoded',
    { ...prores, container: 'matroska', options: { profile: 4 }, pixels: 'yuva444p10le' },
  ],
  'MPEG-4 of the year 2000': ['wrong-type', { video: 'mpeg4', options: { b: '2M' } }],
  'Motion JPEG in MOV': [
    'wrong-type',
    {
      container: 'mov',
      video: 'mjpeg',
      pixels: 'yuvj420p',
      colours: null,
      fullRange: true,
      options: { strict: -1 },
    },
  ],
  'an AVI': [
    'wrong-type',
    { container: 'avi', video: 'mpeg4', options: { b: '2M' }, audio: 'libmp3lame' },
  ],
  'colours of an iPhone, HLG': ['encoded', { ...hlg, container: 'matroska' }],
  'colours of PQ': [
    'encoded',
    { ...hlg, container: 'matroska', coding: 'pq', colours: [9, 16, 9] },
  ],
  'colours of Display-P3': [
    'encoded',
    { ...hlg, container: 'matroska', coding: 'p3', colours: [12, 1, 1], matrix: 'bt709' },
  ],
  'BT.601 that says so, large': [
    'encoded',
    { ...toEncode, ...big, matrix: 'bt601', colours: [6, 6, 6] },
  ],
  'BT.601 that says nothing, small': ['encoded', { ...toEncode, colours: null }],
  'BT.709 that says nothing, large': [
    'encoded',
    { ...toEncode, ...big, colours: null, matrix: 'bt709' },
  ],
  'BT.709 that is small': ['encoded', { ...toEncode, colours: [1, 1, 1] }],
  'full range': ['encoded', { ...toEncode, pixels: 'yuvj420p', fullRange: true }],
  'turned by a quarter': [
    'encoded',
    { ...hevc, container: 'mov', turn: [0, 1, -1, 0], trimmed: 0.4 },
    { first: 5, pictures: 19, turned: true },
  ],
  'of pixels that are not square': ['encoded', { ...toEncode, shape: [4, 3] }],
  'odd sides': ['encoded', { ...vp9, width: 193, height: 109 }],
  'trimmed on a phone': ['encoded', { trimmed: 0.4 }, { first: 5, pictures: 19 }],
  'trimmed, of HEVC': [
    'encoded',
    { ...hevc, container: 'mov', trimmed: 0.4 },
    { first: 5, pictures: 19 },
  ],
  'pictures that begin late': ['encoded', { ...vp8, late: 0.3 }],
  'pictures that begin late, copied': ['copied', { late: 0.3 }],
  'sound that begins late': ['encoded', { ...vp8, sound: { from: 0.6 } }],
  'sound that begins late, copied': ['copied', { sound: { from: 0.6 } }],
  'sound that ends early': ['encoded', { ...vp8, sound: { to: 1.3 } }],
  'sound with a hole': ['encoded', { ...vp8, sound: { hole: [0.3, 0.8] } }],
  'sound with a hole, copied': ['copied', { sound: { hole: [0.3, 0.8] } }],
  'sound with many small holes': ['encoded', { ...vp8, sound: { hole: [0.5, 0.56] } }],
  'sound of 5.1': [
    'encoded',
    { ...toEncode, audio: 'aac', layout: '5.1', ...vp9, sampleFormat: 'flt' },
  ],
  'sound of 8 kHz': [
    'encoded',
    { ...vp9, container: 'matroska', audio: 'pcm_s16le', sampleFormat: 's16', sampleRate: 8000 },
  ],
  'sound of 96 kHz': [
    'encoded',
    { ...vp9, container: 'matroska', audio: 'flac', sampleFormat: 's16', sampleRate: 96_000 },
  ],
  'sound of AC-3': [
    'encoded',
    { ...vp9, container: 'matroska', audio: 'ac3', sampleFormat: 'fltp', layout: 'stereo' },
  ],
  'no sound': ['encoded', { ...vp9, audio: null }],
  'pictures that come irregularly': [
    'encoded',
    {
      ...vp9,
      times: [
        0, 0.04, 0.08, 0.5, 0.6, 0.64, 1, 1.04, 1.5, 1.6, 1.7, 1.8, 1.83, 1.86, 1.89, 1.92, 1.95,
      ],
    },
  ],
};

type Damage = (file: Buffer) => Buffer;
const DAMAGED: Readonly<Record<string, readonly [Outcome, ClipMade, Damage]>> = {
  'cut off in the middle': ['broken', {}, (file) => file.subarray(0, file.length / 2)],
  'cut off near its end': ['broken', vp8, (file) => file.subarray(0, file.length - 900)],
  'without its index': ['broken', {}, (file) => renamed(file, 'moov')],
  'with an index of nonsense': ['broken', {}, (file) => filled(file, file.indexOf('stsz') + 4, 60)],
  'with nothing for pictures': [
    'broken',
    {},
    (file) => filled(file, file.indexOf('mdat') + 4, 20_000),
  ],
  'with words behind its end': [
    'copied',
    {},
    (file) => Buffer.concat([file, Buffer.from('words')]),
  ],
};

function renamed(file: Buffer, box: string): Buffer {
  const spoilt = Buffer.from(file);
  spoilt.write('free', spoilt.indexOf(box), 'latin1');
  return spoilt;
}

function filled(file: Buffer, from: number, bytes: number): Buffer {
  return Buffer.from(file).fill(0xff, from, Math.min(file.length, from + bytes));
}

/** From public reports; `README.md` of the folder tells what each stands for. */
const REPORTED: Readonly<Record<string, readonly [Outcome, object?]>> = {
  'sound-gap.webm': ['encoded', { width: 320, height: 320, seconds: 3.4, sound: true }],
  'trimmed-long.mp4': ['encoded', { width: 320, height: 320, seconds: 30, sound: true }],
  'iphone-hdr-chart.mov': ['copied', { width: 640, height: 960, seconds: 4 }],
  'bt709-1080.mp4': ['copied', { width: 1920, height: 1280, seconds: 4 }],
  'hang.webm': ['heavy'],
  'audio-only.mp4': ['wrong-type'],
  'mdhd-30x-short.mp4': ['copied', { width: 640, height: 425, seconds: 4, sound: true }],
  'mediarecorder.webm': ['encoded', { width: 640, height: 426, seconds: 4, sound: true }],
  'rot90.mp4': ['copied', { width: 425, height: 640, seconds: 4, sound: true }],
  'samsung-seft.mp4': ['copied', { width: 640, height: 425, seconds: 4, sound: true }],
  'timecode.mov': ['copied', { width: 640, height: 425, seconds: 4, sound: true }],
  'two-sounds.mp4': ['copied', { width: 640, height: 425, seconds: 4, sound: true }],
};

export const CLIP_CASES: readonly ClipCase[] = [
  ...Object.entries(MADE).map(([name, [outcome, made, more]]) => ({
    name,
    outcome,
    made,
    file: () => makeClip(made),
    ...more,
  })),
  ...Object.entries(DAMAGED).map(([name, [outcome, made, damage]]) => ({
    name,
    outcome,
    made: outcome === 'copied' ? made : null,
    file: async () => damage(await makeClip(made)),
  })),
  ...Object.entries(REPORTED).map(([name, [outcome, measures = {}]]) => ({
    name,
    outcome,
    made: null,
    measures,
    file: () => readFile(join(import.meta.dirname, 'files', name)),
  })),
];
