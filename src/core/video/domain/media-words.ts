import { assertNever } from '../../shared/domain/assert-never.ts';
import type { MediaKind, MediaProblem } from '../../media/domain/media.ts';
import { grouped, megabytes, shorten } from '../../messages/domain/rich-text.ts';
import type { RichText } from '../../messages/domain/rich-text.ts';

/** What was meant, what to send, and what works. */
const KINDS = {
  image: {
    meant: 'an image',
    despite: ', whatever its name says',
    send: 'a PNG, JPEG or WebP picture',
    work: 'PNG, JPEG and WebP pictures',
  },
  video: {
    meant: 'a video',
    despite: ', whatever its name says',
    send: 'an MP4, MOV or WebM file',
    work: 'MP4, MOV and WebM files',
  },
  audio: {
    meant: 'a sound file',
    despite: '',
    send: 'an MP3, WAV or WebM file',
    work: 'MP3, WAV and WebM files',
  },
} as const satisfies Record<MediaKind, unknown>;

/** Why what was given cannot be used, and what can. */
export function mediaWords(problem: MediaProblem): RichText {
  return [named(problem.name), wordsFor(problem)];
}

function wordsFor(problem: MediaProblem): string {
  const { meant, despite, send, work } = KINDS[problem.media];
  switch (problem.code) {
    case 'wrong-media':
      return problem.found === null
        ? ` is not ${meant}. Send ${send}.`
        : ` is not ${meant}${despite}: its content is ${problem.found}. Send ${send}.`;
    case 'wrong-type':
      return ` is ${problem.found}. ${work} work.`;
    case 'too-big':
      return ` is ${tooBig(problem.bytes, problem.maxBytes)}. Up to ${megabytes(problem.maxBytes)} works.`;
    case 'too-short':
      return ` is ${inSeconds(problem.seconds)} long. It must be ${inSeconds(problem.minSeconds)} at least.`;
    case 'wrong-side': {
      const { width, height, minSide, maxSide } = problem;
      const most = maxSide === null ? ' at least' : ` to ${grouped(maxSide)} pixels`;
      return ` is ${width} × ${height} pixels. Each side must be ${grouped(minSide)}${most}.`;
    }
    case 'wrong-ratio':
      return ` is ${problem.width} × ${problem.height} pixels, too long and thin. One side may be at most ${problem.maxRatio} times the other.`;
    case 'too-few-frames':
      return ` has ${problem.fps} frames a second. It must have more than ${problem.minFps}.`;
    case 'bomb':
      return ' takes far more memory than a picture should when it is opened, so it was put aside. Save it again at a normal size.';
    case 'broken':
      return ' is damaged or cut off: it cannot be read to its end. Save or upload it again.';
    // Nobody knows whether it is damaged: it may be long, or this machine busy.
    case 'heavy':
      return ' takes too long or too much memory to open, so it was put aside. Send a shorter or smaller one, or try again later.';
    case 'unreachable':
      return ' could not be fetched from the chat. Attach it again.';
    case 'withheld':
      return ' is not shared with this service, so the chat does not hand it over. Upload it here yourself.';
    default:
      return assertNever(problem);
  }
}

/** "10 MB" for what is over 10 MB by a few bytes would read as if it were allowed. */
function tooBig(bytes: number | null, maxBytes: number): string {
  return bytes === null || megabytes(bytes) === megabytes(maxBytes) ? 'too big' : megabytes(bytes);
}

function inSeconds(seconds: number): string {
  return `${Math.round(seconds * 10) / 10} s`;
}

export function named(name: string): { readonly bold: string } {
  return { bold: shorten(name, 60) };
}
