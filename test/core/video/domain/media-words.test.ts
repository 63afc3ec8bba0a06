import { expect, it } from 'vitest';
import type { MediaProblem } from '../../../../src/core/media/domain/media.ts';
import { mediaWords } from '../../../../src/core/video/domain/media-words.ts';
import { plain } from '../../messages/domain/plain-text.ts';

type Said = MediaProblem extends infer problem
  ? problem extends MediaProblem
    ? Omit<problem, 'name'>
    : never
  : never;

const sides = { width: 200, height: 9_000 };
const big = { bytes: 12_000_000, maxBytes: 10_000_000 };

/** Letter by letter: what people read changes on purpose alone. */
const WORDS: readonly (readonly [Said, string])[] = [
  [
    { media: 'image', code: 'wrong-media', found: 'PDF' },
    ' is not an image, whatever its name says: its content is PDF. Send a PNG, JPEG or WebP picture.',
  ],
  [
    { media: 'image', code: 'wrong-media', found: null },
    ' is not an image. Send a PNG, JPEG or WebP picture.',
  ],
  [
    { media: 'video', code: 'wrong-media', found: 'PDF' },
    ' is not a video, whatever its name says: its content is PDF. Send an MP4, MOV or WebM file.',
  ],
  [
    { media: 'video', code: 'wrong-media', found: null },
    ' is not a video. Send an MP4, MOV or WebM file.',
  ],
  [
    { media: 'audio', code: 'wrong-media', found: 'PDF' },
    ' is not a sound file: its content is PDF. Send an MP3, WAV or WebM file.',
  ],
  [
    { media: 'audio', code: 'wrong-media', found: null },
    ' is not a sound file. Send an MP3, WAV or WebM file.',
  ],
  [
    { media: 'image', code: 'wrong-type', found: 'GIF' },
    ' is GIF. PNG, JPEG and WebP pictures work.',
  ],
  [{ media: 'audio', code: 'wrong-type', found: 'GIF' }, ' is GIF. MP3, WAV and WebM files work.'],
  [{ media: 'image', code: 'too-big', ...big }, ' is 12 MB. Up to 10 MB works.'],
  [{ media: 'image', code: 'too-big', ...big, bytes: null }, ' is too big. Up to 10 MB works.'],
  [
    { media: 'image', code: 'too-big', ...big, bytes: 10_000_001 },
    ' is too big. Up to 10 MB works.',
  ],
  [
    { media: 'image', code: 'broken' },
    ' is damaged or cut off: it cannot be read to its end. Save or upload it again.',
  ],
  [
    { media: 'image', code: 'heavy' },
    ' takes too long or too much memory to open, so it was put aside. Send a shorter or smaller one, or try again later.',
  ],
  [
    { media: 'image', code: 'unreachable' },
    ' could not be fetched from the chat. Attach it again.',
  ],
  [
    { media: 'image', code: 'withheld' },
    ' is not shared with this service, so the chat does not hand it over. Upload it here yourself.',
  ],
  [{ media: 'video', code: 'too-big', ...big }, ' is 12 MB. Up to 10 MB works.'],
  [{ media: 'video', code: 'too-big', ...big, bytes: null }, ' is too big. Up to 10 MB works.'],
  [
    { media: 'video', code: 'too-big', ...big, bytes: 10_000_001 },
    ' is too big. Up to 10 MB works.',
  ],
  [
    { media: 'video', code: 'broken' },
    ' is damaged or cut off: it cannot be read to its end. Save or upload it again.',
  ],
  [
    { media: 'video', code: 'heavy' },
    ' takes too long or too much memory to open, so it was put aside. Send a shorter or smaller one, or try again later.',
  ],
  [
    { media: 'video', code: 'unreachable' },
    ' could not be fetched from the chat. Attach it again.',
  ],
  [
    { media: 'video', code: 'withheld' },
    ' is not shared with this service, so the chat does not hand it over. Upload it here yourself.',
  ],
  [{ media: 'audio', code: 'too-big', ...big }, ' is 12 MB. Up to 10 MB works.'],
  [{ media: 'audio', code: 'too-big', ...big, bytes: null }, ' is too big. Up to 10 MB works.'],
  [
    { media: 'audio', code: 'too-big', ...big, bytes: 10_000_001 },
    ' is too big. Up to 10 MB works.',
  ],
  [
    { media: 'audio', code: 'broken' },
    ' is damaged or cut off: it cannot be read to its end. Save or upload it again.',
  ],
  [
    { media: 'audio', code: 'heavy' },
    ' takes too long or too much memory to open, so it was put aside. Send a shorter or smaller one, or try again later.',
  ],
  [
    { media: 'audio', code: 'unreachable' },
    ' could not be fetched from the chat. Attach it again.',
  ],
  [
    { media: 'audio', code: 'withheld' },
    ' is not shared with this service, so the chat does not hand it over. Upload it here yourself.',
  ],
  [
    { media: 'image', code: 'bomb' },
    ' takes far more memory than a picture should when it is opened, so it was put aside. Save it again at a normal size.',
  ],
  [
    { media: 'image', code: 'wrong-side', ...sides, minSide: 300, maxSide: 8_192 },
    ' is 200 × 9000 pixels. Each side must be 300 to 8,192 pixels.',
  ],
  [
    { media: 'video', code: 'wrong-side', ...sides, minSide: 3_200, maxSide: null },
    ' is 200 × 9000 pixels. Each side must be 3,200 at least.',
  ],
  [
    { media: 'image', code: 'wrong-ratio', width: 900, height: 200, maxRatio: 2.5 },
    ' is 900 × 200 pixels, too long and thin. One side may be at most 2.5 times the other.',
  ],
  [
    { media: 'video', code: 'wrong-ratio', width: 900, height: 200, maxRatio: 2.5 },
    ' is 900 × 200 pixels, too long and thin. One side may be at most 2.5 times the other.',
  ],
  [
    { media: 'video', code: 'too-short', seconds: 1.26, minSeconds: 3 },
    ' is 1.3 s long. It must be 3 s at least.',
  ],
  [
    { media: 'video', code: 'too-few-frames', fps: 5, minFps: 8 },
    ' has 5 frames a second. It must have more than 8.',
  ],
];

it.each(WORDS)('%j is said as it was', (problem, words) => {
  expect(plain(mediaWords({ ...problem, name: 'cat.png' }))).toBe(`cat.png${words}`);
});
