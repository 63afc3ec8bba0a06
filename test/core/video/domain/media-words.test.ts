import { expect, it } from 'vitest';
import type { MediaProblem } from '../../../../src/core/media/domain/media.ts';
import { mediaWords } from '../../../../src/core/video/domain/media-words.ts';
import { atMost, plain } from '../../messages/domain/plain-text.ts';

type Said = MediaProblem extends infer problem
  ? problem extends MediaProblem
    ? Omit<problem, 'name'>
    : never
  : never;

const images = ['image/png', 'image/jpeg', 'image/webp'] as const;
const clips = ['video/mp4', 'video/quicktime'] as const;
const sounds = ['audio/mpeg', 'audio/wav', 'audio/webm'] as const;
const wrong = { code: 'wrong-type' } as const;
const sides = { width: 200, height: 9_000 };

/** Letter by letter: what people read changes on purpose alone. */
const WORDS: readonly (readonly [Said, string])[] = [
  [
    { ...wrong, media: 'image', found: { format: 'PDF' }, types: images },
    'cat.png is in PDF format. Use PNG, JPEG or WebP.',
  ],
  [
    { ...wrong, media: 'image', found: 'text', types: images.slice(0, 2) },
    'cat.png is a text file. Use PNG or JPEG.',
  ],
  [
    { ...wrong, media: 'image', found: null, types: images },
    "cat.png isn't an image. Use PNG, JPEG or WebP.",
  ],
  [
    { ...wrong, media: 'video', found: null, types: clips },
    "cat.png isn't a video. Use MP4 or MOV.",
  ],
  [
    { ...wrong, media: 'audio', found: null, types: sounds },
    "cat.png isn't an audio file. Use MP3, WAV or WebM.",
  ],
  [
    { ...wrong, media: 'video', found: 'empty', types: clips },
    'cat.png is an empty file. Use MP4 or MOV.',
  ],
  [
    { ...wrong, media: 'video', found: 'web-page', types: clips },
    'cat.png is a web page. Use MP4 or MOV.',
  ],
  [
    { ...wrong, media: 'video', found: 'audio-only', types: clips },
    'cat.png is a file with audio only. Use MP4 or MOV.',
  ],
  [
    { ...wrong, media: 'audio', found: 'no-audio', types: sounds },
    'cat.png is a video without audio. Use MP3, WAV or WebM.',
  ],
  [
    { ...wrong, media: 'video', found: { unreadable: 'MOV' }, types: clips },
    'cat.png is a MOV file with an unknown codec. Use MP4 or MOV.',
  ],
  [
    { media: 'image', code: 'too-big', bytes: 10_000_001, maxBytes: 10_000_000 },
    'cat.png is larger than 10 MB. Use a smaller file.',
  ],
  [
    { media: 'video', code: 'too-short', seconds: 1.26, minSeconds: 3 },
    'cat.png is too short. Use at least 3 s.',
  ],
  [
    { media: 'video', code: 'wrong-side', ...sides, minSide: 3_200 },
    'cat.png is 200 × 9,000 pixels. Each side needs at least 3,200.',
  ],
  [
    { media: 'image', code: 'wrong-ratio', width: 900, height: 200, maxRatio: 2.5 },
    'cat.png is too narrow. The long side can be up to 2.5 times the short one.',
  ],
  [
    { media: 'video', code: 'too-few-frames', fps: 5, minFps: 8 },
    'cat.png has 5 frames per second. It needs more than 8.',
  ],
  [
    { media: 'image', code: 'broken', share: 0.62 },
    'Only 62% of cat.png is there. Save or upload it again.',
  ],
  [
    { media: 'image', code: 'failed' },
    "Showrunner couldn't open cat.png, although the file may be fine. Save it in another format and try again.",
  ],
  [
    { media: 'image', code: 'bomb' },
    'cat.png takes too much memory to open. Save it at a smaller size and try again.',
  ],
  [
    { media: 'image', code: 'broken' },
    'cat.png is damaged or incomplete. Save or upload it again.',
  ],
  [
    { media: 'audio', code: 'heavy' },
    'cat.png takes too long to open. Use a smaller file, or try again later.',
  ],
  [
    { media: 'video', code: 'unreachable' },
    "Showrunner couldn't download cat.png. Attach it again.",
  ],
  [
    { media: 'video', code: 'withheld' },
    "cat.png isn't shared with Showrunner. Upload it here yourself.",
  ],
];

it.each(WORDS)('%j is said word for word', (problem, words) => {
  expect(plain(mediaWords({ ...problem, name: 'cat.png' }))).toBe(words);
});

it('A file is called by 60 characters of its name, in one line', () => {
  const { whole, cut } = atMost(60);
  const words = (name: string) => plain(mediaWords({ media: 'image', code: 'broken', name }));
  expect(words(whole)).toMatch(`${whole} is damaged`);
  expect(words(`${whole}x`)).toMatch(`${cut} is damaged`);
  expect(words(`a\n${'b'.repeat(500)}.png`)).toMatch(/^a b+… is damaged/);
});
